package facet

import (
	"testing"
	"time"
)

func knownIssue(t *testing.T, body string) Merged {
	t.Helper()
	return merged(t, "a.md", "---\nkind: known-issue\n---\n# Disk full\n\n"+body)
}

func TestSolutions(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"titles", "## Solutions\n\n### Delete logs\n\n- Time: 15m\n- Risk: 低\n\n1. Stop it\n2. Delete\n\n### Add a disk\n\nOrder one.\n",
			"[{title: Delete logs, steps: [Stop it, Delete], time: 15m, risk: low}, {title: Add a disk, steps: [Order one.]}]"},
		{"numbered list", "## Resolution\n\n1. Stop it\n2. Delete\n", "[{title: Stop it, steps: [Stop it, Delete], type: fix}]"},
		{"items", "## 回避策\n\n- ログを消す\n  - 止める\n- 増設する\n", "[{title: ログを消す, steps: [止める], type: workaround}, {title: 増設する, type: workaround}]"},
		{"prose with commands", "## 対処\n\n止める。\n\n```sh\n$ systemctl stop web\n```\n", "[{title: 止める, steps: [止める。, systemctl stop web]}]"},
		{"tries", "## Solution\n\n### Restart\n\nRestart it.\n\n| Date | Result | Incident |\n|---|---|---|\n| 2024-02-01 | yes | INC-1 |\n| 2024-03-01 | failed | |\n",
			"[{title: Restart, steps: [Restart it.], type: fix, outcomes: [{on: 2024-02-01, success: true, incident: INC-1}, {on: 2024-03-01, success: false}]}]"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.body, crlf(tt.body)} {
				if got := sketch(knownIssue(t, body).Value.Field("solutions")); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
		})
	}
}

func TestDecodeSolutions(t *testing.T) {
	m := merged(t, "a.md", "---\nkind: known-issue\nsolutions:\n  - Restart it\n  - {title: Add a disk, time: 15m, outcomes: [{on: 2024-02-30, success: true}, {success: maybe}]}\n  - {risk: low}\n---\n")
	got := DecodeSolutions(m.Value)
	if len(got) != 2 || got[0].Title != "Restart it" || got[1].Time.D != 15*time.Minute {
		t.Fatalf("solutions = %+v", got)
	}
	if o := got[1].Outcomes; len(o) != 1 || o[0].On.Known || !o[0].Success {
		t.Errorf("outcomes = %+v", o)
	}
}

func TestSymptoms(t *testing.T) {
	tests := []struct{ name, body, symptom, messages string }{
		{"items", "## Symptoms\n\n- Pages are slow\n- 応答しない\n", "[Pages are slow, 応答しない]", ""},
		{"prose", "## 症状\n\n書き込めない。\n", "[書き込めない。]", ""},
		{"message in the text", "## Symptom\n\nThe log says `disk is full: error 28`, see `/var/log/web`.\n", "[The log says disk is full: error 28, see /var/log/web.]", "[disk is full: error 28]"},
		{"block", "## Symptom\n\nThe log:\n\n```\nE28: full\n  at main()\nE29: more\n```\n", "[E28: full]", "[E28: full, E29: more]"},
		{"section of messages", "## Symptom\n\n- Slow\n\n## Error messages\n\n```\nE28: full\n```\n", "[Slow]", "[E28: full]"},
		{"empty", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.body, crlf(tt.body)} {
				v := knownIssue(t, body).Value
				if got := sketch(v.Field("symptom")); got != tt.symptom {
					t.Errorf("symptom = %s, want %s", got, tt.symptom)
				}
				if got := sketch(v.Field("error_messages")); got != tt.messages {
					t.Errorf("messages = %s, want %s", got, tt.messages)
				}
			}
		})
	}
}

func TestPrevention(t *testing.T) {
	if got := sketch(knownIssue(t, "## 予防\n\n- 監視する\n- Rotate logs\n").Value.Field("prevention")); got != "[監視する, Rotate logs]" {
		t.Errorf("prevention = %s", got)
	}
}
