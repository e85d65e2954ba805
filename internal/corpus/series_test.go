package corpus

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/schema"
)

func TestLoadSeries(t *testing.T) {
	const rows = "timestamp,value\n2026-01-01T00:00:00Z,1\n"
	naming := func(fields string) string {
		return "---\nkind: monitoring\nid: mon\ntitle: 監視\nservices: [web]\nactive_metrics: [memory]\nseries:\n  - {metric: memory, " + fields + "}\n---\n# 監視\n"
	}
	tests := []struct {
		name  string
		files map[string]string
		globs []string
		want  []string // path metric service
		found []string // of the rule
	}{
		{"none", nil, nil, nil, nil},
		{"beside the document", map[string]string{"monitoring/web.md": naming("file: メモリ.csv"), "monitoring/メモリ.csv": rows, "メモリ.csv": rows}, nil, []string{"monitoring/メモリ.csv memory web"}, nil},
		{"from the root", map[string]string{"monitoring/web.md": naming("file: data/m.csv, service: db"), "data/m.csv": rows}, nil, []string{"data/m.csv memory db"}, nil},
		{"with a slash before", map[string]string{"monitoring/web.md": naming("file: /m.csv"), "m.csv": rows, "monitoring/m.csv": rows}, nil, []string{"m.csv memory web"}, nil},
		{"upward", map[string]string{"monitoring/web.md": naming("file: ../data/m.csv"), "data/m.csv": rows}, nil, []string{"data/m.csv memory web"}, nil},
		{"by the settings", map[string]string{"data/error_rate.csv": rows, "data/x.txt": rows}, []string{"data/*"}, []string{"data/error_rate.csv error_rate "}, nil},
		{"by both, once", map[string]string{"monitoring/web.md": naming("file: data/m.csv"), "data/m.csv": rows}, []string{"data/*.csv"}, []string{"data/m.csv memory web"}, nil},
		{"nowhere", map[string]string{"monitoring/web.md": naming("file: m.csv")}, nil, nil,
			[]string{`monitoring/web.md:8:28 warning series-unreadable there is no file "m.csv", neither beside the document nor from the root`}},
		{"out of the repository", map[string]string{"monitoring/web.md": naming("file: ../../m.csv")}, nil, nil,
			[]string{`monitoring/web.md:8:28 warning series-unreadable "../../m.csv" leads out of the repository`}},
		{"hidden", map[string]string{"monitoring/web.md": naming("file: /.git/m.csv"), ".git/m.csv": rows}, []string{"m.csv"}, nil,
			[]string{`debrief.yaml:1:1 warning series-unreadable no file matches "m.csv": correct the glob, or take it out`,
				`monitoring/web.md:8:28 warning series-unreadable there is no file "/.git/m.csv", neither beside the document nor from the root`}},
		{"no CSV", map[string]string{"monitoring/web.md": naming("file: /secrets.env"), "secrets.env": rows}, nil, nil,
			[]string{`monitoring/web.md:8:28 warning series-unreadable "/secrets.env" is no .csv file`}},
		{"through a link", map[string]string{"monitoring/web.md": naming("file: /link.csv")}, []string{"*.csv"}, nil,
			[]string{`monitoring/web.md:8:28 warning series-unreadable "/link.csv" is a symbolic link, or lies behind one, which is not read: name the file itself`}},
		{"a folder", map[string]string{"monitoring/web.md": naming("file: ログ.csv")}, nil, nil,
			[]string{`monitoring/web.md:8:28 warning series-unreadable "ログ.csv" is a folder, which is not read: name the file itself`}},
		{"declared twice", map[string]string{"monitoring/web.md": naming("file: m.csv}\n  - {metric: メモリ, file: ./m.csv"), "monitoring/m.csv": rows}, nil, []string{"monitoring/m.csv memory web"},
			[]string{`monitoring/web.md:9:25 warning series-unreadable "monitoring/m.csv" is already declared at monitoring/web.md:8: a file holds one metric of one service, so remove this declaration or give it a file of its own`}},
		{"bad rows have places", map[string]string{"m.csv": rows + "2026-01-01T00:01:00Z,viel\n"}, []string{"*.csv"}, []string{"m.csv m "},
			[]string{`m.csv:3:22 warning series-unreadable "viel" is not a number such as 35.4`}},
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			t.Run(fmt.Sprintf("%s %q", tt.name, ending), func(t *testing.T) {
				files := fstest.MapFS{"ログ.csv/x": {}, "link.csv": {Data: []byte("monitoring/m.csv"), Mode: fs.ModeSymlink}}
				for name, text := range tt.files {
					files[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "\n", ending))}
				}
				o := options()
				o.Series = globs(tt.globs)
				c, found, err := Load(context.Background(), files, set, o)
				if err != nil {
					t.Fatal(err)
				}
				var got, messages []string
				for _, s := range c.Series {
					got = append(got, s.Path+" "+s.Metric+" "+s.Service)
				}
				for _, d := range found {
					if d.Rule == "series-unreadable" {
						p := d.File.Position(d.Span.Start)
						messages = append(messages, fmt.Sprintf("%s:%d:%d %s %s %s", d.File.Path, p.Line, p.Column, d.Severity, d.Rule, d.Message.En))
					}
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("series (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.found, messages); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}
