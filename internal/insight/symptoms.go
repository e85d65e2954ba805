package insight

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/parallel"
)

// Symptom is something that people see: a known issue, an alert, or what
// incidents and runbooks describe in words, with what is known about it.
type Symptom struct {
	Name string        // unique among symptoms, for addresses
	Text string        // one line
	Lang string        // of Text: en, ja or empty
	Is   *corpus.Entry // the known issue that it is; nil of others
	// Alert is the name of the alert that it is; empty of others.
	Alert    string
	Words    []string // other wordings
	Messages []string // verbatim, as they are logged

	Category, Subcategory string          // empty if no document says so
	Services              []*corpus.Entry // by id

	Told      []Evidence // documents that tell of it, by path
	Issues    []Evidence // known issues whose causes and solutions are its own: itself first
	Incidents []Evidence // in which it was seen, the latest first
	Causes    []LikelyCause
	Advice    []Advice   // the best first
	Runbooks  []Evidence // those of solutions first
}

// Evidence is a document with what makes it one of a symptom's.
type Evidence struct {
	Entry *corpus.Entry
	Why   diag.Text
	// Counts tells that an author or a record says so; else a text mentions it.
	Counts bool
}

// SymptomLink is a symptom that a document has to do with.
type SymptomLink struct {
	Symptom *Symptom
	Why     diag.Text
}

// Symptoms are all that are known.
type Symptoms struct {
	List   []*Symptom   // known issues by path, then alerts by name, then others by their first document
	Causes []KnownCause // by word

	byName map[string]*Symptom
	of     map[*corpus.Entry][]SymptomLink
	byWord map[string]int // place in Causes
	causes map[*corpus.Entry][]*KnownCause
}

// Find gives the symptom of a name, nil if there is none.
func (s *Symptoms) Find(name string) *Symptom { return s.byName[corpus.Fold(name)] }

// Of gives the symptoms that a document has to do with, in the order of List.
// The list is not to be changed.
func (s *Symptoms) Of(e *corpus.Entry) []SymptomLink { return s.of[e] }

// Cause gives what is known of a cause by its word, nil if no document names it.
func (s *Symptoms) Cause(word string) *KnownCause {
	if i, ok := s.byWord[taxon(word)]; ok {
		return &s.Causes[i]
	}
	return nil
}

// CausesOf gives the causes of an incident or known issue, and those that a
// runbook helps against, by word. The list is not to be changed.
func (s *Symptoms) CausesOf(e *corpus.Entry) []*KnownCause { return s.causes[e] }

// Seen gives the incidents that count.
func (s *Symptom) Seen() []*corpus.Entry {
	var out []*corpus.Entry
	for _, x := range s.Incidents {
		if x.Counts {
			out = append(out, x.Entry)
		}
	}
	return out
}

// Symptoms collects the symptoms of known issues, incidents, runbooks and
// alerts. What incidents and runbooks list by the id or a wording of a known
// issue is that known issue.
func (r *Results) Symptoms() *Symptoms { return r.lazy.symptoms() }

func (r *Results) collectSymptoms() *Symptoms {
	b := &symptomBuilder{
		r: r, solutions: r.Solutions(), known: &Symptoms{byName: map[string]*Symptom{}, of: map[*corpus.Entry][]SymptomLink{}},
		issues: map[*corpus.Entry]*Symptom{}, words: map[string]*Symptom{}, alerts: map[string]*Symptom{},
	}
	b.readIssues()
	b.readAlerts()
	b.readWordings()
	b.readIncidents()
	parallel.Each(len(b.known.List), func(i int) { b.complete(b.known.List[i]) })
	b.link()
	b.known.listCauses(r)
	return b.known
}

// symptomBuilder collects symptoms.
type symptomBuilder struct {
	r         *Results
	solutions *Solutions
	known     *Symptoms
	issues    map[*corpus.Entry]*Symptom
	words     map[string]*Symptom // by folded wording
	alerts    map[string]*Symptom // by folded name
}

