// Package search ranks documents by how well they answer a text: an error
// message, an alert, a few words, in English and Japanese.
//
// Texts become tokens (Tokenizer), tokens of documents become an Index, and an
// Index answers queries. The ranking is BM25F (Robertson and Zaragoza, The
// Probabilistic Relevance Framework: BM25 and Beyond, 2009): how often a token
// stands in each field, weighted and set against the length of the field, and
// how rare the token is. What a token adds to the score of a document is kept
// as a whole number of 4 bits times a number of the token, its impact, so that
// whoever reads the index only adds whole numbers: the command and the page
// give the same scores to the last bit.
//
// The package is pure: it knows texts and numbers, not documents of debrief,
// and reads no file.
package search

// Field is a part of a document that counts on its own.
type Field uint8

// The fields.
const (
	Title        Field = iota // the title and the names of the document
	Headings                  // headings
	Body                      // running text
	Code                      // code and output
	Anchors                   // texts of symptoms, alerts and incidents that lead to the document
	Translations              // terms of another language for what the document says
	fields
)

// Weights of the fields, and how much the length of each is set against the
// mean length (b), as measured on symptoms with known answers. How much leads
// to a document says nothing against it.
var (
	fieldWeight = [fields]float64{Title: 3, Headings: 1, Body: 1, Code: 0.4, Anchors: 2, Translations: 0.5}
	fieldB      = [fields]float64{Title: 0.3, Headings: 0.6, Body: 0.85, Code: 0.85, Anchors: 0, Translations: 0.85}
)

// k1 says how soon the repetition of a token stops to count.
const k1 = 1.2

// Document is the text of a document by field. A field may have several
// texts; no token reaches from one into the next.
type Document struct {
	Fields [fields][]string
	Facets []string // "kind:runbook", "service:web"; tokens as they are
}

// Add adds a text to a field.
func (d *Document) Add(f Field, text string) {
	if text != "" {
		d.Fields[f] = append(d.Fields[f], text)
	}
}
