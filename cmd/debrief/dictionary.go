package main

import (
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/search"
)

// readDictionary gives the policy the dictionary of the search, from the files
// that the settings name. One that cannot be read stops the command, as the
// settings themselves would.
func (a *app) readDictionary(w *workspace) error {
	files, missed, err := readGlobs(w.files, w.config.Dictionary, insight.DictionaryBytes)
	if err != nil {
		return err
	}
	for _, glob := range missed {
		a.tell(diag.Say("no dictionary matches %q", "%q に一致する辞書がありません", glob))
	}
	if len(files) == 0 {
		return nil
	}
	words := map[string][]string{}
	var found []diag.Diagnostic
	for _, f := range files {
		found = append(found, insight.ReadDictionary(f, words)...)
	}
	if len(found) > 0 {
		if err := diag.WriteText(a.stderr, a.findingsReport(found, nil)); err != nil {
			return err
		}
		return &usageError{message: diag.Text{En: "the dictionary cannot be used", Ja: "辞書に誤りがあるため続行できません"}}
	}
	w.config.Policy.Dictionary = search.NewDictionary(words)
	return nil
}
