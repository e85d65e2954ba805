package diag

import "testing"

func TestAmount(t *testing.T) {
	for _, c := range []struct {
		n      int
		en, ja string
	}{{0, "0 alerts", "0件"}, {1, "1 alert", "1件"}, {2, "2 alerts", "2件"}} {
		if got := Amount(c.n, "alert", "alerts", "件"); got.En != c.en || got.Ja != c.ja {
			t.Errorf("%d: got %q and %q", c.n, got.En, got.Ja)
		}
	}
}
