package figure

// Sequence is who tells whom what, from the top down.
type Sequence struct {
	Chart  Chart // X and Y are not used; no id is needed
	Actors []Actor
	Steps  []Step
}

// Actor is who takes part. A line feed in the label begins a line.
type Actor struct {
	Label  string
	Person bool
}

// Step is a row of a sequence.
type Step struct {
	Kind     StepKind
	From, To int    // indices of the actors; of a note the first and the last one that it stands over
	Label    string // of frames the condition
	Word     string // of frames what they are: alt, opt, loop
	Dotted   bool
	Tail     Tip
	Head     Tip
}

// StepKind is what a row of a sequence is.
type StepKind int

// The rows of sequences. Frames are closed in the order in which they were
// opened, from the last one.
const (
	Message StepKind = iota
	NoteOver
	NoteLeft
	NoteRight
	FrameOpens
	FrameElse
	FrameCloses
)

// The measures of sequences, in the units of their view box.
const (
	actorLabel  = 132 // width of a line, at most
	actorAir    = 28
	messageWide = 230 // width of a line between two neighbours, at most
	messageAir  = 28  // beside it
	noteWide    = 230
	notePad     = 8
	noteAir     = 10
	stepAir     = 14
	selfWide    = 34
	seqFramePad = 10
	mostActors  = 30
	mostSteps   = 300
	mostDepth   = 8
	longSteps   = 10 // from here on the actors stand at the foot too
)

// Exchanged draws a sequence. One without actors, with too many rows, or whose
// frames do not close gives nil.
func Exchanged(s Sequence) []byte {
	if !s.sound() {
		return nil
	}
	q := newSequencePlan(s)
	for _, step := range s.Steps {
		q.step(step)
	}
	return q.close()
}

func (s Sequence) sound() bool {
	if len(s.Actors) == 0 || len(s.Actors) > mostActors || len(s.Steps) > mostSteps {
		return false
	}
	depth := 0
	for _, step := range s.Steps {
		if step.From < 0 || step.To < 0 || step.From >= len(s.Actors) || step.To >= len(s.Actors) {
			return false
		}
		switch step.Kind {
		case FrameOpens:
			depth++
		case FrameElse:
			if depth == 0 {
				return false
			}
		case FrameCloses:
			depth--
		}
		if depth < 0 || depth > mostDepth {
			return false
		}
	}
	return depth == 0
}

// sequencePlan is a sequence being drawn.
type sequencePlan struct {
	Sequence
	heads [][]string // lines of the actors
	x     []float64  // of their lines
	half  []float64  // of their boxes' widths
	tall  float64    // of their boxes

	behind, front drawing // frames and arrows; texts
	y             float64
	frames        []seqFrame // in the order in which they open
	open          []int      // indices of frames
	opened        int
	left, right   float64 // the ends of all that is drawn
}

func newSequencePlan(s Sequence) *sequencePlan {
	q := &sequencePlan{Sequence: s}
	for _, a := range s.Actors {
		lines := paragraphs(a.Label, actorLabel, 3)
		q.heads, q.half = append(q.heads, lines), append(q.half, (max(widest(lines), 36)+2*flowPad)/2)
		q.tall = max(q.tall, float64(len(lines)*boxLine+2*flowPad))
	}
	q.columns()
	last := len(q.x) - 1
	q.left, q.right = q.x[0]-q.half[0], q.x[last]+q.half[last]
	q.y = flowEdge + q.tall + stepAir
	q.measure()
	q.shift(flowEdge - q.left)
	return q
}

// columns finds where the lines of the actors stand, so that what is said
// between two of them fits.
func (q *sequencePlan) columns() {
	gaps := make([]float64, len(q.Actors)) // before each actor
	for i := 1; i < len(gaps); i++ {
		gaps[i] = q.half[i-1] + q.half[i] + actorAir
	}
	widen := func(i int, by float64) {
		if i > 0 && i < len(gaps) {
			gaps[i] = max(gaps[i], by)
		}
	}
	for _, s := range q.Steps {
		wide := widest(paragraphs(s.Label, messageWide, linkLines))
		low, high := min(s.From, s.To), max(s.From, s.To)
		switch {
		case s.Kind == Message && low == high:
			widen(low+1, wide+selfWide+messageAir)
		case s.Kind == Message && high == low+1:
			widen(high, wide+messageAir)
		case s.Kind == NoteOver && low == high:
			widen(low, wide/2+notePad+noteAir)
			widen(low+1, wide/2+notePad+noteAir)
		case s.Kind == NoteLeft:
			widen(low, wide+2*notePad+2*noteAir)
		case s.Kind == NoteRight:
			widen(low+1, wide+2*notePad+2*noteAir)
		}
	}
	x := 0.0
	for _, g := range gaps {
		x += g
		q.x = append(q.x, x)
	}
	q.longer()
}

// longer moves the last of several columns to where what is said across them
// fits into few lines.
func (q *sequencePlan) longer() {
	for _, s := range q.Steps {
		low, high := min(s.From, s.To), max(s.From, s.To)
		if s.Kind != Message || high-low < 2 {
			continue
		}
		need := widest(paragraphs(s.Label, messageWide, linkLines)) + messageAir
		if more := need - (q.x[high] - q.x[low]); more > 0 {
			for i := high; i < len(q.x); i++ {
				q.x[i] += more
			}
		}
	}
}

func (q *sequencePlan) step(s Step) {
	switch s.Kind {
	case Message:
		q.message(s)
	case FrameOpens:
		q.opens(s)
	case FrameElse:
		q.otherwise(s)
	case FrameCloses:
		q.closes()
	default:
		q.note(s)
	}
}

