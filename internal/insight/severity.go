package insight

import (
	"math/big"
	"slices"
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

// severity takes the first row of the table of severities that holds, the
// worst first.
func (in *Incident) severity() Severity {
	s := Severity{OfMonth: in.ofMonth()}
	if severity, fact := in.suggest(s.OfMonth); severity > 0 {
		s.Suggested = Figure[int]{V: severity, Known: true, How: fact}
	} else {
		s.Suggested = absent[int](diag.Say("no impact is stated", "影響の記載がない"))
	}
	return s
}

// The shares from which a row of the table holds, percent.
var (
	tenth      = big.NewRat(1, 10)
	five       = num(5)
	ten        = num(10)
	twentyFive = num(25)
	fifty      = num(50)
)

// suggest gives the severity of the first row that holds with the fact that
// decided; 0 if none does.
func (in *Incident) suggest(ofMonth Quantity) (severity int, fact diag.Text) {
	impact := in.Entry.Impact
	share := in.Loss.Share
	if share.Known {
		share.V = mul(share.V, hundred)
	}
	if impact.InternalOnly {
		share = absent[*big.Rat](internalUsers) // of the customers, nobody
	}
	core := func(percent *big.Rat) diag.Text {
		return diag.Say("a service of tier 0 or 1 lost at least %s %% for 15 min or more", "Tier 0～1のサービスで%s%%以上の損失が15分以上", grouped(percent))
	}
	users := func() diag.Text {
		return percentFact(share, "%s of the users affected", "全ユーザーの%sに影響")
	}
	budget := func() diag.Text {
		return percentFact(ofMonth, "%s of a month's error budget used", "月間エラーバジェットの%sを消費")
	}
	switch outage := in.coreOutage(); {
	case impact.DataLoss == "confirmed":
		return 1, diag.Text{En: "data was lost", Ja: "データ損失あり"}
	case impact.Security:
		return 1, diag.Text{En: "security incident", Ja: "セキュリティ障害"}
	case outage(fifty):
		return 1, core(fifty)
	case atLeast(share, twentyFive):
		return 1, users()
	case atLeast(ofMonth, hundred):
		return 1, budget()
	case impact.DataLoss == "possible":
		return 2, diag.Text{En: "data may be lost", Ja: "データ損失の可能性あり"}
	case outage(ten):
		return 2, core(ten)
	case atLeast(share, five):
		return 2, users()
	case atLeast(ofMonth, twentyFive):
		return 2, budget()
	case !impact.InternalOnly && (positive(impact.Users.V) || positive(impact.RequestsFailed.V)):
		return 3, diag.Text{En: "users were affected", Ja: "ユーザーに影響あり"}
	case atLeast(share, tenth):
		return 3, users()
	case atLeast(ofMonth, five):
		return 3, budget()
	case impact.RedundancyLost:
		return 3, diag.Text{En: "redundancy lost", Ja: "冗長性を喪失"}
	case in.Entry.Status == "near_miss":
		return 5, diag.Text{En: "near miss", Ja: "ヒヤリハット"}
	case impact.InternalOnly:
		return 4, internalUsers
	case impact.ErrorRatio.V != nil && impact.ErrorRatio.V.Sign() == 0:
		return 4, diag.Text{En: "degraded without errors", Ja: "エラーのない性能低下"}
	case impact.Users.V != nil:
		return 5, diag.Text{En: "no user was affected", Ja: "影響ユーザーなし"}
	}
	return 0, diag.Text{}
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

// coreOutage tells of a percentage whether a service of tier 0 or 1 lost at
// least that of its traffic for 15 minutes, all in all.
func (in *Incident) coreOutage() func(percent *big.Rat) bool {
	var cores []service
	for _, s := range in.services {
		if s.entry != nil && s.entry.Service.Tier.V != nil && s.entry.Service.Tier.V.Cmp(unity) <= 0 {
			cores = append(cores, s)
		}
	}
	return func(percent *big.Rat) bool {
		return slices.ContainsFunc(cores, func(s service) bool { return in.lostFor15Minutes(s, quo(percent, hundred)) })
	}
}

// lostFor15Minutes tells whether a service lost at least a ratio of its
// traffic for so long.
func (in *Incident) lostFor15Minutes(s service, ratio *big.Rat) bool {
	hard := slices.DeleteFunc(in.partsOf(s.id), func(p part) bool { return p.ratio.Cmp(ratio) < 0 })
	return union(hard).Cmp(length(15*time.Minute)) >= 0
}

// ofMonth measures the incident's own bad time against the error budgets of
// the calendar months that it touches.
func (in *Incident) ofMonth() Quantity {
	months := in.Availability("calendar_month")
	if !months.Known {
		return absent[*big.Rat](months.Why)
	}
	worst := absent[*big.Rat](noBudget)
	var own badTime
	var service string
	for _, b := range months.V {
		if b.Allowed.Sign() == 0 {
			continue
		}
		if own.unit == nil || b.Service != service {
			own, service = newBadTime(in.partsOf(b.Service)), b.Service
		}
		bad := own.within(b.Period.From, b.Period.To)
		used := quo(quo(mul(bad, hundred), sixty), b.Allowed)
		if !worst.Known || used.Cmp(worst.V) > 0 {
			worst = known(used)
		}
	}
	return worst
}
