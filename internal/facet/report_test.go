package facet

import (
	"slices"
	"testing"
)

func TestReport(t *testing.T) {
	tests := []struct {
		name, meta string
		number     int
		kind       string
		to         []string
		approved   string
		issued     string
	}{
		{"nothing", "", 0, "", nil, "", ""},
		{"empty", "report:\n", 0, "", nil, "", ""},
		{"whole", "timezone: Asia/Tokyo\nreport: {number: 2, kind: interim, to: [A, B], approved_by: head of IT, issued_at: 2026-04-01T09:00:00+09:00}\n", 2, "interim", []string{"A", "B"}, "head of IT", "2026-04-01 09:00 JST"},
		{"Japanese", "report: {number: 1, kind: 最終報, to: 営業本部 御中, approved_by: 情報システム部長}\n", 1, "final", []string{"営業本部 御中"}, "情報システム部長", ""},
		{"out of range", "report: {number: 0, kind: last}\n", 0, "", nil, "", ""},
		{"huge", "report: {number: 99999999999999999999999, issued_at: yesterday}\n", 0, "", nil, "", ""},
		{"a fraction", "report: {number: 1.5}\n", 0, "", nil, "", ""},
		{"a list", "report: [1, 2]\n", 0, "", nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, text := range []string{"kind: postmortem\n" + tt.meta, crlf("kind: postmortem\n" + tt.meta)} {
				v := merged(t, "a.yaml", text).Value
				r := DecodeReport(v, DecodeTimes(v, nil).Zone)
				issued := ""
				if r.Issued.Known {
					issued = r.Issued.Time.Format("2006-01-02 15:04 MST")
				}
				if r.Number != tt.number || r.Kind != tt.kind || !slices.Equal(r.To, tt.to) || r.ApprovedBy != tt.approved || issued != tt.issued {
					t.Errorf("got %+v, issued %q", r, issued)
				}
			}
		})
	}
}
