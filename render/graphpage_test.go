package render

import (
	"fmt"
	"strings"
	"testing"
)

// knownIssue is one with a cause and a solution.
func knownIssue(id, title, service, cause string) string {
	return fmt.Sprintf("id: %s\ntitle: %q\nservices: [%s]\ncauses: [{id: c, text: %q, taxonomy: %s}]\nsolutions: [{id: s, title: %q, for_causes: [c]}]\n", id, title, service, "原因 <b> "+cause, cause, "直す <i> "+id)
}

func TestGraphPage(t *testing.T) {
	files := map[string]string{
		"services/web.yaml":    webService,
		"services/api.yaml":    "id: api\ntitle: API\nowner: api\ndepends_on: [web]\n",
		"known-issues/ki.yaml": knownIssue("ki", "注文が <b>503</b> になる", "web", "connection_exhaustion"),
		"known-issues/kj.yaml": knownIssue("kj", "slow orders", "api", "connection_exhaustion"),
	}
	site := build(t, load(t, repository(files)), Options{Title: "x", Languages: []string{"en", "ja"}})
	for target, wants := range map[string][]string{
		"graph/":        {"Knowledge graph", "All services", "API 1", "connection exhaustion", "直す <i> ki", "直す <i> kj"},
		"graph/web/":    {"Knowledge graph: ウェブ <i>", "注文が <b>503</b> になる"},
		"graph/api/":    {"slow orders", "直す <i> kj"},
		"ja/graph/":     {"ナレッジグラフ", "症状", "解決策", "経路の一覧"},
		"services/web/": {"Dependencies", "API"},
	} {
		page := site[target+"index.html"]
		checkSafe(t, target, page)
		text := mainText(t, page)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", target, want, text)
			}
		}
	}
	if page := site["graph/api/index.html"]; strings.Contains(page, "注文が") {
		t.Error("the graph of a service shows the symptoms of another one")
	}
	page := site["graph/index.html"]
	for _, want := range []string{`href="../causes/connection-exhaustion/"`, `href="../symptoms/ki/"`, `href="../symptoms/ki/#solution-1"`, `aria-current="page"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in %s", want, page)
		}
	}
	if strings.Count(page, `data-node=`) != 5 {
		t.Errorf("%d boxes, want 2 symptoms, 1 cause and 2 solutions", strings.Count(page, `data-node=`))
	}
}

// A graph too large for one picture is left to the services; one of a service
// says what it leaves out.
func TestGraphPageOfManySymptoms(t *testing.T) {
	files := map[string]string{"services/web.yaml": webService, "services/api.yaml": "id: api\ntitle: API\nowner: api\n"}
	for i := range 70 {
		id := fmt.Sprintf("ki-%03d", i)
		files["known-issues/"+id+".yaml"] = knownIssue(id, "症状 "+id, []string{"web", "api", "web", ""}[i%4], fmt.Sprint("cause_", i))
	}
	site := build(t, load(t, repository(files)), Options{Title: "x", Lang: "en"})
	if page := site["graph/index.html"]; strings.Contains(page, "<svg class=\"figure") || !strings.Contains(mainText(t, page), "choose a service") {
		t.Error("one picture shows more than can be read")
	}
	for target, boxes := range map[string]int{"graph/web/": 105, "graph/api/": 54, "graph/_other/": 51} {
		if got := strings.Count(site[target+"index.html"], "data-node="); got != boxes {
			t.Errorf("%s has %d boxes, want %d", target, got, boxes)
		}
	}
}

func TestGraphPageOfNothing(t *testing.T) {
	site := build(t, load(t, repository(map[string]string{"services/web.yaml": webService})), Options{Title: "x", Lang: "en"})
	if text := mainText(t, site["graph/index.html"]); !strings.Contains(text, "There is nothing to show yet") {
		t.Errorf("got %s", text)
	}
}

// The boxes of a decision tree lead to the steps of the runbook.
func TestDecisionTreeLeadsToSteps(t *testing.T) {
	runbook := "id: rb\ntitle: 再起動\nsteps:\n  - {id: look, title: ログを見る}\n  - {id: restart, title: 再起動する}\ndecision_tree:\n  - {id: b1, condition: 'メモリが <b> 多い', goto: restart, else: look}\n"
	site := build(t, load(t, repository(map[string]string{"runbooks/rb.yaml": runbook})), Options{Title: "x", Lang: "ja"})
	page := site["runbooks/rb/index.html"]
	checkSafe(t, "runbooks/rb/", page)
	tree := page[max(strings.Index(page, `<svg class="figure chart tree"`), 0):]
	tree = tree[:strings.Index(tree, "</svg>")]
	for _, want := range []string{`href="#s-restart"`, `href="#s-look"`, `href="#b-b1"`, "メモリが &lt;b&gt; 多い", "再起動する"} {
		if !strings.Contains(tree, want) {
			t.Errorf("no %s in %s", want, tree)
		}
	}
	for _, id := range []string{`id="s-restart"`, `id="s-look"`, `id="b-b1"`} {
		if !strings.Contains(page, id) {
			t.Errorf("the picture leads to %s, which is not there", id)
		}
	}
}
