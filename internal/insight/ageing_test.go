package insight

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// holding is a document with action items.
func holding(items ...facet.Action) *corpus.Entry {
	for i := range items {
		if items[i].ID == "" {
			items[i].ID = fmt.Sprintf("a%d", i)
		}
	}
	return &corpus.Entry{Kind: "postmortem", Actions: items, Doc: &doc.Document{File: source.New("p.md", []byte("# 題\r\n"))}}
}

// aged computes the items of a document as of a day, UTC.
func aged(h History, p Policy, asOf string, items ...facet.Action) *Results {
	now, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		panic(err)
	}
	return Compute(&corpus.Corpus{Entries: []*corpus.Entry{holding(items...)}}, h, p, now)
}

func day(text string) facet.Date {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return facet.Date{}
	}
	return on(t.Year(), t.Month(), t.Day())
}

func git(text string) Dated {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t, _ = time.Parse(time.DateOnly, text)
	}
	return Dated{At: t, From: FromGit, By: "山田", Commit: "0123456789abcdef"}
}

// handbookActions are nine items of three terms, opened on one day, three of
// them closed as the design says.
func handbookActions() []facet.Action {
	var items []facet.Action
	for _, term := range []string{"short", "mid", "long"} {
		for n := 1; n <= 3; n++ {
			items = append(items, facet.Action{ID: fmt.Sprintf("%s%d", term, n), Term: term, Status: facet.Open, Created: day("2023-01-15")})
		}
	}
	for i, closed := range map[int]string{0: "2023-02-10", 1: "2023-03-20", 3: "2023-04-10"} {
		items[i].Status, items[i].Closed = facet.Done, day(closed)
	}
	return items
}

func TestHandbookScenario(t *testing.T) {
	r := aged(History{}, Policy{}, "2023-05-01", handbookActions()...)
	f := r.Ageing(r.AllActions())
	overdue := map[string]int{}
	for _, a := range r.AllActions() {
		if a.Overdue > 0 {
			overdue[a.Item.ID] = a.Overdue
		}
	}
	if diff := cmp.Diff(map[string]int{"short3": 75, "mid2": 16, "mid3": 16}, overdue); diff != "" {
		t.Errorf("overdue (-want +got):\n%s", diff)
	}
	if late := r.AllActions()[1].LateBy; !late.Known || late.V != 33 {
		t.Errorf("S2 is late by %+v, want 33", late)
	}
	steps := ""
	for _, s := range f.Survival.Steps {
		steps += fmt.Sprintf("%d %s;", s.Age, s.Open.RatString())
	}
	got := fmt.Sprint(f.Open, f.Overdue, f.ByState[facet.Done], " ", f.Attainment.Due, f.Attainment.InTime, f.Attainment.Late, f.Attainment.Overdue,
		" ", decimal(mul(f.Attainment.Share.V, num(100))), " ", steps, " ", f.Survival.Median.Known,
		" ", rounded(f.Survival.Mean.V, 2), " ", rounded(f.Survival.ClosedMean.V, 2), " ", f.Survival.Longest)
	want := "6 3 3 6 2 1 3 33.333333 26 8/9;64 7/9;85 2/3; false 90.11 58.33 106"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if diff := cmp.Diff([]Bucket{{0, 7, 0}, {8, 30, 0}, {31, 90, 0}, {91, 180, 6}, {181, -1, 0}}, f.Buckets); diff != "" {
		t.Errorf("buckets (-want +got):\n%s", diff)
	}
}

