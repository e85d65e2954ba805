package insight

import (
	"math"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/parallel"
	"github.com/debrief-dev/debrief/internal/search"
)

// LinkQuality says how good links are that nobody wrote, by texts whose answer
// is known. Of each text its likeliest document counts.
type LinkQuality struct {
	N         int // texts
	Answers   int // of these, how many have an answer
	First     int // for how many of these it is the likeliest document
	Suggested int // how many links are likely enough to be suggested
	Right     int // how many of these are answers
	Bare      int // texts that were asked once more without their answers
	Astray    int // for how many of these another document is suggested
	// Error is how far probabilities are from what comes true, 0–1: the mean
	// over ten bands of probability of the difference between the mean
	// probability and the share of answers, by the number of texts in them (the
	// expected calibration error; Naeini and others, Obtaining Well Calibrated
	// Probabilities Using Bayesian Binning, 2015).
	Error float64

	bands [10]struct {
		n, right int
		sum      float64
	}
}

// add counts a text: the probability of its likeliest document, whether it has
// an answer, and whether that document is one.
func (q *LinkQuality) add(p float64, answer, right bool, suggest float64) {
	q.N++
	q.Answers += boolInt(answer)
	q.First += boolInt(right)
	if p >= suggest {
		q.Suggested++
		q.Right += boolInt(right)
	}
	q.band(p, right)
}

// addBare counts a text whose answers were left out.
func (q *LinkQuality) addBare(p, suggest float64) {
	q.Bare++
	q.Astray += boolInt(p >= suggest)
	q.band(p, false)
}

func (q *LinkQuality) band(p float64, right bool) {
	band := &q.bands[min(len(q.bands)-1, int(p*float64(len(q.bands))))]
	band.n++
	band.right += boolInt(right)
	band.sum += p
}

// close computes Error once all texts are counted.
func (q *LinkQuality) close() {
	sum := 0.0
	for _, band := range q.bands {
		sum += math.Abs(band.sum - float64(band.right))
	}
	q.Error = math.Round(1e4*sum/float64(max(1, q.N+q.Bare))) / 1e4
}

// Precision is the share of suggested links that are right; 0 if there are
// none. Recall is the share of answers that are suggested. FirstRate is the
// share of texts with an answer whose likeliest document it is.
func (q *LinkQuality) Precision() float64 { return ratio(q.Right, q.Suggested) }
func (q *LinkQuality) Recall() float64    { return ratio(q.Right, q.Answers) }
func (q *LinkQuality) FirstRate() float64 { return ratio(q.First, q.Answers) }

func ratio(a, b int) float64 { return float64(a) / float64(max(1, b)) }

// Sentence says it in words.
func (q *LinkQuality) Sentence() diag.Text {
	suggested := diag.Text{En: "no link is suggested", Ja: "候補として示すリンクはない"}
	if q.Suggested > 0 {
		low, high := wilson(q.Right, q.Suggested)
		suggested = diag.Say("%d of %d suggested links are right (%.0f %%; 95 %% interval %.0f–%.0f %%), which is %d of %d answers (%.0f %%)",
			"候補として示すリンク%[2]d件のうち%[1]d件が正しく（%.0[3]f%%、95%%信頼区間 %.0[4]f–%.0[5]f%%）、正解%[7]d件のうち%[6]d件（%.0[8]f%%）に届く",
			q.Right, q.Suggested, 100*q.Precision(), 100*low, 100*high, q.Right, q.Answers, 100*q.Recall())
	}
	astray := diag.Text{}
	if q.Bare > 0 {
		astray = diag.Say("; with the right document taken away, another one is suggested for %d of %d", "。正解の文書を外すと、%[2]d件中%[1]d件で別の文書が候補になる", q.Astray, q.Bare)
	}
	return diag.Say("the first document is the right one for %d of %d (%.0f %%); %s%s; probabilities are off by %.1f points on average",
		"最初の文書が正解なのは%[2]d件中%[1]d件（%.0[3]f%%）。%[4]s%[5]s。確率のずれは平均%.1[6]fポイント",
		q.First, q.Answers, 100*q.FirstRate(), suggested, astray, 100*q.Error)
}

