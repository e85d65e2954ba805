package render

import (
	_ "embed"
	"fmt"
	"math/big"
	"strings"
	"unicode"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/source"
)

//go:embed healthscript.sh
var healthFunctions string

// HealthScript makes a script for sh of a health check. It runs the commands
// of the checks, compares what they print with the thresholds, and answers as
// monitoring plugins do (the guidelines of the Monitoring Plugins project): a
// status line with performance data, a line for each check, and the exit status
// 0 OK, 1 WARNING, 2 CRITICAL or 3 UNKNOWN.
//
// Nothing of the document can become a command but its commands: texts stand
// between single quotes, without control characters. left are the checks that
// have no command; an error says that no script can be made. None is made of
// a health check with a threshold or comparison that cannot be read: it would
// say OK where the document would not.
func HealthScript(e *corpus.Entry, lang string) (script []byte, left []facet.HealthProbe, err diag.Text) {
	if e.HealthCheck == nil {
		return nil, nil, diag.Say("%q is not a health check", "%q はヘルスチェックではありません", e.ID)
	}
	if unread := e.HealthCheck.Unreadable; len(unread) > 0 {
		return nil, nil, unreadLimits(e.Doc.File, unread)
	}
	var calls strings.Builder
	labels := perfLabels{}
	ran := 0
	for _, p := range e.HealthCheck.Checks {
		if p.Command == "" {
			left = append(left, p)
			continue
		}
		if strings.ContainsRune(p.Command, 0) {
			return nil, nil, diag.Say("the command of the check %q contains a NUL character, which no shell can run", "チェック %q のコマンドに NUL 文字が含まれているため、シェルで実行できません", p.Title)
		}
		ran++
		calls.WriteString(healthCall(p, labels.of(p.ID)))
	}
	if ran == 0 {
		return nil, left, diag.Say("no check of %q has a command", "%q にコマンドのあるチェックがありません", e.ID)
	}
	var b strings.Builder
	b.WriteString("#!/bin/sh\n")
	for _, line := range healthComments(e, left, lang) {
		b.WriteString(strings.TrimRight("# "+plainLine(line), " ") + "\n")
	}
	b.WriteString("\nlimit=${CHECK_TIMEOUT:-10}\n")
	for _, w := range healthWords(left) {
		b.WriteString(w.name + "=" + shellQuote(plainLine(w.text.In(lang))) + "\n")
	}
	b.WriteString("\n" + healthFunctions + "\n" + calls.String() + "finish\n")
	return []byte(b.String()), left, diag.Text{}
}

// healthComments are the first lines, each to stand behind a hash sign.
func healthComments(e *corpus.Entry, left []facet.HealthProbe, lang string) []string {
	lines := []string{
		diag.Say("Health check %s: %s", "ヘルスチェック %s: %s", e.ID, e.Title).In(lang),
		diag.Say("Made by debrief from %s: change that file, and export again.", "debrief が %s から生成しました。変更は元のファイルに加え、再度エクスポートしてください。", e.Path()).In(lang),
		"",
		diag.Say("Exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, as monitoring plugins have it.", "終了ステータスは監視プラグインと同じです: 0 OK、1 WARNING、2 CRITICAL、3 UNKNOWN。").In(lang),
		diag.Say("CHECK_TIMEOUT is how many seconds a command may take: 10 unless it is set.", "CHECK_TIMEOUT は1つのコマンドの制限時間（秒）です。設定しなければ10秒です。").In(lang),
	}
	for _, p := range left {
		lines = append(lines, diag.Say("Without a command, and not checked: %s", "コマンドがないため確認しない項目: %s", p.Title).In(lang))
	}
	return lines
}

// shellWord is a text of the script with the name of its variable.
type shellWord struct {
	name string
	text diag.Text
}

