//go:build browser

package browser

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// vectors are texts that try to become something else.
type vectors struct {
	attacks []string // try to run or to load something
	strange []string // break what reads them
	svg     map[string]string
}

// readVectors gives those below DEBRIEF_SHARED, and a few of our own.
func readVectors(t *testing.T) vectors {
	t.Helper()
	v := vectors{attacks: slices.Clone(ownAttacks), strange: slices.Clone(own), svg: map[string]string{"own.svg": ownSVG}}
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Log("DEBRIEF_SHARED is not set: only the attacks of the test are tried")
		return v
	}
	read := func(into any, names ...string) {
		data, err := os.ReadFile(filepath.Join(append([]string{shared, "vectors"}, names...)...))
		if err == nil {
			err = json.Unmarshal(data, into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var owasp []struct{ Payload string }
	read(&owasp, "xss", "owasp_filter_evasion.json")
	for _, o := range owasp {
		v.attacks = append(v.attacks, o.Payload)
	}
	var markdown []struct{ Markdown string }
	read(&markdown, "own", "markdown_vectors.json")
	for _, m := range markdown {
		v.attacks = append(v.attacks, m.Markdown)
	}
	var schemes []string
	read(&schemes, "own", "url_schemes_denied.json")
	for _, s := range schemes {
		v.attacks = append(v.attacks, s+":alert(1)")
	}
	var injections []struct{ Text string }
	read(&injections, "own", "ci_injection.json")
	for _, i := range injections {
		v.strange = append(v.strange, i.Text)
	}
	for _, names := range [][]string{{"own", "csv_injection.json"}, {"own", "slugs.json"}, {"own", "filenames.json"}, {"strings", "blns.json"}} {
		var list []string
		read(&list, names...)
		v.strange = append(v.strange, list...)
	}
	folder := os.DirFS(filepath.Join(shared, "vectors", "svg"))
	names, err := fs.Glob(folder, "*.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		v.svg[name] = string(data)
		v.attacks = append(v.attacks, string(data))
	}
	slices.Sort(v.strange)
	v.strange = slices.Compact(v.strange)
	return v
}

// texts gives all of them.
func (v vectors) texts() []string { return slices.Concat(v.attacks, v.strange) }

// pick gives n of a list by chance, all if everything is tried.
func pick[T any](t *testing.T, list []T, n int) []T {
	t.Helper()
	if full() {
		return list
	}
	var out []T
	for _, i := range chance(t).Perm(len(list))[:min(n, len(list))] {
		out = append(out, list[i])
	}
	return out
}

func (v vectors) pictures() []string { return slices.Sorted(maps.Keys(v.svg)) }

// ownAttacks try each way by which text becomes script, or asks elsewhere.
var ownAttacks = []string{
	`<script>alert(1)</script>`, `<script src=//elsewhere.example/x.js></script>`, `"><script>alert(1)</script>`, `</title><script>alert(1)</script>`,
	`</script><script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `" onfocus="alert(1)" autofocus="`,
	` onmouseover=alert(1) x=`, `<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`,
	`<svg><a xlink:href="javascript:alert(1)"><text y=9>x</text></a></svg>`, `<math><mtext><script>alert(1)</script></mtext></math>`,
	`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>`, `<object data="data:text/html,<script>alert(1)</script>"></object>`,
	`<embed src="//elsewhere.example/x.swf">`, `<details open ontoggle=alert(1)>x</details>`, `<body onload=alert(1)>`, `<input autofocus onfocus=alert(1)>`,
	`<video><source onerror=alert(1)></video>`, `<audio src=//elsewhere.example/a.mp3 onerror=alert(1)>`, `<form action="javascript:alert(1)"><button>x</button></form>`,
	`<button formaction="javascript:alert(1)">x</button>`, `<base href="//elsewhere.example/">`, `<link rel=stylesheet href=//elsewhere.example/x.css>`,
	`<style>@import "//elsewhere.example/x.css"; * {background: url(//elsewhere.example/p)}</style>`, `<p style="background:url(//elsewhere.example/p)">x</p>`,
	`<meta http-equiv="refresh" content="0;url=javascript:alert(1)">`, `<template><script>alert(1)</script></template>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<a href="javascript:alert(1)">x</a>`, `<a href="&#x6a;avascript:alert(1)">x</a>`, "<a href=\"java\tscript:alert(1)\">x</a>", `<a href="data:text/html,<script>alert(1)</script>">x</a>`,
	`[x](javascript:alert(1))`, `[x](JaVaScRiPt&colon;alert(1))`, `![x](javascript:alert(1))`, `![x](//elsewhere.example/p.png)`, `[x]: javascript:alert(1)`, `<javascript:alert(1)>`,
	`javascript:alert(1)`, `vbscript:alert(1)`, `data:text/html,<script>alert(1)</script>`, "x\n</code></pre><script>alert(1)</script>", `<!--><img src=x onerror=alert(1)>-->`,
	`<img src=1 href=1 onerror="alert(1)" <b`, `<scr<script>ipt>alert(1)</scr</script>ipt>`, "{{constructor.constructor('alert(1)')()}}", `<b onclick="alert(1)">日本語の障害報告</b>`,
}

const ownSVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)">
<script>alert(1)</script><image href="https://elsewhere.example/p.png"/><foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(1)"/></foreignObject>
<a xlink:href="javascript:alert(1)"><text y="9">x</text></a></svg>`

// one is a text as a line.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
}