// message draws an arrow with what is said above it.
func (q *sequencePlan) message(s Step) {
	x1, x2 := q.x[s.From], q.x[s.To]
	if s.From == s.To {
		q.self(s)
		return
	}
	wide := max(x1, x2) - min(x1, x2) - messageAir/2
	lines := paragraphs(s.Label, wide, linkLines)
	q.label(s.Label, (x1+x2)/2, "middle", lines)
	q.y += 4
	way := 1.0
	if x2 < x1 {
		way = -1
	}
	q.behind.put(`<path class="`, s.class(), `" d="M`, x1+way*s.Tail.long(), ` `, q.y, `H`, x2-way*s.Head.long(), `"/>`)
	q.tip(s.Tail, s.class(), x1, way)
	q.tip(s.Head, s.class(), x2, -way)
	q.y += stepAir
}

func (s Step) class() string {
	if s.Dotted {
		return "d-link dotted"
	}
	return "d-link"
}

// label writes lines under each other.
func (q *sequencePlan) label(full string, x float64, anchor string, lines []string) {
	tall := float64(len(lines) * boxLine)
	q.front.put(`<g class="d-label"><title>`, text(full), `</title>`)
	q.front.lines(x, q.y+tall/2, anchor, lines)
	q.front.put(`</g>`)
	q.y += tall
}

// self draws what somebody does alone.
func (q *sequencePlan) self(s Step) {
	x, top := q.x[s.From], q.y
	lines := paragraphs(s.Label, messageWide, linkLines)
	q.label(s.Label, x+selfWide+6, "start", lines)
	q.y = max(q.y, top+20)
	middle := (top + q.y) / 2
	q.behind.put(`<path class="`, s.class(), `" d="M`, x, ` `, middle-8, `h`, selfWide-8, `q8 0 8 8t-8 8H`, x+s.Head.long(), `"/>`)
	foot := q.y
	q.y = middle + 8
	q.tip(s.Head, s.class(), x, 1)
	q.y = foot + stepAir
}

// tip draws the end of an arrow; back is the way that leads from the end.
func (q *sequencePlan) tip(t Tip, class string, x, back float64) {
	d := &q.behind
	switch t {
	case ArrowTip:
		d.put(`<path class="d-head `, class, `" d="M`, x, ` `, q.y, `l`, back*tipLong, ` `, -tipHalf, `v`, 2*tipHalf, `Z"/>`)
	case CircleTip: // told without waiting: an open head
		d.put(`<path class="`, class, ` open" d="M`, x+back*tipLong, ` `, q.y-tipHalf-1, `L`, x, ` `, q.y, `l`, back*tipLong, ` `, tipHalf+1, `M`, x, ` `, q.y, `h`, back*tipLong, `"/>`)
	case CrossTip:
		d.put(`<path class="`, class, ` open" d="M`, x+back*2, ` `, q.y-tipHalf, `l`, back*2*tipHalf, ` `, 2*tipHalf, `M`, x+back*2, ` `, q.y+tipHalf, `l`, back*2*tipHalf, ` `, -2*tipHalf, `"/>`)
	}
}

// noteBox is where a note stands across.
func (q *sequencePlan) noteBox(s Step) (left, wide float64, lines []string) {
	low, high := min(s.From, s.To), max(s.From, s.To)
	most := float64(noteWide)
	if s.Kind == NoteOver && low != high {
		most = max(most, q.x[high]-q.x[low]+2*noteAir)
	}
	lines = paragraphs(s.Label, most, flowLines)
	wide = max(widest(lines), leastIn) + 2*notePad
	switch {
	case s.Kind == NoteLeft:
		return q.x[low] - noteAir - wide, wide, lines
	case s.Kind == NoteRight:
		return q.x[low] + noteAir, wide, lines
	case low != high:
		wide = max(wide, q.x[high]-q.x[low]+4*noteAir)
	}
	return (q.x[low]+q.x[high])/2 - wide/2, wide, lines
}

// note draws a text in a box of its own.
func (q *sequencePlan) note(s Step) {
	left, wide, lines := q.noteBox(s)
	tall := float64(max(len(lines), 1)*boxLine + 2*notePad - 2)
	d := &q.front
	d.put(`<g class="d-note"><title>`, text(s.Label), `</title><rect x="`, left, `" y="`, q.y, `" width="`, wide, `" height="`, tall, `" rx="3"/>`)
	d.lines(left+wide/2, q.y+tall/2, "middle", lines)
	d.put(`</g>`)
	q.y += tall + stepAir
}

// close puts the parts together, under the lines of the actors.
func (q *sequencePlan) close() []byte {
	feet := len(q.Steps) > longSteps
	foot := q.y
	tall := foot + flowEdge
	if feet {
		tall += q.tall
	}
	d := openDiagram(q.Chart, "sequence", q.right+flowEdge, tall)
	for _, x := range q.x {
		d.put(`<path class="d-life" d="M`, x, ` `, flowEdge+q.tall, `V`, foot, `"/>`)
	}
	d.Write(q.behind.Bytes())
	d.Write(q.front.Bytes())
	q.actors(d, flowEdge)
	if feet {
		q.actors(d, foot)
	}
	return d.close()
}

func (q *sequencePlan) actors(d *drawing, y float64) {
	for i, a := range q.Actors {
		radius := 3.0
		if a.Person {
			radius = q.tall / 2
		}
		d.put(`<g class="d-box"><title>`, text(a.Label), `</title><rect x="`, q.x[i]-q.half[i], `" y="`, y, `" width="`, 2*q.half[i], `" height="`, q.tall, `" rx="`, radius, `"/>`)
		d.lines(q.x[i], y+q.tall/2, "middle", q.heads[i])
		d.put(`</g>`)
	}
}
