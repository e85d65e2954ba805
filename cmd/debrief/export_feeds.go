package main

import (
	"fmt"
	"io"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/render"
)

func icsExport() exportFormat {
	return exportFormat{
		name:    "ics",
		short:   diag.Text{En: "a calendar: maintenance, due dates of action items, reviews, exercises", Ja: "カレンダー。予防保守、アクションの期限、見直し、訓練"},
		example: "--format ics --out debrief.ics",
		past:    true,
		write: func(a *app, w *workspace, _ exportChoice, out io.Writer) error {
			data, err := render.Calendar(w.results.Agenda(), w.set, a.exportOptions(w), w.results.Now)
			return writeAll(out, data, err)
		},
	}
}

func atomExport() exportFormat {
	return exportFormat{
		name:    "atom",
		short:   diag.Text{En: "a feed of the documents that changed last", Ja: "最近変更された文書のフィード"},
		example: "--format atom --out feed.xml",
		past:    true,
		write: func(a *app, w *workspace, _ exportChoice, out io.Writer) error {
			data, err := render.Feed(w.renderInput(), a.exportOptions(w))
			return writeAll(out, data, err)
		},
	}
}

// exportOptions are those of the site, in the language of the command.
func (a *app) exportOptions(w *workspace) render.Options {
	o := w.renderOptions(false)
	o.Lang = a.lang
	return o
}

func writeAll(out io.Writer, data []byte, err error) error {
	if err != nil {
		return err
	}
	if _, err := out.Write(data); err != nil {
		return fmt.Errorf("writing the export: %w", err)
	}
	return nil
}
