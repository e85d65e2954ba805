// Package figure draws the site's pictures as SVG.
//
// A picture carries no colour and no style of its own: everything has a class,
// and the theme's style sheet gives classes their look in light and dark. Each
// picture has a title and a description for those who cannot see it; the page
// beside it holds the same facts as text. The package knows neither documents
// nor pages.
package figure

import (
	"bytes"
	"cmp"
	"html"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Strip is the course of an incident.
type Strip struct {
	ID    string // prefix of the ids inside the picture; unique on the page
	Title string
	Desc  string
	Zone  *time.Location // of the axis; nil is UTC
	// From and To bound the axis. Marks and phases outside are left out.
	From, To time.Time
	Phases   []Phase // in any order; those of no length are left out
	Marks    []Mark  // in any order
}

// Phase is a stretch of an incident.
type Phase struct {
	Class    string // undetected, unacknowledged, investigating, mitigating, confirming or merged
	Label    string
	From, To time.Time
}

// Mark is a milestone.
type Mark struct {
	Class string
	Label string
	At    time.Time
}

// The measures of the strip, in the units of its view box.
const (
	width   = 760
	margin  = 10
	barTall = 26
	lane    = 19
	fontPx  = 12
	minTick = 64 // between two labels of the axis
)

// Timeline draws the strip: milestones with labels that do not overlap above
// a bar of phases, and a time axis under it. A strip whose To is not after its
// From gives nil.
func Timeline(s Strip) []byte {
	if !s.To.After(s.From) {
		return nil
	}
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	marks := s.place()
	lanes := 0
	for _, m := range marks {
		lanes = max(lanes, m.lane+1)
	}
	d := drawing{top: 8 + lanes*lane}
	d.open(s, d.top+barTall+24)
	d.phases(s)
	d.axis(s)
	for _, m := range marks {
		d.mark(m)
	}
	d.WriteString("</svg>")
	return d.Bytes()
}

// x is where a time stands.
func (s Strip) x(t time.Time) float64 {
	return margin + (width-2*margin)*float64(t.Sub(s.From))/float64(s.To.Sub(s.From))
}

func (s Strip) shows(t time.Time) bool { return !t.Before(s.From) && !t.After(s.To) }

// placed is a mark with the place of its label.
type placed struct {
	Mark
	full           string  // the label uncut
	x, left, right float64 // of the mark, and the ends of its label
	flipped        bool    // the label stands to the left of the mark
	lane           int     // 0 is next to the bar
}

// place gives each label a lane so that no label covers another or the line
// of another mark. It works from the right: a label reaches to the right of
// its mark, so that marks placed before can only push it up.
func (s Strip) place() []placed {
	var done []placed
	marks := slices.Clone(s.Marks)
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Label, b.Label)) })
	for _, m := range marks {
		if s.shows(m.At) {
			done = append(done, fit(placed{Mark: m, full: m.Label, x: s.x(m.At)}, done))
		}
	}
	lowest := 0
	for _, p := range done {
		lowest = min(lowest, p.lane)
	}
	for i := range done {
		done[i].lane -= lowest
	}
	return done
}

// fit looks for the nearest free lane, on the right of the mark if there is
// one. A lane under all others so far has a negative number. A label for which
// no lane is free is cut, in the end to nothing.
func fit(p placed, done []placed) placed {
	whole := p.Label
	for room := max(p.x, width-p.x) - 5; room > 2*fontPx; room *= 0.75 {
		p.Label = clipped(whole, room)
		if fitted, ok := p.fit(done); ok {
			return fitted
		}
	}
	p.Label, p.left, p.right, p.flipped, p.lane = "", p.x, p.x, false, 0
	return p
}

func (p placed) fit(done []placed) (fitted placed, ok bool) {
	w := textWidth(p.Label)
	for _, p.flipped = range []bool{false, true} {
		p.left, p.right = p.x+5, p.x+5+w
		if p.flipped {
			p.left, p.right = p.x-5-w, p.x-5
		}
		if p.left < 0 || p.right > width {
			continue
		}
		for n := range 2*len(done) + 2 {
			p.lane = (n + 1) / 2
			if n%2 == 0 {
				p.lane = -p.lane
			}
			if !slices.ContainsFunc(done, p.collides) {
				return p, true
			}
		}
	}
	return p, false
}

// collides tells whether the label of p and the label or line of q meet.
func (p placed) collides(q placed) bool {
	const air = 6
	switch {
	case p.lane == q.lane:
		return p.left < q.right+air && q.left < p.right+air || p.covers(q.x) || q.covers(p.x)
	case p.lane < q.lane:
		return p.covers(q.x)
	}
	return q.covers(p.x)
}

func (p placed) covers(x float64) bool { return p.left-2 < x && x < p.right+2 }

// drawing is an SVG in the making.
type drawing struct {
	bytes.Buffer
	top int // y of the bar
}

func (d *drawing) num(f float64) string {
	return strconv.FormatFloat(float64(int(f*10+0.5))/10, 'f', -1, 64)
}

// put writes parts in turn: strings as they are, numbers with one decimal.
// Text from outside goes through text first.
func (d *drawing) put(parts ...any) {
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			d.WriteString(p)
		case int:
			d.WriteString(strconv.Itoa(p))
		case float64:
			d.WriteString(d.num(p))
		}
	}
}