// readIssues makes each known issue a symptom.
func (b *symptomBuilder) readIssues() {
	for _, e := range b.r.corpus.Kind("known-issue") {
		s := &Symptom{Text: firstRunes(oneLine(e.Title), longestSymptom), Lang: e.Lang, Is: e}
		s.Issues = []Evidence{{e, diag.Text{En: "it is this known issue", Ja: "この既知の問題そのもの"}, true}}
		s.Category, s.Subcategory = e.Category, e.Value().Field("subcategory").Text()
		for _, m := range firstOf(e.Value().Field("error_messages").Items()) {
			text := oneLine(m.Text())
			if strings.HasPrefix(text, "$ ") {
				break // a command, with its output behind it
			}
			if text != "" {
				s.Messages = append(s.Messages, text)
			}
		}
		b.add(s, e.ID)
		b.issues[e] = s
		b.own(s, e.Title)
		for _, w := range firstOf(e.Symptoms) {
			s.say(oneLine(w))
			b.own(s, w)
		}
	}
}

// longestSymptom is the number of characters of a symptom that name it.
const longestSymptom = 200

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// add enters a symptom under a name, or one like it if that is taken.
func (b *symptomBuilder) add(s *Symptom, name string) {
	if b.known.byName[corpus.Fold(name)] != nil {
		sum := sha256.Sum256([]byte(s.Alert + "\n" + s.Text))
		name += "-" + hex.EncodeToString(sum[:4])
	}
	s.Name = name
	b.known.byName[corpus.Fold(name)] = s
	b.known.List = append(b.known.List, s)
}

// own makes a wording one of a symptom; the first that has it keeps it.
func (b *symptomBuilder) own(s *Symptom, wording string) {
	if key := corpus.Fold(oneLine(wording)); key != "" && b.words[key] == nil {
		b.words[key] = s
	}
}

// say adds a wording that the symptom does not have yet, up to mostWords.
func (s *Symptom) say(wording string) {
	if wording != "" && wording != s.Text && len(s.Words) < mostWords && !slices.Contains(s.Words, wording) {
		s.Words = append(s.Words, wording)
	}
}

// addEvidence puts a document into a list; what counts goes before what does not.
func addEvidence(list []Evidence, e *corpus.Entry, why diag.Text, counts bool) []Evidence {
	for i, x := range list {
		if x.Entry == e {
			if counts && !x.Counts {
				list[i] = Evidence{e, why, true}
			}
			return list
		}
	}
	return append(list, Evidence{e, why, counts})
}

// readAlerts makes the alerts of rule files, inventories, runbooks and
// incidents symptoms.
func (b *symptomBuilder) readAlerts() {
	for _, a := range Cover(b.r.corpus).ByName(b.r.corpus) {
		s := b.alert(a.Name)
		for _, rule := range a.Rules {
			s.say(oneLine(rule.Alert.Summary))
			if rule.Inventory != nil {
				s.Told = addEvidence(s.Told, rule.Inventory, diag.Text{En: "lists the alert", Ja: "アラートの記載あり"}, true)
			}
			if rule.Runbook != nil {
				s.Runbooks = addEvidence(s.Runbooks, rule.Runbook, rule.Why, true)
			}
		}
		for _, m := range a.Postmortems {
			s.Incidents = addEvidence(s.Incidents, m.Postmortem, m.Why, false)
		}
	}
	lists := diag.Text{En: "lists the alert", Ja: "アラートの記載あり"}
	for _, e := range b.r.corpus.Kind("runbook") {
		for _, item := range firstOf(e.Value().Field("alerts").Items()) {
			if name := cmp.Or(oneLine(item.Text()), oneLine(item.Field("name").Text())); name != "" {
				s := b.alert(name)
				s.Runbooks = addEvidence(s.Runbooks, e, lists, true)
			}
		}
	}
	for _, e := range b.r.corpus.Kind("postmortem") {
		if name := oneLine(e.Detection.Alert); name != "" {
			s := b.alert(name)
			s.Incidents = addEvidence(s.Incidents, e, diag.Text{En: "was noticed by the alert", Ja: "このアラートで検知"}, true)
		}
	}
}

// alert gives the symptom of an alert, made when it is first asked for.
func (b *symptomBuilder) alert(name string) *Symptom {
	name = firstRunes(name, longestSymptom)
	key := corpus.Fold(name)
	if b.alerts[key] == nil {
		b.alerts[key] = &Symptom{Text: name, Alert: name}
		b.add(b.alerts[key], name)
	}
	return b.alerts[key]
}

