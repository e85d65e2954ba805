package render

import "testing"

func TestWithoutOpening(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"Fix the pool (owner: ", "Fix the pool"},
		{"Fix the pool @", "Fix the pool"},
		{"Fix the pool — due=", "Fix the pool —"},
		{"上限を設ける（担当：", "上限を設ける"},
		{"上限を設ける 📅 ", "上限を設ける"},
		{"Fix it\r\n", "Fix it"},
		{"a ratio of 1:", "a ratio of 1:"},
		{"owner : due: ", ""},
		{"averyveryverylongword: ", "avery"},
	}
	for _, test := range tests {
		if got := withoutOpening(test.text); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestLetters(t *testing.T) {
	tests := []struct{ a, b, letters string }{
		{"", "--", ""},
		{"Fix the Pool!", "fix,the pool", "fixthepool"},
		{"上限を、設ける。", "上限を設ける", "上限を設ける"},
		{"Éa\r\nB2", "éa b 2", "éab2"},
		{"a\xffb", "ab", "ab"},
	}
	for _, test := range tests {
		if got := letters(test.a); got != test.letters {
			t.Errorf("letters of %q: got %q, want %q", test.a, got, test.letters)
		}
		if !sameLetters(test.a, test.b) || sameLetters(test.a+"x", test.b) || sameLetters(test.a, test.b+"1") {
			t.Errorf("%q and %q are read alike, and nothing longer", test.a, test.b)
		}
		if got, want := hasLetters(test.a), test.letters != ""; got != want {
			t.Errorf("%q has letters: got %t, want %t", test.a, got, want)
		}
	}
}
