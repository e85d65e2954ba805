package figure

import (
	"cmp"
	"slices"
	"strings"
)

// Network is things in columns, the reasons on the left, with arcs from what
// lies behind to what follows.
type Network struct {
	Chart   Chart    // X and Y are not used
	Columns []string // heads; at least one
	Nodes   []Node
	Arcs    []Arc
	Legend  []ArcKind
}

// Node is a thing of a network.
type Node struct {
	Class  string
	Label  string
	Column int // an index of Columns; a node of no column is left out
}

// Arc joins two things, given by their indices in Nodes; one that joins others
// is left out.
type Arc struct {
	Class    string
	From, To int
	Arrow    bool // it has a direction
}

// ArcKind is what the arcs of a class mean.
type ArcKind struct {
	Class string
	Label string
}

// The measures of networks, in the units of their view box.
const (
	networkWide = 960
	networkEdge = 10 // around the picture
	networkHead = 30
	boxWide     = 196 // at most
	boxTall     = 38
	boxStep     = 48 // from one box to the next
	boxPad      = 9  // beside the text
	boxLine     = 14 // from one line of text to the next
	boxLines    = 2
	arcBulge    = 34 // of arcs within a column
	arcOffset   = 8  // of the ends of an arc that leads back to its box
	sweeps      = 4  // of the order of the boxes
)

// Linked draws a network; one without columns or nodes gives nil. The order of
// the boxes within a column follows the mean place of what they are joined
// with, so that few arcs cross (K. Sugiyama, S. Tagawa and M. Toda, 1981).
func Linked(n Network) []byte {
	l := n.layout()
	if len(l.boxes) == 0 {
		return nil
	}
	d := &drawing{}
	legend, tall := legendOf(n.Legend, l.tall)
	id := text(n.Chart.ID)
	d.put(`<svg class="figure chart network" viewBox="0 0 `, networkWide, ` `, tall, `" role="img" aria-labelledby="`, id, `-title `, id, `-desc" xmlns="http://www.w3.org/2000/svg">`)
	d.put(`<title id="`, id, `-title">`, text(n.Chart.Title), `</title><desc id="`, id, `-desc">`, text(n.Chart.Desc), `</desc><g class="names">`)
	for i, head := range n.Columns {
		d.put(`<text x="`, l.left(i), `" y="16">`, text(clipped(head, l.wide)), `</text>`)
	}
	d.put(`</g>`)
	for _, a := range n.Arcs {
		l.arc(d, a)
	}
	for _, b := range l.order {
		l.box(d, *b)
	}
	for _, e := range legend {
		d.put(`<g class="legend"><path class="`, text(e.Class), `" d="M`, e.x, ` `, e.y-4, `h22"/><text x="`, e.x+28, `" y="`, e.y, `">`, text(e.Label), `</text></g>`)
	}
	return d.close()
}

// box is a node with its place.
type box struct {
	Node
	node  int // index
	row   int // in its column, from the top
	y     float64
	mean  float64 // of the rows of what it is joined with, for the order
	lines []string
}

// network is the places of all boxes.
type network struct {
	wide, gap float64
	boxes     map[int]*box // by the index of the node
	order     []*box       // as the nodes come
	columns   [][]*box
	tall      float64
}

func (n Network) layout() *network {
	count := float64(len(n.Columns))
	l := &network{boxes: map[int]*box{}, columns: make([][]*box, len(n.Columns))}
	if len(n.Columns) == 0 {
		return l
	}
	const least = 50 // between two columns
	room := float64(networkWide - 2*networkEdge)
	l.wide = min(boxWide, (room-least*(count-1))/count)
	l.gap = (room - l.wide*count) / max(count-1, 1)
	for i, node := range n.Nodes {
		if node.Column < 0 || node.Column >= len(n.Columns) {
			continue
		}
		b := &box{Node: node, node: i, row: len(l.columns[node.Column]), lines: wrapped(node.Label, l.wide-2*boxPad)}
		l.boxes[i], l.order = b, append(l.order, b)
		l.columns[node.Column] = append(l.columns[node.Column], b)
	}
	l.sort(n.Arcs)
	rows := 0
	for _, c := range l.columns {
		rows = max(rows, len(c))
	}
	l.tall = float64(networkHead + rows*boxStep)
	for _, column := range l.columns {
		top := networkHead + float64((rows-len(column))*boxStep)/2
		for i, b := range column {
			b.y = top + float64(i*boxStep)
		}
	}
	return l
}

// sort orders the boxes of each column.
func (l *network) sort(arcs []Arc) {
	joined := map[*box][]*box{}
	for _, a := range arcs {
		from, to := l.boxes[a.From], l.boxes[a.To]
		if from != nil && to != nil && from.Column != to.Column {
			joined[from], joined[to] = append(joined[from], to), append(joined[to], from)
		}
	}
	for range sweeps {
		for _, column := range l.columns {
			for _, b := range column {
				b.mean = l.meanRow(b, joined[b])
			}
			slices.SortStableFunc(column, func(a, b *box) int { return cmp.Compare(a.mean, b.mean) })
			for i, b := range column {
				b.row = i
			}
		}
	}
}

