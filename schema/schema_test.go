package schema

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/xeipuuv/gojsonschema"

	"github.com/debrief-dev/debrief/internal/diag"
)

func TestKinds(t *testing.T) {
	s := load(t)
	var got []string
	for _, k := range s.Kinds() {
		got = append(got, k.Name+" "+k.Segment+" "+k.Label.En+"/"+k.Label.Ja+" "+k.Plural.En)
		if s.Kind(k.Name) != k {
			t.Errorf("Kind(%q) is another kind", k.Name)
		}
	}
	want := []string{
		"postmortem incidents Postmortem/ポストモーテム Incidents",
		"rca rca Root cause analysis/根本原因分析 Root cause analyses",
		"runbook runbooks Runbook/ランブック Runbooks",
		"known-issue issues Known issue/既知の問題 Known issues",
		"service services Service/サービス Services",
		"monitoring monitoring Monitoring/監視 Monitoring",
		"experiment experiments Experiment/実験 Experiments",
		"maintenance maintenance Maintenance task/保守作業 Maintenance",
		"healthcheck health Health check/ヘルスチェック Health checks",
		"learning learning Learning module/学習モジュール Learning",
		"skills skills Skill matrix/スキルマトリクス Skills",
		"term glossary Glossary/用語集 Glossary",
		"page pages Page/ページ Pages",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
	if s.Kind("nothing") != nil || s.Kind("") != nil {
		t.Error("a kind that does not exist is there")
	}
}

func TestLabel(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		kind, pointer string
		want          diag.Text
	}{
		{"postmortem", "/started_at", diag.Text{En: "Started", Ja: "発生日時"}},
		{"postmortem", "/impact/users", diag.Text{En: "Users affected", Ja: "影響ユーザー数"}},
		{"postmortem", "/actions/3/owner", diag.Text{En: "Owner", Ja: "担当"}},
		{"postmortem", "/timeline/*/at", diag.Text{En: "Time", Ja: "時刻"}},
		{"postmortem", "/nothing", diag.Text{En: "nothing", Ja: "nothing"}},
		{"nothing", "/title", diag.Text{En: "title", Ja: "title"}},
		{"page", "", diag.Text{}},
	} {
		if got := s.Label(c.kind, c.pointer); got != c.want {
			t.Errorf("Label(%q, %q) = %v, want %v", c.kind, c.pointer, got, c.want)
		}
	}
}

func TestReferences(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		kind string
		want RefField
	}{
		{"postmortem", RefField{"/services/*", []string{"service"}, false}},
		{"postmortem", RefField{"/rca", []string{"rca"}, false}},
		{"postmortem", RefField{"/symptoms/*", []string{"known-issue"}, true}},
		{"postmortem", RefField{"/impact/segments/*/service", []string{"service"}, false}},
		{"postmortem", RefField{"/solutions_tried/*/runbook", []string{"runbook"}, false}},
		{"rca", RefField{"/incidents/*", []string{"postmortem"}, false}},
		{"runbook", RefField{"/decision_tree/*/goto", []string{"runbook"}, true}},
		{"known-issue", RefField{"/solutions/*/runbook", []string{"runbook"}, false}},
		{"known-issue", RefField{"/solutions/*/outcomes/*/incident", []string{"postmortem"}, false}},
		{"service", RefField{"/depends_on/*", []string{"service"}, false}},
		{"monitoring", RefField{"/alerts/*/runbook", []string{"runbook"}, false}},
		{"experiment", RefField{"/causes/*", []string{"known-issue"}, true}},
		{"maintenance", RefField{"/incidents/*", []string{"postmortem"}, false}},
		{"healthcheck", RefField{"/checks/*/on_fail", []string{"runbook"}, false}},
		{"learning", RefField{"/prerequisites/*", []string{"learning"}, false}},
		{"term", RefField{"/terms/*/see_also/*", []string{"*"}, true}},
		{"postmortem", RefField{"/experiments/*", []string{"experiment"}, false}},
		{"page", RefField{"/related/*", []string{"*"}, false}},
	} {
		found := false
		for _, r := range s.Kind(c.kind).References() {
			found = found || cmp.Equal(r, c.want)
		}
		if !found {
			t.Errorf("%s has no %v: %v", c.kind, c.want, s.Kind(c.kind).References())
		}
	}
}

