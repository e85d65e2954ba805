package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/diag"
)

// Open pages are told what changed by server-sent events, which a browser reads
// from the same origin only.
const (
	mostReaders = 64               // open pages at once
	heartbeat   = 20 * time.Second // tells a page that is gone from one that is quiet
	writeLimit  = 10 * time.Second
)

// reader is an open page, and what it shows.
type reader struct {
	page  string // path of its address
	body  string // bodyHash of what it shows
	style string // path of its style sheet
	lang  string
	notes string // as they were sent last
}

// events tells one open page what changes, until it is closed.
func (p *preview) events(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	own := &reader{page: query.Get("page"), body: query.Get("body"), style: query.Get("style"), lang: p.lang}
	if lang := query.Get("lang"); lang == "en" || lang == "ja" {
		own.lang = lang
	}
	if !p.enter(own) {
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	defer p.leave(own)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	control := http.NewResponseController(w)
	send := func(text string) bool {
		control.SetWriteDeadline(time.Now().Add(writeLimit))
		_, err := w.Write([]byte(text))
		return err == nil && control.Flush() == nil
	}
	for alive := send(": open\n\n"); alive; {
		shown, renewed := p.present()
		if text := p.news(shown, own); text != "" {
			alive = send(text)
		}
		select {
		case <-r.Context().Done():
			return
		case <-p.closing:
			return
		case <-renewed:
		case <-time.After(heartbeat):
			alive = alive && send(": here\n\n")
		}
	}
}

// enter notes an open page; not if there are too many.
func (p *preview) enter(r *reader) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.open) >= mostReaders {
		return false
	}
	p.open[r] = true
	return true
}

func (p *preview) leave(r *reader) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, r)
}

// pages are the addresses of the open pages, each once.
func (p *preview) pages() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []string
	for r := range p.open {
		list = append(list, r.page)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// news is what an open page has to know. One that has to be loaded again is
// told nothing else: it asks anew.
func (p *preview) news(shown *snapshot, r *reader) string {
	f := p.file(shown, r.page)
	if body := bodyHash(f.data, shown.pages.Style()); body != r.body {
		r.body = body
		return "event: reload\ndata:\n\n"
	}
	text := ""
	if style := "/" + shown.pages.Style(); r.style != "" && style != r.style {
		r.style = style
		text = "event: style\ndata: " + style + "\n\n"
	}
	if notes := shown.notes(f.name, r.lang); notes != r.notes {
		r.notes = notes
		text += "event: notes\ndata: " + notes + "\n\n"
	}
	return text
}

// notes is what the overlay of a page shows, as JSON in one line.
type notes struct {
	Lang     string `json:"lang"`
	Title    string `json:"title"`
	Close    string `json:"close"`
	Trouble  string `json:"trouble"`
	Findings []note `json:"findings"`
}

type note struct {
	Place    string `json:"place"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

func (s *snapshot) notes(page, lang string) string {
	out := notes{
		Lang: lang, Trouble: s.trouble.In(lang), Findings: []note{},
		Close: diag.Text{En: "dismiss", Ja: "閉じる"}.In(lang),
	}
	found := s.checks.of(s.pages.Document(page))
	out.Title = diag.Count(found).Amounts().In(lang)
	for _, d := range found {
		at := d.File.Position(d.Span.Start)
		n := note{fmt.Sprintf("%s:%d:%d", d.File.Path, at.Line, at.Column), d.Severity.String(), d.Rule, d.Message.In(lang), ""}
		if len(d.Fixes) > 0 {
			n.Hint = d.Fixes[0].Title.In(lang)
		}
		out.Findings = append(out.Findings, n)
	}
	data, err := json.Marshal(out)
	if err != nil {
		return "{}" // texts always can be written
	}
	return string(data)
}
