package figure

// Tree is what to do under which condition.
type Tree struct {
	Chart     Chart  // X and Y are not used
	Start     string // where it begins
	Branches  []Branch
	Otherwise string // the word before what to do if a condition does not hold
}

// Branch is a condition with what follows from it.
type Branch struct {
	Condition string
	Href      string // of the condition; empty for no link
	Then      Leaf
	Else      Leaf
	Under     []Branch // looked at if the condition holds
}

// Leaf is what to do; one without a label is nothing.
type Leaf struct{ Label, Href string }

// The measures of trees, in the units of their view box.
const (
	treeIndent = 24  // of a branch under another
	treeDeep   = 7   // from here on branches are indented no more
	treeLeaf   = 430 // x of what to do
	treeLines  = 3
	treePad    = 8  // beside and above the text of a box
	treeAir    = 10 // between two rows
	treeHook   = 12 // from the left side of a box to the line down from it
	// mostBranches bounds a picture that can be read.
	mostBranches = 60
)

// Decided draws a tree from the top; one without branches, or with too many,
// gives nil.
func Decided(t Tree) []byte {
	if n := countBranches(t.Branches); n == 0 || n > mostBranches {
		return nil
	}
	p := &tree{Tree: t, y: margin}
	y := p.box("start", Leaf{Label: t.Start}, margin, treeLeaf-2*treeAir, p.y)
	p.down = append(p.down, y)
	p.y = y + treeAir
	p.branches(t.Branches, 1)
	d := newPicture(t.Chart, "tree", width, int(p.y-treeAir+margin+0.9))
	d.Write(p.lines.Bytes())
	d.Write(p.boxes.Bytes())
	return d.close()
}

func countBranches(list []Branch) int {
	n := len(list)
	for _, b := range list {
		if n > mostBranches {
			return n // deep ones are not looked into
		}
		n += countBranches(b.Under)
	}
	return n
}

// tree is a tree being drawn: lines under boxes.
type tree struct {
	Tree
	lines, boxes drawing
	y            float64   // of the next row
	down         []float64 // by depth: the foot of the box from which branches hang
}

func (p *tree) branches(list []Branch, depth int) {
	for _, b := range list {
		p.branch(b, depth)
		p.branches(b.Under, depth+1)
	}
}

// branch draws a row: the condition, what follows, and under that what to do
// otherwise.
func (p *tree) branch(b Branch, depth int) {
	x := treeX(depth)
	wide := treeLeaf - 2*treeAir - x + margin
	top := p.y
	foot := p.box("condition", Leaf{b.Condition, b.Href}, x, wide, top)
	hook := treeX(depth-1) + treeHook
	if treeX(depth) == treeX(depth-1) {
		hook = x - treeHook
	}
	p.lines.put(`<path class="under" d="M`, hook, ` `, p.down[depth-1], `V`, top+treePad+6, `H`, x, `"/>`)
	p.down = append(p.down[:depth], foot)
	middle, next := (top+foot)/2, top
	if b.Then.Label != "" {
		end := p.box("then", b.Then, treeLeaf, width-margin-treeLeaf, next)
		p.arrow("yes", x+wide, middle, (next+end)/2)
		next = end + treeAir
	}
	if b.Else.Label != "" {
		otherwise := Leaf{p.Otherwise + " " + b.Else.Label, b.Else.Href}
		end := p.box("else", otherwise, treeLeaf, width-margin-treeLeaf, next)
		p.arrow("no", x+wide, middle, (next+end)/2)
		next = end + treeAir
	}
	p.y = max(foot+treeAir, next)
}

func treeX(depth int) float64 { return margin + treeIndent*float64(min(depth, treeDeep)) }

// box draws a box with a text and gives its foot.
func (p *tree) box(class string, l Leaf, x, wide, y float64) float64 {
	lines := wrapped(l.Label, wide-2*treePad, treeLines)
	tall := float64(max(len(lines), 1)*boxLine + 2*treePad - 2)
	d := &p.boxes
	if l.Href != "" {
		d.put(`<a href="`, text(l.Href), `">`)
	}
	d.put(`<g class="`, class, `"><title>`, text(l.Label), `</title><rect x="`, x, `" y="`, y, `" width="`, wide, `" height="`, tall, `" rx="4"/>`)
	d.lines(x+treePad, y+tall/2, "start", lines)
	d.put(`</g>`)
	if l.Href != "" {
		d.put(`</a>`)
	}
	return y + tall
}

// arrow leads from the right side of a condition to what to do.
func (p *tree) arrow(class string, x, from, to float64) {
	const long, half = 7, 3.5
	turn := float64(treeLeaf) - 2*long
	p.lines.put(`<path class="`, class, `" d="M`, x, ` `, from, `H`, turn, `V`, to, `H`, treeLeaf-long, `"/>`)
	p.lines.put(`<path class="head" d="M`, treeLeaf, ` `, to, `L`, treeLeaf-long, ` `, to-half, `V`, to+half, `Z"/>`)
}
