package facet

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// shared reads a file of the material that is shared beside the repository.
func shared(t *testing.T, name, as string) Merged {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(sharedFolder(t), filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	d, _ := doc.Parse(source.New(as, data), doc.DefaultLimits())
	return Merge(d, schemas(t), Options{})
}

func sharedFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("DEBRIEF_SHARED")
	if folder == "" {
		t.Skip("DEBRIEF_SHARED does not name the folder of shared documents")
	}
	return folder
}

func TestHandbookIncident(t *testing.T) {
	m := shared(t, "corpora/handbook/2023-001.md", "2023-001.md")
	if m.Kind != "postmortem" || m.Value.Field("id").Text() != "2023-001" || m.Value.Field("lang").Text() != "ja" {
		t.Errorf("kind %q, value %s", m.Kind, sketch(m.Value))
	}
	type place struct {
		layer Layer
		group string
	}
	groups := map[place]int{}
	for _, c := range DecodeCauses(m.Value) {
		groups[place{c.Layer, c.Group}]++
	}
	for want, n := range map[place]int{
		{Technical, "直接原因"}: 2, {Technical, "基盤原因"}: 3,
		{Process, "開発プロセス"}: 2, {Process, "デプロイプロセス"}: 2,
		{Organizational, "コミュニケーション"}: 2, {Organizational, "リソース・スキル"}: 2,
	} {
		if groups[want] != n {
			t.Errorf("%d causes of %v, want %d", groups[want], want, n)
		}
	}
	due := map[string]int{}
	actions := DecodeActions(m.Value)
	for _, a := range actions {
		if a.Status != Open || a.Box == nil || a.DueFrom != "term" {
			t.Errorf("action = %+v", a)
		}
		due[a.Term+" "+isoDay(a.Due.Year, a.Due.Month, a.Due.Day)]++
	}
	if len(actions) != 9 || due["short 2023-02-15"] != 3 || due["mid 2023-04-15"] != 3 || due["long 2023-07-15"] != 3 {
		t.Errorf("due dates = %v", due)
	}
}

func TestHandbookProcedure(t *testing.T) {
	m := shared(t, "corpora/handbook/troubleshooting_template.yml", "any/troubleshooting_template.yml")
	if m.Kind != "runbook" {
		t.Fatalf("kind = %q", m.Kind)
	}
	steps, branches, calls := DecodeSteps(m.Value), DecodeBranches(m.Value), DecodeEscalations(m.Value)
	if len(steps) != 3 || len(branches) != 3 || len(calls) != 2 {
		t.Errorf("%d steps, %d branches, %d escalations", len(steps), len(branches), len(calls))
	}
	for _, s := range steps {
		if len(s.Commands) != 2 || s.ExpectedOutput == "" || s.SuccessCriteria == "" {
			t.Errorf("step = %+v", s)
		}
	}
	if !calls[0].After.Known || calls[1].After.Known {
		t.Errorf("escalations = %+v", calls)
	}
}

// kinds counts the documents of a folder by their kinds.
func kinds(t *testing.T, name string) (map[string]int, map[string]Merged) {
	t.Helper()
	folder := filepath.Join(sharedFolder(t), filepath.FromSlash(name))
	count, all := map[string]int{}, map[string]Merged{}
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !doc.IsDocument(path) {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		m := shared(t, name+"/"+filepath.ToSlash(rel), filepath.ToSlash(rel))
		count[m.Kind]++
		all[rel] = m
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return count, all
}

func TestProseAboutPostmortemsIsNoIncident(t *testing.T) {
	count, _ := kinds(t, "corpora/pagerduty-postmortem-docs-ja")
	if len(count) != 1 || count["page"] == 0 {
		t.Errorf("kinds = %v, want pages only", count)
	}
}

func TestPostmortemsOfATeam(t *testing.T) {
	count, all := kinds(t, "corpora/dfds-postmortems")
	if count["postmortem"] != 38 || count["page"] != 2 {
		t.Errorf("kinds = %v", count)
	}
	for name, m := range all {
		if m.Kind == "postmortem" && len(DecodeActions(m.Value)) == 0 {
			t.Errorf("%s has no actions", name)
		}
	}
}

func TestRunbooksOfAlerts(t *testing.T) {
	count, all := kinds(t, "corpora/prometheus-operator-runbooks")
	if count["runbook"] < 104 {
		t.Errorf("kinds = %v", count)
	}
	without := 0
	for _, m := range all {
		if m.Kind == "runbook" && len(DecodeSteps(m.Value)) == 0 {
			without++
		}
	}
	if without > 3 {
		t.Errorf("%d runbooks without steps", without)
	}
}
