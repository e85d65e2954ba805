package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/search"
	"github.com/debrief-dev/debrief/render"
	"github.com/debrief-dev/debrief/schema"
)

// The beginnings of every word that a hidden document says.
const (
	canary   = "zqcanary"
	canaryJa = "カナリヤゼット"
)

// canaries writes a value with a canary in every field that takes a text.
type canaries struct {
	files map[string]map[string]any
	n     int
}

func readSchemas(t *testing.T) canaries {
	t.Helper()
	c := canaries{files: map[string]map[string]any{}}
	err := fs.WalkDir(schema.Builtin(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(schema.Builtin(), name)
		if err != nil {
			return err
		}
		var file map[string]any
		c.files[name] = nil
		err = json.Unmarshal(data, &file)
		c.files[name] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// value gives a value that fits a schema, more or less: what a document says
// wrongly is as secret as the rest.
func (c *canaries) value(file string, s map[string]any, depth int) any {
	if ref, ok := s["$ref"].(string); ok {
		name, pointer, _ := strings.Cut(ref, "#")
		if name != "" {
			file = path.Join(path.Dir(file), name)
		}
		var at any = c.files[file]
		for _, step := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
			if m, ok := at.(map[string]any); ok && step != "" {
				at = m[step]
			}
		}
		next, _ := at.(map[string]any)
		return c.value(file, next, depth)
	}
	for _, key := range []string{"oneOf", "anyOf", "allOf"} {
		if list, ok := s[key].([]any); ok && len(list) > 0 && s["properties"] == nil {
			next, _ := list[0].(map[string]any)
			return c.value(file, next, depth)
		}
	}
	if list, ok := s["enum"].([]any); ok {
		return list[0]
	}
	kind := s["type"]
	if list, ok := kind.([]any); ok {
		kind = list[0]
	}
	items, _ := s["items"].(map[string]any)
	properties, _ := s["properties"].(map[string]any)
	switch {
	case depth > 5:
		return nil
	case kind == "boolean":
		return true
	case kind == "integer", kind == "number":
		return 4077331
	case kind == "array" || items != nil:
		return []any{c.value(file, items, depth+1), c.value(file, items, depth+1)}
	case kind == "object" || properties != nil:
		out := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(properties)) {
			field, _ := properties[key].(map[string]any)
			out[key] = c.value(file, field, depth+1)
		}
		return out
	}
	c.n++
	if c.n%2 == 0 {
		return fmt.Sprintf("%s%d %s", canary, c.n, canaryJa)
	}
	return fmt.Sprintf("%s%d", canary, c.n)
}

// hiddenBody says the canary in every form of text.
const hiddenBody = `
# zqcanary の概要 カナリヤゼット

zqcanaryprose カナリヤゼット [zqcanarylink](https://zqcanary.example/) <!-- zqcanarycomment -->

## Timeline

| Time | Event |
|---|---|
| 2026-01-01 10:00 | zqcanaryevent |

## Action items

- [ ] zqcanaryaction カナリヤゼットの対応 @zqcanaryowner P1 ZQCANARY-12

## Causes

- zqcanarycause

` + "```sh\nzqcanarycommand --now\n```\n"

// secretRepository writes a repository with a hidden document of every kind,
// and for each a public one that refers to it wherever it can.
func secretRepository(t *testing.T, languages string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	set, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := readSchemas(t)
	for i, k := range set.Kinds() {
		if k.Name == "page" && len(k.Folders) == 0 {
			k.Folders = []string{"pages"}
		}
		fields, _ := c.value(k.Name+".schema.json", c.files[k.Name+".schema.json"], 0).(map[string]any)
		id := canary + "-" + k.Name
		maps.Copy(fields, map[string]any{"kind": k.Name, "id": id, "visibility": []string{"internal", "restricted"}[i%2], "lang": []string{"en", "ja"}[i%2]})
		matter, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		write(k.Folders[0]+"/"+id+".md", "---\n"+string(matter)+"\n---\n"+hiddenBody)
	}
	for i, k := range set.Kinds() {
		refs := map[string]any{}
		for _, r := range k.References() {
			name, rest, nested := strings.Cut(strings.TrimPrefix(r.Path, "/"), "/")
			kind := k.Name
			if len(r.Kinds) > 0 && r.Kinds[0] != "*" {
				kind = r.Kinds[0]
			}
			switch {
			case !nested:
				refs[name] = canary + "-" + kind
			case rest == "*":
				refs[name] = []string{canary + "-" + kind, kind + ":" + canary + "-" + kind}
			}
		}
		var matter strings.Builder
		fmt.Fprintf(&matter, "---\nkind: %s\nid: open-%s-7\ntitle: Open %s 公開\nvisibility: public\nstarted_at: 2026-01-01T10:00:00Z\nseverity: sev2\nstatus: final\n", k.Name, k.Name, k.Name)
		for _, name := range slices.Sorted(maps.Keys(refs)) {
			data, _ := json.Marshal(refs[name])
			fmt.Fprintf(&matter, "%s: %s\n", name, data)
		}
		hidden := canary + "-" + set.Kinds()[(i+1)%len(set.Kinds())].Name
		fmt.Fprintf(&matter, "---\n# Open %s 公開\n\nSee [[%s]], 詳細は[[%s|こちら]]と [%s](/%s/%s.md "+`"about it"`+").\n\n- [ ] Follow [[%s]] up\n",
			k.Name, hidden, hidden, hidden, set.Kinds()[(i+1)%len(set.Kinds())].Folders[0], hidden, hidden)
		write(k.Folders[0]+"/open-"+k.Name+"-7.md", matter.String())
	}
	write("debrief.yaml", "title: Open knowledge\nlanguages: "+languages+"\nbase_url: https://example.com/kb/\nalerts: [rules/*.yaml]\nalert_log: [data/*.csv]\n")
	write("rules/zq.yaml", "groups:\n- name: zqcanaryrules\n  rules:\n  - {alert: ZqcanaryFiring, expr: zqcanary_metric > 1, annotations: {runbook_url: open-runbook-7}}\n")
	write("data/log.csv", "timestamp,alert,severity\n2026-01-01T10:00:00Z,ZqcanaryFiring,critical\n")
	return dir
}

// saysCanary tells whether a file of a site says a canary, in its name or in
// what it holds.
func saysCanary(t *testing.T, name string, data []byte) bool {
	t.Helper()
	texts := [][]byte{[]byte(name), data}
	if index, ok := strings.CutPrefix(name, "search/"); ok {
		packed := data
		if strings.HasSuffix(name, ".js") {
			text := string(data[:bytes.LastIndexByte(data, '"')])
			var err error
			if packed, err = base64.StdEncoding.DecodeString(text[strings.LastIndexByte(text, '"')+1:]); err != nil {
				t.Fatal(err)
			}
		}
		if ext := path.Ext(name); ext == ".bin" || ext == ".js" {
			plain, err := search.Plain(strings.TrimSuffix(index, ext), packed)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, plain)
		}
	}
	for _, text := range texts {
		text = bytes.ToLower(text)
		if bytes.Contains(text, []byte(canary)) || bytes.Contains(text, []byte(canaryJa)) || bytes.Contains(text, []byte("4077331")) || bytes.Contains(text, []byte("4,077,331")) {
			return true
		}
	}
	return false
}