// TestGoldenAgeing compares with the golden values of the design.
func TestGoldenAgeing(t *testing.T) {
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Skip("DEBRIEF_SHARED does not name the folder with the golden values")
	}
	data, err := os.ReadFile(filepath.Join(shared, "design/golden/golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Due    map[string]string `json:"due"`
		Ageing map[string]struct {
			Age     int            `json:"age"`
			Overdue map[string]int `json:"overdue"`
		} `json:"ageing"`
		Scenario struct {
			Open       int      `json:"open"`
			Closed     int      `json:"closed_count"`
			Overdue    int      `json:"overdue"`
			Matured    int      `json:"matured"`
			OnTime     int      `json:"closed_on_time"`
			Attainment float64  `json:"closure_slo_pct"`
			KM         [][2]any `json:"km"`
			Naive      float64  `json:"naive_mean_closed_days"`
			RMST       float64  `json:"rmst_106"`
			Bucket     int      `json:"bucket_91_180"`
		} `json:"ageing_scenario_2023_05_01"`
		Clamp map[string]string `json:"add_months_clamp"`
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	for asOf, want := range golden.Ageing {
		var items []facet.Action
		for _, term := range []string{"short", "mid", "long"} {
			items = append(items, facet.Action{Term: term, Status: facet.Open, Created: day("2023-01-15")})
		}
		for _, a := range aged(History{}, Policy{}, asOf, items...).AllActions() {
			due := fmt.Sprintf("%04d-%02d-%02d", a.Due.Year, a.Due.Month, a.Due.Day)
			if a.Age.V != want.Age || a.Overdue != want.Overdue[a.Item.Term] || due != golden.Due[a.Item.Term] || a.DueFrom != "term" {
				t.Errorf("%s as of %s: age %d, overdue %d, due %s", a.Item.Term, asOf, a.Age.V, a.Overdue, due)
			}
		}
	}
	r := aged(History{}, Policy{}, "2023-05-01", handbookActions()...)
	f, g := r.Ageing(r.AllActions()), golden.Scenario
	mean, _ := f.Survival.Mean.V.Float64()
	naive, _ := f.Survival.ClosedMean.V.Float64()
	share, _ := f.Attainment.Share.V.Float64()
	got := fmt.Sprintf("%d %d %d %d %d %.4f %.4f %.4f %d", f.Open, f.ByState[facet.Done], f.Overdue, f.Attainment.Due, f.Attainment.InTime, 100*share, naive, mean, f.Buckets[3].Items)
	want := fmt.Sprintf("%d %d %d %d %d %.4f %.4f %.4f %d", g.Open, g.Closed, g.Overdue, g.Matured, g.OnTime, g.Attainment, g.Naive, g.RMST, g.Bucket)
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for i, step := range g.KM {
		if s := f.Survival.Steps[i]; float64(s.Age) != step[0] || s.Open.RatString() != step[1] {
			t.Errorf("S(%d) = %s, want S(%v) = %v", s.Age, s.Open.RatString(), step[0], step[1])
		}
	}
}

func TestWhereDatesComeFrom(t *testing.T) {
	resolved := func(text string) func(e *corpus.Entry) {
		return func(e *corpus.Entry) {
			at, _ := time.Parse(time.RFC3339, text)
			e.Times.Resolved = facet.Instant{Time: at, Known: true}
		}
	}
	bound := git("2026-01-10")
	bound.From = FromBound
	tests := []struct {
		name   string
		item   facet.Action
		life   Life
		entry  func(e *corpus.Entry)
		zone   *time.Location
		opened string // day and origin
		ended  string
		age    int // -1: absent
	}{
		{"nothing is known", facet.Action{Status: facet.Open}, Life{}, nil, nil, "", "", -1},
		{"the item", facet.Action{Status: facet.Open, Created: day("2026-01-01")}, Life{Opened: git("2026-02-01")}, resolved("2025-12-01T00:00:00Z"), nil, "2026-01-01 item", "", 59},
		{"the commit", facet.Action{Status: facet.Open}, Life{Opened: git("2026-02-01")}, nil, nil, "2026-02-01 git", "", 28},
		{"the commit, in the zone of the site", facet.Action{Status: facet.Open}, Life{Opened: git("2026-02-01T15:00:00Z")}, nil, time.FixedZone("JST", 9*3600), "2026-02-02 git", "", 27},
		{"the document", facet.Action{Status: facet.Open}, Life{}, resolved("2026-02-01T10:00:00Z"), nil, "2026-02-01 document", "", 28},
		{"copied with its document, says history", facet.Action{Status: facet.Open}, Life{Opened: Dated{At: git("2025-11-20").At, From: FromDocument}}, nil, nil, "2025-11-20 document", "", 101},
		{"before the history", facet.Action{Status: facet.Open}, Life{Opened: bound}, nil, nil, "2026-01-10 bound", "", 50},
		{"before the history, the document knows", facet.Action{Status: facet.Open}, Life{Opened: bound}, resolved("2025-12-20T00:00:00Z"), nil, "2025-12-20 document", "", 71},
		{"done, by the commit", facet.Action{Status: facet.Done}, Life{Opened: git("2026-02-01"), Closed: git("2026-02-11")}, nil, nil, "2026-02-01 git", "2026-02-11 git", -1},
		{"done, by the item", facet.Action{Status: facet.Done, Closed: day("2026-02-09")}, Life{Opened: git("2026-02-01"), Closed: git("2026-02-11")}, nil, nil, "2026-02-01 git", "2026-02-09 item", -1},
		{"done before the document was published", facet.Action{Status: facet.Done, Closed: day("2026-01-25")}, Life{}, func(e *corpus.Entry) {
			resolved("2026-01-20T00:00:00Z")(e)
			e.Times.Published = facet.Instant{Time: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), Known: true}
		}, nil, "2026-01-20 document", "2026-01-25 item", -1},
		{"recorded as done", facet.Action{Status: facet.Done}, Life{Opened: git("2026-02-01"), Closed: git("2026-02-01"), RecordedDone: true}, nil, nil, "2026-02-01 git", "", -1},
		{"opened tomorrow", facet.Action{Status: facet.Open, Created: day("2026-03-02")}, Life{}, nil, nil, "2026-03-02 item", "", -1},
		{"of unknown state", facet.Action{Status: facet.Unknown, Created: day("2026-01-01")}, Life{}, nil, nil, "2026-01-01 item", "", -1},
	}
	show := func(m Moment) string {
		if !m.Day.Known {
			return ""
		}
		return fmt.Sprintf("%04d-%02d-%02d %s", m.Day.Year, m.Day.Month, m.Day.Day, m.From)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := holding(tt.item)
			if tt.entry != nil {
				tt.entry(e)
			}
			h := History{Lives: map[ItemKey]Life{{"p.md", "a0"}: tt.life}}
			r := Compute(&corpus.Corpus{Entries: []*corpus.Entry{e}}, h, Policy{Zone: tt.zone}, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
			a := r.Actions(e)[0]
			age := -1
			if a.Age.Known {
				age = a.Age.V
			}
			if show(a.Opened) != tt.opened || show(a.Ended) != tt.ended || age != tt.age {
				t.Errorf("opened %q, ended %q, age %d, want %q, %q, %d", show(a.Opened), show(a.Ended), age, tt.opened, tt.ended, tt.age)
			}
			if !a.Age.Known && (a.Age.Why.En == "" || a.Age.Why.Ja == "") {
				t.Error("the age is absent without a reason")
			}
		})
	}
}

