package gitlog

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/google/go-cmp/cmp"
)

const mailmapText = "# 名簿\r\n" +
	"Proper Name <one@example.com>\r\n" +
	"<two@example.com> <old@example.com>\n" +
	"山田 太郎 <taro@example.jp> <taro@localhost>\n" +
	"Jane Doe <jane@example.com> Jane <jane@laptop>\n" +
	"  Jane Doe <jane@example.com> <JANE@desktop>  # work\n" +
	"Later <one@example.com>\n" +
	"nonsense\n<>\n< > <\n\n"

func TestMailmapAsGit(t *testing.T) {
	m := parseMailmap(mailmapText)
	dir := t.TempDir()
	native(t, dir, "init", "-q")
	write(t, filepath.Join(dir, ".mailmap"), strings.ReplaceAll(mailmapText, "\r", ""))
	for _, p := range []Person{
		{"x", "one@example.com"}, {"x", "ONE@example.com"}, {"x", "old@example.com"}, {"太郎", "taro@localhost"},
		{"Jane", "jane@laptop"}, {"jane", "JANE@laptop"}, {"Other", "jane@laptop"}, {"x", "jane@desktop"}, {"nobody", "no@example.com"},
	} {
		got := m.person(p)
		want := native(t, dir, "check-mailmap", p.Name+" <"+p.Email+">")
		if text := got.Name + " <" + got.Email + ">"; text != want {
			t.Errorf("%+v is %q, want %q", p, text, want)
		}
	}
}

func TestMakers(t *testing.T) {
	m := &mainline{known: map[signature]int32{}}
	n := m.note(plumbing.ZeroHash, rawCommit{
		author: []byte("alice <alice@example.com> 1672531200 +0000"),
		message: []byte("件名\r\n\r\nCo-authored-by: T <taro@localhost>\r\nco-authored-by: Alice <alice@example.com>\n" +
			"Co-authored-by: nobody\nCo-Authored-By: dependabot[bot] <1+dependabot[bot]@users.noreply.github.com>\n"),
	})
	p := &pass{people: m.named(parseMailmap(mailmapText))}
	list := credit(nil, p.who(n), n.at)
	if n.subject != "件名" {
		t.Errorf("subject %q", n.subject)
	}
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	if diff := cmp.Diff([]string{"alice", "山田 太郎"}, names); diff != "" {
		t.Error(diff)
	}
	if list[0].Changes != 1 {
		t.Errorf("alice is counted %d times", list[0].Changes)
	}
}

func FuzzParseMailmap(f *testing.F) {
	f.Add(mailmapText)
	f.Add("a <b> c <d> e <f>\n<\n>\n\xff <\xfe>")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		for key, p := range parseMailmap(text) {
			if key.email == "" || !utf8.ValidString(p.Name+p.Email) {
				t.Errorf("%+v: %+v", key, p)
			}
		}
	})
}
