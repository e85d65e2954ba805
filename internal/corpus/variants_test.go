package corpus

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/schema"
)

// variant is what a careful reader finds in a document. Nil is what the
// document does not state; of a clock without a zone that of the site, UTC, is
// the answer.
type variant struct {
	Lang     string
	Times    map[string]*string
	Timeline []struct{ At string }
	Causes   []struct {
		Text         string
		Layer, Group *string
	}
	Actions []struct {
		Text, Status                       string
		Owner, Due, Priority, Ticket, Term *string
	}
	Doubtful []string
}

// tally counts how answers compare. Right is what is the same. Missed is a
// time, a row, a cause or an action that is not read, and a cause or an action
// whose differing parts are all absent in what is read: empty, or the state
// unknown. Wrong is a value that the document does not give, and a cause or an
// action with such a value in one of its parts.
type tally struct{ right, missed, wrong int }

func (t *tally) add(o tally) {
	t.right, t.missed, t.wrong = t.right+o.right, t.missed+o.missed, t.wrong+o.wrong
}

func (t tally) all() int { return t.right + t.missed + t.wrong }

func (t tally) String() string {
	n := float64(max(t.all(), 1))
	return fmt.Sprintf("%d: %.1f %% right, %.1f %% missed, %.1f %% wrong", t.all(), 100*float64(t.right)/n, 100*float64(t.missed)/n, 100*float64(t.wrong)/n)
}

