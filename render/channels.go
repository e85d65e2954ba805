package render

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/insight"
)

// The files that programs subscribe to. They stand in the folder of the page
// that they are about.
const (
	feedName     = "feed.xml"
	calendarName = "calendar.ics"
)

// channel is what programs can subscribe to of a page.
type channel struct {
	target    string                   // of the page; empty for the whole site
	name      func(lang string) string // of what it is about; empty for the whole site
	documents []changedDocument        // the newest first
	calendar  bool                     // there is one
	agenda    []insight.Appointment
}

// tune finds the channels: of the site, of each kind, service and tag.
func (s *site) tune() {
	if s.in.Results == nil {
		return
	}
	named := func(name string) func(string) string { return func(string) string { return name } }
	changed, agenda := changedDocuments(s.in), s.in.Results.Agenda()
	s.channelOf = map[string]*channel{}
	add := func(c *channel) *channel {
		s.channels = append(s.channels, c)
		s.channelOf[c.target] = c
		return c
	}
	add(&channel{name: named(""), documents: changed, calendar: true, agenda: agenda})
	kinds := map[string]*channel{}
	for _, k := range s.order {
		if k.Name != pageKind {
			kinds[k.Name] = add(&channel{target: k.Segment + "/", name: k.Plural.In})
		}
	}
	services := map[*corpus.Entry]*channel{}
	for _, e := range s.lists["service"] {
		services[e] = add(&channel{target: s.targets[e], name: named(e.Title), calendar: true})
	}
	for _, d := range changed {
		kinds[d.entry.Kind].documents = append(kinds[d.entry.Kind].documents, d)
		for _, service := range servicesOf(d.entry) {
			services[service].documents = append(services[service].documents, d)
		}
	}
	for _, a := range agenda {
		for _, service := range servicesOf(a.Entry) {
			services[service].agenda = append(services[service].agenda, a)
		}
	}
	s.tuneTags(changed, add)
}

// tuneTags adds the channels of tags, in order of their pages.
func (s *site) tuneTags(changed []changedDocument, add func(*channel) *channel) {
	tags := map[string]*channel{} // by target
	for _, d := range changed {
		for _, tag := range d.entry.Tags {
			if strings.TrimSpace(tag) == "" {
				continue
			}
			target := tagTarget(tag)
			if tags[target] == nil {
				tags[target] = &channel{target: target, name: func(string) string { return tag }}
			}
			// A document may name a tag twice, in other letters.
			c := tags[target]
			if n := len(c.documents); n == 0 || c.documents[n-1] != d {
				c.documents = append(c.documents, d)
			}
		}
	}
	targets := make([]string, 0, len(tags))
	for target := range tags {
		targets = append(targets, target)
	}
	slices.Sort(targets)
	for _, target := range targets {
		add(tags[target])
	}
}

// servicesOf are the services of the catalogue that a document is about.
func servicesOf(e *corpus.Entry) []*corpus.Entry {
	if e.Kind == "service" {
		return []*corpus.Entry{e}
	}
	return slices.DeleteFunc(e.Targets("services"), func(to *corpus.Entry) bool { return to.Kind != "service" })
}

// planChannels makes the feeds and calendars of an edition.
func (s *site) planChannels(e *edition) []job {
	var jobs []job
	for _, c := range s.channels {
		jobs = append(jobs, job{path: e.prefix + c.target + feedName, make: func(w *worker) error { return s.writeFeed(w, e, c) }})
		if c.calendar {
			jobs = append(jobs, job{path: e.prefix + c.target + calendarName, make: func(w *worker) error {
				data, err := Calendar(c.agenda, s.in.Set, s.channelOptions(e, c), s.now())
				w.out.Write(data)
				return err
			}})
		}
	}
	return jobs
}

// writeFeed writes the feed of a channel. Without the address of the site its
// links are relative to where it stands, and it does not name itself.
func (s *site) writeFeed(w *worker, e *edition, c *channel) error {
	o := s.channelOptions(e, c)
	root := o.base()
	head := feedHead{title: o.Title, id: s.o.feedID("", "")}
	if where := e.prefix + c.target; where != "" {
		head.id = s.o.feedID("feed", where)
	}
	if root == "" {
		root = up(c.target)
	} else {
		root += escapeTarget(e.prefix)
		head.self = root + escapeTarget(c.target) + feedName
	}
	head.page = s.href(root, c.target)
	f := feedWriter{in: s.in, o: s.o, words: e.words, link: func(to *corpus.Entry) string { return s.href(root, s.targets[to]) }}
	data, err := f.write(head, c.documents)
	w.out.Write(data)
	return err
}

// channelOptions are those of the site, whose title is that of the channel.
func (s *site) channelOptions(e *edition, c *channel) Options {
	o := s.o
	o.Lang = e.words.lang
	if name := c.name(o.Lang); name != "" {
		o.Title = name + " · " + o.Title
	}
	return o
}

// Format is a file for programs.
type Format struct {
	Type  string // media type
	Title string // of what it is about
	Href  string
	Label string // of the form
}

// subscribe adds to a page what programs can use of it: every page leads to the
// feed of the site, those of a channel first to their own.
func (s *site) subscribe(p *Page, target string) {
	if s.base() != "" {
		p.OpenSearch = p.root + openSearchName
	}
	site := s.channelOf[""]
	if site == nil {
		return
	}
	if c := s.channelOf[target]; c != nil && c != site {
		title := s.channelOptions(p.edition, c).Title
		p.Follow = append(p.Follow, Format{atomType, title, feedName, p.T("feed")})
		if c.calendar {
			p.Follow = append(p.Follow, Format{calendarType, title, calendarName, p.T("calendar.subscribe")})
		}
	}
	p.Formats = append(slices.Clone(p.Follow), Format{atomType, s.o.Title, p.root + feedName, p.T("feed")})
}
