package corpus

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/doc"
)

func TestReadAlertLog(t *testing.T) {
	const row = "timestamp,source,metric\n2026-01-31T14:30:00+09:00,cw,cpu\n"
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 4865\n"
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"alerts/a.csv": row, "alerts/月次/b.CSV": row, "alerts/c.jsonl": "{\"broken\n", "alerts/d.csv": pointer, "alerts/e.csv": "",
		"alerts/README.md": "# Alerts\n", "alerts/.f.csv": row, "alerts/node_modules/g.csv": row, "other/h.csv": row,
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tests := []struct {
		name   string
		globs  []string
		events int
		found  []string
	}{
		{"no globs", nil, 0, nil},
		{"a folder", []string{"alerts/**"}, 2, []string{"alerts/c.jsonl record-unreadable", "alerts/d.csv lfs-pointer"}},
		{"a file twice", []string{"alerts/a.csv", "alerts/*.csv"}, 1, []string{"alerts/d.csv lfs-pointer"}},
		{"nothing", []string{"nowhere/*.csv"}, 0, nil},
	}
	for _, tt := range tests {
		o := Options{Limits: doc.DefaultLimits(), AlertLogs: tt.globs}
		events, found, err := o.readAlertLog(context.Background(), files)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range found {
			got = append(got, d.File.Path+" "+d.Rule)
		}
		if diff := cmp.Diff(tt.found, got); diff != "" || len(events) != tt.events {
			t.Errorf("%s: got %d events, want %d; findings (-want +got):\n%s", tt.name, len(events), tt.events, diff)
		}
	}
}
