package schema

import "regexp"

// Labels are the words by which sections, fields, columns and values are
// known in documents, in English and Japanese. They come from the x-debrief
// keyword of the schemas. Lookups ignore case, width (NFKC), numbering
// ("1.", "①"), emphasis marks and trailing punctuation.
type Labels struct{}

// Section names what a heading opens ("timeline", "impact", "causes",
// "actions", "diagnosis" …), "" if no label fits. A heading fits a label that
// it equals; else one that it holds as whole words (English) or as a part
// (Japanese), the longest first, if the rest of the heading is short and does
// not speak of something else.
func (l *Labels) Section(heading string) string { return "" }

// Field gives the JSON Pointer of the field of a kind that a key names, in
// front matter or in a "Key: value" line: "発生日時" is "/started_at",
// "Users affected" is "/impact/users". "" if no label fits.
func (l *Labels) Field(kind, key string) string { return "" }

// Column gives the property of a list's items that a table column holds:
// Column("timeline", "Time (UTC)") is "at". "" if no label fits.
func (l *Labels) Column(list, header string) string { return "" }

// Word gives the value of an enumeration that a word stands for:
// Word("severity", "重大") is "sev1". "" if no label fits.
func (l *Labels) Word(field, word string) string { return "" }

// Pattern is a value and the expression that tells it in running text.
type Pattern struct {
	Value string
	Match *regexp.Regexp
}

// Patterns gives the patterns of a field in the order in which they are
// tried: Patterns("timeline.type"), Patterns("layer"), Patterns("term").
func (l *Labels) Patterns(field string) []Pattern { return nil }