// meanRow is the mean place of some boxes, from 0 at the top to 1 at the foot
// of their columns; of none, that of the box itself.
func (l *network) meanRow(own *box, list []*box) float64 {
	place := func(b *box) float64 { return (float64(b.row) + 0.5) / float64(len(l.columns[b.Column])) }
	if len(list) == 0 {
		return place(own)
	}
	sum := 0.0
	for _, b := range list {
		sum += place(b)
	}
	return sum / float64(len(list))
}

func (l *network) left(column int) float64 {
	return networkEdge + float64(column)*(l.wide+l.gap)
}

func (l *network) box(d *drawing, b box) {
	x := l.left(b.Column)
	d.put(`<g class="node `, text(b.Class), `"><title>`, text(b.Label), `</title><rect x="`, x, `" y="`, b.y, `" width="`, l.wide, `" height="`, boxTall, `" rx="4"/>`)
	y := b.y + boxTall/2 + 4 - float64(len(b.lines)-1)*boxLine/2
	for i, line := range b.lines {
		d.put(`<text x="`, x+boxPad, `" y="`, y+float64(i*boxLine), `">`, text(line), `</text>`)
	}
	d.put(`</g>`)
}

// arc draws an arc from the side of a box to that of another one.
func (l *network) arc(d *drawing, a Arc) {
	from, to := l.boxes[a.From], l.boxes[a.To]
	if from == nil || to == nil {
		return
	}
	y1, y2 := from.y+boxTall/2, to.y+boxTall/2
	if from == to {
		y1, y2 = y1-arcOffset, y2+arcOffset
	}
	x1, x2 := l.left(from.Column)+l.wide, l.left(to.Column)
	way, c1, c2 := 1.0, 0.0, 0.0
	switch {
	case from.Column == to.Column && to.Column > 0 && to.Column == len(l.columns)-1: // on the right is no room
		x1 = x2
		c1, c2 = x1-arcBulge, x1-arcBulge
	case from.Column == to.Column:
		x2 = x1
		c1, c2, way = x1+arcBulge, x1+arcBulge, -1
	case from.Column > to.Column:
		x1, x2 = l.left(from.Column), l.left(to.Column)+l.wide
		c1, c2, way = (x1+x2)/2, (x1+x2)/2, -1
	default:
		c1, c2 = (x1+x2)/2, (x1+x2)/2
	}
	d.put(`<path class="`, text(a.Class), `" d="M`, x1, ` `, y1, `C`, c1, ` `, y1, ` `, c2, ` `, y2, ` `, x2, ` `, y2, `"/>`)
	if a.Arrow {
		const long, half = 7, 3.5
		back := x2 - way*long
		d.put(`<path class="head `, text(a.Class), `" d="M`, x2, ` `, y2, `L`, back, ` `, y2-half, `V`, y2+half, `Z"/>`)
	}
}

// placedKind is an entry of the legend with its place.
type placedKind struct {
	ArcKind
	x, y float64
}

// legendOf sets the legend under a picture, in as many lines as it takes, and
// gives how tall all of it is.
func legendOf(list []ArcKind, top float64) (out []placedKind, tall float64) {
	const line = 20
	x, y := float64(networkEdge), top+line
	for _, k := range list {
		const sample, air = 28, 24 // letters may be wider than the estimate
		k.Label = clipped(k.Label, networkWide-2*networkEdge-sample)
		wide := sample + 1.1*textWidth(k.Label)
		if x > networkEdge && x+wide > networkWide-networkEdge {
			x, y = networkEdge, y+line
		}
		out = append(out, placedKind{k, x, y})
		x += wide + air
	}
	if len(out) == 0 {
		return nil, top
	}
	return out, y + networkEdge
}

// wrapped breaks a label into lines of a width, at spaces where it can; what
// does not fit ends in an ellipsis.
func wrapped(label string, wide float64) []string {
	words := strings.Fields(label)
	var lines []string
	for len(words) > 0 {
		if len(lines) == boxLines-1 {
			return append(lines, clipped(strings.Join(words, " "), wide))
		}
		n := 1
		for n < len(words) && textWidth(strings.Join(words[:n+1], " ")) <= wide {
			n++
		}
		first := strings.Join(words[:n], " ")
		if textWidth(first) <= wide {
			lines, words = append(lines, first), words[n:]
			continue
		}
		head, rest := broken(first, wide)
		lines, words = append(lines, head), append([]string{rest}, words[n:]...)
	}
	return lines
}

// broken cuts a word where its width is reached.
func broken(word string, wide float64) (head, rest string) {
	w := 0.0
	for i, r := range word {
		if w += textWidth(string(r)); w > wide && i > 0 {
			return word[:i], word[i:]
		}
	}
	return word, ""
}

// clipped is a text of at most a width, which ends in an ellipsis if something
// is left out.
func clipped(s string, wide float64) string {
	if textWidth(s) <= wide {
		return s
	}
	const dots = "…"
	head, _ := broken(s, wide-textWidth(dots))
	return strings.TrimRight(head, " ") + dots
}
