package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// pullRequest makes a repository whose main branch has findings, a branch that
// adds one document, and a checkout of depth 2 of their merge, as GitHub makes
// it for a pull request.
func pullRequest(t *testing.T) (checkout string) {
	t.Helper()
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write := func(name, text string) {
		t.Helper()
		full := filepath.Join(dir, "kb", name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "-q", "-b", "main")
	write("debrief.yaml", "title: 知識ベース\n")
	write("notes/old.md", "# Old\n\n[gone](gone.md)\n")
	git("add", "-A")
	git("commit", "-qm", "base")
	git("checkout", "-qb", "change")
	write("notes/新しいメモ.md", "# 再起動\n\n[ない](無い.md) ::error::x ##[error]y\n")
	git("add", "-A")
	git("commit", "-qm", "change")
	git("checkout", "-q", "main")
	write("notes/other.md", "# Other\n\n[gone too](gone.md)\n")
	git("add", "-A")
	git("commit", "-qm", "main goes on")
	git("merge", "-q", "--no-ff", "-m", "merge", "change")
	checkout = filepath.Join(t.TempDir(), "checkout")
	git("clone", "-q", "--depth", "2", "file://"+dir, checkout)
	return checkout
}

// A rehearsed pull request: the script of the action, in the surroundings that
// a runner gives it, reports the one new finding everywhere and nothing else.
func TestActionOnAPullRequest(t *testing.T) {
	takesLong(t)
	for _, tool := range []string{"git", "bash", "go"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the action's script needs %s, which is not here", tool)
		}
	}
	if runtime.GOOS == "windows" {
		t.Skip("this is Windows: the action's script needs the bash that a runner has there")
	}
	checkout, temp := pullRequest(t), t.TempDir()
	event := filepath.Join(temp, "event.json")
	if err := os.WriteFile(event, []byte(`{"number": 1, "pull_request": {"base": {"ref": "main"}}, "repository": {"default_branch": "main"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	project, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	summary, output := filepath.Join(temp, "summary.md"), filepath.Join(temp, "output")
	cmd := exec.Command(filepath.Join(project, ".github/action/run.sh"))
	cmd.Dir = checkout
	cmd.Env = append(os.Environ(),
		"RUNNER_TEMP="+temp, "ACTION_PATH="+project, "ACTION_REF=v0.0.0-test",
		"GITHUB_EVENT_NAME=pull_request", "GITHUB_EVENT_PATH="+event, "GITHUB_BASE_REF=main", "GITHUB_WORKSPACE="+checkout,
		"GITHUB_STEP_SUMMARY="+summary, "GITHUB_OUTPUT="+output, "LANG=C.UTF-8",
		"INPUT_DIRECTORY=kb", "INPUT_PATHS=\n  \n", "INPUT_SINCE=auto", "INPUT_FAIL_ON=", "INPUT_ALERTS=", "INPUT_SCHEDULED=false", "INPUT_SUMMARY=true", "INPUT_LANGUAGE=en",
	)
	log, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitFindings {
		t.Fatalf("the script ends with %v, want exit code 1\n%s", err, log)
	}
	checkAnnotations(t, string(log))
	checkSARIF(t, filepath.Join(temp, "debrief", "debrief.sarif"))
	for _, want := range []string{"1 error in 1 file", "無い.md", "not of this change", "what changed since"} {
		if text := read(t, summary); !strings.Contains(text, want) {
			t.Errorf("the summary lacks %q:\n%s", want, text)
		}
	}
	if text := read(t, summary); strings.Contains(text, "old.md") || strings.Contains(text, "other.md") {
		t.Errorf("the summary tells of old findings:\n%s", text)
	}
	want := regexp.MustCompile(`(?m)\Aerrors=1\nwarnings=0\ninfos=[0-9]+\nsarif=.*debrief.sarif\njson=.*debrief.json\nreport=.*report.md\n\z`)
	if text := read(t, output); !want.MatchString(text) {
		t.Errorf("outputs:\n%s", text)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// checkAnnotations obeys the log as a runner does.
func checkAnnotations(t *testing.T, log string) {
	t.Helper()
	var errs []string
	stopped := ""
	for line := range strings.SplitSeq(log, "\n") {
		line = strings.TrimLeft(line, " \t")
		switch {
		case stopped != "":
			if line == "::"+stopped+"::" {
				stopped = ""
			}
		case strings.HasPrefix(line, "::stop-commands::"):
			stopped = strings.TrimPrefix(line, "::stop-commands::")
		case strings.HasPrefix(line, "::error"):
			errs = append(errs, line)
		}
		if strings.Contains(line, "##[") {
			t.Errorf("the log holds a command of the old form: %q", line)
		}
	}
	if len(errs) != 1 || !strings.Contains(errs[0], "file=kb/notes/新しいメモ.md,line=3,") {
		t.Errorf("annotations: %q, want one at kb/notes/新しいメモ.md:3", errs)
	}
}

// checkSARIF insists on one result, at its place from the root of the
// repository.
func checkSARIF(t *testing.T, file string) {
	t.Helper()
	var log struct {
		Runs []struct {
			Results []struct {
				Level, RuleID string
				Locations     []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(read(t, file)), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) == 0 {
		t.Fatalf("SARIF: %+v", log)
	}
	errs := 0
	for _, r := range log.Runs[0].Results {
		at := r.Locations[0].PhysicalLocation
		if r.Level == "error" {
			errs++
		}
		if !strings.HasPrefix(at.ArtifactLocation.URI, "kb/notes/%E6%96%B0") || at.Region.StartLine < 1 {
			t.Errorf("SARIF has a result at %+v", at)
		}
	}
	if errs != 1 {
		t.Errorf("SARIF has %d errors, want 1", errs)
	}
}
