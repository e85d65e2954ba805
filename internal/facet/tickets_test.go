package facet

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

func TestDecodeTickets(t *testing.T) {
	tests := []struct {
		name, path, text string
		want             []string // key, url, state, opened, closed
		found            []string // line:column rule
	}{
		{"empty", "t.json", "", nil, []string{"1:1 ticket-unreadable"}},
		{"no tickets", "t.json", "[]", nil, nil},
		{"GitHub", "t.json", `[{"closedAt":"2026-02-03T04:05:06Z","createdAt":"2026-01-02T03:04:05Z","number":12,"state":"CLOSED","stateReason":"COMPLETED","title":"監視を足す","url":"https://github.com/a/b/issues/12"},
{"closedAt":null,"createdAt":"2026-01-02T03:04:05Z","number":13,"state":"OPEN","title":"x","url":"https://github.com/a/b/issues/13"},
{"closedAt":"2026-02-03T04:05:06Z","createdAt":"2026-01-02T03:04:05Z","number":14,"state":"CLOSED","stateReason":"NOT_PLANNED","url":"https://github.com/a/b/issues/14"}]`,
			[]string{
				"#12 https://github.com/a/b/issues/12 done 2026-01-02T03:04:05Z 2026-02-03T04:05:06Z",
				"#13 https://github.com/a/b/issues/13 open 2026-01-02T03:04:05Z -",
				"#14 https://github.com/a/b/issues/14 wont_do 2026-01-02T03:04:05Z 2026-02-03T04:05:06Z",
			}, nil},
		{"GitLab, in UTC whatever the zone of the site", "t.csv", "Title,Description,Issue ID,URL,State,Due Date,Created At (UTC),Closed At (UTC)\n\"Fix, it\",\"two\nlines\",7,https://gitlab.com/g/p/-/issues/7,Closed,2026-02-01,2026-01-02 03:04:05,2026-02-03 04:05:06\nx,,8,https://gitlab.com/g/p/-/issues/8,Open,,2026-01-02 03:04:05,\n",
			[]string{
				"#7 https://gitlab.com/g/p/-/issues/7 done 2026-01-02T03:04:05Z 2026-02-03T04:05:06Z",
				"#8 https://gitlab.com/g/p/-/issues/8 open 2026-01-02T03:04:05Z -",
			}, nil},
		{"Jira, in the zone of the site", "t.csv", "Summary,Issue key,Issue id,Status,Status Category,Resolution,Created,Resolved\nx,OPS-1,10001,In Progress,In Progress,,02/Jan/26 3:04 PM,\ny,ops-2,10002,Deployed,Done,Done,02/Jan/26 3:04 PM,03/Feb/26 4:05 AM\nz,OPS-3,10003,Closed,Done,Won't Do,2026-01-02 03:04,2026/02/03 04:05\n",
			[]string{"OPS-1  in_progress 2026-01-02T06:04:00Z -", "OPS-2  done 2026-01-02T06:04:00Z 2026-02-02T19:05:00Z", "OPS-3  wont_do 2026-01-01T18:04:00Z 2026-02-02T19:05:00Z"}, nil},
		{"Jira in Japanese", "t.csv", "要約,課題キー,ステータス,作成日,解決日\nx,運用,完了,2026/01/02 12:04,2026/02/03 13:05\ny,OPS-5,進行中,2026/01/02,\n",
			[]string{"運用  done 2026-01-02T03:04:00Z 2026-02-03T04:05:00Z", "OPS-5  in_progress 2026-01-01T15:00:00Z -"}, nil},
		{"no name, no state, no time", "t.json", "[{\"state\": \"OPEN\"},\n{\"number\": 1},\n{\"number\": 2, \"state\": \"seltsam\"},\n{\"number\": 3, \"state\": \"OPEN\", \"createdAt\": \"gestern\"}, 5]",
			[]string{"#3  open - -"}, []string{"1:2 ticket-unreadable", "2:1 ticket-unreadable", "3:1 ticket-unreadable", "4:45 ticket-unreadable", "4:57 ticket-unreadable"}},
	}
	show := func(at time.Time) string {
		if at.IsZero() {
			return "-"
		}
		return at.UTC().Format(time.RFC3339)
	}
	zone := time.FixedZone("JST", 9*3600)
	for _, tt := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			t.Run(fmt.Sprintf("%s %q", tt.name, ending), func(t *testing.T) {
				f := source.New(tt.path, []byte(strings.ReplaceAll(tt.text, "\n", ending)))
				records, broken := doc.ParseRecords(f, doc.DefaultLimits())
				if len(broken) > 0 {
					t.Fatal(broken)
				}
				tickets, found := DecodeTickets(f, records, zone)
				var got, rules []string
				for _, x := range tickets {
					got = append(got, fmt.Sprintf("%s %s %s %s %s", x.Key, x.URL, x.State, show(x.Opened), show(x.Closed)))
				}
				for _, d := range found {
					p := f.Position(d.Span.Start)
					rules = append(rules, fmt.Sprintf("%d:%d %s", p.Line, p.Column, d.Rule))
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("tickets (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.found, rules); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
			})
		}
	}
}
