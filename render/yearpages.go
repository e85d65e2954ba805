package render

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
)

// year is the incidents that began in a year, of their own zones.
type year struct {
	number  int
	target  string
	entries []*corpus.Entry // the newest first
}

// incidentYears sorts the incidents with a known start into their years, the
// newest first. A year whose page an incident has by its id has none.
func (s *site) incidentYears() []year {
	k := s.in.Set.Kind("postmortem")
	if k == nil {
		return nil
	}
	taken := map[string]bool{}
	at := map[int]*year{}
	var list []*year
	for _, e := range s.lists["postmortem"] {
		taken[s.targets[e]] = true
		in := s.incident(e)
		if in == nil || !in.Start.Known {
			continue
		}
		n := in.Start.V.Year()
		if at[n] == nil {
			at[n] = &year{number: n, target: k.Segment + "/" + strconv.Itoa(n) + "/"}
			list = append(list, at[n])
		}
		at[n].entries = append(at[n].entries, e)
	}
	slices.SortFunc(list, func(a, b *year) int { return cmp.Compare(b.number, a.number) })
	var out []year
	for _, y := range list {
		if !taken[y.target] {
			out = append(out, *y)
		}
	}
	return out
}

// planYears adds the page of each year.
func (s *site) planYears(e *edition) ([]job, error) {
	var jobs []job
	years := s.years()
	for _, y := range years {
		own, err := s.paged(e, longList{y.target, "the year " + strconv.Itoa(y.number), false, len(y.entries)}, func(p *Page, from, to int) { p.yearPage(years, y, from, to) })
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, own...)
	}
	return jobs, nil
}

// yearPage fills the page of a year.
func (p *Page) yearPage(years []year, y year, from, to int) {
	k := p.site.in.Set.Kind("postmortem")
	label := strconv.Itoa(y.number)
	p.Title, p.ID = p.T("years.title", k.Plural.In(p.Lang), label), label
	p.Intro = p.N("list.count", len(y.entries))
	p.Crumbs = []Link{{Href: p.Href(k.Segment + "/"), Label: k.Plural.In(p.Lang)}}
	if from == 0 {
		p.Blocks = append(p.Blocks, Block{ID: "months", Title: p.T("years.months"), Table: p.monthCounts(y)})
	}
	t := &Table{Stacked: true, Head: p.documentHead("postmortem")}
	for _, e := range y.entries[from:to] {
		t.Rows = append(t.Rows, p.documentRow(e))
	}
	p.Blocks = append(p.Blocks, Block{ID: "incidents", Title: k.Plural.In(p.Lang), Table: t}, p.otherYears(years, y))
}

// otherYears leads to the other years.
func (p *Page) otherYears(years []year, own year) Block {
	t := &Table{Head: []Column{{p.T("years.year"), false}, {p.T("years.incidents"), true}}}
	for _, y := range years {
		row := Cell{Text: strconv.Itoa(y.number)}
		if y.number != own.number {
			row.Href = p.Href(y.target)
		}
		t.Rows = append(t.Rows, []Cell{row, cell(p.words.integer(len(y.entries)))})
	}
	return Block{ID: "years", Title: p.T("years.all"), Table: t}
}

// monthCounts says how many incidents of each severity began in each month of
// a year, up to the present one.
func (p *Page) monthCounts(y year) *Table {
	severities := []string{"sev1", "sev2", "sev3", "sev4", "sev5", ""}
	var counts [12]map[string]int
	total := map[string]int{}
	for i := range counts {
		counts[i] = map[string]int{}
	}
	for _, e := range y.entries {
		severity := e.Severity
		if !slices.Contains(severities, severity) {
			severity = ""
		}
		counts[p.site.incident(e).Start.V.Month()-1][severity]++
		total[severity]++
	}
	severities = slices.DeleteFunc(severities, func(s string) bool { return total[s] == 0 })
	t := &Table{Head: []Column{{p.T("years.month"), false}, {p.T("years.incidents"), true}}}
	for _, s := range severities {
		t.Head = append(t.Head, Column{firstOf(p.severity(s).Label, p.T("years.nosev")), true})
	}
	for month, count := range counts {
		if now := p.site.local(p.site.now()); y.number == now.Year() && month >= int(now.Month()) {
			break
		}
		sum := 0
		row := []Cell{cell(p.words.month(time.Month(month + 1))), {}}
		for _, s := range severities {
			sum += count[s]
			row = append(row, cell(blankZero(p.words.integer(count[s]))))
		}
		row[1] = cell(p.words.integer(sum))
		t.Rows = append(t.Rows, row)
	}
	return t
}

// blankZero shows nothing for a count of nothing, so that the others stand out.
func blankZero(count string) string {
	if count == "0" {
		return "·"
	}
	return count
}

// month names a month: "March", 3月.
func (w words) month(m time.Month) string {
	if w.lang == "ja" {
		return strconv.Itoa(int(m)) + "月"
	}
	return m.String()
}
