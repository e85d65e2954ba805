package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
)

func newSchema(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [KIND]",
		Short: a.in("Print the JSON Schema of a kind of document", "文書の種別の JSON Schema を出力する"),
		Long: a.in("Prints the JSON Schema (draft-07) of a kind of document, complete in itself, for editors and other tools. Without KIND it lists the kinds.",
			"文書の種別の JSON Schema（draft-07）を、エディターなどでそのまま使える形で出力します。KIND を省くと種別の一覧を表示します。"),
		Example:           "  debrief schema\n  debrief schema postmortem > postmortem.schema.json",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeKinds,
		RunE: func(_ *cobra.Command, args []string) error {
			w, err := a.open(".")
			if err != nil {
				return err
			}
			if len(args) == 0 {
				for _, k := range w.set.Kinds() {
					fmt.Fprintf(a.stdout, "%-14s %s\n", k.Name, k.Label.In(a.lang))
				}
				return nil
			}
			k := w.set.Kind(args[0])
			if k == nil {
				return a.unknownKind(w, args[0])
			}
			_, err = a.stdout.Write(k.JSON())
			return err
		},
	}
}

// kindNames are the names of all kinds, in the order of the schemas.
func (w *workspace) kindNames() []string {
	var names []string
	for _, k := range w.set.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

func (a *app) unknownKind(w *workspace, name string) error {
	message := diag.Say("there is no kind %q", "種別 %q はありません", name)
	if near := diag.Nearest(name, w.kindNames()); near != "" {
		message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", message, near)
	}
	return &usageError{message: message, hint: diag.Say("%q lists the kinds", "「%s」で種別の一覧を表示します", "debrief schema")}
}

func (a *app) completeKinds(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	w, err := a.open(".")
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return w.kindNames(), cobra.ShellCompDirectiveNoFileComp
}