func TestDueDates(t *testing.T) {
	tests := []struct {
		name   string
		item   facet.Action
		policy Ageing
		want   string // day and what it rests on
		late   int    // days overdue on 2023-03-01
	}{
		{"as written", facet.Action{Due: day("2023-02-28"), Term: "long"}, Ageing{}, "2023-02-28 item", 1},
		{"on its day", facet.Action{Due: day("2023-03-01")}, Ageing{}, "2023-03-01 item", 0},
		{"term", facet.Action{Created: day("2023-01-31"), Term: "short", Priority: "p3"}, Ageing{}, "2023-02-28 term", 1},
		{"leap year", facet.Action{Created: day("2020-01-31"), Term: "short"}, Ageing{}, "2020-02-29 term", 1096},
		{"half a year, clamped", facet.Action{Created: day("2022-08-31"), Term: "long"}, Ageing{}, "2023-02-28 term", 1},
		{"priority", facet.Action{Created: day("2023-01-15"), Priority: "p1"}, Ageing{}, "2023-02-14 priority", 15},
		{"priority without a term of its own", facet.Action{Created: day("2023-01-15"), Priority: "p4"}, Ageing{}, "", 0},
		{"the site's term", facet.Action{Created: day("2023-01-15"), Term: "short"}, Ageing{Terms: map[string]facet.Interval{"short": {Days: 14}}}, "2023-01-29 term", 31},
		{"the site's priorities", facet.Action{Created: day("2023-01-15"), Priority: "p0"}, Ageing{ClosureSLO: map[string]facet.Interval{"p0": {Days: 28}}}, "2023-02-12 priority", 17},
		{"nothing to count from", facet.Action{Term: "short", Priority: "p0"}, Ageing{}, "", 0},
		{"nothing", facet.Action{Created: day("2023-01-15")}, Ageing{}, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.item.Status = facet.Open
			a := aged(History{}, Policy{Ageing: tt.policy}, "2023-03-01", tt.item).AllActions()[0]
			got := ""
			if a.Due.Known {
				got = fmt.Sprintf("%04d-%02d-%02d %s", a.Due.Year, a.Due.Month, a.Due.Day, a.DueFrom)
			}
			if got != tt.want || a.Overdue != tt.late {
				t.Errorf("due %q, overdue %d, want %q, %d", got, a.Overdue, tt.want, tt.late)
			}
		})
	}
}

