package lint_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

// replacing offers to replace each old by new; what is new may be old again.
func replacing(path string, text []byte, unsafe bool, pairs ...string) []diag.Diagnostic {
	f := source.New(path, text)
	var found []diag.Diagnostic
	for i := 0; i < len(pairs); i += 2 {
		at := strings.Index(string(text), pairs[i])
		if at < 0 {
			continue
		}
		found = append(found, diag.Diagnostic{File: f, Fixes: []diag.Fix{
			{Title: diag.Say("think", "考える")},
			{Unsafe: unsafe, Edits: []diag.Edit{{Span: source.Span{Start: at, End: at + len(pairs[i])}, New: pairs[i+1]}}},
		}})
	}
	return found
}

func TestFixAll(t *testing.T) {
	tests := []struct {
		name   string
		pairs  []string
		unsafe bool // the fixes are
		ask    bool // for unsafe ones
		want   map[string][]byte
		left   int
		stable bool
	}{
		{"empty", nil, false, false, map[string][]byte{}, 0, true},
		{"one", []string{"未定", "2026-01-31"}, false, false, map[string][]byte{"a.md": []byte("期限: 2026-01-31\r\nbee")}, 0, true},
		{"one after the other", []string{"未定", "あと", "あと", "後"}, false, false, map[string][]byte{"a.md": []byte("期限: 後\r\nbee")}, 0, true},
		{"every one of a kind", []string{"e", "i"}, false, false, map[string][]byte{"a.md": []byte("期限: 未定\r\nbii")}, 0, true},
		{"unsafe", []string{"bee", "fly"}, true, false, map[string][]byte{}, 1, true},
		{"unsafe, asked for", []string{"bee", "fly"}, true, true, map[string][]byte{"a.md": []byte("期限: 未定\r\nfly")}, 0, true},
		{"no change", []string{"bee", "bee"}, false, false, map[string][]byte{}, 1, true},
		{"without end, back where it was", []string{"bee", "ant", "ant", "bee"}, false, false, map[string][]byte{}, 1, false},
		{"without end", []string{"b", "bb"}, false, false, map[string][]byte{"a.md": []byte("期限: 未定\r\n" + strings.Repeat("b", 11) + "ee")}, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string][]byte{"a.md": []byte("期限: 未定\r\nbee"), "b.md": nil}
			rounds := 0
			relint := func(changed map[string][]byte) ([]diag.Diagnostic, error) {
				if rounds++; rounds == 1 && len(changed) > 0 {
					t.Errorf("at first %v is changed", changed)
				}
				text := files["a.md"]
				if data, ok := changed["a.md"]; ok {
					text = data
				}
				return replacing("a.md", text, tt.unsafe, tt.pairs...), nil
			}
			got, err := lint.FixAll(func(path string) ([]byte, error) { return files[path], nil }, relint, tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Files); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if len(got.Found) != tt.left || got.Stable != tt.stable || rounds > 11 {
				t.Errorf("%d findings left, stable %t, %d rounds", len(got.Found), got.Stable, rounds)
			}
		})
	}
}

func TestFixAllStopsAtErrors(t *testing.T) {
	broken := errors.New("broken")
	text := func(string) ([]byte, error) { return nil, broken }
	relint := func(map[string][]byte) ([]diag.Diagnostic, error) { return nil, broken }
	if _, err := lint.FixAll(text, relint, false); !errors.Is(err, broken) {
		t.Errorf("relint: %v", err)
	}
	relint = func(map[string][]byte) ([]diag.Diagnostic, error) {
		return replacing("a.md", []byte("a"), false, "a", "b"), nil
	}
	if _, err := lint.FixAll(text, relint, false); !errors.Is(err, broken) {
		t.Errorf("text: %v", err)
	}
}

func TestFixPassesOverOtherFiles(t *testing.T) {
	found := append(replacing("a.md", []byte("ab"), false, "a", "x"), replacing("b.md", []byte("ab"), false, "b", "y")...)
	if got := fmt.Sprintf("%s", lint.Fix("a.md", []byte("ab"), found, false)); got != "xb" {
		t.Errorf("got %q", got)
	}
}
