package rules

import (
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

var deadExternalLink = lint.Rule{
	ID:        "dead-external-link",
	Severity:  diag.Off,
	Profile:   lint.Full,
	Scheduled: true,
	CheckAll: func(p *lint.Pass) {
		if !p.MayFetch() {
			return
		}
		places := map[string][]mention{}
		for _, e := range p.Corpus.Entries {
			if !p.ReportsIn(e.Path()) {
				continue
			}
			for _, l := range lint.LinksIn(e.Doc) {
				if l.URL.Host == "" || l.URL.Scheme != "http" && l.URL.Scheme != "https" {
					continue
				}
				// A server never sees the fragment.
				address := *l.URL
				address.Fragment, address.RawFragment = "", ""
				places[address.String()] = append(places[address.String()], mention{e, l.Span})
			}
		}
		dead := p.Fetch(slices.Sorted(maps.Keys(places)))
		for _, address := range slices.Sorted(maps.Keys(dead)) {
			for _, m := range places[address] {
				p.Report(diag.Diagnostic{
					File: m.in.Doc.File, Span: m.at,
					Message: diag.Say("the link %q is dead: %v", "リンク %q に接続できません: %v", lint.Quote(address), dead[address]),
				})
			}
		}
	},
}

// mention is a link in a document.
type mention struct {
	in *corpus.Entry
	at source.Span
}
