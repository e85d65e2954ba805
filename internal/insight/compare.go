package insight

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Compared is a figure that a document reports beside the one that follows
// from its times and rates. What is reported goes before what is computed, but
// for the duration, which is always computed.
type Compared struct {
	Name     string // duration_seconds, lost_transactions or revenue_loss
	Currency string // of revenue_loss

	Reported   *big.Rat
	Computed   Quantity // its How says from what
	Difference Quantity // Reported − Computed
	Percent    Quantity // Difference of Computed
}

var zeroComputed = diag.Text{En: "the computed figure is zero", Ja: "計算値が0"}

// Compared gives the figures that the document reports, each with its
// computed counterpart: the duration, the failed requests, the lost revenue.
// An amount is compared with what was computed in its currency.
func (in *Incident) Compared() []Compared {
	impact := in.Entry.Impact
	var list []Compared
	add := func(c Compared) {
		c.Difference, c.Percent = absent[*big.Rat](c.Computed.Why), absent[*big.Rat](c.Computed.Why)
		if c.Computed.Known {
			c.Difference = known(sub(c.Reported, c.Computed.V))
			c.Percent = per(known(mul(c.Difference.V, hundred)), c.Computed, zeroComputed)
		}
		list = append(list, c)
	}
	if d := impact.StatedDuration; d.Known {
		add(Compared{Name: "duration_seconds", Reported: big.NewRat(int64(d.D), int64(time.Second)), Computed: in.Duration})
	}
	if n := impact.RequestsFailed.V; n != nil && n.Sign() >= 0 {
		add(Compared{Name: "lost_transactions", Reported: n, Computed: in.Loss.Estimated})
	}
	if impact.RevenueLoss.Amount != nil {
		if m := in.results.Policy.money(impact.RevenueLoss); m.Known {
			add(Compared{Name: "revenue_loss", Currency: m.V.Currency, Reported: m.V.Amount, Computed: inCurrency(in.Loss.EstimatedRevenue, m.V.Currency)})
		}
	}
	return list
}

// inCurrency is the amount of one currency; absent where there are others,
// since nothing is converted.
func inCurrency(list Figure[[]Money], currency string) Quantity {
	switch {
	case !list.Known:
		return absent[*big.Rat](list.Why)
	case len(list.V) != 1 || list.V[0].Currency != currency:
		return absent[*big.Rat](diag.Say("it is computed in another currency than %s", "%s以外の通貨で計算されている", currency))
	}
	return Quantity{V: list.V[0].Amount, Known: true, How: list.How}
}

// Sentence says in words how the two figures differ.
func (c Compared) Sentence() diag.Text {
	if !c.Computed.Known {
		return diag.Say("reported %s; not computed: %s", "報告値 %s。計算不可：%s", c.format(c.Reported), c.Computed.Why)
	}
	text := diag.Say("reported %s, computed %s", "報告値 %s、計算値 %s", c.format(c.Reported), c.format(c.Computed.V))
	if how := c.Computed.How; how != (diag.Text{}) {
		text = diag.Say("%s (%s)", "%s（%s）", text, how)
	}
	if c.Difference.V.Sign() == 0 {
		return diag.Say("%s: no difference", "%s：差なし", text)
	}
	text = diag.Say("%s: difference %s", "%s：差 %s", text, c.signed())
	if c.Percent.Known {
		text = diag.Say("%s (%s)", "%s（%s）", text, diag.Text{En: plus(c.Percent.V) + FormatPercent(c.Percent.V, 1, "en"), Ja: plus(c.Percent.V) + FormatPercent(c.Percent.V, 1, "ja")})
	}
	return text
}

// format writes a number in the unit of the figure.
func (c Compared) format(r *big.Rat) diag.Text {
	in := func(lang string) string {
		switch c.Name {
		case "duration_seconds":
			return FormatDuration(r, lang)
		case "revenue_loss":
			return FormatMoney(Money{r, c.Currency}, lang)
		}
		return FormatNumber(r, 2)
	}
	return diag.Text{En: in("en"), Ja: in("ja")}
}

// signed writes the difference with its sign.
func (c Compared) signed() diag.Text {
	text := c.format(c.Difference.V)
	sign := plus(c.Difference.V)
	return diag.Text{En: sign + text.En, Ja: sign + text.Ja}
}

// plus is the sign of a number above zero; others bring their own.
func plus(r *big.Rat) string {
	if r.Sign() > 0 {
		return "+"
	}
	return ""
}

// Assumption is what a figure of the incident rests on.
type Assumption struct {
	Figure string // its key in JSON
	Text   diag.Text
}

// Assumptions gives what the figures assume or where they are from, in the
// order of the figures in JSON; figures that assume nothing are left out.
func (in *Incident) Assumptions() []Assumption {
	l := in.Loss
	var list []Assumption
	add := func(figure string, known bool, how diag.Text) {
		if known && how != (diag.Text{}) {
			list = append(list, Assumption{figure, how})
		}
	}
	add("duration_seconds", in.Duration.Known, in.Duration.How)
	add("lost_transactions", l.Transactions.Known, l.Transactions.How)
	add("revenue_loss", l.Revenue.Known, l.Revenue.How)
	add("user_minutes", l.UserMinutes.Known, l.UserMinutes.How)
	return list
}
