package leak

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/search"
)

// vault is a hidden document, and one that everybody reads.
func vault(secrets ...Secret) Input {
	return Input{
		Secrets: secrets,
		Hidden:  []Text{{"vault.md", []byte("# Vault\n\nThe zanzibar cluster 金庫番係 and エスクロー KubePodVaulting were dropped; certificates renewed.\n")}},
		Public:  []Text{{"open.md", []byte("# Open\n\nThe certificate was renewed by the database team, see db-pool. 復旧手順書\n")}},
	}
}

func leaksOf(t *testing.T, in Input, name string, data []byte) []Leak {
	t.Helper()
	c := New(in)
	if err := c.File(name, data); err != nil {
		t.Fatal(err)
	}
	return c.Leaks()
}

func TestNamesAreFoundInEveryForm(t *testing.T) {
	for _, name := range []string{"2023-001-vault", "Tea & cake <vault> \"7\" break", "決済基盤の障害（全系）", "ＶＡＵＬＴ－７７", "50% of <100>", `back\slash name 7`} {
		quoted, _ := json.Marshal(name)
		ascii := fmt.Sprintf("%+q", name)
		for form, text := range map[string]string{
			"raw":           name,
			"upper case":    strings.ToUpper(name),
			"HTML":          html.EscapeString(name),
			"HTML twice":    html.EscapeString(html.EscapeString(name)),
			"JSON":          string(quoted),
			"ASCII JSON":    ascii,
			"address":       url.PathEscape(name),
			"query":         strings.ReplaceAll(url.QueryEscape(name), "+", "%20"),
			"JSON in HTML":  html.EscapeString(string(quoted)),
			"over lines":    strings.ReplaceAll(name, " ", "\n\t"),
			"between tags":  "<td>" + html.EscapeString(name) + "</td>",
			"in an address": "https://example.com/incidents/" + url.PathEscape(name) + "/index.html",
		} {
			if got := leaksOf(t, vault(Secret{ID, name, "vault.md"}), "page.html", []byte("before "+text+" after")); len(got) != 1 || got[0].Secret.Text != name {
				t.Errorf("%q as %s: got %v", name, form, got)
			}
		}
	}
}

func TestNamesWithinNamesAreNone(t *testing.T) {
	for _, c := range []struct{ secret, text string }{
		{"db-pool", "checkout-db-pool"},
		{"db-pool", "db-pool-2"},
		{"db-pool", "db-pools"},
		{"2026-01", "2026-01-15"},
		{"2026-01", "12026-01"},
		{"web-7", "web-70"},
	} {
		if got := leaksOf(t, vault(Secret{ID, c.secret, "vault.md"}), "a.html", []byte(c.text)); len(got) != 0 {
			t.Errorf("%q in %q: got %v", c.secret, c.text, got)
		}
	}
}

