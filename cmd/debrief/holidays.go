package main

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/insight"
)

// readHolidays gives the policy the days on which nobody works, from the lists
// that the settings name. One that cannot be read stops the command, as the
// settings themselves would.
func (a *app) readHolidays(w *workspace) error {
	lists, missed, err := readGlobs(w.files, w.config.Holidays, w.config.Corpus.Limits.File)
	if err != nil {
		return err
	}
	for _, glob := range missed {
		a.tell(diag.Say("no list of holidays matches %q", "%q に一致する休日の一覧がありません", glob))
	}
	holidays := insight.Holidays{}
	var found []diag.Diagnostic
	for _, f := range lists {
		days, wrong := facet.ReadHolidays(f)
		found = append(found, wrong...)
		for _, day := range days {
			holidays[day] = true
		}
	}
	if len(found) > 0 {
		if err := diag.WriteText(a.stderr, a.findingsReport(found, nil)); err != nil {
			return err
		}
		return &usageError{message: diag.Text{En: "the list of holidays cannot be used", Ja: "休日の一覧に誤りがあるため続行できません"}}
	}
	w.config.Policy.Holidays = holidays
	return nil
}
