package render

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strings"
	"text/template/parse"
)

// A program is a template made ready to run. html/template decides how each
// value is escaped and is the judge of what a template may hold; its result,
// a tree of text/template, is what a program is compiled from. Walking that
// tree as text/template does takes seven times as long: 0.45 ms a page.
//
// A program knows what the built-in templates use and somewhat more. Where a
// template needs anything else, when it is compiled or while it runs,
// html/template itself prints the page: a theme may use all of it. A program
// belongs to one goroutine, because it remembers where it found a field.
type program struct {
	steps []step
	slots int // variables
}

// step does one thing of a template.
type step func(*frame)

// expr gives a value.
type expr func(*frame) reflect.Value

// frame is a program while it runs.
type frame struct {
	out   *output
	dot   reflect.Value
	vars  []reflect.Value // the first is "$"
	depth int             // of templates inside of each other, from 1 on
}

// errBeyond is what programs and their compiler stop with where html/template
// has to take over.
var errBeyond = errors.New("beyond what programs can do")

// beyond stops a program or the compiler.
func beyond() { panic(errBeyond) }

// untilBeyond tells whether do came to its end.
func untilBeyond(do func()) (ok bool) {
	defer func() {
		if p := recover(); p != nil && p != errBeyond {
			panic(p)
		}
	}()
	do()
	return true
}

// deepest is how many templates may be inside of each other. html/template
// says which one calls itself without end.
const deepest = 1000

func (p *program) run(out *output, data reflect.Value) { p.nested(out, data, 1) }

// nested runs a program within so many others, itself included.
func (p *program) nested(out *output, data reflect.Value, depth int) {
	if depth > deepest {
		beyond()
	}
	f := &frame{out: out, dot: data, vars: make([]reflect.Value, p.slots), depth: depth}
	f.vars[0] = data
	f.do(p.steps)
}

func (f *frame) do(steps []step) {
	for _, s := range steps {
		s(f)
	}
}

// with runs steps with another dot.
func (f *frame) with(dot reflect.Value, steps []step) {
	outer := f.dot
	f.dot = dot
	f.do(steps)
	f.dot = outer
}

// compiler makes programs of the templates of a set.
type compiler struct {
	set   *template.Template
	known map[string]*program
}

// compile makes the program of a template, nil if it goes beyond programs.
func compile(t *template.Template) (p *program) {
	// The first run makes the tree safe. What is wrong with the template comes
	// to light when html/template prints the page.
	_ = t.Execute(io.Discard, nil)
	c := &compiler{t, map[string]*program{}}
	if !untilBeyond(func() { p = c.template(t.Name()) }) {
		return nil
	}
	return p
}

func (c *compiler) template(name string) *program {
	if p := c.known[name]; p != nil {
		return p
	}
	tree := c.tree(name)
	p := &program{}
	c.known[name] = p // templates may call themselves
	s := &scope{compiler: c, names: []string{"$"}, slots: 1}
	p.steps = s.list(tree.Root)
	p.slots = s.slots
	return p
}

// tree gives the tree of a template. html/template keeps to itself the copies
// that it makes of templates for use inside of tags; one that holds nothing
// but text is as the original.
func (c *compiler) tree(name string) *parse.Tree {
	name, _, copied := strings.Cut(name, "$htmltemplate_")
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		beyond()
	}
	for _, n := range t.Tree.Root.Nodes {
		if copied && n.Type() != parse.NodeText {
			beyond()
		}
	}
	return t.Tree
}

// scope is where the compiler is in a template: which variables there are.
type scope struct {
	*compiler
	names []string // of the variables in reach
	slots int      // at most in use; a variable's slot is its place in names
}

func (s *scope) list(list *parse.ListNode) (steps []step) {
	if list == nil {
		return nil
	}
	reach := len(s.names)
	for _, n := range list.Nodes {
		if do := s.node(n); do != nil {
			steps = append(steps, do)
		}
	}
	s.names = s.names[:reach]
	return steps
}

func (s *scope) node(n parse.Node) step {
	switch n := n.(type) {
	case *parse.TextNode:
		return func(f *frame) { f.out.Write(n.Text) }
	case *parse.ActionNode:
		return s.action(n.Pipe)
	case *parse.IfNode:
		value, yes, no := s.branch(&n.BranchNode)
		return func(f *frame) {
			if truth(value(f)) {
				f.do(yes)
			} else {
				f.do(no)
			}
		}
	case *parse.WithNode:
		value, yes, no := s.branch(&n.BranchNode)
		return func(f *frame) {
			if v := value(f); truth(v) {
				f.with(v, yes)
			} else {
				f.do(no)
			}
		}
	case *parse.RangeNode:
		return s.loop(s.branch(&n.BranchNode))
	case *parse.TemplateNode:
		return s.call(n)
	case *parse.CommentNode:
		return nil
	}
	beyond()
	return nil
}

