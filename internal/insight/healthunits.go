package insight

import (
	"math/big"
	"slices"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// ProbeOp is the comparison of a probe: greater, unless it says otherwise or is
// critical below its warning.
func ProbeOp(p facet.HealthProbe) string {
	switch {
	case p.Op != "":
		return p.Op
	case p.Warn.V != nil && p.Critical.V != nil && p.Critical.V.Cmp(p.Warn.V) < 0:
		return "<"
	}
	return ">"
}

// ProbeLimit writes a threshold of a probe as people do, "> 85 %"; empty if it
// is not given.
func ProbeLimit(p facet.HealthProbe, n facet.Number) string {
	if n.V == nil {
		return ""
	}
	return ProbeOp(p) + " " + Bound{Value: n.V, Unit: p.Unit}.Text()
}

// tierOf is the threshold that an alert of a severity should have; empty if
// the severity does not tell.
func tierOf(severity string) string {
	switch word := corpus.Fold(severity); {
	case slices.Contains(paging, word):
		return "critical"
	case word == "warning" || word == "warn" || word == "警告":
		return "warning"
	}
	return ""
}

// unit is what a number counts: its kind, and how many of the kind's smallest
// one it is.
type unit struct {
	kind   string
	factor *big.Rat
}

// unitOf knows the units of thresholds; it is not ok for others.
func unitOf(name string) (unit, bool) {
	switch corpus.Fold(name) {
	case "%", "percent", "パーセント":
		return unit{"share", big.NewRat(1, 100)}, true
	case "ratio", "share", "割合":
		return unit{"share", unity}, true
	case "µs", "μs", "us", "マイクロ秒":
		return unit{"time", unity}, true
	case "ms", "msec", "milliseconds", "ミリ秒":
		return unit{"time", num(1e3)}, true
	case "s", "sec", "seconds", "second", "秒":
		return unit{"time", num(1e6)}, true
	case "min", "minutes", "minute", "分":
		return unit{"time", num(60e6)}, true
	case "h", "hours", "hour", "時間":
		return unit{"time", num(3600e6)}, true
	case "d", "days", "day", "日":
		return unit{"time", num(86400e6)}, true
	case "b", "bytes", "byte":
		return unit{"size", unity}, true
	case "kb":
		return unit{"size", num(1e3)}, true
	case "mb":
		return unit{"size", num(1e6)}, true
	case "gb":
		return unit{"size", num(1e9)}, true
	case "tb":
		return unit{"size", num(1e12)}, true
	case "kib":
		return unit{"size", num(1 << 10)}, true
	case "mib":
		return unit{"size", num(1 << 20)}, true
	case "gib":
		return unit{"size", num(1 << 30)}, true
	case "tib":
		return unit{"size", num(1 << 40)}, true
	}
	return unit{}, false
}

// inUnit gives a value of one unit in another one. It is not ok if the two count
// different things; what has no unit has the other one.
func inUnit(value *big.Rat, from, to string) (*big.Rat, bool) {
	if from == "" || to == "" || foldMetric(from) == foldMetric(to) {
		return value, true
	}
	f, knownFrom := unitOf(from)
	t, knownTo := unitOf(to)
	if !knownFrom || !knownTo || f.kind != t.kind {
		return nil, false
	}
	return quo(mul(value, f.factor), t.factor), true
}
