package insight

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Money is an exact amount of a currency (ISO 4217).
type Money struct {
	Amount   *big.Rat
	Currency string
}

// Loss is what an incident cost. Amounts are lists by currency, since nothing
// is converted.
type Loss struct {
	TPS   Quantity      // transactions a second that are usual, if one number holds for all of it
	Price Figure[Money] // revenue of a transaction, likewise
	Users Quantity      // people affected
	Share Quantity      // 0–1, of all users

	Transactions        Quantity // lost
	Estimated           Quantity // lost, by rate, time and ratio, whatever was measured
	TransactionsPerUser Quantity
	Revenue             Figure[[]Money] // lost
	EstimatedRevenue    Figure[[]Money] // of Transactions, whatever was reported
	RevenuePerMinute    Figure[[]Money]
	RevenuePerUser      Figure[[]Money]
	UserMinutes         Quantity
	UserHours           Quantity
}

var (
	noRate      = diag.Say("neither the incident nor its service states normal_tps", "通常時のTPS（normal_tps）が障害にもサービスにもない")
	manyRates   = diag.Say("several services state normal_tps, the incident does not say which counts", "複数のサービスにnormal_tpsがあり、どれを使うか決められない")
	noPrice     = diag.Say("neither the incident nor its service states revenue_per_transaction", "取引単価（revenue_per_transaction）が障害にもサービスにもない")
	manyPrices  = diag.Say("several services state revenue_per_transaction, the incident does not say which counts", "複数のサービスにrevenue_per_transactionがあり、どれを使うか決められない")
	noCurrency  = diag.Say("the amount has no currency", "通貨が不明")
	noUsers     = diag.Say("the number of affected users is not stated", "影響ユーザー数の記載がない")
	zeroUsers   = diag.Say("no user was affected", "影響ユーザー数が0")
	zeroTime    = diag.Say("the duration is zero", "影響時間が0")
	noUserTotal = diag.Say("the number of all users is not stated", "全ユーザー数の記載がない")
	negative    = diag.Say("the stated number is negative", "記載された値が負")
	measured    = diag.Say("measured", "実測値")
	reported    = diag.Say("reported", "報告値")
)

func (in *Incident) loss(p Policy) Loss {
	all := part{}
	l := Loss{
		TPS:   in.rate(all).tps,
		Price: in.price(all, p),
		Users: stated(in.Entry.Impact.Users, noUsers),
	}
	lost := in.lostParts(p)
	l.Estimated = sumOf(lost)
	l.Transactions = in.transactions(l.Estimated)
	l.EstimatedRevenue = in.estimatedRevenue(lost, l)
	l.Revenue = in.revenue(l, p)
	l.Share = per(l.Users, in.allUsers(), noUserTotal)
	l.TransactionsPerUser = per(l.Transactions, l.Users, zeroUsers)
	l.RevenuePerUser = perEach(l.Revenue, l.Users, zeroUsers)
	l.RevenuePerMinute = perEach(l.Revenue, minutes(in.Duration), zeroTime)
	l.UserMinutes = in.userMinutes(l.Users)
	l.UserHours = minutes(l.UserMinutes)
	return l
}

// stated gives a number that counts something, so is not negative.
func stated(n facet.Number, why diag.Text) Quantity {
	switch {
	case n.V == nil:
		return absent[*big.Rat](why)
	case n.V.Sign() < 0:
		return absent[*big.Rat](negative)
	}
	return known(n.V)
}

// minutes divides by 60.
func minutes(q Quantity) Quantity {
	if q.Known {
		q.V = quo(q.V, sixty)
	}
	return q
}

func perEach(list Figure[[]Money], by Quantity, whyZero diag.Text) Figure[[]Money] {
	if !list.Known {
		return absent[[]Money](list.Why)
	}
	out := make([]Money, len(list.V))
	for i, m := range list.V {
		q := per(known(m.Amount), by, whyZero)
		if !q.Known {
			return absent[[]Money](q.Why)
		}
		out[i] = Money{q.V, m.Currency}
	}
	return known(out)
}

// price gives the revenue of one transaction of a part.
func (in *Incident) price(p part, policy Policy) Figure[Money] {
	if m := in.Entry.Impact.RevenuePerTransaction; m.Amount != nil {
		return policy.money(m)
	}
	e, why := in.sole(p, noPrice, manyPrices, func(s facet.Service) bool { return s.RevenuePerTransaction.Amount != nil })
	if e == nil {
		return absent[Money](why)
	}
	return policy.money(e.Service.RevenuePerTransaction)
}

func (p Policy) money(m facet.Money) Figure[Money] {
	currency := cmp.Or(m.Currency, p.Currency)
	switch {
	case currency == "":
		return absent[Money](noCurrency)
	case m.Amount.Sign() < 0:
		return absent[Money](negative)
	}
	return known(Money{m.Amount, currency})
}

// sole gives the one service of a part for which has holds; nil with the
// reason if there is none or more than one.
func (in *Incident) sole(p part, none, many diag.Text, has func(facet.Service) bool) (*corpus.Entry, diag.Text) {
	var found *corpus.Entry
	for _, s := range in.services {
		if s.entry == nil || !p.hits(s.id) || !has(s.entry.Service) {
			continue
		}
		if found != nil {
			return nil, many
		}
		found = s.entry
	}
	return found, none
}

// lost is the transactions that one part lost.
type lost struct {
	transactions *big.Rat
	price        Figure[Money]
	how          diag.Text
}

