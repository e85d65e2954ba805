package render

import "github.com/debrief-dev/debrief/internal/insight"

// LoopState is how far incidents have come to changing something.
type LoopState struct {
	Text  string // in a sentence
	More  Link   // to the page that has each of them
	Steps []LoopStep
}

// LoopStep is one link of the loop over all incidents.
type LoopStep struct {
	Name  string
	Count string // "8 of 10"; a dash where it applies to none
	Tone  string // good, bad or empty
}

// loopState sums up the loops of incidents; nil if there are none.
func (p *Page) loopState(loops *insight.Loops) *LoopState {
	if len(loops.All) == 0 {
		return nil
	}
	state := &LoopState{
		Text: p.T("sheet.loop.lead", p.words.integer(loops.Closed), p.words.integer(len(loops.All))),
		More: Link{Href: p.Href(sheet{name: "loop"}.target()), Label: p.T("loop.more")},
	}
	for _, c := range loops.Counts {
		step := LoopStep{Name: c.Name.Text.In(p.Lang), Count: "–"}
		if all := c.Met + c.Missing; all > 0 {
			step.Count, step.Tone = p.T("loop.count", p.words.integer(c.Met), p.words.integer(all)), "good"
		}
		if c.Missing > 0 {
			step.Tone = "bad"
		}
		state.Steps = append(state.Steps, step)
	}
	return state
}

// loopsOfService fills the loop of the incidents that name a service.
func (v *view) loopsOfService() {
	if !v.site.hasSheets() {
		return
	}
	var list []*insight.Incident
	seen := map[*insight.Incident]bool{}
	for _, r := range v.entry.Backs {
		if in := v.site.incident(r.From); in != nil && r.Field == "services" && !seen[in] {
			seen[in] = true
			list = append(list, in)
		}
	}
	v.page.Loop = v.page.loopState(v.site.in.Results.Loops().Among(list))
}
