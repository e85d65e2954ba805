package search

import (
	"strings"
	"testing"
)

func TestLiteral(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "", " "},
		{"numbers and units", "request timed out after 3000ms (30 %)", " request timed out after "},
		{"a name with a number", "HikariPool-1 - Connection is not available", " hikaripool connection is not available "},
		{"a time", "2026-10-06T18:33:01.123Z ERROR boom", " error boom "},
		{"a UUID", "order 550e8400-e29b-41d4-a716-446655440000 failed", " order failed "},
		{"hexadecimal", "segfault at 0xdeadbeef ip 00007f3a2b1c4d5e", " segfault at ip "},
		{"a pod", `pod "checkout-api-6d9c7b5f4d-2xkqp" was evicted`, " pod was evicted "},
		{"a host with a port", "dial tcp: lookup api.hayate-pay.example on 10.96.0.10:53: i/o timeout", " dial tcp lookup on i o timeout "},
		{"an address", "GET https://www.tanuki.example/p/4901234 failed", " get failed "},
		{"a class is no host", "java.net.SocketTimeoutException: Read timed out", " java net sockettimeoutexception read timed out "},
		{"a setting is no host", "max.poll.interval.ms exceeded", " max poll interval ms exceeded "},
		{"an identifier", "query_wait_timeout", " query wait timeout "},
		{"a word with a digit", "HTTP2 stream reset by utf8 peer", " http stream reset by utf peer "},
		{"Japanese", "接続数が上限（397件）に達しました", " 接 続 数 が 上 限 件 に 達 し ま し た "},
		{"half and full width", "ＥＲＲＯＲ：ｻｰﾊﾞｰ停止", " error サ ー バ ー 停 止 "},
		{"lines", "a\r\nb\r\n", " a b "},
		{"Cyrillic", "Ошибка диска 5", " ошибка диска "},
	}
	for _, tt := range tests {
		if got := Literal(tt.text); got != tt.want {
			t.Errorf("%s: %q gives %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestTelling(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"", false}, {"error 5", false}, {"connection refused", true}, {"timeout", false}, {"SSL alert number 45", true},
		{"CheckoutDbPoolExhausted", true}, {"接続数が上限", true}, {"接続", false}, {strings.Repeat("1 ", 1000), false},
	}
	for _, tt := range tests {
		if got := Telling(Literal(tt.text)); got != tt.want {
			t.Errorf("%q: got %v", tt.text, got)
		}
	}
}
