package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
)

// exportFormat is one in which `debrief export` writes what the documents hold.
type exportFormat struct {
	name    string
	short   diag.Text
	example string // the command line behind "debrief export"
	program bool   // a file of it can be run
	past    bool   // it takes into account what the history tells
	named   bool   // it is of documents that the arguments name; else there are none
	// write writes the export of what the arguments name and the flags choose.
	// What is wrong with them is a usageError.
	write func(a *app, w *workspace, c exportChoice, out io.Writer) error
}

// exportChoice is what is to be exported.
type exportChoice struct {
	names         []string // of documents
	table, period string   // of comma-separated values; empty: incidents, and all time
}

// exportFormats are all of them, in the order in which they are listed.
func exportFormats() []exportFormat {
	return []exportFormat{
		jsonExport(),
		csvExport("csv"),
		csvExport("csv-bom"),
		icsExport(),
		atomExport(),
		shExport(),
	}
}

func newExport(a *app) *cobra.Command {
	var format, file string
	var choice exportChoice
	var names []string
	var formats, examples string
	for _, f := range exportFormats() {
		names = append(names, f.name)
		formats += fmt.Sprintf("\n  %-7s %s", f.name, f.short.In(a.lang))
		examples += "  debrief export " + f.example + "\n"
	}
	cmd := &cobra.Command{
		Use:     "export --format FORMAT [DOCUMENT...]",
		Short:   a.in("Write what the documents hold for other programs", "文書の内容を他のプログラム向けに書き出す"),
		Long:    a.in("Writes what the documents hold in a form that other programs read:\n", "文書の内容を、他のプログラムが読める形式で書き出します。\n") + formats,
		Example: examples[:len(examples)-1],
		RunE: func(cmd *cobra.Command, args []string) error {
			choice.names = args
			return a.export(cmd.Context(), format, file, choice)
		},
	}
	cmd.Flags().StringVar(&format, "format", "", a.in("write as `FORMAT`", "出力形式 `FORMAT`"))
	cmd.Flags().StringVar(&choice.table, "table", "", a.in("of csv: the `TABLE`, one of "+list(tableNames(), ", ")+" (default: incidents)", "csv の表 `TABLE`: "+list(tableNames(), "、")+"（既定: incidents）"))
	cmd.Flags().StringVar(&choice.period, "period", "", a.in("of csv: only incidents that started in `PERIOD`, as 2026-Q1 or FY2025", "csv の対象を `PERIOD`（2026-Q1、FY2025 など）に始まったインシデントに限る"))
	cmd.Flags().StringVar(&file, "out", "", a.in("write to `FILE` (default: standard output)", "`FILE` に書き出す（既定: 標準出力）"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	a.addAudience(cmd)
	complete(cmd, "format", names...)
	complete(cmd, "table", tableNames()...)
	return cmd
}

func (a *app) export(ctx context.Context, format, file string, choice exportChoice) error {
	formats := exportFormats()
	i := slices.IndexFunc(formats, func(f exportFormat) bool { return f.name == format })
	if i < 0 {
		var names []string
		for _, f := range formats {
			names = append(names, f.name)
		}
		hint := diag.Say("name one: --format %s", "--format %s のように指定してください", list(names, ", "))
		if format == "" {
			return &usageError{message: diag.Text{En: "no format is given", Ja: "形式の指定がありません"}, hint: hint}
		}
		return &usageError{message: diag.Say("unknown format %q", "形式 %q はありません", format), hint: hint}
	}
	if err := formats[i].refuses(choice); err != nil {
		return err
	}
	w, err := a.openWithAlerts(ctx, formats[i].past)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := formats[i].write(a, w, choice, &out); err != nil {
		return err
	}
	if err := a.checkExport(w, format, out.Bytes()); err != nil {
		return err
	}
	if file == "" {
		_, err := a.stdout.Write(out.Bytes())
		return err
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(a.dir, file)
	}
	return writeWhole(file, out.Bytes(), formats[i].program)
}

// refuses is the error of a choice that a format does not have.
func (f exportFormat) refuses(c exportChoice) error {
	switch csv := isCSV(f.name); {
	case len(c.names) > 0 && !f.named:
		return &usageError{message: diag.Say("--format %s is of all documents: leave out %q", "--format %s はすべての文書が対象です。%q は指定できません", f.name, c.names[0])}
	case !csv && c.table+c.period != "":
		return &usageError{message: diag.Say("--table and --period are for --format csv, not for %s", "--table と --period は --format csv だけで使えます（%s では使えません）", f.name)}
	}
	return nil
}

// writeWhole writes a file at once: who reads it meanwhile, or after a failure,
// finds the old one.
func writeWhole(file string, data []byte, program bool) (err error) {
	mode := os.FileMode(0o644)
	if program {
		mode = 0o755
	}
	// A pipe or device is written to, and stays what it is.
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		if err := os.WriteFile(file, data, mode); err != nil {
			return fmt.Errorf("writing the export: %w", err)
		}
		return nil
	}
	next, err := os.CreateTemp(filepath.Dir(file), ".debrief-*")
	if err != nil {
		return fmt.Errorf("writing the export: %w", err)
	}
	_, err = next.Write(data)
	err = errors.Join(err, next.Chmod(mode), next.Close())
	if err == nil {
		err = os.Rename(next.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("writing the export: %w", errors.Join(err, os.Remove(next.Name())))
	}
	return nil
}
