// Package rules holds the rules of the linter. A rule is two files and a line:
// rule_name.go holds the lint.Rule, rule-name.md is its page, which is its
// documentation and its test, and All lists it. rule-name.ja.md is the page in
// Japanese.
//
// A rule reports and does not compute: thresholds belong to the policy,
// arithmetic to facet and insight. What two rules need is a method of
// lint.Pass.
package rules

import (
	"embed"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/lint"
)

//go:embed *.md
var pages embed.FS

// Page gives the page of a rule, Markdown: what it finds, why that matters,
// and a document that has the fault beside one that has not. It is in English
// if lang has no pages.
func Page(id, lang string) (markdown []byte, ok bool) {
	if strings.Contains(id, ".") {
		return nil, false // dead-link.ja is a page of the rule dead-link
	}
	if data, err := pages.ReadFile(id + "." + lang + ".md"); err == nil {
		return data, true
	}
	data, err := pages.ReadFile(id + ".md")
	return data, err == nil
}

// Summary is the sentence below the title of a rule's page, on one line; empty
// if there is no such rule.
func Summary(id, lang string) string {
	page, _ := Page(id, lang)
	_, rest, _ := strings.Cut(string(page), "\n")
	sentence, _, _ := strings.Cut(strings.TrimSpace(rest), "\n\n")
	return strings.Join(strings.Fields(sentence), " ")
}

// All gives every rule, in alphabetical order: those that check a corpus, and
// those whose findings are made while documents are parsed, checked and
// linked.
func All() []lint.Rule {
	return []lint.Rule{
		actionDropped,
		actionOverdue,
		actionStale,
		actionWithoutCause,
		actionWithoutDoneCriterion,
		actionWithoutDueDate,
		actionWithoutOwner,
		alertNameDiffers,
		made("alert-rule-unreadable", diag.Warning),
		alertRunbookMissing,
		made("alert-unreadable", diag.Warning),
		alertWithoutRunbook,
		made("ambiguous-scalar", diag.Warning),
		attentionOnlyAction,
		made("bad-format", diag.Error),
		made("bad-pattern", diag.Error),
		made("baseline-stale", diag.Info),
		made("bidi-control", diag.Error),
		causeWithoutAction,
		circularReference,
		conflictingThresholds,
		conflictingTimes,
		made("control-character", diag.Error),
		danglingDecision,
		deadAnchor,
		deadExternalLink,
		deadLink,
		destructiveCommandUnwarned,
		detectionMissing,
		doneWithoutEvidence,
		dueDateBeyondPolicy,
		duplicateActionID,
		duplicateCheckID,
		made("duplicate-id", diag.Error),
		made("duplicate-key", diag.Error),
		duplicatePerson,
		duplicateSymptom,
		duplicateTerm,
		made("duplicate-value", diag.Error),
		emptySection,
		escalationMissing,
		experimentWithoutAbortCondition,
		experimentWithoutRollback,
		made("extension-missing", diag.Warning),
		made("file-too-large", diag.Error),
		made("front-matter-bom", diag.Warning),
		made("front-matter-closed-early", diag.Error),
		made("front-matter-not-first", diag.Warning),
		made("front-matter-too-large", diag.Error),
		made("front-matter-unclosed", diag.Error),
		hindsight,
		humanErrorAsOnlyCause,
		humanErrorTerm,
		ignoreBreaksList,
		ignoreExpired,
		ignoreWithoutReason,
		impactMissing,
		impossibleTimes,
		made("invalid-utf8", diag.Error),
		made("irregular-file", diag.Error),
		made("key-not-string", diag.Warning),
		learningWithoutLevel,
		made("lfs-pointer", diag.Error),
		made("line-too-long", diag.Error),
		maintenanceOverdue,
		milestoneMissing,
		made("missing-companion", diag.Error),
		made("missing-field", diag.Error),
		movedWithoutAlias,
		made("nesting-too-deep", diag.Error),
		made("not-a-number", diag.Error),
		orphanDocument,
		made("out-of-range", diag.Error),
		pejorative,
		personBlamed,
		personNamed,
		personalData,
		placeholderLeft,
		possibleLink,
		productionExperimentUnapproved,
		rcaLayerMissing,
		recordInFuture,
		made("record-unreadable", diag.Error),
		reviewOverdue,
		rollbackMissing,
		runbookWithoutAlert,
		scheduleUnreadable,
		secret,
		made("series-unreadable", diag.Warning),
		severityDiffers,
		statedDurationDiffers,
		statedFigureDiffers,
		stepWithoutExpectedOutput,
		symptomWithoutSolution,
		made("table-too-large", diag.Error),
		templateCommentLeft,
		thresholdOrder,
		thresholdUnreadable,
		made("ticket-unreadable", diag.Warning),
		timelineMissing,
		timelineOutOfOrder,
		timezoneMissing,
		made("too-many-blank-lines", diag.Error),
		made("too-many-delimiters", diag.Error),
		made("too-many-footnotes", diag.Error),
		unexplainedPlaceholder,
		made("unfit-value", diag.Error),
		made("unknown-field", diag.Error),
		made("unknown-id", diag.Error),
		unknownRuleIgnored,
		unknownSkillCategory,
		made("unknown-value", diag.Error),
		unreadableTime,
		unreadableValue,
		unreadyCommand,
		unusedIgnore,
		vagueAction,
		made("value-is-comment", diag.Warning),
		violatedRunWithoutAction,
		made("wrong-length", diag.Error),
		made("wrong-type", diag.Error),
		made("yaml-alias", diag.Warning),
		made("yaml-alias-bomb", diag.Error),
		made("yaml-multiple-documents", diag.Error),
		made("yaml-not-a-map", diag.Warning),
		made("yaml-syntax", diag.Error),
		made("yaml-tag", diag.Error),
		made("yaml-too-deep", diag.Error),
		made("yaml-too-large", diag.Error),
		made("yaml-too-many-nodes", diag.Error),
		made("zone-contradicts-date", diag.Warning),
	}
}

// made is a rule whose findings are made before any rule runs: the list
// carries it so that levels, suppressions and pages treat all rules alike.
func made(id string, severity diag.Severity) lint.Rule {
	return lint.Rule{ID: id, Severity: severity}
}
