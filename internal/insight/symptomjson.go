package insight

import (
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
)

// JSON gives the answer as `debrief search --format json` prints it.
func (a Answer) JSON(lang string) (exact, symptoms []Object) {
	exact, symptoms = []Object{}, []Object{}
	for _, x := range a.Exact {
		exact = append(exact, append(documentJSON(x.Entry), Member{"kind", x.Entry.Kind}, Member{"message", x.Message}, Member{"anchor", x.Anchor}, Member{"whole", x.Whole}))
	}
	for _, x := range a.Symptoms {
		o := Object{
			{"message", x.Message}, {"evidence", bound(known(x.Evidence))}, {"score", bound(known(x.Score))}, {"context", bound(known(x.Context))},
		}
		symptoms = append(symptoms, append(x.Symptom.head(), append(o, x.Symptom.chain(lang)...)...))
	}
	return exact, symptoms
}

// head tells what the symptom is.
func (s *Symptom) head() Object {
	var issue any
	if s.Is != nil {
		issue = s.Is.ID
	}
	return Object{{"name", s.Name}, {"text", s.Text}, {"known_issue", issue}, {"alert", s.Alert}}
}

// chain tells its causes, solutions, runbooks and incidents.
func (s *Symptom) chain(lang string) Object {
	causes, solutions := []Object{}, []Object{}
	for _, x := range s.Causes {
		causes = append(causes, Object{
			{"text", x.Text}, {"taxonomy", x.Word}, {"known_issue", idOf(x.Issue)}, {"id", x.ID},
			{"incidents", len(x.In)}, {"of", x.Of}, {"stated", optionalRat(x)}, {"likelihood", bound(known(x.Share))},
		})
	}
	for _, x := range s.Advice {
		m := x.Remedy
		var minutes any
		if d := m.Takes(); d.Known {
			minutes = bound(known(d.D.Minutes()))
		}
		places := append([]int{}, x.For...)
		solutions = append(solutions, Object{
			{"title", m.Title()}, {"known_issue", m.Entry.ID}, {"id", m.Solution.ID}, {"runbook", idOf(m.Runbook)}, {"causes", places},
			{"minutes", minutes}, {"risk", m.Risk()}, {"tries", len(m.Record.Tries)}, {"helped", m.Record.Helped},
			{"expected", bound(known(m.Record.Expected))}, {"low", bound(known(m.Record.Low))}, {"high", bound(known(m.Record.High))},
			{"in_words", m.Record.Sentence().In(lang)}, {"evidence", bound(known(x.Evidence))},
		})
	}
	return Object{
		{"causes", causes}, {"solutions", solutions},
		{"runbooks", evidenceJSON(s.Runbooks, lang)}, {"incidents", evidenceJSON(s.Incidents, lang)}, {"known_issues", evidenceJSON(s.Issues, lang)},
	}
}

func idOf(e *corpus.Entry) any {
	if e == nil {
		return nil
	}
	return e.ID
}

func optionalRat(x LikelyCause) any {
	if x.Stated.V == nil {
		return nil
	}
	return number(x.Stated.V)
}

func evidenceJSON(list []Evidence, lang string) []Object {
	out := make([]Object, len(list))
	for i, x := range list {
		out[i] = append(documentJSON(x.Entry), Member{"why", x.Why.In(lang)}, Member{"counts", x.Counts})
	}
	return out
}

// Odds says how likely the cause is, in words: "in 3 of 5 incidents with this
// symptom; the author expects 50 %". It is empty if nothing is known.
func (x LikelyCause) Odds() diag.Text {
	seen := diag.Say("in %d of %d incidents with this symptom", "この症状の%[2]d件中%[1]d件", len(x.In), x.Of)
	if x.Of == 1 {
		seen = diag.Say("in %d of 1 incident with this symptom", "この症状の1件中%d件", len(x.In))
	}
	if x.Stated.V == nil {
		if x.Of == 0 {
			return diag.Text{}
		}
		return seen
	}
	percent := mul(x.Stated.V, hundred)
	en, ja := FormatPercent(percent, 0, "en"), FormatPercent(percent, 0, "ja")
	stated := diag.Text{En: "the author expects " + en, Ja: "記載の可能性 " + ja}
	if x.Of == 0 {
		return stated
	}
	return diag.Text{En: seen.En + "; " + stated.En, Ja: seen.Ja + "、" + stated.Ja}
}
