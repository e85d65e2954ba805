package insight

import (
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// someIncidents are random ones of a service, with segments and without, many
// of which overlap.
func someIncidents(random *rand.Rand, s *corpus.Entry, n int) []*corpus.Entry {
	var list []*corpus.Entry
	for i := range n {
		start := at("2023-01-20T00:00:00+09:00").Time.Add(time.Duration(random.Int64N(int64(30 * 24 * time.Hour))))
		end := start.Add(time.Duration(random.Int64N(int64(9 * time.Hour))))
		e := outage(string(rune('a'+i)), start.Format(time.RFC3339Nano), end.Format(time.RFC3339Nano), s)
		e.Impact = facet.Impact{NormalTPS: n50, Users: facet.Number{V: num(random.Int64N(1000))}, ErrorRatio: facet.Number{V: big.NewRat(random.Int64N(8), 7)}}
		list = append(list, e)
	}
	return list
}

var n50 = n("50")

func TestUnionNeverExceedsTheWindow(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	for range 40 {
		s := web()
		entries := append(someIncidents(random, s, 26), s)
		for _, in := range Compute(&corpus.Corpus{Entries: entries}, History{}, policy, now).Incidents {
			for _, b := range in.Availability().V {
				if b.Bad.Cmp(b.Minutes) > 0 || b.Bad.Sign() < 0 || b.Availability.Sign() < 0 || b.Availability.Cmp(num(100)) > 0 {
					t.Errorf("%s %s: %s of %s min bad", b.Window, b.Period.Label, decimal(b.Bad), decimal(b.Minutes))
				}
			}
			if in.Duration.V.Cmp(between(in.Start.V, in.End.V)) > 0 {
				t.Errorf("%s: %s long", in.Entry.ID, show(in.Duration))
			}
		}
	}
}

// Two incidents, one of which begins when the other ends, cost what one does
// that is as long as both.
func TestSplittingAnIncidentChangesNoTotal(t *testing.T) {
	random := rand.New(rand.NewPCG(23, 24))
	for range 200 {
		s := web()
		list := someIncidents(random, s, 3)
		whole := list[0]
		length := whole.Times.Resolved.Time.Sub(whole.Times.Started.Time)
		cut := whole.Times.Started.Time.Add(time.Duration(random.Int64N(int64(length) + 1)))
		first, second := *whole, *whole
		first.Refs, second.Refs = nil, nil
		first.Times.Resolved.Time, second.Times.Started.Time = cut, cut
		for _, e := range []*corpus.Entry{&first, &second} {
			e.Refs = []corpus.Reference{{From: e, To: s, Field: "services", Text: s.ID}}
		}
		one := Compute(&corpus.Corpus{Entries: append(list, s)}, History{}, policy, now)
		two := Compute(&corpus.Corpus{Entries: []*corpus.Entry{&first, &second, list[1], list[2], s}}, History{}, policy, now)
		a, b := Total(one.List()), Total(two.List())
		for name, pair := range map[string][2]*big.Rat{
			"duration":     {a.Duration.Value.V, b.Duration.Value.V},
			"transactions": {a.Transactions.Value.V, b.Transactions.Value.V},
			"user-minutes": {a.UserMinutes.Value.V, b.UserMinutes.Value.V},
		} {
			if pair[0].Cmp(pair[1]) != 0 {
				t.Errorf("cut at %s: %s: %s whole, %s in two", cut, name, decimal(pair[0]), decimal(pair[1]))
			}
		}
		for i, month := range one.Services[s].Objectives.V[0].Months {
			if other := two.Services[s].Objectives.V[0].Months[i]; month.Bad.Cmp(other.Bad) != 0 {
				t.Errorf("cut at %s: %s: %s min whole, %s in two", cut, month.Period.Label, decimal(month.Bad), decimal(other.Bad))
			}
		}
	}
}

func TestStricterTargetNeverRaisesTheRemainingBudget(t *testing.T) {
	random := rand.New(rand.NewPCG(25, 26))
	for range 40 {
		loose, strict := web(), web()
		target := big.NewRat(9000+random.Int64N(1000), 100)
		loose.Service.Objectives[0].Target = target
		strict.Service.Objectives[0].Target = add(target, mul(sub(num(100), target), big.NewRat(random.Int64N(101), 100)))
		entries := someIncidents(random, loose, 10)
		budgets := func(s *corpus.Entry) []Budget {
			for _, e := range entries {
				e.Refs = []corpus.Reference{{From: e, To: s, Field: "services", Text: s.ID}}
			}
			return figures(append(entries, s)...).Availability().V
		}
		a, b := budgets(loose), budgets(strict)
		for i := range a {
			if b[i].Remaining.Cmp(a[i].Remaining) > 0 || b[i].Met && !a[i].Met || b[i].Shortfall.Cmp(a[i].Shortfall) < 0 {
				t.Errorf("%s %s: %s min remain of %s %%, %s of %s %%", a[i].Window, a[i].Period.Label,
					decimal(a[i].Remaining), decimal(a[i].Target), decimal(b[i].Remaining), decimal(b[i].Target))
			}
		}
	}
}