func TestOverdue(t *testing.T) {
	tokyo := time.FixedZone("Asia/Tokyo", 9*60*60)
	tests := []struct {
		name   string
		due    string
		status facet.Status
		now    time.Time
		zone   *time.Location
		want   int
	}{
		{"on its day", "2026-03-31", facet.Open, time.Date(2026, 3, 31, 23, 59, 0, 0, time.UTC), nil, 0},
		{"the day after", "2026-03-31", facet.Open, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), nil, 1},
		{"already tomorrow in Tokyo", "2026-03-31", facet.Open, time.Date(2026, 3, 31, 15, 0, 0, 0, time.UTC), tokyo, 1},
		{"over a change to summer time", "2026-03-01", facet.InProgress, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), nil, 31},
		{"blocked", "2024-02-28", facet.Blocked, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), nil, 2},
		{"done", "2024-02-28", facet.Done, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), nil, 0},
		{"given up", "2024-02-28", facet.WontDo, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), nil, 0},
		{"of unknown state", "2024-02-28", facet.Unknown, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), nil, 0},
		{"without a date", "", facet.Open, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := holding(facet.Action{Due: day(tt.due), Status: tt.status})
			r := Compute(&corpus.Corpus{Entries: []*corpus.Entry{e}}, History{}, Policy{Zone: tt.zone}, tt.now)
			if got := r.Actions(e)[0].Overdue; got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

// TestUnknownIsNeitherOpenNorClosed also holds what was given up, removed and
// recorded as done against the figures.
func TestUnknownIsNeitherOpenNorClosed(t *testing.T) {
	opened := day("2026-01-01")
	items := []facet.Action{
		{ID: "open", Status: facet.Open, Created: opened},
		{ID: "unknown", Status: facet.Unknown, Created: opened, Due: day("2026-01-05")},
		{ID: "given up", Status: facet.WontDo, Created: opened, Closed: day("2026-01-11")},
		{ID: "given up, undated", Status: facet.WontDo, Created: opened},
		{ID: "done", Status: facet.Done, Created: opened, Closed: day("2026-01-21")},
		{ID: "done, undated", Status: facet.Done, Created: opened},
		{ID: "recorded", Status: facet.Done},
	}
	h := History{
		Lives:   map[ItemKey]Life{{"p.md", "recorded"}: {Opened: git("2026-01-01"), Closed: git("2026-01-01"), RecordedDone: true}},
		Dropped: []Dropped{{Path: "gone.md", ID: "x", Text: "消えた項目", Life: Life{Opened: git("2026-01-01")}, Removed: git("2026-01-31")}},
	}
	r := aged(h, Policy{}, "2026-03-01", items...)
	f := r.Ageing(r.AllActions())
	if f.Items != 8 || f.Open != 1 || f.Overdue != 0 || f.Recorded != 1 || f.ByState[facet.Unknown] != 1 || f.ByState[Removed] != 1 {
		t.Errorf("got %+v", f)
	}
	if s := f.Survival; s.Items != 4 || s.Closed != 1 || s.Steps[0].Age != 20 || s.Steps[0].AtRisk != 3 {
		t.Errorf("survival %+v", s)
	}
	if f.Attainment.Due != 0 {
		t.Errorf("attainment %+v", f.Attainment)
	}
	if last := f.Backlog.Points[len(f.Backlog.Points)-1]; last.Opened != 4 || last.Closed != 1 || last.Dropped != 2 || f.Backlog.Undated != 3 {
		t.Errorf("backlog %+v, undated %d", last, f.Backlog.Undated)
	}
}

func TestBacklogPace(t *testing.T) {
	done := func(opened, closed string) facet.Action {
		return facet.Action{Status: facet.Done, Created: day(opened), Closed: day(closed)}
	}
	open := func(opened string) facet.Action { return facet.Action{Status: facet.Open, Created: day(opened)} }
	tests := []struct {
		name       string
		items      []facet.Action
		net, weeks string // "-" if absent
	}{
		{"nothing", nil, "0", "0"},
		{"nothing closed", []facet.Action{open("2026-05-01")}, "1/12", "-"},
		{"three in twelve weeks", []facet.Action{done("2026-01-01", "2026-05-01"), done("2026-01-01", "2026-05-02"), done("2026-01-01", "2026-05-03"), open("2026-01-01")}, "-1/4", "4"},
		{"twelve weeks ago to the day", []facet.Action{done("2026-01-01", "2026-04-08"), open("2026-01-01")}, "0", "-"},
		{"a day later", []facet.Action{done("2026-01-01", "2026-04-09"), open("2026-01-01")}, "-1/12", "12"},
		{"all done", []facet.Action{done("2026-05-01", "2026-05-02")}, "0", "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := aged(History{}, Policy{}, "2026-07-01", tt.items...)
			b := r.Ageing(r.AllActions()).Backlog
			weeks := "-"
			if b.Weeks.Known {
				weeks = b.Weeks.V.RatString()
			}
			if net := b.Net.V.RatString(); net != tt.net || weeks != tt.weeks {
				t.Errorf("net %s, weeks %s, want %s, %s", net, weeks, tt.net, tt.weeks)
			}
		})
	}
}

