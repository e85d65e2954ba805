package insight

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Object is a JSON object whose members keep their order.
type Object []Member

// Member is one key of an Object with its value: an Object, a slice, or what
// encoding/json writes.
type Member struct {
	Key   string
	Value any
}

// MarshalJSON writes the object. It writes what is inside at once: were each part
// left to encoding/json, every level would be read again.
func (o Object) MarshalJSON() ([]byte, error) { return o.appendTo(nil) }

func (o Object) appendTo(b []byte) (_ []byte, err error) {
	b = append(b, '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendValue(b, m.Key); err != nil {
			return nil, err
		}
		if b, err = appendValue(append(b, ':'), m.Value); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case string:
		if plainString(v) {
			return append(append(append(b, '"'), v...), '"'), nil
		}
	case Object:
		return v.appendTo(b)
	case []Object:
		return appendList(b, v, func(b []byte, o Object) ([]byte, error) { return o.appendTo(b) })
	case []string:
		return appendList(b, v, func(b []byte, s string) ([]byte, error) { return appendValue(b, s) })
	case []any:
		return appendList(b, v, appendValue)
	}
	var own bytes.Buffer
	enc := json.NewEncoder(&own)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return append(b, bytes.TrimSuffix(own.Bytes(), []byte("\n"))...), nil
}

