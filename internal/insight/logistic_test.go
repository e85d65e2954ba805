package insight

import (
	"math"
	"testing"
)

// TestLogisticOfHeartDisease holds the fit against Hosmer and Lemeshow, Applied
// Logistic Regression (2nd edition, 2000), tables 3.2 and 3.3: coronary heart
// disease of 100 persons by whether they are 55 or older.
func TestLogisticOfHeartDisease(t *testing.T) {
	var rows [][]float64
	var seen []bool
	for _, group := range []struct {
		old  float64
		sick bool
		n    int
	}{{1, true, 21}, {1, false, 6}, {0, true, 22}, {0, false, 51}} {
		for range group.n {
			rows, seen = append(rows, []float64{1, group.old}), append(seen, group.sick)
		}
	}
	beta, ok := fitLogistic(rows, seen, 0)
	if !ok || math.Abs(beta[0]+0.841) > 5e-4 || math.Abs(beta[1]-2.094) > 5e-4 {
		t.Errorf("got %v, %v; want -0.841 and 2.094", beta, ok)
	}
	if held, ok := fitLogistic(rows, seen, 5); !ok || math.Abs(held[1]) >= math.Abs(beta[1]) {
		t.Errorf("held down: got %v, %v", held, ok)
	}
	for name, rows := range map[string][][]float64{"nothing": nil, "two columns alike": {{1, 1}, {1, 1}, {1, 1}}} {
		if beta, ok := fitLogistic(rows, []bool{true, false, true}, 0); ok {
			t.Errorf("%s: got %v", name, beta)
		}
	}
}
