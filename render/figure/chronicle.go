package figure

// Chronicle is what happened when, from the top down.
type Chronicle struct {
	Chart   Chart // X and Y are not used; no id is needed
	Periods []Period
}

// Period is a time with its events. Line feeds in its texts begin lines.
type Period struct {
	Section string // shown before the first of several periods of a section
	Time    string
	Events  []string
}

// The measures of chronicles, in the units of their view box.
const (
	periodWide  = 150 // width of a line of a time, at most
	eventWide   = 400 // of an event
	sectionWide = 340 // of the title of a section
	periodLines = 3
	eventAir    = 5 // between two events
	periodAir   = 16
	chronicGap  = 18 // beside the line with the dots
	mostPeriods = 100
	mostEvents  = 300
)

// Told draws a chronicle; one without periods, or with too many, gives nil.
func Told(c Chronicle) []byte {
	events, times, texts, sections := 0, 0.0, 0.0, 0.0
	for _, p := range c.Periods {
		events += len(p.Events)
		times = max(times, widest(paragraphs(p.Time, periodWide, periodLines)))
		sections = max(sections, boldFactor*textWidth(clipped(p.Section, sectionWide)))
		for _, e := range p.Events {
			texts = max(texts, widest(paragraphs(e, eventWide, flowLines)))
		}
	}
	if len(c.Periods) == 0 || len(c.Periods) > mostPeriods || events > mostEvents {
		return nil
	}
	line := flowEdge + times + chronicGap
	left := line + chronicGap
	p := &chronicle{line: line, left: left, y: flowEdge}
	for i, period := range c.Periods {
		if period.Section != "" && (i == 0 || c.Periods[i-1].Section != period.Section) {
			p.section(period.Section)
		}
		p.period(period)
	}
	wide := max(left+texts, left+sections) + flowEdge
	d := openDiagram(c.Chart, "chronicle", wide, p.y-periodAir+flowEdge)
	d.put(`<path class="d-life" d="M`, line, ` `, flowEdge, `V`, p.y-periodAir, `"/>`)
	d.Write(p.Bytes())
	return d.close()
}

// chronicle is one being drawn.
type chronicle struct {
	drawing
	line, left float64 // x of the line, and of the events
	y          float64
}

func (c *chronicle) section(title string) {
	c.put(`<g class="d-section"><title>`, text(title), `</title><rect x="`, c.line-4, `" y="`, c.y, `" width="8" height="14" rx="1"/><text class="value" x="`, c.left, `" y="`, c.y+11, `">`, text(clipped(title, sectionWide)), `</text></g>`)
	c.y += boxLine + 2*eventAir
}

// period draws a time with its events beside it.
func (c *chronicle) period(p Period) {
	at := paragraphs(p.Time, periodWide, periodLines)
	c.put(`<g class="d-time"><title>`, text(p.Time), `</title>`)
	c.lines(c.line-chronicGap, c.y+float64(len(at)*boxLine)/2, "end", at)
	c.put(`</g><circle class="d-dot" cx="`, c.line, `" cy="`, c.y+boxLine/2, `" r="4"/>`)
	y := c.y
	for i, e := range p.Events {
		if i > 0 {
			y += eventAir
		}
		lines := paragraphs(e, eventWide, flowLines)
		tall := float64(max(len(lines), 1) * boxLine)
		c.put(`<g class="d-event"><title>`, text(e), `</title>`)
		c.lines(c.left, y+tall/2, "start", lines)
		c.put(`</g>`)
		y += tall
	}
	c.y = max(y, c.y+float64(max(len(at), 1)*boxLine)) + periodAir
}
