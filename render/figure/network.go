package figure

import (
	"cmp"
	"slices"
)

// Network is things in columns, the reasons on the left, with arcs from what
// lies behind to what follows.
type Network struct {
	Chart   Chart    // X and Y are not used
	Columns []string // heads; at least one
	Nodes   []Node
	Arcs    []Arc
	Legend  []ArcKind
	BoxWide float64 // of a box, at most; 0 is usual
}

// Node is a thing of a network.
type Node struct {
	Class  string
	Label  string
	Column int    // an index of Columns; a node of no column is left out
	Href   string // empty for no link
	Lang   string // of the label, where it is not the page's
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
	d.put(`<svg class="figure chart network" viewBox="0 0 `, networkWide, ` `, tall, `" role="`, n.role(), `" aria-labelledby="`, id, `-title `, id, `-desc" xmlns="http://www.w3.org/2000/svg">`)
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

// role is what the picture is to those who cannot see it: one with links is no
// mere image, in which nothing can be reached.
func (n Network) role() string {
	if slices.ContainsFunc(n.Nodes, func(node Node) bool { return node.Href != "" }) {
		return "group"
	}
	return "img"
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
	l.wide = min(cmp.Or(n.BoxWide, boxWide), (room-least*(count-1))/count)
	l.gap = (room - l.wide*count) / max(count-1, 1)
	for i, node := range n.Nodes {
		if node.Column < 0 || node.Column >= len(n.Columns) {
			continue
		}
		b := &box{Node: node, node: i, row: len(l.columns[node.Column]), lines: wrapped(node.Label, l.wide-2*boxPad, boxLines)}
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

// sort orders the boxes of each column: sweeps put each box at the mean place
// of what it is joined with, and the order with the fewest crossings stays.
func (l *network) sort(arcs []Arc) {
	joined := map[*box][]*box{}
	for _, a := range arcs {
		from, to := l.boxes[a.From], l.boxes[a.To]
		if from != nil && to != nil && from.Column != to.Column {
			joined[from], joined[to] = append(joined[from], to), append(joined[to], from)
		}
	}
	least, best := l.crossings(arcs), l.rows()
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
		if n := l.crossings(arcs); n < least {
			least, best = n, l.rows()
		}
	}
	for i, b := range l.order {
		b.row = best[i]
	}
	for _, column := range l.columns {
		slices.SortFunc(column, func(a, b *box) int { return a.row - b.row })
	}
}

// rows are the places of all boxes.
func (l *network) rows() []int {
	out := make([]int, len(l.order))
	for i, b := range l.order {
		out[i] = b.row
	}
	return out
}

// crossings counts how often arcs between the same two columns cross.
func (l *network) crossings(arcs []Arc) int {
	between := map[[2]int][][2]int{}
	for _, a := range arcs {
		from, to := l.boxes[a.From], l.boxes[a.To]
		if from == nil || to == nil || from.Column == to.Column {
			continue
		}
		if from.Column > to.Column {
			from, to = to, from
		}
		key := [2]int{from.Column, to.Column}
		between[key] = append(between[key], [2]int{from.row, to.row})
	}
	count := 0
	for key, ends := range between {
		count += inversions(ends, len(l.columns[key[1]]))
	}
	return count
}

// inversions counts the pairs of arcs whose ends are in opposite order, with a
// tree of counts by right end (P. Fenwick, 1994).
func inversions(ends [][2]int, rows int) int {
	slices.SortFunc(ends, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	tree, count := make([]int, rows+1), 0
	for n, e := range ends {
		count += n
		for i := e[1] + 1; i > 0; i &= i - 1 {
			count -= tree[i]
		}
		for i := e[1] + 1; i <= rows; i += i & -i {
			tree[i]++
		}
	}
	return count
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

// box draws a box. The numbers of boxes and of the ends of arcs let a script
// tell which paths lead through one.
func (l *network) box(d *drawing, b box) {
	x := l.left(b.Column)
	lang := ""
	if b.Lang != "" {
		lang = ` lang="` + text(b.Lang) + `"`
	}
	if b.Href != "" {
		d.put(`<a href="`, text(b.Href), `">`)
	}
	d.put(`<g class="node `, text(b.Class), `" data-node="`, b.node, `"`, lang, `><title>`, text(b.Label), `</title><rect x="`, x, `" y="`, b.y, `" width="`, l.wide, `" height="`, boxTall, `" rx="4"/>`)
	d.lines(x+boxPad, b.y+boxTall/2, "start", b.lines)
	d.put(`</g>`)
	if b.Href != "" {
		d.put(`</a>`)
	}
}

// lines writes lines of text around a middle.
func (d *drawing) lines(x, middle float64, anchor string, list []string) {
	y := middle + 4 - float64(len(list)-1)*boxLine/2
	for i, line := range list {
		d.put(`<text x="`, x, `" y="`, y+float64(i*boxLine), `"`)
		if anchor != "start" {
			d.put(` text-anchor="`, anchor, `"`)
		}
		d.put(`>`, text(line), `</text>`)
	}
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
	d.put(`<path class="`, text(a.Class), `" data-from="`, a.From, `" data-to="`, a.To, `" d="M`, x1, ` `, y1, `C`, c1, ` `, y1, ` `, c2, ` `, y2, ` `, x2, ` `, y2, `"/>`)
	if a.Arrow {
		const long, half = 7, 3.5
		back := x2 - way*long
		d.put(`<path class="head `, text(a.Class), `" data-from="`, a.From, `" data-to="`, a.To, `" d="M`, x2, ` `, y2, `L`, back, ` `, y2-half, `V`, y2+half, `Z"/>`)
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
		wide := sample + textWidth(k.Label)
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