// LinkEval is how well the links that authors wrote are found if each is taken
// away before.
type LinkEval struct {
	All   Figure[LinkQuality] // absent if authors wrote too few
	Kinds []KindQuality       // by what leads to what, in a fixed order; empty if All is absent
	// Offset and Slope correct the log-odds of the model to these links; see
	// LinkPolicy. Absent if there are too few links.
	Offset, Slope Figure[float64]
}

// KindQuality is the quality of links from one kind of documents to another.
type KindQuality struct {
	From, To string // From is "alert" for alerts of rule files
	LinkQuality
}

// fewestLinks is how many texts an evaluation needs; fewestToFit how many a
// correction does, of which a tenth must be right and a tenth wrong.
const (
	fewestLinks = 20
	fewestToFit = 100
)

// linkTrial is a text with the documents that authors linked with it.
type linkTrial struct {
	from    *corpus.Entry // nil for alerts
	kind    string        // of from
	to      int           // place in linkTargets
	texts   []string
	answers []*corpus.Entry // never empty
	bare    bool            // the answers are not among the documents

	found       bool
	odds        float64
	right       bool
	probability float64
}

// EvalLinks takes away each link that authors wrote, and what it adds to the
// words by which its document is found, and looks whether it is found again:
// leave one out. Only texts count whose authors linked a document of a kind;
// what they did not link counts as wrong. Each is asked once more with its
// documents left out: then nothing is right, as for a symptom that nobody wrote
// about. Words of other places stay, also where a document names the other one.
func (r *Results) EvalLinks() *LinkEval {
	f := newLinkFinder(r)
	trials := append(f.documentTrials(), f.alertTrials()...)
	for _, t := range trials[:len(trials):len(trials)] {
		bare := *t
		bare.bare = true
		trials = append(trials, &bare)
	}
	parallel.EachWith(len(trials), func() func(i int) {
		s := f.start()
		var analyser search.Analyser
		return func(i int) { s.try(trials[i], &analyser) }
	})
	return f.judge(trials)
}

// documentTrials gives for each document and kind the documents of that kind
// that are linked with it.
func (f *linkFinder) documentTrials() []*linkTrial {
	var out []*linkTrial
	for _, e := range f.library.Entries {
		if !f.asks(e) {
			continue
		}
		byKind := map[string][]*corpus.Entry{}
		for other, refused := range writtenLinks(e) {
			if !refused {
				byKind[other.Kind] = append(byKind[other.Kind], other)
			}
		}
		for to, kind := range linkTargets {
			if answers := byKind[kind]; len(answers) > 0 && slices.Contains(leadsOn[e.Kind], kind) {
				out = append(out, &linkTrial{from: e, kind: e.Kind, to: to, texts: f.query(e), answers: answers})
			}
		}
	}
	return out
}

// alertTrials gives for each description of an alert the runbooks that alerts
// with it lead to.
func (f *linkFinder) alertTrials() []*linkTrial {
	var out []*linkTrial
	byText := map[string]*linkTrial{}
	for _, rule := range Cover(f.r.corpus).Rules {
		texts := alertTexts(rule)[1:]
		key := strings.Join(texts, "\n")
		if rule.Runbook == nil || strings.TrimSpace(key) == "" {
			continue
		}
		if byText[key] == nil {
			byText[key] = &linkTrial{kind: "alert", to: slices.Index(linkTargets[:], "runbook"), texts: texts}
			out = append(out, byText[key])
		}
		if t := byText[key]; !slices.Contains(t.answers, rule.Runbook) {
			t.answers = append(t.answers, rule.Runbook)
		}
	}
	return out
}

// try looks for the answers to a trial.
func (s *linkSearch) try(t *linkTrial, analyser *search.Analyser) {
	id := ""
	if t.from != nil {
		id = t.from.ID
	}
	want := s.matcher.Want(t.texts, id)
	alone := map[int]search.Match{}
	for _, e := range t.answers {
		n := s.library.numbers[e]
		bag := analyser.Bag(s.library.documentWithout(e, s.anchorsFrom(t, e)))
		alone[n] = s.matcher.MatchAs(want, n, &bag, s.library.means)
	}
	self := -1
	if t.from != nil {
		self = s.library.numbers[t.from]
	}
	s.rank(want, []string{linkTargets[t.to]}, func(m search.Match) (search.Match, bool) {
		a, ok := alone[m.Doc]
		if ok {
			m = a
		}
		return m, m.Doc != self && m.Score > 0 && !(ok && t.bare)
	})
	if list := s.best[t.to].list; len(list) > 0 {
		t.found, t.odds = true, s.evidence(want, t.to, list[0]).odds()
		t.probability = s.policy.probability(t.odds)
		t.right = slices.Contains(t.answers, s.library.Entries[list[0].Doc])
	}
}

