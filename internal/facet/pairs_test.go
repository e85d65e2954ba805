package facet

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// pairsOf reads the pairs of a postmortem.
func pairsOf(t *testing.T, text string) (*reader, string) {
	t.Helper()
	d, _ := doc.Parse(source.New("postmortems/a.md", []byte(text)), doc.DefaultLimits())
	r := &reader{doc: d, set: schemas(t), labels: schemas(t).Labels(), kind: "postmortem"}
	r.readPairs(r.outline())
	var out []string
	for _, p := range r.pairs {
		out = append(out, p.Field+"="+p.Value.Text())
	}
	return r, strings.Join(out, "; ")
}

func TestPairs(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"lines", "# a\n\nStart: 14:30\nEnd: 16:45\n", "/started_at=14:30; /resolved_at=16:45"},
		{"Japanese, full-width colon", "# a\n\n発生日時：2023年1月15日 14:30\n復旧日時：16:45\n", "/started_at=2023年1月15日 14:30; /resolved_at=16:45"},
		{"list, bold label", "# a\n\n- **Start:** 14:30\n- **End**: 16:45\n", "/started_at=14:30; /resolved_at=16:45"},
		{"table", "# a\n\n| 項目 | 内容 |\n|---|---|\n| 発生日時 | 14:30 |\n| 検知時刻 | 14:35 |\n", "=内容; /started_at=14:30; /detected_at=14:35"},
		{"table of one row", "# a\n\n| Start | End | Duration |\n|---|---|---|\n| 14:30 | 16:45 | 2h15m |\n", "/started_at=14:30; /resolved_at=16:45; /impact/duration=2h15m"},
		{"several in a line", "# a\n\nStart: 14:30 | End: 16:45 | Severity: SEV-2\n", "/started_at=14:30; /resolved_at=16:45; /severity=SEV-2"},
		{"several in a line, parted by points", "# a\n\nTeam: web · Start: 14:30 · End: 16:45\n", "/owner=web; /started_at=14:30; /resolved_at=16:45"},
		{"keys in two languages", "# a\n\n| Item / 項目 | Value / 値 |\n|---|---|\n| Start / 開始 | 14:30 |\n| 復旧日時 / Restored | 16:45 |\n", "=Value / 値; /started_at=14:30; /resolved_at=16:45"},
		{"without colon", "# a\n\n- Started at 14:30\n- Resolved 16:45\n", "/started_at=14:30; /resolved_at=16:45"},
		{"value below the key", "# a\n\n- Start\n  - 14:30\n", "/started_at=14:30"},
		{"heading as key", "# a\n\n## 発生日時\n\n2023-01-15 14:30\n", "/started_at=2023-01-15 14:30"},
		{"stated lengths", "# a\n\n## Stats\n\n- Time to detection: 5 minutes\n- Category: Kubernetes\n- Unknown key: x\n", "time_to_detect=5 minutes; /category=Kubernetes; Unknown"},
		{"not of items", "# a\n\n## Action items\n\n- Owner: jen\n- Start: 14:30\n", ""},
		{"no key", "# a\n\nSee https://example.com: it has all. At 14:30 things broke: badly.\n", ""},
		{"unknown keys in prose", "# a\n\n## Discussion\n\nNote: this is prose\n", ""},
		{"code", "# a\n\n```\nStart: 14:30\n```\n", ""},
	}
	for _, tt := range tests {
		for name, text := range map[string]string{tt.name: tt.text, tt.name + ", CRLF": crlf(tt.text)} {
			_, got := pairsOf(t, text)
			got = strings.Replace(got, "=x", "Unknown", 1)
			if got != tt.want {
				t.Errorf("%s: %q, want %q", name, got, tt.want)
			}
		}
	}
}

func TestPairsKeepTheirPlace(t *testing.T) {
	r, _ := pairsOf(t, "# 障害\r\n\r\n- **発生日時**：　2023年１月15日 14:30\r\n")
	if len(r.pairs) != 1 {
		t.Fatalf("%d pairs, want 1", len(r.pairs))
	}
	p := r.pairs[0]
	if key, value := r.doc.File.Text(p.Key.Span()), r.doc.File.Text(p.Value.Span()); key != "発生日時" || value != "2023年１月15日 14:30" {
		t.Errorf("key %q, value %q", key, value)
	}
}
