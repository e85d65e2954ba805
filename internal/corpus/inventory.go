package corpus

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// Watch is an alert of the repository, wherever it is written: in a rule file,
// in an inventory of monitoring, or in both under the same name.
type Watch struct {
	Name     string
	Unnamed  bool            // Name is the id in the inventory: there is no other
	Fires    facet.Condition // what fires it; its Metric is empty if that is not one number
	Metric   string          // that it watches; empty if not known
	For      facet.Duration
	Severity string     // in the words of the monitoring system
	Services []*Entry   // that it is about; none if that is not known
	Type     string     // static, dynamic, burn_rate, anomaly, absence or empty
	Since    facet.Date // from which it is active, as the inventory says
	Noise    bool       // its authors know that it is noise
	Runbook  string     // as the inventory names it; empty if it names none

	Rule  *facet.Alert // of the rule file; nil if it is in none
	Entry *Entry       // the inventory; nil if it is in none
	File  *source.File // in which it stands first
	Span  source.Span
}

// Watches gives all alerts: those of rule files, by path and position, then
// those that only inventories have. What an inventory says of an alert goes
// before its rule.
func (c *Corpus) Watches() []Watch {
	var out []Watch
	byName := map[string][]int{}
	for i := range c.Alerts {
		rule := &c.Alerts[i]
		fires := ruleCondition(rule.Expr)
		byName[Fold(rule.Name)] = append(byName[Fold(rule.Name)], len(out))
		out = append(out, Watch{
			Name: rule.Name, Fires: fires, Metric: fires.Metric, For: rule.For, Severity: rule.Severity,
			Services: c.services(rule.Service), Rule: rule, File: rule.File, Span: rule.Span,
		})
	}
	for _, e := range c.Entries {
		if e.Monitoring == nil {
			continue
		}
		for _, a := range e.Monitoring.Alerts {
			w := c.inventoried(e, a)
			same := byName[Fold(w.Name)]
			for _, i := range same {
				out[i].describe(w)
			}
			byName[Fold(w.Name)] = same[:min(1, len(same))] // what is told twice is of the first
			if len(same) == 0 {
				out = append(out, w)
			}
		}
	}
	return out
}

// inventoried is an alert of an inventory.
func (c *Corpus) inventoried(e *Entry, a facet.MonitoredAlert) Watch {
	w := Watch{
		Name: a.Name, Metric: a.Metric, For: a.For, Severity: a.Severity, Type: a.Type, Since: a.Since, Noise: a.Noise, Runbook: a.Runbook,
		Services: c.services(a.Service), Entry: e, File: e.Doc.File, Span: a.Span,
		Fires: ruleCondition(a.Expr),
	}
	if w.Name == "" {
		w.Name, w.Unnamed = a.ID, true
	}
	if a.Threshold.V != nil && a.Metric != "" {
		w.Fires = facet.Condition{Metric: a.Metric, Op: a.Op, Value: a.Threshold, Unit: a.Unit, Place: a.Place}
		if a.Op == "" {
			w.Fires.Op = ">" // an alert fires above its threshold unless it says otherwise
		}
	}
	if w.Metric == "" {
		w.Metric = w.Fires.Metric
	}
	if len(w.Services) == 0 {
		w.Services = e.Targets("services")
	}
	return w
}

// services gives the service that a text names, as a list.
func (c *Corpus) services(name string) []*Entry {
	if name == "" {
		return nil
	}
	if e := c.Find(name, "service"); e != nil {
		return []*Entry{e}
	}
	return nil
}

// describe takes over what an inventory says of the alert.
func (w *Watch) describe(by Watch) {
	if by.Metric != "" {
		w.Metric = by.Metric
	}
	if by.Fires.Metric != "" {
		w.Fires = by.Fires
	}
	if len(by.Services) > 0 {
		w.Services = by.Services
	}
	if by.Severity != "" {
		w.Severity = by.Severity
	}
	w.Type, w.Since, w.Noise, w.Runbook, w.Entry = by.Type, by.Since, by.Noise, by.Runbook, by.Entry
}

// simpleRule is an expression of Prometheus that compares one metric with one
// number: what is behind the last comparison, where nothing else compares.
var simpleRule = lazyregexp.New(`^\(?\s*([A-Za-z_:][A-Za-z0-9_:]*)\s*(?:\{[^{}]*\})?\s*\)?\s*(<=|>=|==|!=|<|>)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,12})?)$`)

// ruleCondition is the condition of such an expression; its Metric is empty
// for others.
func ruleCondition(expr string) facet.Condition {
	m := simpleRule.FindStringSubmatch(strings.TrimSpace(expr))
	if m == nil {
		return facet.Condition{}
	}
	c, ok := facet.ParseCondition(m[1] + " " + m[2] + " " + m[3])
	if !ok {
		return facet.Condition{}
	}
	return c
}
