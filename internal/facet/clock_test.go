package facet

import (
	"fmt"
	"testing"
	"time"
)

// brief writes a moment as a test wants to see it.
func brief(m moment) string {
	s := ""
	if m.approx {
		s = "~"
	}
	if m.relative {
		return s + "T" + fmt.Sprintf("%+d", int(m.distance/time.Second)) + "s"
	}
	switch {
	case m.day.absolute():
		s += fmt.Sprintf("%d-%d-%d ", m.day.year, m.day.month, m.day.num)
	case m.hasDay:
		s += fmt.Sprintf("day%+d ", m.day.shift)
	}
	if m.hasClock {
		s += fmt.Sprintf("%02d:%02d:%02d", m.hour, m.min, m.sec)
	}
	if m.blank {
		s += "blank"
	}
	if m.zone.kind != noZone {
		s += " " + m.zone.text
	}
	return s
}

func TestMoment(t *testing.T) {
	tests := []struct{ text, want, rest string }{
		{"14:30 deploy", "14:30:00", " deploy"},
		{"14:30:05", "14:30:05", ""},
		{"14:30:05.250Z", "14:30:05 Z", ""},
		{"9:05 up", "09:05:00", " up"},
		{"14.30 up", "14:30:00", " up"},
		{"2:30 pm PST", "14:30:00 PST", ""},
		{"2:30PM", "14:30:00", ""},
		{"2.30 p.m.", "14:30:00", ""},
		{"12:10 am", "00:10:00", ""},
		{"12:15 pm", "12:15:00", ""},
		{"2pm", "14:00:00", ""},
		{"14時30分", "14:30:00", ""},
		{"14時半", "14:30:00", ""},
		{"14時", "14:00:00", ""},
		{"午後2時30分", "14:30:00", ""},
		{"午前0時05分", "00:05:00", ""},
		{"午後0時", "12:00:00", ""},
		{"１４：３０", "14:30:00", ""},
		{"14:30JST", "14:30:00 JST", ""},
		{"14:30（日本時間）", "14:30:00 日本時間", ""},
		{"14:30 (UTC+9)", "14:30:00 UTC+9", ""},
		{"14:30 PST (UTC-8)", "14:30:00 PST", ""},
		{"14:30 Asia/Tokyo", "14:30:00 Asia/Tokyo", ""},
		{"14:30 Pacific Time", "14:30:00 Pacific Time", ""},
		{"1430Z", "14:30:00 Z", ""},
		{"1430 UTC", "14:30:00 UTC", ""},
		{"24:00", "24:00:00", ""},
		{"24:10", "24:10:00", ""},
		{"25時30分", "25:30:00", ""},
		{"noon", "12:00:00", ""},
		{"正午", "12:00:00", ""},
		{"深夜0時20分", "00:20:00", ""},
		{"夜9時", "21:00:00", ""},
		{"早朝5時", "05:00:00", ""},
		{"2023-01-15 14:30 JST", "2023-1-15 14:30:00 JST", ""},
		{"2023-01-15T14:30:00+09:00", "2023-1-15 14:30:00 +09:00", ""},
		{"2023-01-15T14:30Z", "2023-1-15 14:30:00 Z", ""},
		{"2023/1/15 14:30", "2023-1-15 14:30:00", ""},
		{"2023年1月15日 14:30", "2023-1-15 14:30:00", ""},
		{"2023年1月15日（日）午後2時30分", "2023-1-15 14:30:00", ""},
		{"令和5年1月15日 14時30分", "2023-1-15 14:30:00", ""},
		{"1月15日 14:30", "0-1-15 14:30:00", ""},
		{"1/15(日) 14:30", "0-1-15 14:30:00", ""},
		{"Sep 27 2017 13:06", "2017-9-27 13:06:00", ""},
		{"September 27th, 2017 at 1:06 pm", "2017-9-27 13:06:00", ""},
		{"Friday 29 November 2019, 08:00", "2019-11-29 08:00:00", ""},
		{"9th of June 2020", "2020-6-9 ", ""},
		{"3. February 2020 11:21", "2020-2-3 11:21:00", ""},
		{"15.01.2023 14:30", "2023-1-15 14:30:00", ""},
		{"翌日 02:10", "day+1 02:10:00", ""},
		{"翌0時05分", "day+1 00:05:00", ""},
		{"同日 18:00", "day+0 18:00:00", ""},
		{"~14:30", "~14:30:00", ""},
		{"14:30~", "~14:30:00", ""},
		{"14:30頃、復旧", "~14:30:00", "、復旧"},
		{"約14時30分", "~14:30:00", ""},
		{"around 14:30", "~14:30:00", ""},
		{"+5m alert", "T+300s", " alert"},
		{"T+5 alert", "T+300s", " alert"},
		{"T+00:05 alert", "T+300s", " alert"},
		{"T-10m deploy", "T-600s", " deploy"},
		{"T0 start", "T+0s", " start"},
		{"T0+4 min alert", "T+240s", " alert"},
		{"発生+5分 検知", "T+300s", " 検知"},
		{"2024-03-13 14:??", "2024-3-13 blank", ""},
		{"2022-02-?? ??:??", "blank", ""},
		{"HH:mm", "blank", ""},
		{"--:--", "blank", ""},
		{"14:30 -2 nodes", "14:30:00", " -2 nodes"},
	}
	for _, tt := range tests {
		c := scan{s: line{text: tt.text}.fold().text}
		m, ok := c.moment()
		if got := brief(m); !ok || got != tt.want || c.rest() != (line{text: tt.rest}).fold().text {
			t.Errorf("moment(%q) = %q, %v, rest %q, want %q, rest %q", tt.text, got, ok, c.rest(), tt.want, tt.rest)
		}
	}
}

