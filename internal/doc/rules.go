package doc

import "slices"

// The rules of the findings that parsing gives.
const (
	ruleFileTooLarge        = "file-too-large"
	ruleLineTooLong         = "line-too-long"
	ruleNesting             = "nesting-too-deep"
	ruleBlankLines          = "too-many-blank-lines"
	ruleFootnotes           = "too-many-footnotes"
	ruleTable               = "table-too-large"
	ruleDelimiters          = "too-many-delimiters"
	ruleFrontMatterTooLarge = "front-matter-too-large"
	ruleYAMLTooLarge        = "yaml-too-large"
	ruleYAMLTooDeep         = "yaml-too-deep"
	ruleYAMLNodes           = "yaml-too-many-nodes"

	rulePointer = "lfs-pointer"

	ruleInvalidUTF8 = "invalid-utf8"
	ruleControl     = "control-character"
	ruleBidi        = "bidi-control"

	ruleBOM         = "front-matter-bom"
	ruleUnclosed    = "front-matter-unclosed"
	ruleNotFirst    = "front-matter-not-first"
	ruleClosedEarly = "front-matter-closed-early"

	ruleSyntax         = "yaml-syntax"
	ruleDuplicateKey   = "duplicate-key"
	ruleKeyNotString   = "key-not-string"
	ruleAlias          = "yaml-alias"
	ruleAliasBomb      = "yaml-alias-bomb"
	ruleTag            = "yaml-tag"
	ruleDocuments      = "yaml-multiple-documents"
	ruleNotMap         = "yaml-not-a-map"
	ruleNotANumber     = "not-a-number"
	ruleAmbiguous      = "ambiguous-scalar"
	ruleValueIsComment = "value-is-comment"

	ruleRecord = "record-unreadable"
)

// Rules are the ids of all rules that Parse reports, in alphabetical order.
func Rules() []string {
	rules := []string{
		ruleFileTooLarge, ruleLineTooLong, ruleNesting, ruleBlankLines, ruleFootnotes, ruleTable,
		ruleDelimiters, ruleFrontMatterTooLarge, ruleYAMLTooLarge, ruleYAMLTooDeep,
		ruleYAMLNodes, ruleInvalidUTF8, ruleControl, ruleBidi, ruleBOM,
		ruleUnclosed, ruleNotFirst, ruleClosedEarly, ruleSyntax, ruleDuplicateKey,
		ruleKeyNotString, ruleAlias, ruleAliasBomb, ruleTag, ruleDocuments,
		ruleNotMap, ruleNotANumber, ruleAmbiguous, ruleValueIsComment, ruleRecord, rulePointer,
	}
	slices.Sort(rules)
	return rules
}