// TestVariants reads 240 postmortems in the forms of as many teams, written
// from a list of forms alone, and compares with a careful reader's answers: at
// least 90 % right, at most 1 % wrong.
func TestVariants(t *testing.T) {
	names, err := filepath.Glob("testdata/variants/*.md")
	if err != nil || len(names) < 240 {
		t.Fatalf("%d variants (%v)", len(names), err)
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	totals := map[string]*tally{"times": {}, "timeline": {}, "causes": {}, "actions": {}}
	for _, name := range names {
		c := compareVariant(t, set, name)
		for what, counts := range map[string]tally{"times": c.times, "timeline": c.timeline, "causes": c.causes, "actions": c.actions} {
			totals[what].add(counts)
		}
		for _, line := range c.notes {
			t.Logf("%s: %s", filepath.Base(name), line)
		}
	}
	sum := tally{}
	for _, what := range []string{"times", "timeline", "causes", "actions"} {
		t.Logf("%-9s %v", what, *totals[what])
		if n := totals[what]; n.right*100 < 90*n.all() || n.wrong*100 > n.all() {
			t.Errorf("%s: %v; want at least 90 %% right, at most 1 %% wrong", what, *n)
		}
		sum.add(*totals[what])
	}
	t.Logf("all       %v", sum)
}

// comparison is how one document was read.
type comparison struct {
	times, timeline, causes, actions tally
	notes                            []string
	want                             variant
}

func (c *comparison) judge(to *tally, what, got, want string) {
	switch {
	case got == want:
		to.right++
		return
	case got == "":
		to.missed++
	default:
		to.wrong++
	}
	c.notes = append(c.notes, fmt.Sprintf("%s: got %q, want %q", what, got, want))
}

// judgeParts compares part by part, as [tally] counts.
func (c *comparison) judgeParts(to *tally, what string, got, want []string) {
	missed := false
	for i := range got {
		absent := got[i] == "" || got[i] == string(facet.Unknown)
		if got[i] != want[i] && !absent {
			c.judge(to, what, strings.Join(got, "|"), strings.Join(want, "|"))
			return
		}
		missed = missed || got[i] != want[i]
	}
	if missed {
		c.judge(to, what, "", strings.Join(want, "|"))
		return
	}
	to.right++
}

func compareVariant(t *testing.T, set *schema.Set, name string) *comparison {
	t.Helper()
	c := &comparison{}
	answers, err := os.ReadFile(strings.TrimSuffix(name, ".md") + ".json")
	if err == nil {
		err = json.Unmarshal(answers, &c.want)
	}
	data, readErr := os.ReadFile(name)
	if err != nil || readErr != nil {
		t.Fatal(name, err, readErr)
	}
	files := fstest.MapFS{"postmortems/" + filepath.Base(name): {Data: data}}
	o := Options{Limits: doc.DefaultLimits(), Facet: facet.Options{Zone: time.UTC}, Visibility: "internal"}
	corpus, _, err := Load(context.Background(), files, set, o)
	if err != nil || len(corpus.Entries) != 1 {
		t.Fatalf("%s: %d entries, %v", name, len(corpus.Entries), err)
	}
	e := corpus.Entries[0]
	c.compareTimes(e)
	c.compareTimeline(e)
	c.compareCauses(e)
	c.compareActions(e, set.Labels())
	return c
}

func (c *comparison) compareTimes(e *Entry) {
	for field, got := range map[string]facet.Instant{
		"started_at": e.Times.Started, "detected_at": e.Times.Detected, "acknowledged_at": e.Times.Acknowledged,
		"identified_at": e.Times.Identified, "mitigated_at": e.Times.Mitigated, "resolved_at": e.Times.Resolved,
	} {
		want := canonical(text(c.want.Times[field]))
		if slices.Contains(c.want.Doubtful, field) && (!got.Known || near(instant(got), want)) {
			want = instant(got) // absent, or either reading, is right
		}
		c.judge(&c.times, field, instant(got), want)
	}
}

// compareTimeline compares the rows as a set, so that one row too many does
// not count against all after it. Rows whose time is left absent are missed.
func (c *comparison) compareTimeline(e *Entry) {
	got := map[string]int{}
	for _, row := range e.Timeline {
		if row.At.Known {
			got[instant(row.At)]++
		}
	}
	for i, row := range c.want.Timeline {
		want := canonical(row.At)
		if slices.Contains(c.want.Doubtful, "timeline") {
			for _, at := range slices.Sorted(maps.Keys(got)) {
				if got[at] > 0 && near(at, want) {
					want = at
					break
				}
			}
		}
		found := got[want] > 0
		got[want]--
		if found || slices.Contains(c.want.Doubtful, "timeline") {
			c.timeline.right++
			continue
		}
		c.judge(&c.timeline, fmt.Sprintf("row %d", i+1), "", want)
	}
	for _, at := range slices.Sorted(maps.Keys(got)) {
		for range max(got[at], 0) {
			c.judge(&c.timeline, "row that is none", at, "")
		}
	}
}

func (c *comparison) compareCauses(e *Entry) {
	got := map[string]facet.Cause{}
	for _, cause := range e.Causes {
		got[folded(cause.Text)] = cause
	}
	if slices.Contains(c.want.Doubtful, "causes") {
		return
	}
	for _, want := range c.want.Causes {
		cause, ok := got[folded(want.Text)]
		delete(got, folded(want.Text))
		if !ok {
			c.judge(&c.causes, "cause", "", want.Text)
			continue
		}
		c.judgeParts(&c.causes, "layer and group of "+want.Text,
			[]string{string(cause.Layer), cause.Group}, []string{text(want.Layer), text(want.Group)})
	}
	for _, cause := range got {
		c.judge(&c.causes, "cause that is none", cause.Text, "")
	}
}

func (c *comparison) compareActions(e *Entry, labels *schema.Labels) {
	got := map[string]facet.Action{}
	for _, a := range e.Actions {
		got[folded(a.Text)] = a
	}
	for _, want := range c.want.Actions {
		a, ok := got[folded(want.Text)]
		delete(got, folded(want.Text))
		if !ok {
			c.judge(&c.actions, "action", "", want.Text)
			continue
		}
		due := ""
		if a.Due.Known && a.DueFrom == "" {
			due = fmt.Sprintf("%04d-%02d-%02d", a.Due.Year, a.Due.Month, a.Due.Day)
		}
		status := string(a.Status)
		if a.Status == facet.InProgress && want.Status == string(facet.Open) {
			status = want.Status // what is begun is not done
		}
		// The answers keep the author's word for the priority.
		priority := labels.Word("actions.priority", text(want.Priority))
		parts := []struct{ name, got, want string }{
			{"status", status, want.Status},
			{"owner", a.Owner, text(want.Owner)},
			{"due", due, text(want.Due)},
			{"priority", a.Priority, priority},
			{"ticket", a.Ticket, text(want.Ticket)},
			{"term", a.Term, text(want.Term)},
		}
		var read, wanted []string
		for _, p := range parts {
			if slices.Contains(c.want.Doubtful, "actions."+p.name) {
				p.want = p.got
			}
			read, wanted = append(read, p.got), append(wanted, p.want)
		}
		c.judgeParts(&c.actions, "parts of "+want.Text, read, wanted)
	}
	for _, a := range got {
		c.judge(&c.actions, "action that is none", a.Text, "")
	}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func instant(i facet.Instant) string {
	if !i.Known {
		return ""
	}
	return i.Time.Format(time.RFC3339)
}

// near tells whether two instants are the same but for an hour of doubt
// between summer and winter time, or half a day between morning and evening.
func near(a, b string) bool {
	x, errX := time.Parse(time.RFC3339, a)
	y, errY := time.Parse(time.RFC3339, b)
	d := x.Sub(y).Abs()
	return errX == nil && errY == nil && (d == time.Hour || d == 12*time.Hour)
}

// canonical writes an instant of the answers as instant does.
func canonical(s string) string {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s
	}
	return strings.Replace(at.Format(time.RFC3339), "+00:00", "Z", 1)
}

// folded compares texts without regard to width, case, spaces and the mark at
// the end.
func folded(s string) string {
	s = strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
	return strings.TrimRight(s, ".。 ")
}
