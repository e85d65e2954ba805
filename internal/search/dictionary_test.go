package search

import (
	"fmt"
	"slices"
	"testing"
)

func TestTranslate(t *testing.T) {
	dictionary := NewDictionary(map[string][]string{
		"証明書": {"certificate", "cert"}, "負荷分散": {"load balancing", "load balancer"}, "負荷": {"load"}, "空": {"the"}, "輸送": {"Transport", "transports"},
	})
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"a word", "The certificate expired.", []string{"証明書"}},
		{"as often as it stands there", "certificates: a cert", []string{"証明書", "証明書"}},
		{"two words", "the load balancer", []string{"負荷分散", "負荷"}},
		{"two words on two lines", "load\r\nbalancing", []string{"負荷分散", "負荷"}},
		{"half of two words", "the balancer", nil},
		{"upper and lower case", "TRANSPORT", []string{"輸送"}},
		{"Japanese", "証明書の期限切れ", nil},
		{"common words", "the and of", nil},
	}
	for _, tt := range tests {
		var d Document
		d.Add(Body, tt.text)
		dictionary.Translate(&d)
		got := slices.Sorted(slices.Values(d.Fields[Translations]))
		if want := slices.Sorted(slices.Values(tt.want)); !slices.Equal(got, want) {
			t.Errorf("%s: %q is translated as %q, want %q", tt.name, tt.text, got, want)
		}
	}
	var none *Dictionary
	d := Document{}
	d.Add(Body, "certificate")
	if none.Translate(&d); d.Fields[Translations] != nil {
		t.Errorf("no dictionary translates as %q", d.Fields[Translations])
	}
}

func TestManyTermsForOneWord(t *testing.T) {
	words := map[string][]string{}
	for i := range 1000 {
		words[fmt.Sprintf("語%04d", i)] = []string{"word"}
	}
	var d Document
	d.Add(Body, "word")
	NewDictionary(words).Translate(&d)
	if got := d.Fields[Translations]; len(got) != mostTerms || got[0] != "語0000" {
		t.Errorf("%d terms, the first %q", len(got), got[0])
	}
}
