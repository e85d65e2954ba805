package rules

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

var unreadyCommand = lint.Rule{
	ID:       "unready-command",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Kinds:    []string{"runbook", "maintenance", "healthcheck"},
	Check: func(p *lint.Pass) {
		if p.Entry.Kind == "runbook" {
			for _, s := range p.Entry.Steps {
				for _, c := range s.Commands {
					unready(p, c, diag.Info)
				}
			}
			return
		}
		for _, c := range p.Entry.Value().Field("commands").Items() {
			unready(p, commandOf(c), diag.Warning)
		}
		for _, check := range p.Entry.Value().Field("checks").Items() {
			unready(p, commandOf(check.Field("command")), diag.Warning)
		}
	},
}

func commandOf(v doc.Value) facet.Command {
	return facet.Command{Run: v.Text(), Place: facet.Place{Span: v.Span()}}
}

// unreadiness is what keeps a command from running as it stands.
type unreadiness struct {
	shape *lazyregexp.Regexp // group 1 is what is at fault
	says  diag.Text          // with %q for that
	alone bool               // only where nobody sits before the terminal
}

var unreadinesses = []unreadiness{
	{
		lazyregexp.New(`(?:^|[\s;|&(/])(?:mysql|mysqldump|mysqladmin|mariadb)\s(?:[^\n|;&]*\s)?(-p|--password)(?:[\s"']|$)`),
		diag.Text{En: "%q waits for a password to be typed", Ja: "%q ではパスワードの入力待ちになります"}, false,
	},
	{
		lazyregexp.New(`(?:^|[\s;|&(/])(?:psql|pg_dump|pg_restore)\s(?:[^\n|;&]*\s)?(-W|--password)(?:[\s"']|$)`),
		diag.Text{En: "%q waits for a password to be typed", Ja: "%q ではパスワードの入力待ちになります"}, false,
	},
	{
		lazyregexp.New(`(?:^|[\s;|&(])((?:apt|apt-get|yum|dnf)\s+(?:install|upgrade|dist-upgrade|remove|autoremove)(?:\s+[\w][\w.+:-]*)*)\s*(?:$|[\n;|&])`),
		diag.Text{En: "%q asks before it goes on: add -y", Ja: "%q は途中で確認を求めます。-y を付けてください"}, true,
	},
	{
		lazyregexp.New(`(?:^|[\s;|&(])curl\s(?:[^\n|;&]*\s)?(?:-w|--write-out)[\s=]*["']?(@[^\s"'-][^\s"']*)`),
		diag.Text{En: "%q is a file beside the command: write the format itself", Ja: "%q は手元にないファイルです。書式を直接書いてください"}, false,
	},
	{
		lazyregexp.New(`(https?://(?:server|host|hostname|your[-_.][\w.-]+))(?:[:/\s"'?]|$)`),
		diag.Text{En: "%q stands for a real host: write that, or how to find it", Ja: "%q は仮のホスト名です。実際の名前か、その調べ方を書いてください"}, false,
	},
}

// mostCommand bounds the length of a command that is searched, in bytes: a
// longer one is a script or no command.
const mostCommand = 10_000

// unready reports what keeps a command from running, each once.
func unready(p *lint.Pass, c facet.Command, severity diag.Severity) {
	if len(c.Run) > mostCommand {
		return
	}
	for _, u := range unreadinesses {
		m := u.shape.FindStringSubmatch(c.Run)
		if m == nil || u.alone && severity != diag.Warning {
			continue
		}
		p.Report(diag.Diagnostic{Span: placeOfBlank(p, c, m[1]), Severity: severity, Message: diag.Say(u.says.En, u.says.Ja, lint.Quote(m[1]))})
	}
}