// anchorsFrom gives the texts that a trial's link adds to a document.
func (s *linkSearch) anchorsFrom(t *linkTrial, to *corpus.Entry) []string {
	if t.from != nil {
		return append([]string{t.from.Title}, t.from.Symptoms...)
	}
	var out []string
	for _, rule := range s.r.lazy.covered()[to] {
		if texts := alertTexts(rule); slices.Equal(texts[1:], t.texts) {
			out = append(out, texts...)
		}
	}
	return out
}

// documentWithout is document without some of the texts that lead to it, each
// once.
func (l *Library) documentWithout(e *corpus.Entry, texts []string) *search.Document {
	d := searchable(e)
	texts = slices.Clone(texts)
	for _, anchor := range l.anchors[e] {
		if i := slices.Index(texts, anchor); i >= 0 {
			texts = slices.Delete(texts, i, i+1)
			continue
		}
		d.Add(search.Anchors, anchor)
	}
	return d
}

// judge counts what was found.
func (f *linkFinder) judge(trials []*linkTrial) *LinkEval {
	var out LinkEval
	var all LinkQuality
	var rows [][]float64
	var seen []bool
	for _, t := range trials {
		q := out.of(t.kind, linkTargets[t.to])
		for _, q := range [...]*LinkQuality{q, &all} {
			if t.bare {
				q.addBare(t.probability, f.policy.Suggest)
			} else {
				q.add(t.probability, true, t.right, f.policy.Suggest)
			}
		}
		if t.found {
			rows, seen = append(rows, []float64{1, t.odds}), append(seen, t.right)
		}
	}
	if all.Answers < fewestLinks {
		out.Kinds = nil
		out.All = absent[LinkQuality](diag.Say("authors linked only %d texts with documents; %d are needed to say how good suggested links are", "文書へのリンクがあるテキストは%d件だけです。候補リンクの精度を調べるには%d件必要です", all.Answers, fewestLinks))
	} else {
		all.close()
		out.All = known(all)
		for i := range out.Kinds {
			out.Kinds[i].close()
		}
	}
	out.Offset, out.Slope = correction(rows, seen)
	return &out
}

// of gives the quality of links between two kinds.
func (x *LinkEval) of(from, to string) *LinkQuality {
	for i := range x.Kinds {
		if x.Kinds[i].From == from && x.Kinds[i].To == to {
			return &x.Kinds[i].LinkQuality
		}
	}
	x.Kinds = append(x.Kinds, KindQuality{From: from, To: to})
	return &x.Kinds[len(x.Kinds)-1].LinkQuality
}

// correction fits the log-odds to what came true (Platt, Probabilistic Outputs
// for Support Vector Machines, 1999).
func correction(rows [][]float64, seen []bool) (offset, slope Figure[float64]) {
	right := 0
	for _, s := range seen {
		right += boolInt(s)
	}
	if wrong := len(seen) - right; len(seen) < fewestToFit || min(right, wrong) < fewestToFit/10 {
		why := diag.Say("a correction needs %d texts, %d of them found and %d missed; there are %d, %d and %d",
			"補正には%d件のテキスト（正解%d件以上、不正解%d件以上）が必要ですが、%d件（正解%d件、不正解%d件）です",
			fewestToFit, fewestToFit/10, fewestToFit/10, len(seen), right, len(seen)-right)
		return absent[float64](why), absent[float64](why)
	}
	beta, ok := fitLogistic(rows, seen, 0)
	if !ok || beta[1] <= 0 {
		why := diag.Text{En: "likelier links are not more often right here", Ja: "確率の高いリンクほど正しい、とは言えません"}
		return absent[float64](why), absent[float64](why)
	}
	return known(math.Round(beta[0]*100) / 100), known(math.Round(beta[1]*100) / 100)
}