// readWordings finds what incidents and runbooks list as symptoms.
func (b *symptomBuilder) readWordings() {
	for _, e := range b.r.corpus.Entries {
		if e.Kind != "postmortem" && e.Kind != "runbook" {
			continue
		}
		for _, text := range firstOf(e.Symptoms) {
			s := b.wording(e, text)
			if s == nil {
				continue
			}
			s.Told = addEvidence(s.Told, e, diag.Text{En: "lists it as a symptom", Ja: "症状として記載"}, true)
			switch e.Kind {
			case "runbook":
				s.Runbooks = addEvidence(s.Runbooks, e, diag.Text{En: "lists it as a symptom", Ja: "症状として記載"}, true)
			case "postmortem":
				s.Incidents = addEvidence(s.Incidents, e, diag.Text{En: "lists it as a symptom", Ja: "症状として記載"}, true)
			}
		}
	}
}

// wording gives the symptom that a document lists: a known issue or alert by its
// name, one that others list in the same words, else a new one; nil if nothing
// is said.
func (b *symptomBuilder) wording(e *corpus.Entry, text string) *Symptom {
	text = oneLine(text)
	if issue := b.r.corpus.Find(text, "known-issue"); issue != nil && b.issues[issue] != nil {
		return b.issues[issue]
	}
	key := corpus.Fold(text)
	if s := b.alerts[key]; s != nil {
		return s
	}
	if b.words[key] == nil && key != "" {
		s := &Symptom{Text: firstRunes(text, longestSymptom), Lang: e.Lang}
		b.words[key] = s
		b.add(s, wordingName(text))
	}
	return b.words[key]
}

// wordingName makes a name of a wording: its words joined by hyphens, the first
// 48 characters of them with a hash if there are more.
func wordingName(text string) string {
	slug := strings.Trim(doc.Slug(text), "-_")
	for strings.Contains(slug, "--") {
		slug = strings.ReplaceAll(slug, "--", "-")
	}
	short := strings.Trim(firstRunes(slug, 48), "-_")
	if short == slug && short != "" {
		return short
	}
	sum := sha256.Sum256([]byte(corpus.Fold(text)))
	return cmp.Or(short, "symptom") + "-" + hex.EncodeToString(sum[:3])
}

// readIncidents finds the incidents of known issues, by the links between them.
func (b *symptomBuilder) readIncidents() {
	for _, in := range b.r.List() {
		for _, ref := range in.Entry.Refs {
			if ref.To != nil && ref.To.Kind == "known-issue" {
				b.see(ref.To, in.Entry, ref.Field)
			}
		}
		for _, ref := range in.Entry.Backs {
			if ref.From.Kind == "known-issue" {
				b.see(ref.From, in.Entry, "back:"+ref.Field)
			}
		}
	}
}

// see notes that a known issue was seen in an incident, as a field says.
func (b *symptomBuilder) see(issue, incident *corpus.Entry, field string) {
	s := b.issues[issue]
	if s == nil || refuses(incident, issue) || refuses(issue, incident) {
		return
	}
	why, counts := diag.Text{En: "mentions it", Ja: "本文で言及"}, false
	switch field {
	case "symptoms", "symptom":
		why, counts = diag.Text{En: "lists it as a symptom", Ja: "症状として記載"}, true
	case "known_issues":
		why, counts = diag.Text{En: "names the known issue", Ja: "既知の問題として記載"}, true
	case "solutions_tried":
		why, counts = diag.Text{En: "records a try of its solution", Ja: "解決策の試行を記録"}, true
	case "back:solutions":
		why, counts = diag.Text{En: "the known issue records a try in it", Ja: "既知の問題に試行の記録あり"}, true
	case "back:text", "back:link", "back:related":
		why = diag.Text{En: "the known issue mentions it", Ja: "既知の問題の本文で言及"}
	case "text", "link", "related":
	default:
		counts, why = true, diag.Text{En: "linked with it", Ja: "リンクあり"}
	}
	s.Incidents = addEvidence(s.Incidents, incident, why, counts)
}

// link notes for each document the symptoms that it has to do with.
func (b *symptomBuilder) link() {
	for _, s := range b.known.List {
		seen := map[*corpus.Entry]bool{}
		for _, list := range [][]Evidence{s.Issues, s.Runbooks, s.Incidents, s.Told} {
			for _, x := range list {
				if !seen[x.Entry] {
					seen[x.Entry] = true
					b.known.of[x.Entry] = append(b.known.of[x.Entry], SymptomLink{s, x.Why})
				}
			}
		}
	}
}
