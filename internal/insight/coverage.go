package insight

import (
	"cmp"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
)

// Lead is what the address of an alert's runbook does, from the worst.
type Lead uint8

// The leads.
const (
	LeadsAway Lead = iota // to no runbook of the repository
	NoAddress             // there is none
	Misnamed              // to a runbook that has another name for the alert
	Templated             // unknown: it is filled in when the alert fires
	LeadsHome             // to a runbook of the repository
)

var leads = [...]string{"missing", "no_runbook_url", "name_differs", "templated", "covered"}

func (l Lead) String() string { return leads[l] }

// Leads lists the leads, from the worst.
func Leads() []Lead { return []Lead{LeadsAway, NoAddress, Misnamed, Templated, LeadsHome} }

// CoveredRule is an alerting rule with its runbook, or an alert that only an
// inventory of monitoring has.
type CoveredRule struct {
	// Alert is the rule; of an inventory's alert its RunbookURL is what the
	// inventory names as runbook.
	Alert     facet.Alert
	Inventory *corpus.Entry // that alone has the alert; nil if a rule file has it
	Lead      Lead
	// Runbook is where the address leads, else the runbook that an inventory
	// names, else the one that has the alert's name; nil if there is none.
	Runbook *corpus.Entry
	Why     diag.Text // how Runbook was found; empty if it is nil
	Fault   diag.Text // what is wrong with the address; empty if it leads home
	// Calls is the name that a runbook has for an alert that is misnamed; empty
	// if it lists its alerts, and none of a name like this one's.
	Calls string
}

// CoveredAlert is all rules of one name.
type CoveredAlert struct {
	Name        string
	Rules       []CoveredRule // as in corpus.Corpus.Watches; never empty
	Postmortems []Mention     // by path; see Mentions
}

// Lead is the worst of the rules'.
func (a CoveredAlert) Lead() Lead {
	worst := LeadsHome
	for _, r := range a.Rules {
		worst = min(worst, r.Lead)
	}
	return worst
}

// Coverage is which alerts have runbooks, and which runbooks alerts.
type Coverage struct {
	Rules []CoveredRule   // as in corpus.Corpus.Watches
	Idle  []*corpus.Entry // runbooks that no alert leads to, by path

	index runbookIndex
}

// Cover looks for the runbook of every alert.
//
// Where a runbook_url leads is told from the end of its path alone, since
// neither the host nor the site that makes pages of the runbooks is known:
// "…/runbooks/node/nodediskfull", "/alerts/NodeDiskFull/" and
// "…/blob/main/runbooks/NodeDiskFull.md" all name NodeDiskFull. That is
// compared, without regard to case, spaces and punctuation, with each
// runbook's id, file name (the folder's for README and index), former ids,
// alerts, title and headings, in this order; of several files of a name the
// one whose folders match best is meant. An anchor must be a heading of the
// runbook. An alert whose address leads nowhere has the runbook that an
// inventory of monitoring names for it, else that of its own name, if there is
// one: by the alerts that it lists, else as above.
func Cover(c *corpus.Corpus) *Coverage {
	watches := c.Watches()
	if len(watches) == 0 {
		return &Coverage{}
	}
	v := &Coverage{index: indexRunbooks(c)}
	names := map[string]bool{}
	for _, w := range watches {
		names[w.Name] = true
	}
	named := namedRunbooks(c)
	led := map[*corpus.Entry]bool{}
	for _, w := range watches {
		r := v.index.cover(w, named[inventoryName{w.Entry, w.Runbook}], names)
		led[r.Runbook] = true
		v.Rules = append(v.Rules, r)
	}
	for _, e := range c.Kind("runbook") {
		if !led[e] {
			v.Idle = append(v.Idle, e)
		}
	}
	return v
}

// OfRules gives the alerts of rule files alone.
func (v *Coverage) OfRules() []CoveredRule {
	end := slices.IndexFunc(v.Rules, func(r CoveredRule) bool { return r.Inventory != nil })
	if end < 0 {
		end = len(v.Rules)
	}
	return v.Rules[:end]
}

// ByName groups the rules by the names of their alerts, in order, with the
// postmortems that speak of them.
func (v *Coverage) ByName(c *corpus.Corpus) []CoveredAlert {
	var out []CoveredAlert
	at := map[string]int{}
	mentions := Mentions(c)
	for _, r := range v.Rules {
		i, known := at[r.Alert.Name]
		if !known {
			i = len(out)
			at[r.Alert.Name] = i
			out = append(out, CoveredAlert{Name: r.Alert.Name, Postmortems: mentions[r.Alert.Name]})
		}
		out[i].Rules = append(out[i].Rules, r)
	}
	slices.SortFunc(out, func(a, b CoveredAlert) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// Near gives the runbook that an alert without one most likely means, by a
// likeness of their names; nil if none is like it.
func (v *Coverage) Near(r CoveredRule) *corpus.Entry {
	return v.index.near(r.Alert.Name)
}

// misname notes that the runbook has another name for the alert, or none in
// its list.
func (r *CoveredRule) misname(name string) {
	r.Lead, r.Calls = Misnamed, name
	r.Fault = diag.Text{En: "the runbook lists other alerts", Ja: "ランブックの alerts にない"}
	if name != "" {
		r.Fault = diag.Say("the runbook calls it %q", "ランブックでの名前は %q", name)
	}
}
