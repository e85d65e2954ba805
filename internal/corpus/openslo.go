package corpus

import (
	"bytes"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/source"
)

// promise is what an object of OpenSLO in a file of its own promises for the
// service that it names.
type promise struct {
	file       *source.File
	service    doc.Value
	objectives []facet.Objective
}

// openSLOMark is in every file with an object of OpenSLO.
var openSLOMark = []byte("openslo/")

// promises reads the objects of OpenSLO in a file that is no document. A file
// may hold several, divided by "---".
func (o Options) promises(f *source.File) []promise {
	if !doc.IsDocument(f.Path) || !bytes.Contains(bytes.ToLower(f.Data), openSLOMark) {
		return nil
	}
	values, _ := doc.ParseData(f, o.Limits)
	var out []promise
	for _, v := range values {
		if service, objectives, ok := facet.OpenObjectives(v); ok {
			out = append(out, promise{f, service, objectives})
		}
	}
	return out
}

// keep gives the promises to their services. What a service promises in its own
// document goes before. A service that the catalogue does not have is a finding
// where there is a catalogue at all.
func (c *Corpus) keep(promises []promise) []diag.Diagnostic {
	type own struct {
		of *Entry
		id string
	}
	written := map[own]bool{}
	for _, e := range c.Entries {
		for _, o := range e.Service.Objectives {
			written[own{e, Fold(o.ID)}] = true
		}
	}
	var found []diag.Diagnostic
	for _, p := range promises {
		e := c.Find(p.service.Text(), "service")
		if e == nil {
			if c.has([]string{"service"}) {
				found = append(found, c.unknownService(p))
			}
			continue
		}
		for _, o := range p.objectives {
			if !written[own{e, Fold(o.ID)}] {
				e.Service.Objectives = append(e.Service.Objectives, o)
			}
		}
	}
	return found
}

func (c *Corpus) unknownService(p promise) diag.Diagnostic {
	d := diag.Diagnostic{
		Rule: "unknown-id", Severity: diag.Warning, File: p.file, Span: p.service.Span(),
		Message: diag.Say("no service has the id %q", "ID %q のサービスはありません", strings.TrimSpace(p.service.Text())),
	}
	if near := c.nearest(p.service.Text(), []string{"service"}); near != "" {
		d.Message = diag.Say("%s; did you mean %q?", "%s。%q のことですか?", d.Message, near)
	}
	return d
}
