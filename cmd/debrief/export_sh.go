package main

import (
	"fmt"
	"io"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/render"
)

func shExport() exportFormat {
	return exportFormat{
		name:    "sh",
		short:   diag.Text{En: "a health check as a script that exits like a monitoring plugin", Ja: "ヘルスチェックを、監視プラグインと同じ終了ステータスのスクリプトにする"},
		example: "--format sh HEALTHCHECK --out check.sh",
		program: true,
		named:   true,
		write:   (*app).exportScript,
	}
}

// exportScript writes the script of the health check that the one argument
// names: by its id, or the path of its file.
func (a *app) exportScript(w *workspace, c exportChoice, out io.Writer) error {
	var ids []string
	for _, e := range w.corpus.Kind("healthcheck") {
		ids = append(ids, printable(e.ID))
	}
	known := diag.Say("health checks: %s", "ヘルスチェック: %s", few(ids))
	if len(ids) == 0 {
		known = diag.Text{En: `no document is a health check: "debrief new healthcheck TITLE" writes one`, Ja: "ヘルスチェックの文書がありません。「debrief new healthcheck 題名」で作成できます"}
	}
	if len(c.names) != 1 {
		return &usageError{message: diag.Text{En: "name one health check", Ja: "ヘルスチェックを1つ指定してください"}, hint: known}
	}
	e := w.corpus.Find(c.names[0], "healthcheck")
	if e == nil {
		return &usageError{message: diag.Say("there is no health check %q", "ヘルスチェック %q はありません", c.names[0]), hint: known}
	}
	script, left, why := render.HealthScript(e, a.lang)
	if why != (diag.Text{}) {
		hint := diag.Say("give a check a command: in %s", "%s のチェックに command を書いてください", e.Path())
		if e.HealthCheck != nil && len(e.HealthCheck.Unreadable) > 0 {
			hint = diag.Text{
				En: "write numbers such as 80 or 0.5, and for op one of <, <=, >, >=, ==, !=; then export again",
				Ja: "80 や 0.5 のような数値と、op には <, <=, >, >=, ==, != のいずれかを書いて、再度エクスポートしてください",
			}
		}
		return &usageError{message: why, hint: hint}
	}
	for _, p := range left {
		a.tell(diag.Say("%q has no command: the script does not check it", "%q にはコマンドがないため、スクリプトでは確認しません", p.Title))
	}
	if _, err := out.Write(script); err != nil {
		return fmt.Errorf("writing the script: %w", err)
	}
	return nil
}
