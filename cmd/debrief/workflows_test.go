package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
)

// workflowFiles are the project's own workflows and those that init writes.
func workflowFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"../../.github/workflows/*.yml", "init/lint.yml", "init/comment.yml", "init/pages.yml", "init/tickets.yml"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		files = append(files, found...)
	}
	return files
}

func TestWorkflowsPassActionlint(t *testing.T) {
	for _, file := range workflowFiles(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := lintWorkflow(t, file, data); len(found) > 0 {
			t.Errorf("%s: %v", file, found)
		}
		broken := []byte(strings.Replace(string(data), "runs-on:", "run-on:", 1))
		if len(lintWorkflow(t, file, broken)) == 0 {
			t.Errorf("%s: a job without runs-on passes", file)
		}
	}
}

func lintWorkflow(t *testing.T, file string, data []byte) []*actionlint.Error {
	t.Helper()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	project, err := actionlint.NewProject(root)
	if err != nil {
		t.Fatal(err)
	}
	found, err := linter.Lint(filepath.Join(root, ".github", "workflows", filepath.Base(file)), data, project)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// pinned is an action named by the full hash of a commit, with its release.
var pinned = regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)

func TestActionsArePinned(t *testing.T) {
	files := append(workflowFiles(t), "../../action.yml")
	uses := regexp.MustCompile(`(?m)^\s*(?:- )?uses: (.+)$`)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range uses.FindAllSubmatch(data, -1) {
			if use := string(m[1]); use != "./" && use != "debrief-dev/debrief@DEBRIEF_REF" && !pinned.MatchString(use) {
				t.Errorf("%s: %s is not pinned", file, use)
			}
		}
		if strings.Contains(string(data), "pull_request_target") {
			t.Errorf("%s runs strangers' code with the rights of the repository", file)
		}
	}
}

// Inputs and texts of events reach scripts through the environment: an
// expression inside a script would make them part of the program.
func TestScriptsHoldNoExpression(t *testing.T) {
	for _, file := range append(workflowFiles(t), "../../action.yml") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		indent := -1
		for n, line := range strings.Split(string(data), "\n") {
			depth := len(line) - len(strings.TrimLeft(line, " -"))
			if indent >= 0 && strings.TrimSpace(line) != "" && depth <= indent {
				indent = -1
			}
			isRun := strings.HasPrefix(strings.TrimLeft(line, " -"), "run:")
			if isRun {
				indent = depth
			}
			if (isRun || indent >= 0) && strings.Contains(line, "${{") {
				t.Errorf("%s:%d: an expression in a script", file, n+1)
			}
		}
	}
}

// TestManualShowsTheTicketsWorkflow holds the copy in the manual to the file
// that is checked here.
func TestManualShowsTheTicketsWorkflow(t *testing.T) {
	workflow, err := os.ReadFile("init/tickets.yml")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/actions.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "```yaml\n"+string(workflow)+"```\n") {
		t.Error("docs/actions.md shows another workflow than init/tickets.yml")
	}
}
