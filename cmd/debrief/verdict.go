package main

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
)

// pointFlags name one value of a metric that is to be judged.
type pointFlags struct {
	metric, service string
	at, value       string
}

func (a *app) addPoint(cmd *cobra.Command, p *pointFlags) {
	cmd.Flags().StringVar(&p.metric, "metric", "", a.in("judge a value of `METRIC` by its recorded series; with --at and --value", "記録した系列をもとに `METRIC` の値を判定する（--at、--value と併用）"))
	cmd.Flags().StringVar(&p.service, "service", "", a.in("the service `ID` whose series counts", "系列の対象となるサービス `ID`"))
	cmd.Flags().StringVar(&p.at, "at", "", a.in("`TIME` of the value: RFC 3339", "値の日時 `TIME`（RFC 3339）"))
	cmd.Flags().StringVar(&p.value, "value", "", a.in("the `VALUE`", "値 `VALUE`"))
}

var decimalNumber = lazyregexp.New(`^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$`)

// asked tells whether a value is to be judged.
func (p pointFlags) asked() bool { return p != pointFlags{} }

// read reads the time and the value.
func (p pointFlags) read() (at time.Time, value *big.Rat, err error) {
	if p.metric == "" || p.at == "" || p.value == "" {
		return at, nil, &usageError{message: diag.Text{En: "--metric, --at and --value belong together", Ja: "--metric、--at、--value は一緒に指定してください"}}
	}
	at, err = time.Parse(time.RFC3339, p.at)
	if err != nil || at.Year() < 1970 || at.Year() > 2200 {
		return at, nil, &usageError{message: diag.Say("--at %q is not a time such as 2026-01-31T09:00:00+09:00", "--at %q は 2026-01-31T09:00:00+09:00 の形の日時ではありません", p.at)}
	}
	f, err := strconv.ParseFloat(p.value, 64)
	if err != nil || !decimalNumber.MatchString(p.value) || math.Abs(f) > 1e100 {
		return at, nil, &usageError{message: diag.Say("--value %q is not a number such as 35.4, of at most 1e100", "--value %q は 35.4 のような数値（絶対値は 1e100 以下）ではありません", p.value)}
	}
	value, _ = new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64)) // not the text, which may be 1e-999999999
	return at, value, nil
}

// verdict prints what the thresholds say of one value.
func (a *app) verdict(ctx context.Context, p pointFlags, format string) error {
	at, value, err := p.read()
	if err != nil {
		return err
	}
	if format != "table" && format != "json" {
		return &usageError{message: diag.Say("unknown format %q: use table or json", "形式 %q はありません。table か json を指定してください", format)}
	}
	w, err := a.open(".")
	if err != nil {
		return err
	}
	if err := a.load(ctx, w); err != nil {
		return err
	}
	flags := insightFlags{metric: p.metric, service: p.service}
	replays := w.replays(flags)
	switch {
	case len(w.corpus.Series) == 0:
		return &usageError{message: w.results.NoSeries()}
	case len(replays) == 0:
		return a.noSuchSeries(w, flags)
	}
	list := []insight.Object{}
	for _, replay := range replays {
		v := replay.Judge(at, value)
		if format == "json" {
			list = append(list, v.JSON(a.lang))
			continue
		}
		fmt.Fprintf(a.stdout, "%s\n%s\n", printable(replay.Label()), printable(v.Words().In(a.lang)))
		if b := v.Bounds; b.Known {
			fmt.Fprintln(a.stdout, diag.Say("baseline %s, spread %s", "基準値 %s、ばらつき %s", replay.Amount(b.Baseline), replay.Amount(b.Spread)).In(a.lang))
		}
	}
	if format != "json" {
		return nil
	}
	return a.writeJSON(insight.Object{
		{Key: "schema", Value: schemaOf("verdict")},
		{Key: "as_of", Value: w.results.Now.Format(time.RFC3339)},
		{Key: "rev", Value: w.rev()},
		{Key: "verdicts", Value: list},
	})
}
