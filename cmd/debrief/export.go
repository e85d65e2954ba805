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
	// write writes the export of what the arguments name. What is wrong with
	// them is a usageError.
	write func(a *app, w *workspace, args []string, out io.Writer) error
}

// exportFormats are all of them, in the order in which they are listed.
func exportFormats() []exportFormat {
	return []exportFormat{
		shExport(),
	}
}

func newExport(a *app) *cobra.Command {
	var format, file string
	var names []string
	var formats, examples string
	for _, f := range exportFormats() {
		names = append(names, f.name)
		formats += fmt.Sprintf("\n  %-6s %s", f.name, f.short.In(a.lang))
		examples += "  debrief export " + f.example + "\n"
	}
	cmd := &cobra.Command{
		Use:     "export --format FORMAT [DOCUMENT...]",
		Short:   a.in("Write what the documents hold for other programs", "文書の内容を他のプログラム向けに書き出す"),
		Long:    a.in("Writes what the documents hold in a form that other programs read:\n", "文書の内容を、他のプログラムが読める形式で書き出します。\n") + formats,
		Example: examples[:len(examples)-1],
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.export(cmd.Context(), format, file, args)
		},
	}
	cmd.Flags().StringVar(&format, "format", "", a.in("write as `FORMAT`", "出力形式 `FORMAT`"))
	cmd.Flags().StringVar(&file, "out", "", a.in("write to `FILE` (default: standard output)", "`FILE` に書き出す(既定: 標準出力)"))
	a.addAsOf(cmd)
	a.addRev(cmd)
	complete(cmd, "format", names...)
	return cmd
}

func (a *app) export(ctx context.Context, format, file string, args []string) error {
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
	w, err := a.open(".")
	if err != nil {
		return err
	}
	if err := a.load(ctx, w); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := formats[i].write(a, w, args, &out); err != nil {
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