// An editor must be able to use the published schema alone.
func TestJSONIsSelfContained(t *testing.T) {
	for _, k := range load(t).Kinds() {
		text := k.JSON()
		v, err := decode(text)
		if err != nil {
			t.Fatalf("%s: %v", k.Name, err)
		}
		id := v.(*object).get("$id")
		if want := "https://debrief.dev/schema/v1/" + k.Name + ".json"; id != want {
			t.Errorf("%s: $id is %v, want %s", k.Name, id, want)
		}
		if bytes.Contains(text, []byte(extension)) || bytes.Contains(text, []byte(suffix)) || bytes.Contains(text, []byte(`\u003`)) {
			t.Errorf("%s: the schema holds the extension, a file name or an HTML escape", k.Name)
		}
		if _, err := gojsonschema.NewSchema(sealed{gojsonschema.NewRawLoader(plain(v))}); err != nil {
			t.Errorf("%s: does not compile: %v", k.Name, err)
		}
		if k.Name != "page" && !bytes.HasPrefix(text, []byte("{\n  \"$schema\"")) {
			t.Errorf("%s: begins with %.40q", k.Name, text)
		}
	}
}

// Every field shows a description in editors, every object of data allows
// extensions and nothing else unknown, and every x-debrief is as described.
func TestFilesKeepTheRules(t *testing.T) {
	for _, k := range load(t).Kinds() {
		var v any
		if v, _ = decode(k.JSON()); v == nil {
			t.Fatalf("%s: the published schema does not decode", k.Name)
		}
		root := v.(*object)
		err := walkSchemas(root, "", func(o *object, at string) error {
			props, ok := o.get("properties").(*object)
			if !ok || strings.HasSuffix(at, "/if") {
				return nil
			}
			if at != "" || k.Name != "page" {
				more := o.get("additionalProperties")
				if p, _ := o.get("patternProperties").(*object); more != false || !p.has("^x[-_]") {
					t.Errorf("%s%s is not closed but for x- keys", k.Name, at)
				}
			}
			for _, name := range props.keys {
				p, _ := props.values[name].(*object)
				if text, _ := p.get("description").(string); text == "" {
					t.Errorf("%s%s/properties/%s has no description", k.Name, at, name)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	names, _ := fs.Glob(builtin, "*/*"+suffix)
	top, _ := fs.Glob(builtin, "*"+suffix)
	for _, name := range append(names, top...) {
		o, err := readFile(builtin, name)
		if err == nil && !strings.HasPrefix(path.Base(name), "x-") {
			err = checkExtension(o)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// kindFile makes the rest of a kind's file, so that a test says only what it is
// about.
func kindFile(rest string) []byte {
	return []byte(`{"$schema": "http://json-schema.org/draft-07/schema#",
"x-debrief": {"label": {"en": "A", "ja": "あ"}, "plural": {"en": "As", "ja": "あ"}, "segment": "as"}` + rest + "}")
}

func TestHostileSchemas(t *testing.T) {
	deep := strings.Repeat(`{"not":`, 300) + "{}" + strings.Repeat("}", 300)
	for _, c := range []struct{ name, file, text, want string }{
		{"not JSON", "a", "{", "a.schema.json: line 1: unexpected EOF"},
		{"empty", "a", "", "unexpected EOF"},
		{"a list", "a", "[]", "must hold an object"},
		{"a second value", "a", "{} {}", "line 1: text after the end"},
		{"a key twice", "a", "{\n\"a\": 1,\n\"a\": 2}", `line 3: key "a" is there twice`},
		{"a control character", "a", `{"a\u0000b": 1}`, "control character"},
		{"too deep", "a", deep, "nested more than 100 levels"},
		{"a bad name", "A B", "{}", "names of schema files"},
		{"no draft", "a", "{}", `"$schema" must be`},
		{"another draft", "a", `{"$schema": "https://json-schema.org/draft/2020-12/schema"}`, "2020-12"},
		{"no labels", "a", `{"$schema": "http://json-schema.org/draft-07/schema#"}`, "must give label, plural and segment"},
		{"a keyword misspelt", "a", string(kindFile(`, "requierd": ["id"]`)), `unknown keyword "requierd"; did you mean "required"?`},
		{"a keyword misspelt inside", "a", string(kindFile(`, "properties": {"x": {"tpye": "string"}}`)), `/properties/x/: unknown keyword "tpye"; did you mean "type"?`},
		{"a later draft's keyword", "a", string(kindFile(`, "unevaluatedProperties": false`)), "unknown keyword"},
		{"an unknown format", "a", string(kindFile(`, "properties": {"x": {"type": "string", "format": "hostname"}}`)), "unknown format hostname"},
		{"a self reference", "a", string(kindFile(`, "$ref": "#"`)), "refers to itself without an end"},
		{"two that refer to each other", "a", string(kindFile(`, "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}`)), "refers to itself"},
		{"itself in allOf", "a", string(kindFile(`, "allOf": [{"$ref": "#"}]`)), "refers to itself"},
		{"itself in if", "a", string(kindFile(`, "if": {"anyOf": [{"not": {"$ref": "#"}}]}`)), "refers to itself"},
		{"itself in dependencies", "a", string(kindFile(`, "dependencies": {"x": {"$ref": "#"}}`)), "refers to itself"},
		{"a fragment that refers to itself", "facet/common", `{"definitions": {"a": {"$ref": "#/definitions/a"}}, "properties": {"a": {"$ref": "#/properties/a"}}}`, "common"},
		{"a reference into the void", "a", string(kindFile(`, "properties": {"x": {"$ref": "#/definitions/x"}}`)), "leads nowhere"},
		{"a reference to a missing part", "a", string(kindFile(`, "properties": {"x": {"$ref": "facet/common.schema.json#/definitions/nothing"}}`)), "names no definition"},
		{"a network reference", "a", string(kindFile(`, "properties": {"x": {"$ref": "http://127.0.0.1:9/x.json"}}`)), "nothing else is ever loaded"},
		{"a file reference", "a", string(kindFile(`, "properties": {"x": {"$ref": "file:///etc/passwd"}}`)), "nothing else is ever loaded"},
		{"a path reference", "a", string(kindFile(`, "properties": {"x": {"$ref": "../../../etc/passwd"}}`)), "nothing else is ever loaded"},
		{"a moved base", "a", string(kindFile(`, "properties": {"x": {"$id": "http://127.0.0.1:9/", "$ref": "x.json"}}`)), "only the root"},
		{"a keyword without effect", "a", string(kindFile(`, "properties": {"x": {"$ref": "facet/common.schema.json#/definitions/id", "minLength": 3}}`)), `"minLength" beside "$ref"`},
		{"a reference that is no string", "a", string(kindFile(`, "$ref": 1`)), "must be a string"},
		{"look-ahead", "a", string(kindFile(`, "properties": {"x": {"pattern": "^(?=x)"}}`)), `pattern "^(?=x)"`},
		{"look-ahead for keys", "a", string(kindFile(`, "patternProperties": {"(?!x)": {}}`)), `pattern "(?!x)"`},
		{"multiples of nothing", "a", string(kindFile(`, "properties": {"x": {"multipleOf": 0}}`)), "multipleOf must be above 0"},
		{"a huge number", "a", string(kindFile(`, "properties": {"x": {"minimum": 1e5000000}}`)), "too long"},
		{"a huge number in a list", "a", string(kindFile(`, "properties": {"x": {"enum": [1, 1e99999]}}`)), "too long"},
		{"a type that is none", "a", string(kindFile(`, "properties": {"x": {"type": "text"}}`)), "draft-07"},
		{"a schema that is none", "a", string(kindFile(`, "properties": {"x": "string"}`)), "must be a schema"},
		{"properties that are none", "a", string(kindFile(`, "properties": ["x"]`)), "must be an object"},
		{"required that is no list", "a", string(kindFile(`, "required": "id"`)), "draft-07"},
		{"an extension misspelt", "a", `{"$schema": "http://json-schema.org/draft-07/schema#", "x-debrief": {"lable": {"en": "A", "ja": "あ"}}}`, "lable"},
		{"an extension of another type", "a", string(kindFile(`, "properties": {"x": {"x-debrief": {"words": ["a"]}}}`)), "x-debrief/words"},
		{"a label pattern with look-ahead", "a", string(kindFile(`, "properties": {"x": {"x-debrief": {"patterns": [{"value": "a", "match": "(?=x)"}]}}}`)), "pattern of"},
	} {
		_, err := Load(fstest.MapFS{c.file + suffix: {Data: []byte(c.text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want one with %q", c.name, err, c.want)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "reading schemas: ") {
			t.Errorf("%s: error %v does not say what was being done", c.name, err)
		}
	}
}

// The hostile schemas of the shared vectors end in an error, or in a kind
// that checks documents without harm.
func TestHostileVectors(t *testing.T) {
	data, err := os.ReadFile(shared(t, "vectors", "own", "schema_hostile.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name   string
		Schema json.RawMessage
	}
	if err := json.Unmarshal(data, &cases); err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	refused := 0
	for _, c := range cases {
		body := strings.TrimSpace(string(c.Schema))
		rest := ", " + strings.TrimSuffix(strings.TrimPrefix(body, "{"), "}")
		s, err := Load(fstest.MapFS{"a" + suffix: {Data: kindFile(rest)}})
		if err != nil {
			refused++
			continue
		}
		d := parse(t, "a.yaml", "a: 1e5000000\nb: [1]\n")
		s.Check("a", d, d.Meta)
	}
	if want := len(cases) - 1; refused < want { // "minimum: 1" is a fair schema
		t.Errorf("%d of %d are refused, want at least %d", refused, len(cases), want)
	}
}

// A repository's own file goes before the built-in one of the same name, and
// fragments may be replaced alone.
func TestOverlays(t *testing.T) {
	first := fstest.MapFS{
		"page" + suffix:       {Data: kindFile(`, "type": "object", "properties": {"id": {"$ref": "facet/common.schema.json#/properties/id"}, "own": {"$ref": "facet/mine.schema.json#/definitions/own"}}, "additionalProperties": false`)},
		"facet/mine" + suffix: {Data: []byte(`{"definitions": {"own": {"type": "array", "items": {"$ref": "#/definitions/own"}}}}`)},
		"readme.md":           {Data: []byte("not a schema")},
	}
	second := fstest.MapFS{"facet/mine" + suffix: {Data: []byte(`{"definitions": {"own": {"type": "integer"}}}`)}}
	for _, c := range []struct {
		layers []fs.FS
		want   []string
	}{
		{[]fs.FS{first}, []string{`wrong-type error [3] own must be a list, not "3"`}},
		{[]fs.FS{first, second}, nil},
		{nil, []string{`missing-field warning [id] field "title" is missing`}},
		{[]fs.FS{fstest.MapFS{}}, []string{`missing-field warning [id] field "title" is missing`}},
	} {
		s, err := Load(c.layers...)
		if err != nil {
			t.Fatal(err)
		}
		d := parse(t, "a.yaml", "id: a\nown: 3\n")
		if diff := cmp.Diff(c.want, lines(s.Check("page", d, d.Meta)), cmpEmpty); diff != "" {
			t.Errorf("%d layers (-want +got):\n%s", len(c.layers), diff)
		}
	}
}

// A value of another type is given the wanted one where its text stays.
func TestTypesAreMended(t *testing.T) {
	own := fstest.MapFS{"page" + suffix: {Data: kindFile(`, "type": "object", "properties": {
		"list": {"type": "array", "items": {"type": "string"}}, "flag": {"type": "boolean"},
		"either": {"type": ["string", "boolean"]}, "count": {"type": "integer"}}`)}}
	s, err := Load(own)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"list: 決済\r\n", "list: [決済]\r\n"},
		{"list: \"a b\"\n", "list: [\"a b\"]\n"},
		{"list: a, b\n", "list: a, b\n"},
		{"flag: yes\n", "flag: true\n"},
		{"flag: 'off' # x\n", "flag: false # x\n"},
		{"either: 503\n", "either: \"503\"\n"},
		{"count: many\n", "count: many\n"},
		{"count:\n", "count:\n"},
	} {
		d := parse(t, "a.yaml", c.text)
		var fixes []diag.Fix
		for _, f := range s.Check("page", d, d.Meta) {
			fixes = append(fixes, f.Fixes...)
		}
		if got := string(diag.Apply([]byte(c.text), fixes)); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
}

// cmpEmpty takes nil and empty lists for the same.
var cmpEmpty = cmp.Transformer("empty", func(s []string) string { return strings.Join(s, "\n") })

func TestFormats(t *testing.T) {
	for _, c := range []struct{ format, good, bad string }{
		{"date-time", "2023-01-15T14:30:00+09:00|2023-01-15t14:30:00z|2023-01-15T14:30:00.123Z|1998-12-31T15:59:60.5-08:00|2016-12-31T23:59:60Z|2024-02-29T00:00:00Z",
			"2023-01-15|14:30:00|2023-01-15T14:30:00|2023-01-15 14:30:00Z|2023-02-29T00:00:00Z|2023-01-15T24:00:00Z|2023-01-15T14:30Z|1998-12-31T23:58:60Z|1998-12-31T22:59:60Z|2023-01-15T14:30:00+24:00|2023-01-15T14:30:00+10:60|２０２３-01-15T14:30:00Z|soon|"},
		{"date", "2023-02-15|2024-02-29", "2023-02-30|2023-2-15|2023/02/15|2023-02-15T00:00:00Z|きのう|"},
		{"duration", "PT45M|P30D|P1M|P2W|PT0S|P1DT2H|PT1.5S|45m|1h30m|999999h|30d|2w|1mo|1y|30m-60m|30-60 minutes|30〜60分|2時間15分|約30分|1 hour|2 hours 15 minutes|about 5 min|3ヶ月|90秒|１５分",
			"P|PT|P1|T5M|5|m|half an hour|-5m|1h30|minutes|soon|30..60m|P1W2D|99999999999999999999h|P9999999D|9999999時間|"},
		{"timezone", "Asia/Tokyo|UTC|America/New_York|Etc/GMT-9", "Local|JST+9|Tokyo|Asia/Tokio|../../etc/passwd|/etc/localtime|東京|"},
		{"uri", "https://example.com|http://example.com:8080/a?b=c#d|https://例え.jp/障害", "example.com|/a|//example.com/a|ftp://example.com|javascript:alert(1)|data:text/html,x|mailto:a@b.c|https://|https://a b|https://example.com/<x>|"},
	} {
		for _, s := range strings.Split(c.good, "|") {
			if !formats[c.format](s) {
				t.Errorf("%q is refused as %s", s, c.format)
			}
		}
		for _, s := range strings.Split(c.bad, "|") {
			if formats[c.format](s) {
				t.Errorf("%q is taken for %s", s, c.format)
			}
		}
	}
	// Formats are about text: gojsonschema asks for numbers as well.
	if !formatChecker(isDate).IsFormat(json.Number("1")) {
		t.Error("a number fails a format")
	}
}

func TestHasField(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"owner": true, "impact.revenue_loss": true, "actions.owner": true, "x-cost": true,
		"impact.revenue_lost": false, "actions.0.owner.name": false, "持ち主": false, "impact.": false, "": false,
	} {
		if got := set.HasField(path); got != want {
			t.Errorf("HasField(%q) = %v, want %v", path, got, want)
		}
	}
}
