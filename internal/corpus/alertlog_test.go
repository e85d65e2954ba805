package corpus

import (
	"context"
	"io/fs"
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
	files["alerts/リンク.jsonl"] = &fstest.MapFile{Data: []byte("a.csv"), Mode: fs.ModeSymlink}
	tests := []struct {
		name   string
		globs  []string
		events int
		read   Reading
		found  []string
	}{
		{"no globs", nil, 0, Reading{}, nil},
		{"a folder", []string{"alerts/**"}, 2, Reading{true, 5, 2}, []string{"alerts/リンク.jsonl irregular-file", "alerts/c.jsonl record-unreadable", "alerts/d.csv lfs-pointer", "alerts/e.csv alert-unreadable"}},
		{"a file twice", []string{"alerts/a.csv", "alerts/*.csv"}, 1, Reading{true, 3, 1}, []string{"alerts/d.csv lfs-pointer", "alerts/e.csv alert-unreadable"}},
		{"nothing", []string{"nowhere/*.csv"}, 0, Reading{Named: true}, []string{"debrief.yaml alert-unreadable"}},
		{"another extension", []string{"alerts/*.md"}, 0, Reading{Named: true}, []string{"debrief.yaml alert-unreadable"}},
	}
	for _, tt := range tests {
		o := Options{Limits: doc.DefaultLimits(), AlertLogs: globs(tt.globs)}
		events, read, found, err := o.readAlertLog(context.Background(), files)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range found {
			got = append(got, d.File.Path+" "+d.Rule)
		}
		if diff := cmp.Diff(tt.found, got); diff != "" || len(events) != tt.events || read != tt.read {
			t.Errorf("%s: got %d events and %+v, want %d and %+v; findings (-want +got):\n%s", tt.name, len(events), read, tt.events, tt.read, diff)
		}
	}
}

func globs(patterns []string) (list []Glob) {
	for _, p := range patterns {
		list = append(list, Glob{Pattern: p})
	}
	return list
}
