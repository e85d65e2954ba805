package insight

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// fitLogistic finds the coefficients under which what was seen is likeliest:
// logistic regression by Newton's method (iteratively reweighted least squares;
// McCullagh and Nelder, Generalized Linear Models, 1989, 2.5), the squares of
// all coefficients but the first held down by ridge. Floats take part: the
// method needs exponentials. False if the rows do not determine them.
func fitLogistic(rows [][]float64, seen []bool, ridge float64) ([]float64, bool) {
	if len(rows) == 0 {
		return nil, false
	}
	n := len(rows[0])
	beta := make([]float64, n)
	for range 50 {
		gradient, hessian := mat.NewVecDense(n, nil), mat.NewSymDense(n, nil)
		for k, x := range rows {
			p := 1 / (1 + math.Exp(-dot(beta, x)))
			for i := range n {
				gradient.SetVec(i, gradient.AtVec(i)+(float64(boolInt(seen[k]))-p)*x[i])
				for j := i; j < n; j++ {
					hessian.SetSym(i, j, hessian.At(i, j)+p*(1-p)*x[i]*x[j])
				}
			}
		}
		for i := 1; i < n; i++ {
			gradient.SetVec(i, gradient.AtVec(i)-ridge*beta[i])
			hessian.SetSym(i, i, hessian.At(i, i)+ridge)
		}
		var chol mat.Cholesky
		var step mat.VecDense
		if !chol.Factorize(hessian) || chol.SolveVecTo(&step, gradient) != nil {
			return nil, false
		}
		for i := range n {
			beta[i] += step.AtVec(i)
		}
		if mat.Norm(&step, math.Inf(1)) < 1e-9 {
			return beta, true
		}
	}
	return nil, false
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}
