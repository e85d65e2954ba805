package insight

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
)

// alertNames are the names that a runbook has for its alerts.
type alertNames struct {
	listed []string        // those that it lists
	own    map[string]bool // those, or else its titles and the name of its file
	likely []string        // those of own to compare with names that are not among them
}

// maxLikely bounds the names of a runbook that are compared with an alert's
// letter by letter, for every alert.
const maxLikely = 100

func alertNamesOf(e *corpus.Entry, page string) alertNames {
	n := alertNames{own: map[string]bool{}}
	for _, v := range e.Value().Field("alerts").Items() {
		// One that was read from the title is the title, not a list.
		if v.Text() != "" && v.From().Origin != doc.FromHeading {
			n.listed = append(n.listed, v.Text())
		}
	}
	names := n.listed
	if len(names) == 0 {
		names = []string{e.Title, page}
		for _, s := range e.Doc.Sections().Children {
			if s.Level == 1 {
				names = append(names, s.Title)
			}
		}
	}
	for _, name := range names {
		if len(n.likely) < maxLikely && !n.own[name] && !strings.Contains(name, " ") {
			n.likely = append(n.likely, name)
		}
		n.own[name] = true
	}
	return n
}

// differ tells whether a runbook has another name for an alert whose address
// leads to it, and which. If it lists its alerts, the alert has to be among
// them, and the name is one in the list that is like the alert's, or empty. A
// runbook without a list may serve several alerts, so that its title counts
// only where it is one word, differs in case or in one letter, and is not the
// name of another one of the alerts.
func (n alertNames) differ(alert string, alerts map[string]bool) (name string, other bool) {
	if n.own[alert] {
		return "", false
	}
	for _, name := range n.likely {
		if !alerts[name] && slip(name, alert) {
			return name, true
		}
	}
	return "", len(n.listed) > 0
}

// slip tells whether two names differ in case alone, the first not being all
// in lower case as the names of files are, or in one letter.
func slip(name, alert string) bool {
	a, b := corpus.Fold(name), corpus.Fold(alert)
	if a == b {
		return name != strings.ToLower(name)
	}
	// Neither numbers ("DiskFull1h", "DiskFull4h") nor punctuation are slips.
	return len(a) > 4 && diag.Distance(a, b, 2) == 1 && withoutDigits(plain(a)) != withoutDigits(plain(b))
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}