// text makes s safe as text and in attributes; what XML forbids is left out.
func text(s string) string {
	clean := make([]rune, 0, utf8.RuneCountInString(s))
	for _, r := range s {
		if r >= 0x20 && r != utf8.RuneError && r != 0x7f && r != 0xfffe && r != 0xffff {
			clean = append(clean, r)
		}
	}
	return html.EscapeString(string(clean))
}

func (d *drawing) open(s Strip, tall int) {
	id := text(s.ID)
	d.put(`<svg class="figure strip" viewBox="0 0 `, width, ` `, tall, `" role="img" aria-labelledby="`, id, `-title `, id, `-desc" xmlns="http://www.w3.org/2000/svg">`)
	d.put(`<title id="`, id, `-title">`, text(s.Title), `</title><desc id="`, id, `-desc">`, text(s.Desc), `</desc><defs>`)
	for _, p := range patterns {
		d.put(`<pattern id="`, id, `-`, p.class, `" class="weave `, p.class, `" width="8" height="8" patternUnits="userSpaceOnUse"><path d="`, p.path, `"/></pattern>`)
	}
	d.put(`</defs>`)
}

// patterns tell phases apart where colours do not.
var patterns = []struct{ class, path string }{
	{"undetected", "M-2 2l4-4M0 8l8-8M6 10l4-4"},
	{"unacknowledged", "M0 0l8 8M-2 6l4 4M6-2l4 4"},
	{"investigating", "M2 2h1v1h-1zM6 6h1v1h-1z"},
	{"mitigating", "M4 0v8"},
	{"confirming", "M0 4h8"},
	{"merged", "M0 8l8-8M0 0l8 8"},
}

func (d *drawing) phases(s Strip) {
	d.put(`<rect class="track" x="`, margin, `" y="`, d.top, `" width="`, width-2*margin, `" height="`, barTall, `"/>`)
	for _, p := range s.Phases {
		if p.From.Before(s.From) {
			p.From = s.From
		}
		if p.To.After(s.To) {
			p.To = s.To
		}
		if !p.To.After(p.From) {
			continue
		}
		x, w := s.x(p.From), s.x(p.To)-s.x(p.From)
		at := d.num(x) + `" y="` + strconv.Itoa(d.top) + `" width="` + d.num(w) + `" height="` + strconv.Itoa(barTall)
		d.put(`<g class="phase `, text(p.Class), `"><title>`, text(p.Label), `</title><rect x="`, at, `"/>`)
		d.put(`<rect class="weave" x="`, at, `" fill="url(#`, text(s.ID), `-`, text(p.Class), `)"/>`)
		if boldFactor*textWidth(p.Label)+12 <= w {
			d.put(`<text x="`, x+w/2, `" y="`, d.top+17, `" text-anchor="middle">`, text(p.Label), `</text>`)
		}
		d.put(`</g>`)
	}
}

func (d *drawing) mark(m placed) {
	y := d.top - 6 - m.lane*lane
	anchor, at := "start", m.x+5
	if m.flipped {
		anchor, at = "end", m.x-5
	}
	d.put(`<g class="mark `, text(m.Class), `"><title>`, text(m.full), `</title><path d="M`, m.x, ` `, y-10, `V`, d.top+4, `"/><circle cx="`, m.x, `" cy="`, d.top, `" r="3.5"/>`)
	d.put(`<text x="`, at, `" y="`, y, `" text-anchor="`, anchor, `">`, text(m.Label), `</text></g>`)
}

// steps are the distances of the axis's labels, from fine to coarse.
var steps = []time.Duration{
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	24 * time.Hour, 48 * time.Hour, 7 * 24 * time.Hour, 28 * 24 * time.Hour, 91 * 24 * time.Hour, 365 * 24 * time.Hour,
}

// axis writes clocks, or days where the steps are days.
func (d *drawing) axis(s Strip) {
	step, layout := s.tickStep(width - 2*margin)
	d.put(`<g class="axis">`)
	var ticks []tick
	// A century of ticks would come of a mistyped year; 40 is more than fits.
	for t, n := s.firstTick(step), 0; !t.After(s.To) && n < 40; t, n = t.Add(step), n+1 {
		d.put(`<path d="M`, s.x(t), ` `, d.top+barTall, `v4"/>`)
		ticks = append(ticks, tick{s.x(t), t.In(s.Zone).Format(layout)})
	}
	d.tickLabels(float64(d.top+barTall+17), 0, width, ticks)
	d.put(`</g>`)
}

// tickStep gives how far the labels of an axis of a width are apart and how they
// are written, so that they do not meet.
func (s Strip) tickStep(wide float64) (step time.Duration, layout string) {
	for _, step = range steps {
		layout = "15:04"
		if step >= 24*time.Hour {
			layout = time.DateOnly
		}
		if float64(step)/float64(s.To.Sub(s.From))*wide >= max(minTick, textWidth(layout)+tickAir) {
			break
		}
	}
	return step, layout
}

// firstTick is the first round time of the zone's clock not before From.
func (s Strip) firstTick(step time.Duration) time.Time {
	_, offset := s.From.In(s.Zone).Zone()
	shift := time.Duration(offset) * time.Second
	t := s.From.UTC().Add(shift).Truncate(step).Add(-shift)
	if t.Before(s.From) {
		t = t.Add(step)
	}
	return t
}
