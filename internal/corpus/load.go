package corpus

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/facet"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/schema"
)

// Options are what the site decides about its documents.
type Options struct {
	Limits     doc.Limits
	Facet      facet.Options
	Ignore     []string       // globs of paths that are no documents
	Visibility string         // of documents that state none: public, internal or restricted
	AlertFiles []*source.File // Prometheus rule files; they are no documents

	TicketFiles []*source.File // snapshots of trackers; they are no documents
	AlertLogs   []Glob         // of alert logs
	Series      []Glob         // of metric series besides those that inventories name

	Public PublicOptions // of Corpus.Public; Load leaves them alone
}

// Load reads, checks, decodes and links every document below the root of
// fsys. What is wrong with documents comes back as findings in order; the
// error is for what keeps the work from being done at all.
func Load(ctx context.Context, fsys fs.FS, set *schema.Set, o Options) (*Corpus, []diag.Diagnostic, error) {
	loaded, found, err := o.readAll(ctx, fsys, func(name string, data []byte, whole bool) (loadedFile, error) {
		return o.file(source.New(name, data), whole, set), nil
	})
	if err != nil {
		return nil, nil, err
	}
	return o.join(ctx, fsys, set, loaded, found)
}

// readAll reads the files that can be documents, each with read, which gets the
// beginning of one that is too large; found is what is wrong with their names.
func (o Options) readAll(ctx context.Context, fsys fs.FS, read func(name string, data []byte, whole bool) (loadedFile, error)) (loaded []loadedFile, found []diag.Diagnostic, err error) {
	paths, found, err := Files(fsys, o.Ignore)
	if err != nil {
		return nil, nil, err
	}
	paths = o.withoutDataFiles(paths)
	loaded = make([]loadedFile, len(paths))
	err = parallel(ctx, len(paths), func(i int) error {
		data, whole, err := readFile(fsys, paths[i], o.Limits.File)
		if err != nil {
			return err
		}
		if loaded[i], err = read(paths[i], data, whole); err != nil {
			return err
		}
		loaded[i].found = append(slices.Clip(loaded[i].found), loaded[i].pictures(fsys)...)
		return nil
	})
	return loaded, found, err
}

// join makes a corpus of what was read of each file, by path, whose entries it
// then owns. found is what was found before.
func (o Options) join(ctx context.Context, fsys fs.FS, set *schema.Set, loaded []loadedFile, found []diag.Diagnostic) (*Corpus, []diag.Diagnostic, error) {
	alerts, more, err := o.readAlerts(ctx)
	if err != nil {
		return nil, nil, err
	}
	found = append(found, more...)
	tickets, more, err := o.readTickets(ctx)
	if err != nil {
		return nil, nil, err
	}
	found = append(found, more...)
	c := &Corpus{Alerts: alerts, Tickets: tickets}
	links := map[*Entry][]written{}
	var promised []promise
	for _, l := range loaded {
		found = append(found, l.found...)
		promised = append(promised, l.promises...)
		if l.entry != nil {
			links[l.entry] = l.links
			c.Entries = append(c.Entries, l.entry)
		}
	}
	if c.AlertLog, c.AlertLogRead, more, err = o.readAlertLog(ctx, fsys); err != nil {
		return nil, nil, err
	}
	found = append(found, more...)
	if c.Series, c.SeriesRead, more, err = o.readSeries(ctx, fsys, c.Entries); err != nil {
		return nil, nil, err
	}
	found = append(found, more...)
	found = append(found, c.identify()...)
	found = append(found, c.keep(promised)...)
	found = append(found, c.link(set, links)...)
	diag.Sort(found)
	return c, found, nil
}

// loadedFile is what one file says by itself.
type loadedFile struct {
	entry    *Entry // nil if the file is no document
	links    []written
	found    []diag.Diagnostic
	promises []promise

	file  *source.File // of what a Reader read; nil if it is not worth keeping
	whole bool         // nothing of the file was left out for its size
	own   int          // how many of found follow from the file alone
}

// file reads one document, of which the file holds the beginning unless whole.
// A YAML file that is of no kind is some other program's and none of ours:
// nothing is said about it.
func (o Options) file(f *source.File, whole bool, set *schema.Set) loadedFile {
	bare := Unnamed(f)
	if !doc.IsDocument(f.Path) && !bare {
		return loadedFile{}
	}
	parse := doc.Parse
	if !whole {
		parse = doc.Oversized
	}
	d, found := parse(f, o.Limits)
	m := facet.Merge(d, set, o.Facet)
	if (d.Format == doc.YAML || bare) && m.Kind == facet.PageKind {
		return loadedFile{found: unread(d, found, set), promises: o.promises(f)}
	}
	if bare {
		found = append(found, diag.Diagnostic{
			Rule: "extension-missing", Severity: diag.Warning, File: f,
			Message: diag.Say("%q is read as Markdown although its name has no extension", "%q には拡張子がありませんが、Markdown として読み込みました", path.Base(f.Path)),
		})
	}
	found = append(found, m.Found...)
	if !d.Refused {
		found = append(found, set.Check(m.Kind, d, m.Value)...)
	}
	l := loadedFile{entry: o.decode(d, m), links: writtenIn(d), found: found}
	d.Pack()
	return l
}

