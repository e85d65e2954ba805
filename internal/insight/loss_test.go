package insight

import (
	"math/big"
	"testing"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// shop is a service with traffic, users and a price.
func shop() *corpus.Entry {
	e := entry("service", "shop")
	e.Service = facet.Service{
		Zone: tokyo, NormalTPS: n("20"), Users: n("1000"),
		RevenuePerTransaction: facet.Money{Amount: rat("300"), Currency: "JPY"},
	}
	return e
}

func TestLoss(t *testing.T) {
	segment := func(from, to, ratio, users string) facet.Segment {
		return facet.Segment{From: at("2023-01-15 " + from), To: at("2023-01-15 " + to), ErrorRatio: n(ratio), Users: n(users)}
	}
	dollars := func(amount string) facet.Money { return facet.Money{Amount: rat(amount)} }
	cases := []struct {
		name                         string
		start, end                   string
		impact                       facet.Impact
		lost, revenue, perMinute     string
		perUser, userMinutes, lostBy string
	}{
		{"handbook", "14:30", "16:45", facet.Impact{Users: n("10000"), NormalTPS: n("50"), RevenuePerTransaction: dollars("10")},
			"405000", "$4,050,000", "$30,000", "$405", "1350000", "40.5"},
		{"ends at mitigation", "14:30", "16:30", facet.Impact{Users: n("10000"), NormalTPS: n("50"), RevenuePerTransaction: dollars("10")},
			"360000", "$3,600,000", "$30,000", "$360", "1200000", "36"},
		{"error ratio", "14:30", "16:45", facet.Impact{NormalTPS: n("50"), ErrorRatio: n("0.4"), RevenuePerTransaction: dollars("10")},
			"162000", "$1,620,000", "$12,000", "[the number of affected users is not stated]", "[the number of affected users is not stated]", "[the number of affected users is not stated]"},
		{"recovered", "14:30", "16:45", facet.Impact{NormalTPS: n("50"), RecoveredRatio: n("0.25"), RevenuePerTransaction: dollars("0.5"), Users: n("3")},
			"303750", "$151,875", "$1,125", "$50,625", "405", "101250"},
		{"measured wins", "14:30", "16:45", facet.Impact{NormalTPS: n("50"), RequestsFailed: n("1234"), RevenuePerTransaction: dollars("10"), Users: n("100")},
			"1234", "$12,340", "$91.41", "$123.40", "13500", "12.34"},
		{"reported wins", "14:30", "16:45", facet.Impact{RevenueLoss: dollars("500"), Users: n("100")},
			"[neither the incident nor its service states normal_tps]", "$500", "$3.70", "$5", "13500", "[neither the incident nor its service states normal_tps]"},
		{"zero users", "14:30", "16:45", facet.Impact{Users: n("0"), NormalTPS: n("50"), RevenuePerTransaction: dollars("10")},
			"405000", "$4,050,000", "$30,000", "[no user was affected]", "0", "[no user was affected]"},
		{"no price", "14:30", "16:45", facet.Impact{Users: n("1"), NormalTPS: n("50")},
			"405000", "[neither the incident nor its service states revenue_per_transaction]", "[neither the incident nor its service states revenue_per_transaction]", "[neither the incident nor its service states revenue_per_transaction]", "135", "405000"},
		{"end before start", "16:45", "14:30", facet.Impact{Users: n("10"), NormalTPS: n("50"), RevenuePerTransaction: dollars("10")},
			"[the resolution is before the start]", "[the resolution is before the start]", "[the resolution is before the start]", "[the resolution is before the start]", "[the resolution is before the start]", "[the resolution is before the start]"},
		{"no length", "14:30", "14:30", facet.Impact{Users: n("10"), NormalTPS: n("50"), RevenuePerTransaction: dollars("10")},
			"0", "$0", "[the duration is zero]", "$0", "0", "0"},
		{"ratio out of range", "14:30", "16:45", facet.Impact{Users: n("10"), NormalTPS: n("50"), ErrorRatio: n("1.4")},
			"[the ratio 1.4 is outside 0–1]", "[the ratio 1.4 is outside 0–1]", "[the ratio 1.4 is outside 0–1]", "[the ratio 1.4 is outside 0–1]", "[the ratio 1.4 is outside 0–1]", "[the ratio 1.4 is outside 0–1]"},
		{"negative users", "14:30", "16:45", facet.Impact{Users: n("-5"), NormalTPS: n("50")},
			"405000", "[neither the incident nor its service states revenue_per_transaction]", "[neither the incident nor its service states revenue_per_transaction]", "[neither the incident nor its service states revenue_per_transaction]", "[the stated number is negative]", "[the stated number is negative]"},
		// 10 min at 100 % and 20 min at 25 % of 2 tx/s; 60 users for 10 min and 100 for 20.
		{"segments", "14:00", "16:00", facet.Impact{NormalTPS: n("2"), Users: n("100"), RevenuePerTransaction: dollars("1"), Segments: []facet.Segment{
			segment("14:00", "14:10", "1", "60"), segment("14:30", "14:50", "0.25", "")}},
			"1800", "$1,800", "$60", "$18", "2600", "18"},
		{"segment without end", "14:00", "16:00", facet.Impact{NormalTPS: n("2"), Segments: []facet.Segment{
			segment("14:00", "14:10", "1", ""), {From: at("2023-01-15 14:30")}}},
			"[segment 2: no end time]", "[segment 2: no end time]", "[segment 2: no end time]", "[segment 2: no end time]", "[segment 2: no end time]", "[segment 2: no end time]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := outage("x", "2023-01-15 "+c.start, "2023-01-15 "+c.end, nil)
			e.Impact = c.impact
			l := figures(e).Loss
			for _, f := range []struct{ name, got, want string }{
				{"transactions", show(l.Transactions), c.lost},
				{"revenue", showMoney(l.Revenue), c.revenue},
				{"per minute", showMoney(l.RevenuePerMinute), c.perMinute},
				{"per user", showMoney(l.RevenuePerUser), c.perUser},
				{"user-minutes", show(l.UserMinutes), c.userMinutes},
				{"transactions per user", show(l.TransactionsPerUser), c.lostBy},
			} {
				if f.got != f.want {
					t.Errorf("%s: got %s, want %s", f.name, f.got, f.want)
				}
			}
		})
	}
}