func healthWords(left []facet.HealthProbe) []shellWord {
	words := []shellWord{
		{"word_late", diag.Say("took too long", "時間切れ")},
		{"word_fine", diag.Say("succeeded", "成功")},
		{"word_status", diag.Say("exit status", "終了ステータス")},
		{"word_number", diag.Say("no number, exit status", "数値の出力なし、終了ステータス")},
		{"word_part", diag.Say("a part of the command failed", "コマンドの一部が失敗")},
		{"word_left", diag.Text{}},
	}
	if len(left) > 0 {
		words[len(words)-1].text = diag.Say("%d without a command", "コマンドなし %d件", len(left))
	}
	return words
}

// unreadLimits names the places of what cannot be read, the first three of
// many.
func unreadLimits(file *source.File, unread []facet.Unreadable) diag.Text {
	const most = 3
	var places []string
	for _, u := range unread[:min(most, len(unread))] {
		written := strings.Trim(strings.Join(strings.Fields(file.Text(u.Span)), " "), `"'`)
		if r := []rune(written); len(r) > 60 {
			written = string(r[:59]) + "…"
		}
		at := file.Position(u.Span.Start)
		places = append(places, fmt.Sprintf("%s:%d:%d: %s %q", diag.Printable(file.Path), at.Line, at.Column, u.Property, written))
	}
	if more := len(unread) - most; more > 0 {
		places = append(places, fmt.Sprintf("+%d", more))
	}
	list := strings.Join(places, ", ")
	return diag.Say("the script would not tell when these are exceeded, since they cannot be read: %s", "読み取れない閾値や比較があるため、スクリプトでは異常を検知できません: %s", list)
}

// healthCall is the line of one check.
func healthCall(p facet.HealthProbe, label string) string {
	op := insight.ProbeOp(p)
	warn, critical := decimalOf(p.Warn.V), decimalOf(p.Critical.V)
	args := []string{
		label, statusText(p.Title), op, warn, critical, statusText(p.Unit), perfUnit(p.Unit),
		perfRange(op, warn), perfRange(op, critical), statusText(p.OnFail), strings.ReplaceAll(p.Command, "\r\n", "\n"),
	}
	for i, arg := range args {
		args[i] = shellQuote(arg)
	}
	return "check " + strings.Join(args, " ") + "\n"
}

// shellQuote gives a text that a POSIX shell reads as one word, with nothing
// in it that means anything.
func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// plainLine is a text on one line, without characters that control anything.
func plainLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Cf) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, text)
}

// statusText is a text for the status line, in which a bar begins the
// performance data.
func statusText(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(plainLine(text), "|", "¦"))
}

// perfLabel is a label of performance data: without quotes and equals signs.
func perfLabel(id string) string {
	return strings.NewReplacer("'", "_", "=", "_", "|", "_").Replace(plainLine(id))
}

// perfLabels makes labels that differ, for ids that may not.
type perfLabels map[string]int // labels that are taken: the last number behind them

func (l perfLabels) of(id string) string {
	label := perfLabel(id)
	name := label
	for _, taken := l[name]; taken; _, taken = l[name] {
		l[label] = max(l[label], 1) + 1
		name = fmt.Sprintf("%s_%d", label, l[label])
	}
	l[name] = 1
	return name
}

// perfUnits are the units that performance data knows, by the unit of a check.
var perfUnits = map[string]string{
	"%": "%", "％": "%", "s": "s", "秒": "s", "ms": "ms", "ミリ秒": "ms", "us": "us", "µs": "us", "B": "B", "KB": "KB", "kB": "KB", "MB": "MB", "GB": "GB", "TB": "TB",
}

func perfUnit(unit string) string { return perfUnits[unit] }

// perfRange is a threshold as a range of the Monitoring Plugins guidelines: an
// alert is due outside of it, or with an @ inside of it.
func perfRange(op, limit string) string {
	if limit == "" {
		return ""
	}
	return fmt.Sprintf(map[string]string{">": "~:%s", ">=": "@%s:", "<": "%s:", "<=": "@~:%s", "==": "@%[1]s:%[1]s", "!=": "%[1]s:%[1]s"}[op], limit)
}

// decimalOf writes a number of a document, which has finitely many digits.
func decimalOf(n *big.Rat) string {
	if n == nil {
		return ""
	}
	digits, _ := n.FloatPrec()
	return n.FloatString(digits)
}