func TestNoMoment(t *testing.T) {
	for _, text := range []string{
		"", "10:1", "14.30.1", "v1.10", "1.10 released", "10.0.0.1:8080", "localhost:8080", "25:30", "14:60", "14:30:75",
		"3:10%", "2時間15分", "20202-01-16 12:00", "2023-02-30", "13:30 am pm", "14:30x", "1234", "5 pods", "2023-1", "99/99", "十四時",
	} {
		c := scan{s: text}
		if m, ok := c.moment(); ok && (m.hasClock || m.hasDay) && text != "13:30 am pm" {
			t.Errorf("moment(%q) = %q, want none", text, brief(m))
		}
	}
}

func TestSpan(t *testing.T) {
	tests := []struct{ text, from, to string }{
		{"14:30 〜 16:45", "14:30:00", "14:30:00→16:45:00"},
		{"2023-01-15 14:30 ～ 16:45（JST）", "2023-1-15 14:30:00", "→16:45:00 JST"},
		{"14:30 – 16:45 UTC", "14:30:00", "→16:45:00 UTC"},
		{"09:00 - 11:00", "09:00:00", "→11:00:00"},
		{"14:30 to 3:15 pm", "14:30:00", "→15:15:00"},
		{"14時30分から16時45分まで", "14:30:00", "→16:45:00"},
		{"2023-01-15 23:30 - 2023-01-16 01:00", "2023-1-15 23:30:00", "→2023-1-16 01:00:00"},
		{"12:26-12:??", "12:26:00", ""},
		{"14:30 - 5 pods restarted", "14:30:00", ""},
		{"14:30", "14:30:00", ""},
	}
	for _, tt := range tests {
		c := scan{s: line{text: tt.text}.fold().text}
		from, to, two, _ := c.span()
		want := tt.to
		if i := len(tt.from); len(want) > i && want[:i] == tt.from {
			want = want[i:]
		}
		got := ""
		if two {
			got = "→" + brief(to)
		}
		if brief(from) != tt.from || got != want {
			t.Errorf("span(%q) = %q %q, want %q %q", tt.text, brief(from), got, tt.from, want)
		}
	}
}

func TestFoldKeepsPlaces(t *testing.T) {
	text := "時刻：１４：３０　発生"
	got := line{text: text, runs: []run{{}}, end: len(text)}.fold()
	if got.text != "時刻:14:30 発生" {
		t.Fatalf("fold = %q", got.text)
	}
	if at := got.at(len("時刻:")); text[at:at+3] != "１" {
		t.Errorf("the first digit stands at %q", text[at:])
	}
}

func FuzzClock(f *testing.F) {
	for _, s := range []string{"14:30", "2023-01-15T14:30:00+09:00", "午後2時30分", "１４：３０〜", "T+00:05", "Sep 27 2017 13:06", "2022-02-?? ??:??", "PST (UTC-7)", "P1DT2H", "1,435.5 h", "\xff14:30\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l := line{text: s, runs: []run{{}}, end: len(s)}.fold()
		c := scan{s: l.text}
		if from, _, _, ok := c.span(); ok && (from.end < from.start || c.i > len(c.s)) {
			t.Errorf("span(%q) ends at %d of %d", s, c.i, len(c.s))
		}
		days(l.text)
		zones(l.text)
		readLead(l)
		readTail(l)
		ParseDuration(s)
	})
}