func TestLossSaysWhatItAssumes(t *testing.T) {
	s := web()
	l := figures(handbook(s), s).Loss
	for _, c := range []struct{ got, want string }{
		{l.Revenue.How.En, "50 tx/s × 8,100 s × 100 % lost × $10"},
		{l.Revenue.How.Ja, "50 件/秒 × 8,100 秒 × 損失率 100% × 10ドル"},
		{l.UserMinutes.How.En, "10,000 users × 135 min"},
		{l.UserMinutes.How.Ja, "10,000 人 × 135 分"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	e := handbook(nil)
	e.Impact.RequestsFailed = n("7")
	if l := figures(e).Loss; l.Transactions.How != measured || l.Revenue.How.En != "7 failed requests (measured) × $10" {
		t.Errorf("got %q, %q", l.Transactions.How.En, l.Revenue.How.En)
	}
}

func TestLossFallsBackToTheService(t *testing.T) {
	s := shop()
	e := outage("x", "2023-01-15 10:00", "2023-01-15 10:10", s)
	e.Impact.Users = n("50")
	l := figures(e, s).Loss
	if got := show(l.Transactions) + " " + showMoney(l.Revenue) + " " + show(l.Share); got != "12000 ¥3,600,000 0.05" {
		t.Errorf("got %s", got)
	}

	other := shop()
	other.ID = "app"
	e.Refs = append(e.Refs, corpus.Reference{From: e, To: other, Field: "services"})
	l = figures(e, s, other).Loss
	if l.Transactions.Known || l.Transactions.Why != manyRates {
		t.Errorf("two services with a rate: got %s", show(l.Transactions))
	}
}

func TestCurrenciesStandSideBySide(t *testing.T) {
	yen, dollar := shop(), shop()
	dollar.ID, dollar.Service.RevenuePerTransaction = "app", facet.Money{Amount: rat("2"), Currency: "USD"}
	e := outage("x", "2023-01-15 10:00", "2023-01-15 11:00", nil)
	e.Impact.Segments = []facet.Segment{
		{From: at("2023-01-15 10:00"), To: at("2023-01-15 10:01"), Service: "service:shop"},
		{From: at("2023-01-15 10:00"), To: at("2023-01-15 10:02"), Service: "app"},
	}
	in := figures(e, yen, dollar)
	if got := showMoney(in.Loss.Revenue); got != "¥360,000 + $4,800" {
		t.Errorf("got %s", got)
	}
	if got := show(in.Duration); got != "120" {
		t.Errorf("duration: got %s, want the union, 120", got)
	}
}

func TestAmountWithoutCurrencyIsAbsent(t *testing.T) {
	e := handbook(nil)
	in := Compute(&corpus.Corpus{Entries: []*corpus.Entry{e}}, History{}, Policy{}, now).Incidents[e]
	if got := showMoney(in.Loss.Revenue); got != "[the amount has no currency]" {
		t.Errorf("got %s", got)
	}
}

func TestTrafficProfile(t *testing.T) {
	weights := func(n int, special map[int]string) []*big.Rat {
		list := make([]*big.Rat, n)
		for i := range list {
			list[i] = rat("1")
			if text, ok := special[i]; ok {
				list[i] = rat(text)
			}
		}
		return list
	}
	newYork := zone("America/New_York")
	cases := []struct {
		name       string
		traffic    facet.Traffic
		start, end string
		want       string // of 20 tx/s
	}{
		{"constant", facet.Traffic{}, "2023-01-15T10:00:00+09:00", "2023-01-15T12:00:00+09:00", "144000"},
		// 15 min at 1, 60 min at 0.5, 15 min at 2: 900 + 1800 + 1800 s.
		{"hours", facet.Traffic{Hourly: weights(24, map[int]string{11: "0.5", 12: "2"})}, "2023-01-15T10:45:00+09:00", "2023-01-15T12:15:00+09:00", "90000"},
		// 2023-01-15 is a Sunday.
		{"weekdays", facet.Traffic{Weekday: weights(7, map[int]string{6: "0.1", 0: "3"})}, "2023-01-15T23:59:00+09:00", "2023-01-16T00:01:00+09:00", "3720"},
		{"both", facet.Traffic{Hourly: weights(24, map[int]string{23: "0.5"}), Weekday: weights(7, map[int]string{6: "0.1"})}, "2023-01-15T23:59:00+09:00", "2023-01-16T00:00:00+09:00", "60"},
		{"in the zone of the service", facet.Traffic{Hourly: weights(24, map[int]string{1: "0.5"})}, "2023-01-14T16:00:00Z", "2023-01-14T17:00:00Z", "36000"},
	}
	for _, c := range cases {
		s := shop()
		s.Service.Traffic = c.traffic
		e := outage("x", c.start, c.end, s)
		if got := show(figures(e, s).Loss.Transactions); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}

	t.Run("the hour that the clock skips", func(t *testing.T) {
		hourly := facet.Traffic{Hourly: weights(24, map[int]string{2: "1000", 3: "0"})}
		// 01:30 to 03:30 local is one hour, half of it in hour 1 and half in hour 3.
		got := weigh(hourly, at("2023-03-12T01:30:00-05:00").Time, at("2023-03-12T03:30:00-04:00").Time, newYork)
		if decimal(got) != "1800" {
			t.Errorf("got %s", decimal(got))
		}
	})
}

func TestNearMissLosesNothing(t *testing.T) {
	s := web()
	e := handbook(s)
	e.Status = "near_miss"
	in := figures(e, s)
	if got := show(in.Loss.Transactions); got != "0" {
		t.Errorf("got %s", got)
	}
	if b := in.Availability().V[1]; b.Bad.Sign() != 0 || !b.Met {
		t.Errorf("bad %s", b.Bad)
	}
}
