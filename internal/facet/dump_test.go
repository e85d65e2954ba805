package facet

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

func TestDump(t *testing.T) {
	name := os.Getenv("DUMP")
	if name == "" {
		t.Skip()
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(name)
	d, found := doc.Parse(source.New(os.Getenv("DUMPAS"), data), doc.DefaultLimits())
	m := Merge(d, set, Options{})
	fmt.Println("KIND", m.Kind)
	show(m.Value, 0)
	for k, v := range m.Also {
		fmt.Println("ALSO", k)
		for _, x := range v {
			show(x, 1)
		}
	}
	for _, x := range m.Doubts {
		fmt.Println("DOUBT", x.Field, x.Reason.En)
	}
	for _, x := range append(append(found, m.Found...), set.Check(m.Kind, d, m.Value)...) {
		p := d.File.Position(x.Span.Start)
		fmt.Println("FOUND", x.Rule, p, x.Message.En)
	}
}

func show(v doc.Value, depth int) {
	pad := strings.Repeat("  ", depth)
	switch v.Type() {
	case doc.Map:
		for _, e := range v.Entries() {
			if e.Value.Type() == doc.Scalar || e.Value.Type() == doc.Null {
				fmt.Printf("%s%s: %q  (%s %s %v)\n", pad, e.Key, e.Value.Text(), e.Value.From().Origin, e.Value.From().Note, e.Value.Span())
			} else {
				fmt.Printf("%s%s:\n", pad, e.Key)
				show(e.Value, depth+1)
			}
		}
	case doc.List:
		for i, x := range v.Items() {
			fmt.Printf("%s- %d\n", pad, i)
			show(x, depth+1)
		}
	default:
		fmt.Printf("%s%q\n", pad, v.Text())
	}
}

func TestDumpDir(t *testing.T) {
	dir := os.Getenv("DUMPDIR")
	if dir == "" {
		t.Skip()
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if e.IsDir() || !doc.IsDocument(p) {
			return nil
		}
		data, _ := os.ReadFile(p)
		name, _ := filepath.Rel(dir, p)
		d, found := doc.Parse(source.New(name, data), doc.DefaultLimits())
		m := Merge(d, set, Options{})
		v := m.Value
		fmt.Printf("%-10s %-22s | %s | c%d a%d t%d s%d b%d e%d sol%d sym%d err%d | %s %s | %s\n", m.Kind, v.Field("id").Text(), v.Field("title").Text(), len(v.Field("causes").Items()), len(v.Field("actions").Items()), len(v.Field("timeline").Items()),
			len(v.Field("steps").Items()), len(v.Field("decision_tree").Items()), len(v.Field("escalation").Items()), len(v.Field("solutions").Items()), len(v.Field("symptom").Items()), len(v.Field("error_messages").Items()), v.Field("started_at").Text(), v.Field("resolved_at").Text(), name)
		for _, x := range append(append(found, m.Found...), set.Check(m.Kind, d, m.Value)...) {
			p := d.File.Position(x.Span.Start)
			fmt.Println("    FOUND", x.Rule, p, x.Message.En)
		}
		return nil
	})
}
