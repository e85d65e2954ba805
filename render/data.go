package render

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// Where data and the schemas of documents stand. The number is that of the
// major version of the schemas.
const (
	dataTarget   = "data/"
	schemaTarget = "schema/v1/"
)

// dataSet is what the documents hold of one subject, for other programs.
type dataSet struct {
	name    string
	members func(s *site) insight.Object
	rows    func(s *site) [][]string // the first is the head
}

// dataSets are all of them.
func dataSets() []dataSet {
	return []dataSet{
		{"documents", func(s *site) insight.Object { return insight.Object{{Key: "documents", Value: s.documentData()}} },
			func(s *site) [][]string { return insight.DocumentRows(s.in.Corpus) }},
		{"incidents", (*site).incidentData, func(s *site) [][]string { return insight.IncidentRows(s.in.Results.List()) }},
		{"actions", (*site).actionData, func(s *site) [][]string { return insight.ActionRows(s.in.Results.AllActions(), s.o.Lang) }},
		{"calendar", func(s *site) insight.Object {
			return insight.Object{{Key: "calendar", Value: objects(s.channelOf[""].agenda, insight.Appointment.JSON)}}
		}, func(s *site) [][]string { return insight.AgendaRows(s.channelOf[""].agenda) }},
		{"alerts", (*site).alertData, func(s *site) [][]string {
			v := insight.Cover(s.in.Corpus)
			return insight.CoverageRows(v, v.ByName(s.in.Corpus), s.o.Lang)
		}},
	}
}

// planData makes the data sets, in the first language of the site. Their members
// are those of the export.
func (s *site) planData() []job {
	if s.in.Results == nil {
		return nil
	}
	var jobs []job
	for _, d := range dataSets() {
		jobs = append(jobs,
			job{path: dataTarget + d.name + ".json", make: func(w *worker) error { return s.writeData(w, d.name, d.members(s)) }},
			job{path: dataTarget + d.name + ".csv", make: func(w *worker) error { return WriteCSV(&w.out, d.rows(s)) }})
	}
	return jobs
}

// writeData writes one object a line, so that changes can be compared.
func (s *site) writeData(w *worker, name string, members insight.Object) error {
	head := insight.Object{
		{Key: "schema", Value: insight.Object{{Key: "name", Value: "debrief-data-" + name}, {Key: "version", Value: 1}}},
		{Key: "as_of", Value: s.now().Format(time.RFC3339)},
	}
	w.out.WriteString("{")
	for i, m := range append(head, members...) {
		if i > 0 {
			w.out.WriteString(",")
		}
		w.out.strings("\n", string(mustJSON(m.Key)), ": ")
		if err := writeLines(w, m.Value); err != nil {
			return fmt.Errorf("writing %q: %w", m.Key, err)
		}
	}
	w.out.WriteString("\n}\n")
	return nil
}

// writeLines writes a value, of a sequence each member on a line of its own.
func writeLines(w *worker, v any) error {
	list, ok := v.(iter.Seq[insight.Object])
	if !ok {
		data, err := json.Marshal(v)
		w.out.Write(data)
		return err
	}
	end := "["
	for o := range list {
		w.out.strings(end, "\n")
		end = ","
		data, err := o.MarshalJSON()
		if err != nil {
			return err
		}
		w.out.Write(data)
	}
	w.out.strings(strings.TrimSuffix(end, ","), "]")
	return nil
}

// documentData lists the documents with their pages. What their fields say stands
// beside each page, where the settings ask for that, and in the export: all of it
// at once would be too long for a site to carry.
func (s *site) documentData() iter.Seq[insight.Object] {
	return objects(s.in.Corpus.Entries, func(e *corpus.Entry) insight.Object {
		return append(s.in.Results.DocumentHead(e), insight.Member{Key: "page", Value: s.href("../", s.targets[e])})
	})
}

func (s *site) incidentData() insight.Object {
	list := s.in.Results.List()
	return insight.Object{
		{Key: "incidents", Value: objects(list, func(in *insight.Incident) insight.Object { return in.Record(s.o.Lang) })},
		{Key: "totals", Value: insight.Total(list).JSON(s.o.Lang)},
	}
}

func (s *site) actionData() insight.Object {
	items := s.in.Results.AllActions()
	return insight.Object{
		{Key: "actions", Value: objects(items, func(x *insight.Action) insight.Object { return x.JSON(s.o.Lang) })},
		{Key: "totals", Value: s.in.Results.Ageing(items).JSON(s.o.Lang)},
	}
}

func (s *site) alertData() insight.Object {
	v := insight.Cover(s.in.Corpus)
	return s.in.Results.CoverageJSON(v, v.ByName(s.in.Corpus), s.o.Lang)
}

// objects gives the objects of a list one after the other: of all incidents at
// once they would take more memory than the rest of a site.
func objects[T any](list []T, of func(T) insight.Object) iter.Seq[insight.Object] {
	return func(yield func(insight.Object) bool) {
		for _, x := range list {
			if !yield(of(x)) {
				return
			}
		}
	}
}

// planSchemas makes the schema of each kind of document.
func (s *site) planSchemas() []job {
	var jobs []job
	for _, k := range s.in.Set.Kinds() {
		jobs = append(jobs, job{path: schemaTarget + folder(k.Name) + ".json", make: func(w *worker) error {
			w.out.Write(k.JSON())
			return nil
		}})
	}
	return jobs
}

// planSources puts beside the page of each document what it was made of, and
// what was read in it. Editions share them.
func (s *site) planSources() []job {
	if !s.o.Sources || s.in.Results == nil {
		return nil
	}
	var jobs []job
	for _, e := range s.in.Corpus.Entries {
		jobs = append(jobs,
			job{path: s.targets[e] + sourceName(e), make: func(w *worker) error {
				w.out.Write(e.Doc.File.Data)
				return nil
			}},
			job{path: s.targets[e] + "index.json", make: func(w *worker) error { return s.writeDocument(w, e) }})
	}
	return jobs
}

// sourceName is what the source of a document is called beside its page.
func sourceName(e *corpus.Entry) string {
	if name := strings.ToLower(e.Path()); strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
		return "index.yaml"
	}
	return "index.md"
}

// writeDocument writes a document as the export does, with the figures of an
// incident.
func (s *site) writeDocument(w *worker, e *corpus.Entry) error {
	o := append(insight.Object{{Key: "schema", Value: insight.Object{{Key: "name", Value: "debrief-document"}, {Key: "version", Value: 1}}}}, s.in.Results.DocumentJSON(e)...)
	if in := s.incident(e); in != nil {
		o = append(o, insight.Member{Key: "figures", Value: in.JSON(s.o.Lang)})
	}
	enc := json.NewEncoder(&w.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(o)
}

// beside leads from a document's page to the files beside it.
func (s *site) beside(p *Page, e *corpus.Entry) {
	p.Card = s.card(e)
	if !s.o.Sources || s.in.Results == nil {
		return
	}
	at := p.top() + escapeTarget(s.targets[e])
	kind := "text/markdown"
	if sourceName(e) == "index.yaml" {
		kind = "application/yaml"
	}
	files := []Format{
		{kind, e.Title, at + sourceName(e), p.T("format.source")},
		{"application/json", e.Title, at + "index.json", p.T("format.data")},
	}
	p.Follow, p.Formats = append(p.Follow, files...), append(p.Formats, files...)
}
