package doc

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/source"
)

// shared is a file of the hostile inputs, which are not part of the project.
func shared(t *testing.T, elem ...string) string {
	t.Helper()
	root := os.Getenv("DEBRIEF_SHARED")
	if root == "" {
		t.Skip("the shared hostile inputs are not here: DEBRIEF_SHARED is not set")
	}
	return filepath.Join(append([]string{root}, elem...)...)
}

// pathological is an input that makes Markdown parsers slow, in parts that
// grow together.
type pathological struct {
	Name  string
	Parts [][2]any
}

// text makes the input of about size bytes.
func (p pathological) text(size int) string {
	var b strings.Builder
	switch p.Name {
	case "deeply nested lists":
		for x := 0; b.Len() < size; x++ {
			b.WriteString(strings.Repeat("  ", x) + "* a\n")
		}
	case "backticks":
		for x := 1; b.Len() < size; x++ {
			b.WriteString("e" + strings.Repeat("`", x))
		}
	case "reference collisions":
		for x := 0; b.Len() < size/2; x++ {
			b.WriteString("[" + strconv.Itoa(x*2654435761) + "]: /url\n\n")
		}
		b.WriteString(strings.Repeat("[1] ", size/8))
	case "many references":
		for x := 0; b.Len() < size*4/5; x++ {
			b.WriteString("[" + strconv.Itoa(x) + "]: u\n")
		}
		b.WriteString(strings.Repeat("[0] ", size/20))
	case "heading attrs":
		b.WriteString("# a {")
		for x := 0; b.Len() < size; x++ {
			b.WriteString("a" + strconv.Itoa(x) + "=1 ")
		}
		b.WriteString("}")
	}
	total := 0
	for _, part := range p.Parts {
		total += len(part[0].(string)) * int(part[1].(float64))
	}
	for _, part := range p.Parts {
		n := int(part[1].(float64))
		if n > 1 {
			n = max(1, n*size/max(total, 1))
		}
		b.WriteString(strings.Repeat(part[0].(string), n))
	}
	return b.String()
}

// folded breaks the lines of a text, so that the limit of lines does not
// hide what the text does to the parser.
func folded(text string, width int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		for len(line) > width {
			b.WriteString(line[:width] + "\n")
			line = line[width:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// Every document is parsed within a second or refused within a tenth of one.
func TestPathologicalMarkdownIsBounded(t *testing.T) {
	raw, err := os.ReadFile(shared(t, "vectors", "own", "pathological.json"))
	if err != nil {
		t.Fatal(err)
	}
	var inputs []pathological
	if err := json.Unmarshal(raw, &inputs); err != nil {
		t.Fatal(err)
	}
	for _, in := range inputs {
		for _, size := range []int{4 << 10, 32 << 10, 1 << 20} {
			text := in.text(size)
			for width, text := range map[int]string{0: text, 60: folded(text, 60), 60_000: folded(text, 60_000)} {
				text = text[:min(len(text), 1<<20)]
				took, refused := measure(text)
				name := in.Name + "/" + strconv.Itoa(size) + "/" + strconv.Itoa(width)
				limit := time.Second
				if refused {
					limit = 100 * time.Millisecond
				}
				// The limits are those of an idle machine; quadratic work
				// passes ten times as much, too.
				if took > 10*limit {
					t.Errorf("%s: took %v, refused %v, want at most %v", name, took, refused, limit)
				}
			}
		}
	}
}

// measure tells how long a text takes and whether it is refused.
func measure(text string) (took time.Duration, refused bool) {
	took = time.Hour
	for range 3 { // the best of three, for machines that have other work
		start := time.Now()
		d, _ := Parse(source.New("f.md", []byte(text)), DefaultLimits())
		took, refused = min(took, time.Since(start)), d.Refused
		if took < 100*time.Millisecond {
			break
		}
	}
	return took, refused
}
