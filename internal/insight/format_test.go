package insight

import (
	"encoding/json"
	"strings"
	"testing"
)

func marshal(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFormatDuration(t *testing.T) {
	cases := []struct{ seconds, en, ja, iso string }{
		{"8100", "2 h 15 min", "2時間15分", "PT2H15M"},
		{"0", "0 s", "0秒", "PT0S"},
		{"45", "45 s", "45秒", "PT45S"},
		{"60", "1 min", "1分", "PT1M"},
		{"3600", "1 h", "1時間", "PT1H"},
		{"86400", "1 d", "1日", "PT24H"},
		{"100000", "1 d 3 h 46 min 40 s", "1日3時間46分40秒", "PT27H46M40S"},
		{"51.84", "51.84 s", "51.84秒", "PT51.84S"},
		{"-180", "−3 min", "−3分", "-PT3M"},
		{"864000000", "10,000 d", "10,000日", "PT240000H"},
	}
	for _, c := range cases {
		s := rat(c.seconds)
		if en, ja, iso := FormatDuration(s, "en"), FormatDuration(s, "ja"), FormatISO(s); en != c.en || ja != c.ja || iso != c.iso {
			t.Errorf("%s: got %q %q %q", c.seconds, en, ja, iso)
		}
	}
}

func TestFormatAge(t *testing.T) {
	cases := []struct{ seconds, en, ja string }{
		{"21186639", "245 d", "245日"},
		{"172800", "2 d", "2日"},
		{"172799", "47 h", "47時間"},
		{"3600", "1 h", "1時間"},
		{"3599.9", "less than 1 h", "1時間未満"},
		{"-1", "less than 1 h", "1時間未満"},
		{"86400000000", "1,000,000 d", "1,000,000日"},
	}
	for _, c := range cases {
		if en, ja := FormatAge(rat(c.seconds), "en"), FormatAge(rat(c.seconds), "ja"); en != c.en || ja != c.ja {
			t.Errorf("%s: got %q %q", c.seconds, en, ja)
		}
	}
}

func TestFormatMoney(t *testing.T) {
	cases := []struct{ amount, currency, en, ja string }{
		{"4050000", "USD", "$4,050,000", "4,050,000ドル"},
		{"91.407", "USD", "$91.41", "91.41ドル"},
		{"123.4", "USD", "$123.40", "123.40ドル"},
		{"0.001", "USD", "$0", "0ドル"},
		{"-0.001", "USD", "$0", "0ドル"},
		{"-5.5", "USD", "−$5.50", "−5.50ドル"},
		{"0.005", "USD", "$0.01", "0.01ドル"},
		{"1234.5", "JPY", "¥1,235", "1,235円"},
		{"100", "JPY", "¥100", "100円"},
		{"99.99", "EUR", "€99.99", "99.99ユーロ"},
		{"1.2345", "KWD", "KWD 1.235", "KWD 1.235"},
		{"10", "AUD", "AUD 10", "AUD 10"},
		{"10.5", "???", "??? 10.50", "??? 10.50"},
	}
	for _, c := range cases {
		m := Money{rat(c.amount), c.currency}
		if en, ja := FormatMoney(m, "en"), FormatMoney(m, "ja"); en != c.en || ja != c.ja {
			t.Errorf("%s %s: got %q %q", c.amount, c.currency, en, ja)
		}
	}
	if got := FormatMoneys(nil, "ja"); got != "" {
		t.Errorf("no amount: got %q", got)
	}
}

func TestFormatNumber(t *testing.T) {
	cases := []struct {
		number  string
		digits  int
		en, ja  string // as a percentage
		decimal string
	}{
		{"0", 2, "0 %", "0%", "0"},
		{"-0.0000001", 2, "0 %", "0%", "0"},
		{"999", 0, "999 %", "999%", "999"},
		{"99.96", 1, "99.96 %", "99.96%", "99.96"},
		{"99.9999999", 1, "100 %", "100%", "100"},
		{"100", 1, "100 %", "100%", "100"},
		{"1000", 0, "1,000 %", "1,000%", "1000"},
		{"302.41935483871", 0, "302 %", "302%", "302.419355"},
		{"-90.36", 2, "−90.36 %", "−90.36%", "-90.36"},
		{"0.0000005", 6, "0.000001 %", "0.000001%", "0.000001"},
		{"-0.0000005", 6, "−0.000001 %", "−0.000001%", "-0.000001"},
		{"1234567.5", 0, "1,234,568 %", "1,234,568%", "1234567.5"},
	}
	for _, c := range cases {
		r := rat(c.number)
		en, ja, machine := FormatPercent(r, c.digits, "en"), FormatPercent(r, c.digits, "ja"), decimal(r)
		if en != c.en || ja != c.ja || machine != c.decimal {
			t.Errorf("%s: got %q %q %q", c.number, en, ja, machine)
		}
	}
}

func TestMoneyInJSONIsExact(t *testing.T) {
	cases := []struct{ amount, want string }{
		{"4050000", "4050000"},
		{"0.12345678", "0.12345678"},
		{"10.50", "10.5"},
		{"405/7", "57.857143"},
	}
	for _, c := range cases {
		want := `{"amount":"` + c.want + `","currency":"USD"}`
		if got := marshal(t, Money{rat(c.amount), "USD"}.json()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestObjectKeepsOrder(t *testing.T) {
	o := Object{{"b", 1}, {"あ", "<&>"}, {"a", nil}, {"list", []Object{{{"z", true}}, nil}}}
	want := `{"b":1,"あ":"<&>","a":null,"list":[{"z":true},{}]}`
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(o); err != nil || strings.TrimSpace(b.String()) != want {
		t.Errorf("got %s, %v, want %s", b.String(), err, want)
	}
}
