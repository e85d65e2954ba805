package bundle

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func theme() fstest.MapFS {
	return fstest.MapFS{
		"ts/app.ts":     file("import { greet } from './greet'\nconst who: string = '世界'\ndocument.title = greet(who)\n"),
		"ts/greet.ts":   file("export function greet(who: string): string {\r\n  return `hello ${who}`\r\n}\r\n"),
		"css/style.css": file("@import './base.css';\n:root { --warn: #96600f }\n"),
		"css/base.css":  file("body { margin: 0 }\n"),
		"css/empty.css": file(""),
		"ts/lost.ts":    file("import './nowhere'\n"),
		"ts/broken.ts":  file("const = 1\n"),
		"ts/escape.ts":  file("import '../../../etc/passwd'\n"),
		"css/url.css":   file("@import 'https://example.com/x.css';\n"),
	}
}

func TestBundleMakesOneFilePerEntry(t *testing.T) {
	files, err := Bundle(theme(), "ts/app.ts", "css/style.css", "css/empty.css")
	if err != nil {
		t.Fatal(err)
	}
	want := []struct{ name, holds string }{
		{`^app-[0-9a-f]{10}\.js$`, "世界"},
		{`^style-[0-9a-f]{10}\.css$`, "body{margin:0}"},
		{`^empty-[0-9a-f]{10}\.css$`, ""},
	}
	for i, w := range want {
		if !regexp.MustCompile(w.name).MatchString(files[i].Name) {
			t.Errorf("name %q does not match %s", files[i].Name, w.name)
		}
		if !strings.Contains(string(files[i].Data), w.holds) {
			t.Errorf("%s = %q, want it to hold %q", files[i].Name, files[i].Data, w.holds)
		}
	}
	if script := string(files[0].Data); strings.Contains(script, "import") || strings.Contains(script, "export") {
		t.Errorf("script %q is a module", script)
	}
}

func TestBundleGivesTheSameBytes(t *testing.T) {
	first, err := Bundle(theme(), "ts/app.ts", "css/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := Bundle(theme(), "ts/app.ts", "css/style.css")
		if err != nil {
			t.Fatal(err)
		}
		for i := range first {
			if first[i].Name != again[i].Name || string(first[i].Data) != string(again[i].Data) {
				t.Errorf("%s differs from run to run", first[i].Entry)
			}
		}
	}
}

func TestBundleRefusesWhatItCannotRead(t *testing.T) {
	for _, entry := range []string{"ts/lost.ts", "ts/broken.ts", "ts/escape.ts", "css/url.css", "ts/none.ts"} {
		if _, err := Bundle(theme(), entry); err == nil || !strings.Contains(err.Error(), entry) {
			t.Errorf("Bundle(%s): error %v, want one that names it", entry, err)
		}
	}
}
