package facet

import (
	"strconv"

	"github.com/debrief-dev/debrief/internal/doc"
)

// DecodeSteps reads the steps of a runbook, in order. A step without an id is
// s and its number.
func DecodeSteps(v doc.Value) []Step {
	var out []Step
	for _, s := range entries(v.Field("steps")) {
		step := Step{
			ID:              s.Field("id").Text(),
			Title:           s.Field("title").Text(),
			Description:     textOf(s, "description"),
			Commands:        decodeCommands(s.Field("commands")),
			ExpectedOutput:  s.Field("expected_output").Text(),
			SuccessCriteria: s.Field("success_criteria").Text(),
			Check:           decodeStated(s.Field("check"), s.Field("success_criteria").Text(), s.Field("success_criteria")),
			OnSuccess:       s.Field("on_success").Text(),
			OnFailure:       s.Field("on_failure").Text(),
			Rollback:        s.Field("rollback").Text(),
			Risk:            s.Field("risk").Text(),
			Section:         s.Field(sectionKey).Text(),
			Heading:         s.Field(headingKey).Text(),
			Place:           placeOf(s),
		}
		if step.Description == "" {
			step.Description = step.Title
		}
		if step.Description == "" && len(step.Commands) == 0 {
			continue
		}
		if step.ID == "" {
			step.ID = "s" + strconv.Itoa(len(out)+1)
		}
		out = append(out, step)
	}
	return out
}

func decodeCommands(v doc.Value) []Command {
	var out []Command
	for _, c := range entries(v) {
		command := Command{
			Run:    textOf(c, "run"),
			Shell:  c.Field("shell").Text(),
			Expect: c.Field("expect").Text(),
			Place:  placeOf(c),
		}
		if command.Run == "" {
			continue
		}
		stated, ok := c.Field("read_only").Bool()
		command.ReadOnly = ok && stated || !ok && ReadOnly(command.Run)
		out = append(out, command)
	}
	return out
}

// DecodeBranches reads the decisions of a runbook, in order. A branch without
// an id is b and its number.
func DecodeBranches(v doc.Value) []Branch {
	var out []Branch
	for _, b := range v.Field("decision_tree").Items() {
		branch := Branch{
			ID:        b.Field("id").Text(),
			Condition: textOf(b, "condition"),
			Check:     decodeStated(b.Field("check"), textOf(b, "condition"), b.Field("condition")),
			Action:    b.Field("action").Text(),
			Goto:      eitherText(b, "goto"),
			Else:      eitherText(b, "else"),
			Place:     placeOf(b),
		}
		if branch.Action == "" {
			branch.Action = b.Field("then").Text()
		}
		if n, err := strconv.Atoi(b.Field(depthKey).Text()); err == nil && n > 0 && n < 100 {
			branch.Depth = n
		}
		if branch.Condition == "" {
			continue
		}
		if branch.ID == "" {
			branch.ID = "b" + strconv.Itoa(len(out)+1)
		}
		out = append(out, branch)
	}
	return out
}

// eitherText is the text under a key, or under its extension key.
func eitherText(v doc.Value, key string) string {
	if text := v.Field(key).Text(); text != "" {
		return text
	}
	return v.Field("x-" + key).Text()
}

// DecodeEscalations reads when to call whom. A condition that states a length of
// time, "no cause after 30 minutes", says after how long, too.
func DecodeEscalations(v doc.Value) []Escalation {
	var out []Escalation
	for _, e := range entries(v.Field("escalation")) {
		escalation := Escalation{
			Condition: textOf(e, "condition"),
			After:     DecodeDuration(afterOf(e)),
			Action:    e.Field("action").Text(),
			To:        personOf(e.Field("to")),
			Channel:   e.Field("channel").Text(),
			Severity:  e.Field("severity").Text(),
			Place:     placeOf(e),
		}
		if escalation.Condition != "" || escalation.To != "" {
			out = append(out, escalation)
		}
	}
	return out
}

// afterOf is the time after which a rule applies, else that of its condition.
func afterOf(e doc.Value) doc.Value {
	condition := e.Field("condition")
	if e.Type() == doc.Scalar {
		condition = e
	}
	if v := e.Field("after"); v.Exists() || !condition.Exists() {
		return v
	}
	span := condition.Span()
	return after(lineAt(condition.Text(), span.Start, span.End), condition.From())
}

// personOf is the name of a person, who may be written as a name or as a
// map with a name.
func personOf(v doc.Value) string { return textOf(v, "name") }