func TestWordsThatPeopleUseAreNoSecret(t *testing.T) {
	for _, c := range []struct {
		name   string
		secret Secret
		leaks  int // in a page that says it
	}{
		{"an id of one word that public documents say", Secret{ID, "database", "vault.md"}, 0},
		{"an id of one word that none says", Secret{ID, "mainframe", "vault.md"}, 1},
		{"an id of two parts that a public document says", Secret{ID, "db-pool", "vault.md"}, 1},
		{"a title of two words that public documents say", Secret{Title, "Database team", "vault.md"}, 0},
		{"a title of three", Secret{Title, "The database team", "vault.md"}, 1},
		{"a short name", Secret{ID, "db", "vault.md"}, 0},
		{"a person who is named", Secret{Person, "database team", "vault.md"}, 0},
		{"a person who is not", Secret{Person, "Zoe Doe", "vault.md"}, 1},
		{"two scripts that public documents use", Secret{Title, "復旧手順書", "vault.md"}, 0},
		{"a redacted text", Secret{Redacted, "database", ""}, 1},
	} {
		if got := leaksOf(t, vault(c.secret), "a.html", []byte("x "+c.secret.Text+" y")); len(got) != c.leaks {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestNamesOfPublicDocumentsMayBeSaid(t *testing.T) {
	in := vault(Secret{ID, "db-pool", "vault.md"}, Secret{ID, "db-host-7", "vault.md"})
	in.Names, in.Allow = []string{"DB-Pool"}, []string{"db-host-7"}
	if got := leaksOf(t, in, "a.html", []byte("db-pool db-host-7")); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestWordsOfHiddenDocumentsAreFound(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{"the Zanzibar cluster", "zanzibar"},
		{"the zan<b>zib</b>ar cluster", "zanzibar"},
		{"the ZANZIBAR", "zanzibar"},
		{"金庫番係が", "金庫番係"},
		{"エスクロー", "エスクロー"},
		{"エスクロ一", ""}, // the last sign is a kanji
		{"database certificates", ""},
		{"the renewed", ""},
		{"zanzibars", ""},
	} {
		got := ""
		for _, l := range leaksOf(t, vault(), "a.html", []byte("<p>"+c.text+"</p>")) {
			got += l.Secret.Text
		}
		if c.text == "database certificates" {
			c.want = "certificates"
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestScriptsHoldNoWordsOfDocuments(t *testing.T) {
	if got := leaksOf(t, vault(), "assets/app-01ab.js", []byte("zanzibar")); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if got := leaksOf(t, vault(), "assets/paths.js", []byte("zanzibar")); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	if got := leaksOf(t, vault(Secret{ID, "vault-7", "vault.md"}), "assets/app-01ab.js", []byte(`"vault-7"`)); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestIndexesAreUnpacked(t *testing.T) {
	var analyser search.Analyser
	d := &search.Document{}
	d.Add(search.Title, "zanzibar KubePodVaulting エスクロー")
	d.Facets = []string{"service:vault-7"}
	x := search.NewIndex([]search.Bag{analyser.Bag(d)})
	files := map[string][]byte{"root": x.Root("abc/"), "words-en": search.Compress([]byte(`{"kinds":{"x":"vault-7"}}`))}
	var packer search.Compressor
	for _, f := range x.Files(search.Contents{Results: [][]byte{[]byte(`{"t":"vault-7"}`)}, Texts: [][]byte{[]byte(`[["","","zanzibar"]]`)}}) {
		files["abc/"+f.Name] = f.Data(&packer)
	}
	found := 0
	for name, data := range files {
		script := []byte("debriefIndex(\"" + name + "\",\"" + base64.StdEncoding.EncodeToString(data) + "\")\n")
		packed, handed := leaksOf(t, vault(Secret{ID, "vault-7", "vault.md"}), "search/"+name+".bin", data), leaksOf(t, vault(Secret{ID, "vault-7", "vault.md"}), "search/"+name+".js", script)
		if len(packed) != len(handed) {
			t.Errorf("%s: %v packed, %v as a script", name, packed, handed)
		}
		if len(packed) > 0 {
			found++
		} else {
			t.Logf("nothing in %s", name)
		}
	}
	if found < 6 {
		t.Errorf("secrets found in %d files", found)
	}
	if err := New(vault(Secret{ID, "vault-7", "vault.md"})).File("search/root.bin", []byte("no index")); err == nil {
		t.Error("a damaged index is looked into")
	}
}

func TestFileNamesAndFoldedLinesAreLookedInto(t *testing.T) {
	in := vault(Secret{ID, "vault-7", "vault.md"})
	for name, data := range map[string]string{
		"incidents/vault-7/index.html": "", "a/Vault-7.svg": "", "x.ics": "SUMMARY:vau\r\n lt-7", "feed.xml": "<t>vault-<b/>7</t>", "a.png": "\x89PNG\x00tEXt vault-7\x00",
	} {
		if got := leaksOf(t, in, name, []byte(data)); len(got) != 1 {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestLeaksNameTheirPlaces(t *testing.T) {
	in := vault(Secret{ID, "db-pool", "vault.md"})
	c := New(in)
	for _, name := range []string{"b.html", "a.html", "c.html"} {
		if err := c.File(name, []byte("db-pool DB-POOL")); err != nil {
			t.Fatal(err)
		}
	}
	got := c.Leaks()
	if len(got) != 1 || got[0].Output != "a.html" || got[0].Outputs != 3 || len(got[0].Mentions) != 1 {
		t.Fatalf("got %+v", got)
	}
	if m := got[0].Mentions[0]; string(in.Public[0].Data[m.Start:m.End]) != "db-pool" {
		t.Errorf("mention at %q", in.Public[0].Data[m.Start:m.End])
	}
}

func TestMentionsStandWhereTheSourceSaysThem(t *testing.T) {
	text := "ﬁrst ＤＢ－ＰＯＯＬ\r\n  and　決済基盤の　障害（全系） end"
	in := Input{Secrets: []Secret{{ID, "db-pool", "v.md"}, {Title, "決済基盤の 障害（全系）", "v.md"}}, Public: []Text{{"p.md", []byte(text)}}}
	var got []string
	for _, l := range leaksOf(t, in, "a.html", []byte(text)) {
		for _, m := range l.Mentions {
			got = append(got, text[m.Start:m.End])
		}
	}
	if strings.Join(got, "|") != "ＤＢ－ＰＯＯＬ|決済基盤の　障害（全系）" {
		t.Errorf("got %q", got)
	}
}

func TestLookingIsLinear(t *testing.T) {
	var secrets []Secret
	for n := range 20_000 {
		secrets = append(secrets, Secret{Title, fmt.Sprintf("Postmortem: the checkout was down %d", n), "v.md"})
	}
	text := bytes.Repeat([]byte("Postmortem: the checkout was down "), 20_000)
	if got := leaksOf(t, Input{Secrets: secrets}, "a.html", text); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func FuzzFile(f *testing.F) {
	f.Add("a.html", []byte("&amp;%E6\\u00e9<x>金庫番係"))
	f.Add("search/root.bin", []byte{0})
	f.Add("x.ics", []byte("a\r\n b"))
	in := vault(Secret{ID, "vault-7", "vault.md"}, Secret{Title, "金庫番の & 係", "vault.md"})
	f.Fuzz(func(_ *testing.T, name string, data []byte) {
		c := New(in)
		c.File(name, data) // must come to an end
		c.Leaks()
	})
}
