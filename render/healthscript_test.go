package render

import (
	"bytes"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

func probe(title, command, op, warn, critical, unit string) facet.HealthProbe {
	number := func(text string) facet.Number {
		if text == "" {
			return facet.Number{}
		}
		n, _ := new(big.Rat).SetString(text)
		return facet.Number{V: n}
	}
	return facet.HealthProbe{ID: "c", Title: title, Command: command, Op: op, Warn: number(warn), Critical: number(critical), Unit: unit}
}

func healthCheck(title string, checks ...facet.HealthProbe) *corpus.Entry {
	return &corpus.Entry{
		Doc:  &doc.Document{File: source.New("health/host.yaml", nil)},
		Kind: "healthcheck", ID: "host", Title: title, HealthCheck: &facet.HealthCheck{Checks: checks},
	}
}

// shells are the interpreters that are there, each once.
func shells(t *testing.T) []string {
	t.Helper()
	var list []string
	seen := map[string]bool{}
	for _, name := range []string{"sh", "dash", "bash", "mksh"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if real, err := filepath.EvalSymlinks(path); err == nil && !seen[real] {
			seen[real] = true
			list = append(list, path)
		}
	}
	if len(list) == 0 {
		t.Skip("there is no shell to run the script with")
	}
	return list
}

// runScript runs a script in an empty folder, and gives what it printed, its
// exit status, and the files that it left there.
func runScript(t *testing.T, shell string, script []byte, env ...string) (out string, code int, left []string) {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command(shell, "-s")
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(script)
	cmd.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if stderr.Len() > 0 {
		t.Errorf("%s: %s", shell, stderr.String())
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return stdout.String(), cmd.ProcessState.ExitCode(), files
}

func healthScriptOf(t *testing.T, e *corpus.Entry) []byte {
	t.Helper()
	script, _, why := HealthScript(e, "en")
	if why.En != "" {
		t.Fatal(why.En)
	}
	return script
}

func TestHealthScript(t *testing.T) {
	tests := []struct {
		name  string
		probe facet.HealthProbe
		code  int
		first string
	}{
		{"fine", probe("errors", "echo 3", ">", "10", "", ""), 0, "OK - 1/1 OK | 'c'=3;~:10;"},
		{"on the line", probe("errors", "echo 10", ">", "10", "", ""), 0, "OK - 1/1 OK | 'c'=10;~:10;"},
		{"a warning", probe("errors", "echo 11", ">", "10", "", ""), 1, "WARNING - 0/1 OK: errors: 11 (> 10) | 'c'=11;~:10;"},
		{"critical", probe("memory", "echo 95.5%", ">", "85", "95", "%"), 2, "CRITICAL - 0/1 OK: memory: 95.5 % (> 85 / 95) | 'c'=95.5%;~:85;~:95"},
		{"decimals", probe("load", "echo 0.30", ">", "0.3", "", ""), 0, "OK - 1/1 OK | 'c'=0.30;~:0.3;"},
		{"at least", probe("queue", "echo 100", ">=", "100", "", ""), 1, "WARNING - 0/1 OK: queue: 100 (>= 100) | 'c'=100;@100:;"},
		{"too little", probe("free", "echo 4.5 GB", "<", "20", "5", "GB"), 2, "CRITICAL - 0/1 OK: free: 4.5 GB (< 20 / 5) | 'c'=4.5GB;20:;5:"},
		{"at most", probe("replicas", "echo 2", "<=", "", "1", ""), 0, "OK - 1/1 OK | 'c'=2;;@~:1"},
		{"equal", probe("state", "echo 1", "==", "", "1", ""), 2, "CRITICAL - 0/1 OK: state: 1 (== 1) | 'c'=1;;@1:1"},
		{"not equal", probe("state", "echo 1", "!=", "1", "", ""), 0, "OK - 1/1 OK | 'c'=1;1:1;"},
		{"greater, if nothing is said", probe("errors", "echo 11", "", "10", "", ""), 1, "WARNING - 0/1 OK: errors: 11 (> 10) | 'c'=11;~:10;"},
		{"less, if critical is below the warning", probe("free", "echo 11", "", "20", "10", ""), 1, "WARNING - 0/1 OK: free: 11 (< 20 / 10) | 'c'=11;20:;10:"},
		{"negative numbers and exponents", probe("offset", "echo ' -1.5e1 ms'", "<", "-10", "", "ms"), 1, "WARNING - 0/1 OK: offset: -1.5e1 ms (< -10) | 'c'=-1.5e1ms;-10:;"},
		{"a count of nothing fails", probe("matches", "echo a | grep -c b", ">", "0", "", ""), 0, "OK - 1/1 OK | 'c'=0;~:0;"},
		{"a program that is missing in a pipe", probe("pods", "no-such-program-here get pods | wc -l", ">", "10", "", ""), 3, "UNKNOWN - 0/1 OK: pods: a part of the command failed"},
		{"a program that is missing in a pipe, in Japanese", probe("再起動", "no-such-program-here | awk '{n += $1} END {print n + 0}'", ">", "0", "", "回"), 3, "UNKNOWN - 0/1 OK: 再起動: a part of the command failed"},
		{"a number from a command that fails and says why", probe("disk", "echo 5; echo 'no such disk' >&2; exit 1", ">", "10", "", ""), 3, "UNKNOWN - 0/1 OK: disk: a part of the command failed"},
		{"a word on the way", probe("pods", "echo 'a warning: not found' >&2; echo 5", ">", "10", "", ""), 0, "OK - 1/1 OK | 'c'=5;~:10;"},
		{"a pipe that is cut short, no thresholds", probe("log", "yes | head -1", "", "", "", ""), 0, "OK - 1/1 OK"},
		{"a pipe that is cut short", probe("log", "yes 7 | head -1", ">", "10", "", ""), 0, "OK - 1/1 OK | 'c'=7;~:10;"},
		{"no number", probe("errors", "echo none", ">", "10", "", ""), 3, "UNKNOWN - 0/1 OK: errors: no number, exit status 0"},
		{"not a number", probe("errors", "echo nan", ">", "10", "", ""), 3, "UNKNOWN - 0/1 OK: errors: no number, exit status 0"},
		{"two numbers", probe("errors", "printf '1\\n2\\n'", ">", "10", "", ""), 3, "UNKNOWN - 0/1 OK: errors: no number, exit status 0"},
		{"an address is no number", probe("errors", "echo 10.0.0.1", ">", "10", "", ""), 3, "UNKNOWN - 0/1 OK: errors: no number, exit status 0"},
		{"a dash before the command", probe("dash", "-x", ">", "10", "", ""), 3, "UNKNOWN - 0/1 OK: dash: no number, exit status 127"},
		{"a dash, no thresholds", probe("ダッシュ", "-c true", "", "", "", ""), 3, "UNKNOWN - 0/1 OK: ダッシュ: exit status 127"},
		{"no such program", probe("errors", "no-such-program-here", ">", "10", "", ""), 3, "UNKNOWN - 0/1 OK: errors: no number, exit status 127"},
		{"without thresholds", probe("service", "true", "", "", "", ""), 0, "OK - 1/1 OK"},
		{"without thresholds, failing", probe("service", "exit 4", "", "", "", ""), 2, "CRITICAL - 0/1 OK: service: exit status 4"},
		{"without thresholds, no such program", probe("service", "no-such-program-here", "", "", "", ""), 3, "UNKNOWN - 0/1 OK: service: exit status 127"},
		{"Japanese", probe("過去1時間のエラーログ", "printf 'エラー\\nエラー\\n' | grep -c エラー", ">", "1", "", "件"), 1, "WARNING - 0/1 OK: 過去1時間のエラーログ: 2 件 (> 1) | 'c'=2;~:1;"},
		{"several lines of a command", probe("lines", "n=0\nfor i in 1 2 3; do\n  n=$((n + i))\ndone\necho $n", ">", "5", "", ""), 1, "WARNING - 0/1 OK: lines: 6 (> 5) | 'c'=6;~:5;"},
		{"quotes in a command", probe("quotes", `awk 'BEGIN { print length("it'"'"'s") }'`, ">", "5", "", ""), 0, "OK - 1/1 OK | 'c'=4;~:5;"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			script := healthScriptOf(t, healthCheck("Host", tt.probe))
			for _, shell := range shells(t) {
				out, code, _ := runScript(t, shell, script)
				first, _, _ := strings.Cut(out, "\n")
				if first != tt.first || code != tt.code {
					t.Errorf("%s: exit %d, %q; want %d, %q", shell, code, first, tt.code, tt.first)
				}
			}
		})
	}
}

func TestHealthScriptReport(t *testing.T) {
	web := probe("web", "echo 12", ">", "10", "20", "ms")
	web.OnFail = "runbook:web-slow"
	disk := probe("disk", "echo 99", ">", "80", "90", "%")
	disk.ID = "d"
	e := healthCheck("ホスト", web, probe("cron", "true", "", "", "", ""), disk, probe("log", "echo", ">", "1", "", ""), probe("by metric only", "", ">", "1", "", ""))
	want := `CRITICAL - 1/4 OK, 1 without a command: web: 12 ms (> 10 / 20), disk: 99 % (> 80 / 90), log: no number, exit status 0 | 'c'=12ms;~:10;~:20 'd'=99%;~:80;~:90
WARNING: web: 12 ms (> 10 / 20) -> runbook:web-slow
OK: cron: succeeded
CRITICAL: disk: 99 % (> 80 / 90)
UNKNOWN: log: no number, exit status 0
`
	for _, shell := range shells(t) {
		out, code, _ := runScript(t, shell, healthScriptOf(t, e))
		if diff := cmp.Diff(want, out); diff != "" || code != 2 {
			t.Errorf("%s: exit %d: %s", shell, code, diff)
		}
	}
	script, left, _ := HealthScript(e, "ja")
	if len(left) != 1 || !strings.Contains(string(script), "# コマンドがないため確認しない項目: by metric only\n") {
		t.Errorf("left %v of\n%s", left, script)
	}
}

// TestHostileHealthScript puts into every text of a document what breaks out of
// scripts that are put together without care.
func TestHostileHealthScript(t *testing.T) {
	for _, evil := range []string{
		"x\ntouch pwned\n", "x\r\ntouch pwned", "x\u2028touch pwned", "x\u0085touch pwned", "$(touch pwned)", "`touch pwned`",
		"'; touch pwned; '", `"; touch pwned; "`, `\'; touch pwned; #`, "${IFS}$(touch${IFS}pwned)", "x' && touch pwned && echo '",
		"%s%n%d\\n\\0101", "-e -n --help", "a|b=c'd;touch pwned", "\x00touch pwned", "\x1b]0;pwned\x07", "\xff\xfe", "日本語'$(touch pwned)'障害",
		"<<EOF\ntouch pwned\nEOF", "!!", "~root *", "",
	} {
		p := probe("t "+evil, "echo 5", ">", "1", "", "u"+evil)
		p.ID, p.OnFail = "i"+evil, "h "+evil
		silent := probe("left "+evil, "", ">", "1", "", "")
		e := healthCheck(evil, p, silent)
		e.ID = evil
		e.Doc.File = source.New("health/"+evil+".yaml", nil)
		script := healthScriptOf(t, e)
		for _, shell := range shells(t) {
			out, code, left := runScript(t, shell, script)
			if code != 1 || len(left) > 0 || strings.Count(out, "\n") != 2 || strings.Count(out, "|") != 1 {
				t.Errorf("%q with %s: exit %d, files %v, %q", evil, shell, code, left, out)
			}
			if strings.ContainsAny(out, "\x00\x1b\x07\r") {
				t.Errorf("%q with %s: control characters in %q", evil, shell, out)
			}
		}
	}
}

func TestHealthScriptLabelsDiffer(t *testing.T) {
	var checks []facet.HealthProbe
	for _, id := range []string{"a", "a", "a_2", "a", "日|本", "日=本"} {
		p := probe("t", "echo 1", ">", "5", "", "")
		p.ID = id
		checks = append(checks, p)
	}
	want := "OK - 6/6 OK | 'a'=1;~:5; 'a_2'=1;~:5; 'a_2_2'=1;~:5; 'a_3'=1;~:5; '日_本'=1;~:5; '日_本_2'=1;~:5;"
	for _, shell := range shells(t) {
		out, _, _ := runScript(t, shell, healthScriptOf(t, healthCheck("Host", checks...)))
		if first, _, _ := strings.Cut(out, "\n"); first != want {
			t.Errorf("%s: %q, want %q", shell, first, want)
		}
	}
}

// TestDashedCommandWithoutTimeout: the program timeout is not everywhere.
func TestDashedCommandWithoutTimeout(t *testing.T) {
	script := healthScriptOf(t, healthCheck("Host", probe("dash", "-c true", "", "", "", "")))
	for _, shell := range shells(t) {
		if out, code, _ := runScript(t, shell, script, "PATH="+pathWithout(t, "timeout")); code != 3 || !strings.Contains(out, "exit status 127") {
			t.Errorf("%s: exit %d, %s", shell, code, out)
		}
	}
}

func TestHealthScriptLimits(t *testing.T) {
	slow := healthCheck("Host", probe("slow pipe", "sleep 30 | cat", "", "", "", ""), probe("deaf", "trap '' TERM; sleep 30; echo 1", ">", "1", "", ""))
	script := healthScriptOf(t, slow)
	for _, shell := range shells(t) {
		for _, path := range []string{os.Getenv("PATH"), pathWithout(t, "timeout")} {
			t.Run(filepath.Base(shell), func(t *testing.T) {
				t.Parallel()
				begin := time.Now()
				out, code, _ := runScript(t, shell, script, "CHECK_TIMEOUT=1", "PATH="+path)
				if took := time.Since(begin); took > 15*time.Second || code != 3 || strings.Count(out, "UNKNOWN: ") != 2 || !strings.Contains(out, "slow pipe: took too long") {
					t.Errorf("after %s: exit %d, %s", took, code, out)
				}
			})
		}
	}
}

// pathWithout is a folder with links to the programs that the script needs, but
// one.
func pathWithout(t *testing.T, missing string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"sh", "awk", "mktemp", "rm", "sleep", "cat", "timeout"} {
		if path, err := exec.LookPath(name); err == nil && name != missing {
			if err := os.Symlink(path, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// TestDefect19ChecksTellWhatIsWrong: the handbook's script always exits 0, and
// reads whatever a command prints as a number, so that the line "-- No entries
// --" is an error. Checks are data: the command stands in the script as it is
// written, journalctl -q for one, and tells by its output and status.
func TestDefect19ChecksTellWhatIsWrong(t *testing.T) {
	tests := []struct {
		name, command string
		code          int
	}{
		{"few", "printf '%s\\n' a b | wc -l", 0},
		{"on the threshold", "echo 10", 0},
		{"a warning", "printf '%s\\n' a b c d e f g h i j k | wc -l", 1},
		{"critical", "echo 21", 2},
		{"no number", "echo '-- No entries --'", 3},
		{"Japanese, no number", "echo '記録なし'", 3},
		{"the command fails", "exit 4", 3},
	}
	for _, tt := range tests {
		script := healthScriptOf(t, healthCheck("host", probe("errors of the last hour", tt.command, ">", "10", "20", "")))
		for _, shell := range shells(t) {
			if out, code, _ := runScript(t, shell, script); code != tt.code {
				t.Errorf("%s: %s: exit %d, want %d: %s", tt.name, shell, code, tt.code, out)
			}
		}
	}
	const quiet = "journalctl -q -p err --since -1h --no-pager | wc -l"
	if script := healthScriptOf(t, healthCheck("host", probe("errors", quiet, ">", "10", "", ""))); !strings.Contains(string(script), quiet) {
		t.Errorf("the command is not there as it is written:\n%s", script)
	}
}

// unreadable is a health check whose file has an unreadable threshold.
func unreadable(path, text string, start, end int) *corpus.Entry {
	e := healthCheck("Host", probe("a", "echo 1", ">", "1", "", ""))
	e.Doc.File = source.New(path, []byte(text))
	e.HealthCheck.Unreadable = []facet.Unreadable{{Property: "warn", Place: facet.Place{Span: source.Span{Start: start, End: end}}}}
	return e
}

func TestUnreadableThresholdsAreNamed(t *testing.T) {
	_, _, why := HealthScript(unreadable("health/host.yaml", "warn: 1e999\n", 6, 11), "en")
	if want := `health/host.yaml:1:7: warn "1e999"`; !strings.HasSuffix(why.En, want) || !strings.HasSuffix(why.Ja, want) {
		t.Errorf("%q, %q, want %s at their ends", why.En, why.Ja, want)
	}
}

func TestNoHealthScript(t *testing.T) {
	for name, e := range map[string]*corpus.Entry{
		"another kind":  {Doc: &doc.Document{File: source.New("a.md", nil)}, ID: "a"},
		"nothing":       healthCheck("Host"),
		"no commands":   healthCheck("Host", probe("a", "", ">", "1", "", "")),
		"unreadable":    unreadable("health/host.yaml", "warn: 1e999\n", 6, 11),
		"not readable":  unreadable("health/監視\x1b.yaml", "警告: 九割\n", 8, 14),
		"NUL in a line": healthCheck("Host", probe("a", "echo \x00", ">", "1", "", "")),
	} {
		if script, _, why := HealthScript(e, "en"); why.En == "" || why.Ja == "" || script != nil {
			t.Errorf("%s: %q, %s", name, why.En, script)
		}
	}
}
