package figure

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

var tokyo = time.FixedZone("JST", 9*3600)

func at(clock string) time.Time {
	t, err := time.ParseInLocation("15:04", clock, tokyo)
	if err != nil {
		panic(err)
	}
	return t
}

func incident() Strip {
	return Strip{
		ID: "strip", Title: "Timeline", Desc: "From 14:30 to 16:45", Zone: tokyo,
		From: at("14:30"), To: at("16:45"),
		Phases: []Phase{
			{"undetected", "Undetected", at("14:30"), at("14:35")},
			{"investigating", "Investigating", at("14:37"), at("16:00")},
			{"confirming", "確認中", at("16:30"), at("16:45")},
		},
		Marks: []Mark{
			{"start", "14:30 started", at("14:30")},
			{"detect", "14:35 detected", at("14:35")},
			{"ack", "14:37 acknowledged", at("14:37")},
			{"escalate", "15:30 エスカレーション", at("15:30")},
			{"identify", "16:00 cause identified", at("16:00")},
			{"mitigate", "16:30 mitigated", at("16:30")},
			{"resolve", "16:45 resolved", at("16:45")},
		},
	}
}

// elements reads an SVG strictly and counts its elements.
func elements(t *testing.T, svg []byte) (count map[string]int, texts []string) {
	t.Helper()
	count = map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return count, texts
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			count[token.Name.Local]++
			for _, a := range token.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("<%s> has the attribute %s", token.Name.Local, a.Name.Local)
				}
			}
		case xml.CharData:
			texts = append(texts, string(token))
		}
	}
}

func TestTimelineShowsMarksPhasesAndAxis(t *testing.T) {
	count, texts := elements(t, Timeline(incident()))
	if count["circle"] != 7 || count["pattern"] != len(patterns) || count["desc"] != 1 {
		t.Errorf("elements %v, want 7 circles, a pattern for each phase and a description", count)
	}
	all := strings.Join(texts, "|")
	for _, want := range []string{"14:30 started", "エスカレーション", "Investigating", "確認中", "From 14:30 to 16:45", "|15:00|"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %s", want, all)
		}
	}
}

func TestTimelineLabelsDoNotMeet(t *testing.T) {
	crowded := incident()
	for i := range 12 {
		crowded.Marks = append(crowded.Marks, Mark{"note", fmt.Sprintf("15:%02d 対応 %d", i, i), at("15:00").Add(time.Duration(i) * time.Minute)})
	}
	for name, s := range map[string]Strip{"incident": incident(), "crowded": crowded} {
		marks := s.place()
		for i, a := range marks {
			if a.left < 0 || a.right > width {
				t.Errorf("%s: %q reaches from %.0f to %.0f", name, a.Label, a.left, a.right)
			}
			for _, b := range marks[:i] {
				if a.collides(b) {
					t.Errorf("%s: %q and %q meet", name, a.Label, b.Label)
				}
			}
		}
	}
}

func TestTimelineEscapesText(t *testing.T) {
	s := incident()
	hostile := `"><script>alert(1)</script>'&` + "\x00\x1b"
	s.ID, s.Title, s.Desc = hostile, hostile, hostile
	s.Marks[0].Label, s.Marks[0].Class = hostile, hostile
	s.Phases[0].Label, s.Phases[0].Class = hostile, hostile
	if count, _ := elements(t, Timeline(s)); count["script"] != 0 {
		t.Errorf("a label became an element: %v", count)
	}
}

func TestTimelineBounds(t *testing.T) {
	day := 24 * time.Hour
	tests := []struct {
		name     string
		from, to time.Time
		empty    bool
	}{
		{"no length", at("14:30"), at("14:30"), true},
		{"backwards", at("14:30"), at("14:00"), true},
		{"zero times", time.Time{}, time.Time{}, true},
		{"a second", at("14:30"), at("14:30").Add(time.Second), false},
		{"a week", at("14:30"), at("14:30").Add(7 * day), false},
		{"a mistyped year", at("14:30"), at("14:30").Add(200 * 365 * day), false},
	}
	for _, test := range tests {
		svg := Timeline(Strip{From: test.from, To: test.to, Marks: []Mark{{"start", "開始", test.from}, {"note", "outside", test.to.Add(day)}}})
		if (svg == nil) != test.empty {
			t.Errorf("%s: %d bytes, want empty %v", test.name, len(svg), test.empty)
		}
		if len(svg) > 16<<10 {
			t.Errorf("%s: %d bytes", test.name, len(svg))
		}
		if svg != nil {
			if _, texts := elements(t, svg); strings.Contains(strings.Join(texts, ""), "outside") {
				t.Errorf("%s: shows a mark outside", test.name)
			}
		}
	}
}

func TestTimelineAxisFollowsTheZone(t *testing.T) {
	kolkata := time.FixedZone("IST", 5*3600+1800)
	from := time.Date(2025, 1, 1, 0, 10, 0, 0, time.UTC) // 05:40 in Kolkata
	_, texts := elements(t, Timeline(Strip{From: from, To: from.Add(6 * time.Hour), Zone: kolkata}))
	if all := strings.Join(texts, "|"); !strings.Contains(all, "06:00|07:00") {
		t.Errorf("axis %s, want full hours of the zone", all)
	}
}
