package figure

// seqFrame is a frame of a sequence.
type seqFrame struct {
	left, right float64
	top         float64
}

// measure finds where the frames stand across, and how far all of it reaches.
func (q *sequencePlan) measure() {
	last := len(q.x) - 1
	q.left, q.right = q.x[0]-q.half[0], q.x[last]+q.half[last]
	var open []int
	reach := func(left, right float64) {
		q.left, q.right = min(q.left, left), max(q.right, right)
		if n := len(open); n > 0 {
			f := &q.frames[open[n-1]]
			f.left, f.right = min(f.left, left), max(f.right, right)
		}
	}
	for _, s := range q.Steps {
		switch s.Kind {
		case FrameOpens:
			open = append(open, len(q.frames))
			q.frames = append(q.frames, seqFrame{left: q.x[last], right: q.x[0]})
			q.heading(s, open)
		case FrameElse:
			q.heading(s, open)
		case FrameCloses:
			f := &q.frames[open[len(open)-1]]
			open = open[:len(open)-1]
			if f.left >= f.right { // nothing but a title is in it
				f.left, f.right = min(q.x[0], f.left), max(f.right, q.x[last])
			}
			f.left, f.right = f.left-seqFramePad, f.right+seqFramePad
			f.right = max(f.right, f.left+f.top)
			f.top = 0
			reach(f.left, f.right)
		default:
			reach(q.extent(s))
		}
	}
}

// shift moves everything across.
func (q *sequencePlan) shift(by float64) {
	for i := range q.x {
		q.x[i] += by
	}
	for i := range q.frames {
		q.frames[i].left += by
		q.frames[i].right += by
	}
	q.left, q.right = q.left+by, q.right+by
}

// heading notes, until the frame closes, how wide its titles are in top.
func (q *sequencePlan) heading(s Step, open []int) {
	f := &q.frames[open[len(open)-1]]
	f.top = max(f.top, s.wordWide()+2*flowPad+widest(s.condition()))
}

// extent is how far a message or a note reaches across.
func (q *sequencePlan) extent(s Step) (left, right float64) {
	switch {
	case s.Kind != Message:
		left, wide, _ := q.noteBox(s)
		return left, left + wide
	case s.From == s.To:
		x := q.x[s.From]
		return x - tipLong, x + selfWide + flowPad + widest(paragraphs(s.Label, messageWide, linkLines))
	}
	return min(q.x[s.From], q.x[s.To]), max(q.x[s.From], q.x[s.To])
}

// wordWide is the width of the box with the word of a frame.
func (s Step) wordWide() float64 {
	if s.Word == "" {
		return 0
	}
	return textWidth(s.Word) + 14
}

// condition is when what is in a frame, or in a part of it, happens.
func (s Step) condition() []string {
	if s.Label == "" {
		return nil
	}
	return paragraphs("["+s.Label+"]", messageWide, linkLines)
}

func (q *sequencePlan) opens(s Step) {
	f := &q.frames[q.opened]
	q.open = append(q.open, q.opened)
	q.opened++
	f.top = q.y
	wide := s.wordWide()
	q.front.put(`<g class="d-word"><rect x="`, f.left, `" y="`, q.y, `" width="`, wide, `" height="20"/><text x="`, f.left+7, `" y="`, q.y+14, `">`, text(s.Word), `</text></g>`)
	q.head(s, f.left+wide+flowPad)
}

// otherwise draws the line before another part of a frame.
func (q *sequencePlan) otherwise(s Step) {
	f := q.frames[q.open[len(q.open)-1]]
	q.behind.put(`<path class="d-frame dotted" d="M`, f.left, ` `, q.y, `H`, f.right, `"/>`)
	q.head(s, f.left+flowPad)
}

// head writes the condition of a part of a frame.
func (q *sequencePlan) head(s Step, x float64) {
	const least = 20 // the height of the word
	top := q.y
	q.y += 3
	q.label(s.Label, x, "start", s.condition())
	q.y = max(q.y, top+least) + flowPad
}

func (q *sequencePlan) closes() {
	n := len(q.open) - 1
	f := q.frames[q.open[n]]
	q.open = q.open[:n]
	q.behind.put(`<rect class="d-frame" x="`, f.left, `" y="`, f.top, `" width="`, f.right-f.left, `" height="`, q.y-f.top, `" rx="2"/>`)
	q.y += stepAir
}