// Of any items: the last point of the backlog is what is open and dated, its
// numbers never fall, buckets hold what has an age, the states add up, and the
// matured are those in time, late, and open.
func TestAgeingProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	states := []facet.Status{facet.Open, facet.InProgress, facet.Blocked, facet.Done, facet.WontDo, facet.Unknown}
	date := func() facet.Date {
		if random.IntN(4) == 0 {
			return facet.Date{}
		}
		return facet.Interval{Days: random.IntN(400)}.After(on(2025, 1, 1))
	}
	for range 200 {
		var items []facet.Action
		for range random.IntN(30) {
			items = append(items, facet.Action{
				Status: states[random.IntN(len(states))], Created: date(), Closed: date(), Due: date(), Priority: []string{"", "p0", "p3"}[random.IntN(3)],
			})
		}
		r := aged(History{}, Policy{}, "2026-01-01", items...)
		f := r.Ageing(r.AllActions())
		sum, last := 0, BacklogPoint{}
		for _, n := range f.ByState {
			sum += n
		}
		for _, p := range f.Backlog.Points {
			if p.Opened < last.Opened || p.Closed < last.Closed || p.Dropped < last.Dropped || p.Open() < 0 {
				t.Fatalf("%v after %v", p, last)
			}
			last = p
		}
		aged := 0
		for _, b := range f.Buckets {
			aged += b.Items
		}
		x := f.Attainment
		if sum != len(items) || last.Open() != f.Open-f.NoAge || aged != f.Open-f.NoAge || x.InTime+x.Late+x.Overdue > x.Due {
			t.Fatalf("%d items: %+v", len(items), f)
		}
		total := Attainment{}
		for _, p := range f.ByPriority {
			total.Due, total.InTime, total.Late = total.Due+p.Due, total.InTime+p.InTime, total.Late+p.Late
		}
		if total.Due != x.Due || total.InTime != x.InTime || total.Late != x.Late {
			t.Fatalf("priorities add up to %+v, want %+v", total, x)
		}
	}
}
