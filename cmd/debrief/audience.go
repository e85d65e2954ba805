package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
)

// The audiences that a command can work for.
const (
	forInternal = "internal"
	forPublic   = "public"
)

var audiences = []string{forInternal, forPublic}

// addAudience adds the flag of the commands that print what documents say.
func (a *app) addAudience(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.audience, "audience", forInternal, a.in(
		"for whom: `AUDIENCE` internal, or public, which leaves out every document that is not public",
		"対象の読者 `AUDIENCE`: internal または public（公開以外の文書をすべて除く）"))
	complete(cmd, "audience", audiences...)
}

// edition is what a command for the public leaves out.
type edition struct {
	left  *corpus.Edition
	whole state // the documents, figures and findings of all

	history *gitlog.History // nil if there is none
}

// judged is the state that findings are made of: in every edition that of all
// documents, as "debrief lint" sees it.
func (w *workspace) judged() state {
	if w.edition != nil {
		return w.edition.whole
	}
	return w.state()
}

// narrow leaves in a workspace only what its audience may see. Whatever works
// on the workspace afterwards never meets anything else.
func (a *app) narrow(ctx context.Context, w *workspace) error {
	if a.audience != forPublic {
		return nil
	}
	for _, path := range w.config.Corpus.Public.Fields {
		if !w.set.HasField(path) {
			return &usageError{message: diag.Say(`public.fields in debrief.yaml: no kind of document has a field %q, so nothing would be left out; "debrief schema KIND" lists the fields by their names`,
				"debrief.yaml の public.fields: %q という項目をもつ文書の種別がないため、何も除かれません。項目名は debrief schema KIND で確認してください", path)}
		}
	}
	x, err := w.corpus.Public(ctx, w.files, w.set, w.config.Corpus)
	if err != nil {
		return err
	}
	w.edition = &edition{left: x, whole: w.state(), history: w.history}
	h := publicHistory(w.results.History, w.corpus, x.Public)
	w.config.Policy.Public = true
	w.corpus, w.found, w.history = x.Public, nil, nil
	w.results = insight.Compute(x.Public, h, w.config.Policy, w.results.Now)
	return nil
}

// publicHistory is what a history tells of public documents without the people
// and without the texts of earlier versions, which may have been internal.
func publicHistory(h insight.History, whole, public *corpus.Corpus) insight.History {
	out := insight.History{Changed: map[string]insight.Changed{}, Created: map[string]insight.Created{}, Lives: map[insight.ItemKey]insight.Life{}}
	for _, e := range public.Entries {
		path := e.Path()
		if c, ok := h.Changed[path]; ok {
			c.Author, c.Subject = "", ""
			out.Changed[path] = c
		}
		if c, ok := h.Created[path]; ok {
			out.Created[path] = c
		}
		before := whole.ByPath(path).Actions
		for i, item := range e.Actions {
			if len(before) == len(e.Actions) {
				out.Lives[insight.ItemKey{Path: path, ID: item.ID}] = publicLife(h.Lives[insight.ItemKey{Path: path, ID: before[i].ID}])
			}
		}
	}
	return out
}

func publicLife(l insight.Life) insight.Life {
	l.Opened.By, l.Closed.By = "", ""
	events := make([]insight.Event, len(l.Events))
	for i, e := range l.Events {
		e.Was, e.When.By = "", ""
		events[i] = e
	}
	l.Events = events
	return l
}

// checkAudience refuses a word that is no audience.
func (a *app) checkAudience() error {
	switch a.audience {
	case "", forInternal, forPublic:
		return nil
	}
	return &usageError{message: diag.Say("--audience %q is not internal or public", "--audience %q は internal でも public でもありません", a.audience)}
}
