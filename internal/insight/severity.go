package insight

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Severity is the severity that the impact of an incident suggests. It never
// replaces the one that the document states. How long an incident lasted
// does not decide by itself.
type Severity struct {
	Suggested Figure[int] // 1–5; How names the fact that decided
	// OfMonth is the greatest share of a calendar month's error budget that
	// this incident used by itself, percent.
	OfMonth Quantity
}

// criterion is one row of the table of severities.
type criterion struct {
	severity int
	holds    bool
	fact     func() diag.Text
}

// severity takes the first criterion that holds, the worst first.
func (in *Incident) severity() Severity {
	s := Severity{OfMonth: in.ofMonth()}
	for _, c := range in.criteria(s.OfMonth) {
		if c.holds {
			s.Suggested = Figure[int]{V: c.severity, Known: true, How: c.fact()}
			return s
		}
	}
	s.Suggested = absent[int](diag.Say("no impact is stated", "影響の記載がない"))
	return s
}

func (in *Incident) criteria(ofMonth Quantity) []criterion {
	impact := in.Entry.Impact
	share := in.Loss.Share
	if share.Known {
		share.V = mul(share.V, num(100))
	}
	if impact.InternalOnly {
		share = absent[*big.Rat](internalUsers) // of the customers, nobody
	}
	core := func(percent int64) bool { return in.coreOutage(big.NewRat(percent, 100)) }
	said := func(en, ja string) func() diag.Text {
		return func() diag.Text { return diag.Text{En: en, Ja: ja} }
	}
	coreFact := func(percent int) func() diag.Text {
		return func() diag.Text {
			return diag.Say("a service of tier 0 or 1 lost at least %d %% for 15 min or more", "Tier 0～1のサービスで%d%%以上の損失が15分以上", percent)
		}
	}
	shareFact := func() diag.Text {
		return percentFact(share, "%s of the users affected", "全ユーザーの%sに影響")
	}
	budgetFact := func() diag.Text {
		return percentFact(ofMonth, "%s of a month's error budget used", "月間エラーバジェットの%sを消費")
	}
	return []criterion{
		{1, impact.DataLoss == "confirmed", said("data was lost", "データ損失あり")},
		{1, impact.Security, said("security incident", "セキュリティ障害")},
		{1, core(50), coreFact(50)},
		{1, atLeast(share, num(25)), shareFact},
		{1, atLeast(ofMonth, num(100)), budgetFact},
		{2, impact.DataLoss == "possible", said("data may be lost", "データ損失の可能性あり")},
		{2, core(10), coreFact(10)},
		{2, atLeast(share, num(5)), shareFact},
		{2, atLeast(ofMonth, num(25)), budgetFact},
		{3, !impact.InternalOnly && (positive(impact.Users.V) || positive(impact.RequestsFailed.V)), said("users were affected", "ユーザーに影響あり")},
		{3, atLeast(share, big.NewRat(1, 10)), shareFact},
		{3, atLeast(ofMonth, num(5)), budgetFact},
		{3, impact.RedundancyLost, said("redundancy lost", "冗長性を喪失")},
		{5, in.Entry.Status == "near_miss", said("near miss", "ヒヤリハット")},
		{4, impact.InternalOnly, func() diag.Text { return internalUsers }},
		{4, impact.ErrorRatio.V != nil && impact.ErrorRatio.V.Sign() == 0, said("degraded without errors", "エラーのない性能低下")},
		{5, impact.Users.V != nil, said("no user was affected", "影響ユーザーなし")},
	}
}

var internalUsers = diag.Text{En: "internal users only", Ja: "影響は社内利用者のみ"}

func percentFact(q Quantity, en, ja string) diag.Text {
	if !q.Known {
		return diag.Text{}
	}
	return diag.Say(en, ja, diag.Text{En: FormatPercent(q.V, 1, "en"), Ja: FormatPercent(q.V, 1, "ja")})
}

func atLeast(q Quantity, limit *big.Rat) bool { return q.Known && q.V.Cmp(limit) >= 0 }

func positive(n *big.Rat) bool { return n != nil && n.Sign() > 0 }

// coreOutage tells whether a service of tier 0 or 1 lost at least ratio of
// its traffic for 15 minutes, all in all.
func (in *Incident) coreOutage(ratio *big.Rat) bool {
	for _, s := range in.services {
		if s.entry == nil || s.entry.Service.Tier.V == nil || s.entry.Service.Tier.V.Cmp(num(1)) > 0 {
			continue
		}
		var hard []part
		for _, p := range in.partsOf(s.id) {
			if p.ratio.Cmp(ratio) >= 0 {
				hard = append(hard, p)
			}
		}
		if union(hard).Cmp(length(15*time.Minute)) >= 0 {
			return true
		}
	}
	return false
}

// ofMonth measures the incident's own bad time against the error budgets of
// the calendar months that it touches.
func (in *Incident) ofMonth() Quantity {
	months := in.Availability("calendar_month")
	if !months.Known {
		return absent[*big.Rat](months.Why)
	}
	worst := absent[*big.Rat](noBudget)
	for _, b := range months.V {
		if b.Allowed.Sign() == 0 {
			continue
		}
		own := newBadTime(in.partsOf(b.Service)).within(b.Period.From, b.Period.To)
		used := quo(mul(own, num(100)), mul(b.Allowed, num(60)))
		if !worst.Known || used.Cmp(worst.V) > 0 {
			worst = known(used)
		}
	}
	return worst
}
