package config

import (
	"testing"

	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint/rules"
	"github.com/debrief-dev/debrief/schema"
)

func TestShallow(t *testing.T) {
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		text  string
		want  Shallow
		wrong bool
	}{
		{"", ShallowBounds, false},
		{"history: {}\n", ShallowBounds, false},
		{"history:\r\n  shallow: error\r\n", ShallowError, false},
		{"history: {shallow: bounds}\n", ShallowBounds, false},
		{"history: {shallow: ignore} # 浅いクローン\n", ShallowIgnore, false},
		{"history: {shallow: 無視}\n", ShallowBounds, true},
		{"history: {shallow: true}\n", ShallowBounds, true},
		{"history: {depth: 1}\n", ShallowBounds, true},
		{"history: [error]\n", ShallowBounds, true},
	} {
		c, found := Read(source.New(Name, []byte(tt.text)), set, rules.All())
		if c.Shallow != tt.want || len(found) > 0 != tt.wrong {
			t.Errorf("%q: %q, %d findings", tt.text, c.Shallow, len(found))
		}
	}
}
