package facet

import (
	"testing"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

func TestImpactPairs(t *testing.T) {
	tests := []struct{ name, line, pointer, want string }{
		{"grouped", "Users affected: 1,200", "users", "1200"},
		{"with words behind", "Users affected: 1,200 customers saw errors", "users", "1200"},
		{"Japanese, about", "影響ユーザー数: 約10,000人", "users", "10000"},
		{"ten thousands", "影響ユーザー数: 1.2万人", "users", "12000"},
		{"thousands", "Users affected: about 1.5k", "users", "1500"},
		{"remark", "失敗リクエスト数: 5,940件（毎秒0.7件）", "requests_failed", "5940"},
		{"bound", "Users affected: more than 1,000", "users", ""},
		{"Japanese bound", "影響ユーザー数: 1,000人以上", "users", ""},
		{"range", "Users affected: 100-200", "users", ""},
		{"share instead of a number", "Users affected: 10%", "users", ""},
		{"part of others", "Users affected: 3 of 10", "users", ""},
		{"words", "Users affected: everyone", "users", ""},
		{"fraction of a person", "Users affected: 1.5", "users", ""},
		{"percent", "Error rate: 12.5%", "error_ratio", "0.125"},
		{"ratio", "エラー率: 0.6", "error_ratio", "0.6"},
		{"over one", "Error rate: 60", "error_ratio", ""},
		{"dollars", "Revenue lost: $1,200.50", "revenue_loss", "{amount: 1200.5, currency: USD}"},
		{"yen", "機会損失: ¥4,050,000", "revenue_loss", "{amount: 4050000, currency: JPY}"},
		{"yen behind", "機会損失: 405万円（概算）", "revenue_loss", "{amount: 4050000, currency: JPY}"},
		{"code", "Revenue lost: JPY 100", "revenue_loss", "{amount: 100, currency: JPY}"},
		{"bare amount", "Revenue lost: 10", "revenue_loss", "10"},
		{"per minute", "Normal TPS: 50/min", "normal_tps", ""},
		{"per second", "Normal TPS: 50 req/s", "normal_tps", "50"},
		{"word", "データ損失: なし", "data_loss", "none"},
		{"list", "Regions: eu, us", "regions", "[eu, us]"},
		{"duration", "影響時間: 2時間15分", "duration", "2時間15分"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, text := range []string{tt.line + "\n", crlf("- " + tt.line + "\n")} {
				m := merged(t, "a.md", "---\nkind: postmortem\n---\n# A\n\n## Impact\n\n"+text)
				if got := sketch(m.Value.Get("/impact/" + tt.pointer)); got != tt.want {
					t.Errorf("%s = %q, want %q", tt.pointer, got, tt.want)
				}
				if doubted := len(m.Doubts) > 0; doubted != (tt.want == "") {
					t.Errorf("doubts = %+v", m.Doubts)
				}
			}
		})
	}
}

func TestImpactTable(t *testing.T) {
	m := merged(t, "a.md", "---\nkind: postmortem\n---\n# A\n\n## Impact\n\n| Item | Value |\n|---|---|\n| Users affected | 1,200 |\n| 問い合わせ件数 | 3件 |\n")
	if got := sketch(m.Value.Field("impact")); got != "{users: 1200, tickets: 3}" {
		t.Errorf("impact = %s", got)
	}
}

func TestDecodeMoney(t *testing.T) {
	tests := []struct{ text, amount, currency string }{
		{"10", "10", ""},
		{"1,200.50", "2401/2", ""},
		{"$1,200", "1200", "USD"},
		{"¥4,050,000", "4050000", "JPY"},
		{"JPY 100", "100", "JPY"},
		{"100円", "100", "JPY"},
		{"0.1 EUR", "1/10", "EUR"},
		{"many", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		got := DecodeMoney(doc.NewScalar(tt.text, source.Span{}, doc.Provenance{}))
		amount := ""
		if got.Amount != nil {
			amount = got.Amount.RatString()
		}
		if amount != tt.amount || got.Currency != tt.currency && tt.amount != "" {
			t.Errorf("DecodeMoney(%q) = %q %q, want %q %q", tt.text, amount, got.Currency, tt.amount, tt.currency)
		}
	}
}

func TestParsePercent(t *testing.T) {
	for text, want := range map[string]string{"99.9": "999/10", "99.9%": "999/10", "99.95 %": "1999/20", "９９%": "", "": "", "%": "", "high": ""} {
		got, ok := ParsePercent(doc.NewScalar(text, source.Span{}, doc.Provenance{}))
		if ok != (want != "") || ok && got.RatString() != want {
			t.Errorf("ParsePercent(%q) = %v, %t, want %q", text, got, ok, want)
		}
	}
}
