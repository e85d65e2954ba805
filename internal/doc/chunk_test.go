package doc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/source"
)

func TestChunks(t *testing.T) {
	tests := []struct {
		name, text string
		want       []Chunk
	}{
		{"empty", "", nil},
		{"front matter alone", "---\nid: a\n---\n", nil},
		{"text before the first heading", "One *two*.\n", []Chunk{{Texts: []string{"One two."}}}},
		{"lists, tables and code", "# T\n\n- a\n  - b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```sh\nls\n```\n", []Chunk{
			{Heading: "T", Anchor: "h-t", Texts: []string{"a", "b", "x", "y", "1", "2"}, Code: []string{"ls\n"}},
		}},
		{"a heading without text", "# A\n\n## B\n", []Chunk{{Heading: "A", Anchor: "h-a"}, {Heading: "B", Anchor: "h-b"}}},
		{"raw HTML", "<p>x</p>\n\ny\n", []Chunk{{Texts: []string{"y"}}}},
		{"Japanese", "# 障害\r\n\r\n接続数が**上限**に達した。\r\n", []Chunk{{Heading: "障害", Anchor: "h-障害", Texts: []string{"接続数が上限に達した。"}}}},
	}
	for _, tt := range tests {
		d, _ := Parse(source.New("a.md", []byte(tt.text)), DefaultLimits())
		if diff := cmp.Diff(tt.want, d.Chunks()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