// unread gives what keeps a YAML file in the folder of a kind from being read:
// it may be a document. That of another program is not.
func unread(d *doc.Document, found []diag.Diagnostic, set *schema.Set) []diag.Diagnostic {
	kind, _ := facet.FolderKind(set, d.File.Path)
	if d.Format != doc.YAML || kind == "" || foreign.Match(d.File.Data) {
		return nil
	}
	return slices.DeleteFunc(found, func(f diag.Diagnostic) bool {
		return f.Severity < diag.Error || !d.Refused && f.Rule != "yaml-multiple-documents"
	})
}

// foreign are lines of the objects of Kubernetes, and of templates of Helm.
var foreign = lazyregexp.New(`(?m)^(?:["']?apiVersion["']?:|[ \t]*\{\{)`)

// decode reads the parts of a document, each on its own, so that one bad
// value spoils only itself.
func (o Options) decode(d *doc.Document, m facet.Merged) *Entry {
	v := m.Value
	e := &Entry{
		Doc:        d,
		Merged:     m,
		Kind:       m.Kind,
		ID:         v.Field("id").Text(),
		Title:      v.Field("title").Text(),
		Summary:    v.Field("summary").Text(),
		Lang:       v.Field("lang").Text(),
		Status:     v.Field("status").Text(),
		Severity:   v.Field("severity").Text(),
		Owner:      v.Field("owner").Text(),
		Category:   v.Field("category").Text(),
		Tags:       texts(v.Field("tags")),
		Aliases:    texts(v.Field("aliases")),
		Symptoms:   slices.Concat(texts(v.Field("symptoms")), texts(v.Field("symptom"))),
		Visibility: v.Field("visibility").Text(),
	}
	if !slices.Contains([]string{"public", "internal", "restricted"}, e.Visibility) {
		e.Visibility = o.Visibility
	}
	zone := o.Facet.Zone
	e.Times = facet.DecodeTimes(v, zone)
	e.Timeline = facet.DecodeTimeline(v, zone)
	e.Impact = facet.DecodeImpact(v, zone)
	e.Causes = facet.DecodeCauses(v)
	e.Actions = facet.DecodeActions(v)
	e.Steps = facet.DecodeSteps(v)
	e.Branches = facet.DecodeBranches(v)
	e.Escalations = facet.DecodeEscalations(v)
	e.Solutions = facet.DecodeSolutions(v)
	e.Service = facet.DecodeService(v)
	e.decodeKind(v, zone)
	return e
}

// decodeKind reads what only documents of the entry's kind have. zone is the
// site's; it may be nil.
func (e *Entry) decodeKind(v doc.Value, zone *time.Location) {
	switch e.Kind {
	case "postmortem":
		e.Detection = facet.DecodeDetection(v)
		e.Precursors = texts(v.Field("precursors"))
		e.RootCauses = texts(v.Field("root_causes"))
		e.SkillGaps = facet.DecodeSkillGaps(v)
		e.Attempts = facet.DecodeAttempts(v)
		e.Report = facet.DecodeReport(v, cmp.Or(e.Times.Zone, zone))
	case "rca":
		e.RootCauses = texts(v.Field("root_causes"))
	case "monitoring":
		e.Monitoring = facet.DecodeMonitoring(v)
	case "experiment":
		e.Causes = nil // they are words, of what it exercises
		e.Experiment = facet.DecodeExperiment(v)
	case "maintenance":
		e.Maintenance = facet.DecodeMaintenance(v)
	case "healthcheck":
		e.HealthCheck = facet.DecodeHealthCheck(v, e.Merged.Doubts)
	case "learning":
		e.Learning = facet.DecodeLearning(v)
	case "skills":
		e.Skills = facet.DecodeSkills(v)
	case "term":
		e.Terms = facet.DecodeTerms(v)
	}
}

// texts gives the texts of a list, or of a single value.
func texts(v doc.Value) []string {
	if v.Type() == doc.Scalar {
		return []string{v.Text()}
	}
	var out []string
	for _, item := range v.Items() {
		if t := item.Text(); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// parallel calls do for 0 … n-1 on as many workers as there are processors.
// The first error, or the end of ctx, stops it.
func parallel(ctx context.Context, n int, do func(i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Wait()
	if ctx.Err() != nil {
		return fmt.Errorf("reading the documents: %w", context.Cause(ctx))
	}
	return nil
}