// branch compiles the parts of an if, with or range.
func (s *scope) branch(n *parse.BranchNode) (value expr, yes, no []step) {
	if len(n.Pipe.Decl) > 0 {
		beyond()
	}
	return s.pipe(n.Pipe), s.list(n.List), s.list(n.ElseList)
}

func (s *scope) loop(value expr, body, none []step) step {
	return func(f *frame) {
		v := inside(value(f))
		if v.Kind() != reflect.Slice {
			beyond()
		}
		for i := range v.Len() {
			f.with(v.Index(i), body)
		}
		if v.Len() == 0 {
			f.do(none)
		}
	}
}

func (s *scope) call(n *parse.TemplateNode) step {
	p := s.template(n.Name)
	if n.Pipe == nil {
		beyond()
	}
	data := s.pipe(n.Pipe)
	return func(f *frame) { p.nested(f.out, data(f), f.depth+1) }
}

// action prints a value, or keeps it in a variable.
func (s *scope) action(pipe *parse.PipeNode) step {
	if len(pipe.Decl) == 0 {
		last := len(pipe.Cmds)
		for last > 1 && escaperName(pipe.Cmds[last-1]) != "" {
			last--
		}
		value := s.commands(pipe.Cmds[:last])
		var names []string
		for _, c := range pipe.Cmds[last:] {
			names = append(names, escaperName(c))
		}
		e := escaperOf(names)
		return func(f *frame) { e.print(f.out, value(f)) }
	}
	if len(pipe.Decl) > 1 || pipe.IsAssign {
		beyond()
	}
	value := s.commands(pipe.Cmds)
	slot := len(s.names)
	s.names = append(s.names, pipe.Decl[0].Ident[0])
	s.slots = max(s.slots, len(s.names))
	return func(f *frame) { f.vars[slot] = value(f) }
}

func (s *scope) pipe(pipe *parse.PipeNode) expr {
	if len(pipe.Decl) > 0 {
		beyond()
	}
	return s.commands(pipe.Cmds)
}

// commands compiles a pipeline of one command. Pipelines of several are left
// to html/template, save for its escapers.
func (s *scope) commands(list []*parse.CommandNode) expr {
	if len(list) != 1 {
		beyond()
	}
	args := list[0].Args
	switch n := args[0].(type) {
	case *parse.IdentifierNode:
		return s.function(n.Ident, s.operands(args[1:]))
	case *parse.FieldNode:
		if len(args) > 1 {
			return chain(dot, n.Ident, s.operands(args[1:]))
		}
	case *parse.VariableNode:
		if len(args) > 1 {
			return chain(s.variable(n.Ident[0]), n.Ident[1:], s.operands(args[1:]))
		}
	}
	if len(args) > 1 {
		beyond()
	}
	return s.operand(args[0])
}

func dot(f *frame) reflect.Value { return f.dot }

func (s *scope) operands(nodes []parse.Node) []expr {
	list := make([]expr, len(nodes))
	for i, n := range nodes {
		list[i] = s.operand(n)
	}
	return list
}

func (s *scope) operand(n parse.Node) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return chain(dot, n.Ident, nil)
	case *parse.VariableNode:
		return chain(s.variable(n.Ident[0]), n.Ident[1:], nil)
	case *parse.PipeNode:
		return s.pipe(n)
	case *parse.IdentifierNode:
		return s.function(n.Ident, nil)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64))
		}
	}
	beyond()
	return nil
}

func constant(x any) expr {
	v := reflect.ValueOf(x)
	return func(*frame) reflect.Value { return v }
}

func (s *scope) variable(name string) expr {
	for slot := len(s.names) - 1; slot >= 0; slot-- {
		if s.names[slot] == name {
			return func(f *frame) reflect.Value { return f.vars[slot] }
		}
	}
	panic(fmt.Sprintf("the variable %s is not declared", name)) // the parser sees to it
}

// inside gives what an interface holds.
func inside(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// plain gives a value as Go code has it.
func plain(v reflect.Value) any {
	if !v.IsValid() {
		beyond()
	}
	return v.Interface()
}

// truth tells what if and with make of a value, as template.IsTrue does.
func truth(v reflect.Value) bool {
	v = inside(v)
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Slice, reflect.Array, reflect.Map, reflect.String:
		return v.Len() > 0
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}