// appendList writes a list; one that is nil is null, as in encoding/json.
func appendList[T any](b []byte, list []T, one func([]byte, T) ([]byte, error)) (_ []byte, err error) {
	if list == nil {
		return append(b, "null"...), nil
	}
	b = append(b, '[')
	for i, x := range list {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = one(b, x); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

// plainString tells whether JSON writes a text as it is.
func plainString(s string) bool {
	for _, r := range s {
		if r < ' ' || r == '"' || r == '\\' || r == '\u2028' || r == '\u2029' || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// writer makes JSON values and collects the reasons for those that are null.
type writer struct {
	lang string
	why  Object
}

func (w *writer) null(path string, why diag.Text) any {
	w.why = append(w.why, Member{path, why.In(w.lang)})
	return nil
}

func (w *writer) number(path string, q Quantity) any {
	if !q.Known {
		return w.null(path, q.Why)
	}
	return number(q.V)
}

func number(r *big.Rat) json.Number { return json.Number(decimal(r)) }

// optional writes a number that is an input: null needs no reason.
func optional(q Quantity) any {
	if !q.Known {
		return nil
	}
	return number(q.V)
}

// amounts writes one amount as an object, several as a list.
func (w *writer) amounts(path string, list Figure[[]Money]) any {
	switch {
	case !list.Known:
		return w.null(path, list.Why)
	case len(list.V) == 1:
		return list.V[0].json()
	}
	return moneyList(list.V)
}

func moneyList(list []Money) []Object {
	out := make([]Object, len(list))
	for i, m := range list {
		out[i] = m.json()
	}
	return out
}

func (m Money) json() Object {
	return Object{{"amount", exact(m.Amount)}, {"currency", m.Currency}}
}

// named is a quantity under its key.
type named struct {
	key string
	q   Quantity
}

func (w *writer) group(path string, list []named) Object {
	var out Object
	for _, n := range list {
		out = append(out, Member{n.key, w.number(path+"."+n.key, n.q)})
	}
	return out
}

// JSON gives the incident's figures as `debrief figures --format json` prints
// them. A figure that cannot be computed is null; the last member, "why",
// then holds its reason in the language under its key, dotted where it is
// nested: "ttx_minutes_from_start.detect". An ongoing incident has the member
// "live". Phases that cannot be told apart are null, and stand together under
// their joined names: "investigating+mitigating". Figures that the document
// reports stand in "reported" beside the computed ones, if there are any.
func (in *Incident) JSON(lang string) Object {
	w := &writer{lang: lang}
	o := Object{{"input", in.inputJSON()}}
	if in.Live {
		o = append(o, Member{"live", true})
	}
	o = append(o, in.timesJSON(w)...)
	o = append(o, in.lossJSON(w)...)
	o = append(o, Member{"availability", in.availabilityJSON(w)})
	o = append(o, in.burnJSON(w)...)
	o = append(o, Member{"severity", in.severityJSON(w)}, Member{"assumptions", in.assumptionsJSON(w.lang)})
	if list := in.reportedJSON(w); len(list) > 0 {
		o = append(o, Member{"reported", list})
	}
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

// severityJSON gives the severity that the document states, if it does, beside
// the one that its impact suggests.
func (in *Incident) severityJSON(w *writer) Object {
	var o Object
	if in.Entry.Severity != "" {
		o = append(o, Member{"stated", in.Entry.Severity})
	}
	if s := in.Severity.Suggested; s.Known {
		o = append(o, Member{"suggested", "sev" + strconv.Itoa(s.V)}, Member{"because", s.How.In(w.lang)})
	} else {
		o = append(o, Member{"suggested", w.null("severity.suggested", s.Why)})
	}
	return append(o, Member{"month_budget_pct", w.number("severity.month_budget_pct", in.Severity.OfMonth)})
}

func (in *Incident) assumptionsJSON(lang string) Object {
	o := Object{}
	for _, a := range in.Assumptions() {
		o = append(o, Member{a.Figure, a.Text.In(lang)})
	}
	return o
}

func (in *Incident) reportedJSON(w *writer) []Object {
	var list []Object
	for _, c := range in.Compared() {
		path := "reported." + c.Name
		o := Object{{"figure", c.Name}}
		if c.Currency != "" {
			o = append(o, Member{"currency", c.Currency})
		}
		list = append(list, append(o,
			Member{"reported", number(c.Reported)},
			Member{"computed", w.number(path+".computed", c.Computed)},
			Member{"difference", w.number(path+".difference", c.Difference)},
			Member{"difference_pct", w.number(path+".difference_pct", c.Percent)},
		))
	}
	return list
}

func (in *Incident) inputJSON() Object {
	var price any
	if in.Loss.Price.Known {
		price = in.Loss.Price.V.json()
	}
	t := in.Entry.Times
	return Object{
		{"started_at", timestamp(instant(t.Started, noStart))},
		{"resolved_at", timestamp(instant(t.Resolved, noEnd))},
		{"users", optional(in.Loss.Users)},
		{"normal_tps", optional(in.Loss.TPS)},
		{"revenue_per_transaction", price},
		{"target_pct", optional(in.Burn().Target)},
	}
}

func timestamp(t Figure[time.Time]) any {
	if !t.Known {
		return nil
	}
	return t.V.Format(time.RFC3339Nano)
}

func (in *Incident) timesJSON(w *writer) Object {
	o := Object{
		{"duration_seconds", w.number("duration_seconds", in.Duration)},
		{"duration_minutes", w.number("duration_minutes", minutes(in.Duration))},
	}
	forms := []Member{{"duration_iso", nil}, {"duration_ja", nil}, {"duration_en", nil}}
	if d := in.Duration; d.Known {
		forms[0].Value, forms[1].Value, forms[2].Value = FormatISO(d.V), FormatDuration(d.V, "ja"), FormatDuration(d.V, "en")
	} else {
		for _, form := range forms {
			w.null(form.Key, d.Why)
		}
	}
	o = append(o, forms...)
	s, d := in.FromStart, in.FromDetection
	return append(o,
		Member{"ttx_minutes_from_start", w.group("ttx_minutes_from_start", []named{
			{"detect", minutes(s.Detect)},
			{"acknowledge", minutes(s.Acknowledge)},
			{"escalate", minutes(s.Escalate)},
			{"identify", minutes(s.Identify)},
			{"mitigate", minutes(s.Mitigate)},
			{"resolve", minutes(s.Resolve)},
		})},
		Member{"ttx_minutes_from_detection", w.group("ttx_minutes_from_detection", []named{
			{"acknowledge", minutes(d.Acknowledge)},
			{"identify", minutes(d.Identify)},
			{"mitigate", minutes(d.Mitigate)},
			{"resolve", minutes(d.Resolve)},
		})},
		Member{"phases_minutes", in.phasesJSON(w)},
	)
}

func (in *Incident) phasesJSON(w *writer) Object {
	var list []named
	for _, name := range []PhaseName{Undetected, Investigating, Mitigating, Confirming, Unacknowledged} {
		list = append(list, named{string(name), minutes(in.Phase(name))})
	}
	for _, p := range in.Phases {
		if len(p.Names) > 1 {
			list = append(list, named{p.Join("+"), minutes(known(p.Seconds()))})
		}
	}
	return w.group("phases_minutes", list)
}

func (in *Incident) lossJSON(w *writer) Object {
	l := in.Loss
	return Object{
		{"lost_transactions", w.number("lost_transactions", l.Transactions)},
		{"lost_transactions_per_affected_user", w.number("lost_transactions_per_affected_user", l.TransactionsPerUser)},
		{"revenue_loss", w.amounts("revenue_loss", l.Revenue)},
		{"loss_per_minute", w.amounts("loss_per_minute", l.RevenuePerMinute)},
		{"loss_per_affected_user", w.amounts("loss_per_affected_user", l.RevenuePerUser)},
		{"user_minutes", w.number("user_minutes", l.UserMinutes)},
		{"user_hours", w.number("user_hours", l.UserHours)},
	}
}

func (in *Incident) availabilityJSON(w *writer) any {
	budgets := in.Availability()
	if !budgets.Known {
		return w.null("availability", budgets.Why)
	}
	list := make([]Object, len(budgets.V))
	for i, b := range budgets.V {
		list[i] = b.JSON(w.lang)
	}
	return list
}

// JSON gives the budget as an object. Where the availability was measured,
// "computed_pct" is what the incidents alone would give; where incidents of
// the period have no known extent, "uncounted" is their number.
func (b Budget) JSON(lang string) Object {
	w := &writer{lang: lang}
	var period any
	if b.Period.Label != "" {
		period = b.Period.Label
	}
	o := Object{
		{"service", b.Service},
		{"objective", b.Objective},
		{"window", b.Window},
		{"period", period},
		{"zone", b.Zone.String()},
		{"target_pct", number(b.Target)},
		{"period_minutes", number(b.Minutes)},
		{"bad_minutes", number(b.Bad)},
		{"availability_pct", number(b.Availability)},
		{"budget_minutes", number(b.Allowed)},
		{"consumed_pct", w.number("consumed_pct", b.Consumed)},
		{"remaining_minutes", number(b.Remaining)},
		{"shortfall_pp", number(b.Shortfall)},
		{"met", b.Met},
	}
	if b.Measured {
		o = append(o, Member{"computed_pct", number(b.Computed)})
	}
	if b.Uncounted > 0 {
		o = append(o, Member{"uncounted", b.Uncounted})
	}
	if len(w.why) > 0 {
		o = append(o, Member{"why", w.why})
	}
	return o
}

func (in *Incident) burnJSON(w *writer) Object {
	b := in.Burn()
	o := Object{{"burn_rate_during", w.number("burn_rate_during", b.During)}}
	if b.Max.Known {
		var rates Object
		for _, m := range b.Max.V {
			rates = append(rates, Member{m.Window, number(m.Rate)})
		}
		o = append(o, Member{"burn_rate_max_by_window", rates})
	} else {
		o = append(o, Member{"burn_rate_max_by_window", w.null("burn_rate_max_by_window", b.Max.Why)})
	}
	const fire = "slo_alert_would_fire_after_seconds"
	if b.Alerts.Known {
		var list []named
		for _, a := range b.Alerts.V {
			list = append(list, named{a.Name, a.Fires})
		}
		o = append(o, Member{fire, w.group(fire, list)})
	} else {
		o = append(o, Member{fire, w.null(fire, b.Alerts.Why)})
	}
	const lead = "slo_alert_lead_over_real_detection_seconds"
	return append(o, Member{lead, w.number(lead, b.Lead)})
}