// runIn runs a command line in a folder.
func runIn(dir string, args ...string) (code int, stdout, stderr string) {
	var out, trouble bytes.Buffer
	code = run(args, &app{
		stdin: strings.NewReader(""), stdout: &out, stderr: &trouble, clock: fixedClock, dir: dir,
		getenv: func(string) string { return "" },
	})
	return code, out.String(), trouble.String()
}

func TestPublicBuildsSayNothingOfHiddenDocuments(t *testing.T) {
	for _, c := range []struct {
		languages string
		flags     []string
	}{{"[en]", nil}, {"[ja]", []string{"--file-urls"}}, {"[en, ja]", nil}} {
		dir := secretRepository(t, c.languages)
		code, stdout, stderr := runIn(dir, append([]string{"-C", dir, "build", "--no-git", "--audience", "public"}, c.flags...)...)
		if code != exitClean {
			t.Fatalf("%s: exit %d\n%s%s", c.languages, code, stdout, stderr)
		}
		files := 0
		err := filepath.WalkDir(filepath.Join(dir, "public"), func(full string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(full)
			name, _ := filepath.Rel(filepath.Join(dir, "public"), full)
			if files++; saysCanary(t, filepath.ToSlash(name), data) {
				t.Errorf("%s: %s says what is internal", c.languages, name)
			}
			return err
		})
		if err != nil || files < 50 {
			t.Errorf("%d files, %v", files, err)
		}
	}
}

func TestPublicCommandsSayNothingOfHiddenDocuments(t *testing.T) {
	dir := secretRepository(t, "[en]")
	for _, line := range []string{
		"search zqcanary", "search --format json Open", "figures --format json", "figures --format csv", "actions --format json", "actions", "gaps --format json", "gaps",
		"related open-runbook-7 --format json", "related open-postmortem-7", "export --format json", "export --format csv", "export --format ics", "export --format atom",
		"insights alerts", "insights learning --format json", "insights repeats", "insights loop --format json", "insights causes", "insights times --format csv", "figures " + canary + "-postmortem",
	} {
		args := append([]string{"-C", dir}, strings.Fields(line)...)
		code, stdout, stderr := runIn(dir, append(args, "--no-git", "--audience", "public")...)
		said := stdout + stderr
		if named := args[len(args)-1]; strings.HasPrefix(named, canary) {
			said = strings.ReplaceAll(said, named, "") // the user said it
		}
		if saysCanary(t, "", []byte(said)) {
			t.Errorf("%s (exit %d) says what is internal:\n%s", line, code, said)
		}
	}
	if code, _, stderr := runIn(dir, "-C", dir, "figures", "--audience", "everyone"); code != exitTrouble || !strings.Contains(stderr, "not internal or public") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

// TestLeaksAreFound gives the renderer all documents, as a fault would.
func TestLeaksAreFound(t *testing.T) {
	dir := secretRepository(t, "[en]")
	a := &app{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, getenv: func(string) string { return "" }, clock: fixedClock, dir: dir, noGit: true, audience: forPublic, lang: "en"}
	w, err := a.open(".")
	if err == nil {
		err = a.load(context.Background(), w)
	}
	if err != nil {
		t.Fatal(err)
	}
	check, err := w.leakCheck()
	if err != nil {
		t.Fatal(err)
	}
	in := w.renderInput()
	in.Corpus, in.Results = w.edition.whole.corpus, w.edition.whole.results
	if err := render.Site(in, w.renderOptions(false), check.File); err != nil {
		t.Fatal(err)
	}
	leaking := map[string]bool{}
	for _, l := range check.Leaks() {
		leaking[l.Secret.Of] = true
	}
	for _, e := range w.edition.left.Hidden {
		if !leaking[e.Path()] {
			t.Errorf("nothing is found of %s", e.Path())
		}
	}
}