// lostParts gives the loss of every part, less what was made good later.
func (in *Incident) lostParts(p Policy) Figure[[]lost] {
	if !in.parts.Known {
		return absent[[]lost](in.parts.Why)
	}
	recovered, why := ratioOf(in.Entry.Impact.RecoveredRatio, new(big.Rat))
	if recovered == nil {
		return absent[[]lost](why)
	}
	list := make([]lost, len(in.parts.V))
	for i, part := range in.parts.V {
		rate := in.rate(part)
		if !rate.tps.Known {
			return absent[[]lost](rate.tps.Why)
		}
		if part.to.Sub(part.from) > longest {
			return absent[[]lost](tooLong)
		}
		usual, mean := rate.over(part, p)
		n := mul(mul(usual, part.ratio), sub(unity, recovered))
		list[i] = lost{n, in.price(part, p), how(part, rate.tps.V, mean, recovered)}
	}
	return known(list)
}

// how writes the factors of a part's loss. mean is nil without a profile.
func how(p part, tps, mean, recovered *big.Rat) diag.Text {
	text := diag.Say("%s tx/s", "%s 件/秒", grouped(tps))
	if mean != nil {
		text = diag.Say("%s × %s (hour and weekday)", "%s × %s（時間帯・曜日）", text, grouped(mean))
	}
	percent := mul(p.ratio, hundred)
	text = diag.Say("%s × %s s × %s %% lost", "%s × %s 秒 × 損失率 %s%%", text, grouped(p.seconds()), grouped(percent))
	if recovered.Sign() > 0 {
		kept := mul(sub(unity, recovered), hundred)
		text = diag.Say("%s × %s %% not made good", "%s × 未回復率 %s%%", text, grouped(kept))
	}
	return text
}

// transactions is the number that failed if it was measured, else the
// estimate.
func (in *Incident) transactions(estimated Quantity) Quantity {
	failed := in.Entry.Impact.RequestsFailed
	if failed.V == nil {
		return estimated
	}
	q := stated(failed, noRate)
	q.How = measured
	return q
}

// sumOf is the transactions of all parts.
func sumOf(parts Figure[[]lost]) Quantity {
	if !parts.Known {
		return absent[*big.Rat](parts.Why)
	}
	sum := known(new(big.Rat))
	for i, p := range parts.V {
		sum.V = add(sum.V, p.transactions)
		if i == 0 {
			sum.How = p.how
		} else {
			sum.How = diag.Say("%s + %s", "%s + %s", sum.How, p.how)
		}
	}
	return sum
}

// revenue is the amount that was reported, else that of the transactions.
func (in *Incident) revenue(l Loss, p Policy) Figure[[]Money] {
	if m := in.Entry.Impact.RevenueLoss; m.Amount != nil {
		return one(p.money(m), reported)
	}
	return l.EstimatedRevenue
}

// estimatedRevenue is the amount that the lost transactions make.
func (in *Incident) estimatedRevenue(parts Figure[[]lost], l Loss) Figure[[]Money] {
	if !l.Transactions.Known {
		return absent[[]Money](l.Transactions.Why)
	}
	if in.Entry.Impact.RequestsFailed.V != nil {
		parts = known([]lost{{
			l.Transactions.V, l.Price,
			diag.Say("%s failed requests (measured)", "失敗リクエスト %s 件（実測値）", grouped(l.Transactions.V)),
		}})
	}
	return priced(parts.V)
}

func one(m Figure[Money], how diag.Text) Figure[[]Money] {
	if !m.Known {
		return absent[[]Money](m.Why)
	}
	return Figure[[]Money]{V: []Money{m.V}, Known: true, How: how}
}

// priced sums the parts by currency.
func priced(parts []lost) Figure[[]Money] {
	out := known([]Money(nil))
	for i, p := range parts {
		if !p.price.Known {
			return absent[[]Money](p.price.Why)
		}
		m := p.price.V
		out.V = addMoney(out.V, Money{mul(p.transactions, m.Amount), m.Currency})
		text := diag.Say("%s × %s", "%s × %s", p.how, diag.Text{En: unitPrice(m, "en"), Ja: unitPrice(m, "ja")})
		if i > 0 {
			text = diag.Say("%s + %s", "%s + %s", out.How, text)
		}
		out.How = text
	}
	return out
}

// addMoney adds an amount to a list by currency. The list is not changed.
func addMoney(list []Money, m Money) []Money {
	list = slices.Clone(list)
	i, found := slices.BinarySearchFunc(list, m, func(a, b Money) int { return cmp.Compare(a.Currency, b.Currency) })
	if found {
		list[i].Amount = add(list[i].Amount, m.Amount)
		return list
	}
	return slices.Insert(list, i, m)
}

// userMinutes is people times minutes, of each part with its own number.
func (in *Incident) userMinutes(users Quantity) Quantity {
	if !in.parts.Known {
		return absent[*big.Rat](in.parts.Why)
	}
	sum := known(new(big.Rat))
	for _, p := range in.parts.V {
		n := stated(facet.Number{V: p.users}, noUsers)
		if !n.Known {
			return n
		}
		sum.V = add(sum.V, quo(mul(n.V, p.seconds()), sixty))
	}
	if len(in.Entry.Impact.Segments) == 0 {
		sum.How = diag.Say("%s users × %s min", "%s 人 × %s 分", grouped(users.V), grouped(minutes(in.Duration).V))
	}
	return sum
}

// allUsers is how many users there are, of the incident or its service.
func (in *Incident) allUsers() Quantity {
	if n := in.Entry.Impact.UsersTotal; n.V != nil {
		return stated(n, noUserTotal)
	}
	e, why := in.sole(part{}, noUserTotal, noUserTotal, func(s facet.Service) bool { return s.Users.V != nil })
	if e == nil {
		return absent[*big.Rat](why)
	}
	return stated(e.Service.Users, noUserTotal)
}
