package insight

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

func TestSeverity(t *testing.T) {
	core := web()
	core.Service.Tier, core.Service.Objectives = n("1"), nil
	edge := web()
	edge.Service.Tier, edge.Service.Objectives = n("2"), nil
	cases := []struct {
		name    string
		minutes int
		status  string
		impact  facet.Impact
		service *corpus.Entry
		want    int // 0 if absent
		fact    string
	}{
		{"handbook", 135, "", facet.Impact{}, web(), 1, "302.4 % of a month's error budget used"},
		{"data lost", 1, "near_miss", facet.Impact{DataLoss: "confirmed"}, nil, 1, "data was lost"},
		{"security", 1, "", facet.Impact{Security: true}, nil, 1, "security incident"},
		{"core, half for 15 min", 15, "", facet.Impact{ErrorRatio: n("0.5")}, core, 1, "a service of tier 0 or 1 lost at least 50 % for 15 min or more"},
		{"core, half for 14 min", 14, "", facet.Impact{ErrorRatio: n("0.5"), Users: n("1")}, core, 3, "users were affected"},
		{"core, a tenth for 15 min", 15, "", facet.Impact{ErrorRatio: n("0.1")}, core, 2, "a service of tier 0 or 1 lost at least 10 % for 15 min or more"},
		{"tier 2", 15, "", facet.Impact{ErrorRatio: n("0.5"), Users: n("1")}, edge, 3, "users were affected"},
		{"a quarter of the users", 1, "", facet.Impact{Users: n("25"), UsersTotal: n("100")}, nil, 1, "25 % of the users affected"},
		{"a twentieth", 1, "", facet.Impact{Users: n("5"), UsersTotal: n("100")}, nil, 2, "5 % of the users affected"},
		{"some", 1, "", facet.Impact{Users: n("1"), UsersTotal: n("100000")}, nil, 3, "users were affected"},
		{"maybe data", 1, "", facet.Impact{DataLoss: "possible"}, nil, 2, "data may be lost"},
		// 12 of 44.64 min are 26.9 %.
		{"a quarter of the budget", 12, "", facet.Impact{}, web(), 2, "26.9 % of a month's error budget used"},
		{"a twentieth of the budget", 3, "", facet.Impact{}, web(), 3, "6.7 % of a month's error budget used"},
		{"without errors", 600, "", facet.Impact{ErrorRatio: n("0")}, nil, 4, "degraded without errors"},
		{"redundancy lost", 600, "", facet.Impact{RedundancyLost: true, ErrorRatio: n("0")}, nil, 3, "redundancy lost"},
		{"redundancy lost, near miss", 600, "near_miss", facet.Impact{RedundancyLost: true}, nil, 3, "redundancy lost"},
		{"internal users only", 600, "", facet.Impact{InternalOnly: true, Users: n("50"), UsersTotal: n("100")}, nil, 4, "internal users only"},
		{"internal users only, near miss", 600, "near_miss", facet.Impact{InternalOnly: true}, nil, 5, "near miss"},
		{"internal users only, with the budget", 12, "", facet.Impact{InternalOnly: true}, web(), 2, "26.9 % of a month's error budget used"},
		{"internal users only, and data lost", 1, "", facet.Impact{InternalOnly: true, DataLoss: "confirmed"}, nil, 1, "data was lost"},
		{"near miss", 600, "near_miss", facet.Impact{}, web(), 5, "near miss"},
		{"no users", 600, "", facet.Impact{Users: n("0")}, nil, 5, "no user was affected"},
		{"duration alone", 600, "", facet.Impact{}, nil, 0, ""},
	}
	for _, c := range cases {
		e := outage("x", "2023-01-15 00:00", "", c.service)
		e.Times.Resolved = e.Times.Started
		e.Times.Resolved.Time = e.Times.Started.Time.Add(time.Duration(c.minutes) * time.Minute)
		e.Status, e.Impact = c.status, c.impact
		entries := []*corpus.Entry{e}
		if c.service != nil {
			entries = append(entries, c.service)
		}
		got := figures(entries...).Severity.Suggested
		if got.V != c.want || got.How.En != c.fact || got.Known != (c.want > 0) {
			t.Errorf("%s: got sev%d %q, want sev%d %q", c.name, got.V, got.How.En, c.want, c.fact)
		}
	}
}

func TestSeverityCountsOnlyTheIncidentItself(t *testing.T) {
	s := web()
	in := figures(outage("a", "2023-01-15 10:00", "2023-01-15 10:03", s), handbook(s), s)
	if got := in.Severity.Suggested.V; got != 3 {
		t.Errorf("got sev%d, want sev3", got)
	}
}
