package rules

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/lint"
)

// judging are the rules about wording and about what actions say.
var judging = []string{
	"action-without-done-criterion", "attention-only-action", "hindsight", "human-error-as-only-cause", "human-error-term",
	"pejorative", "person-blamed", "vague-action",
}

// judged gives what the rules about wording find in a document, as the rule
// with the words that it marks.
func judged(t *testing.T, text string) []string {
	t.Helper()
	_, found := findings(t, fstest.MapFS{"postmortems/2026-001.md": {Data: []byte(text)}})
	got := []string{}
	for _, d := range found {
		for _, rule := range judging {
			if d.Rule == rule {
				got = append(got, rule+": "+strings.ReplaceAll(d.File.Text(d.Span), "\r", ""))
			}
		}
	}
	return got
}

// wording is a sentence with what is found in it; nothing if want is empty.
type wording struct{ text, want string }

func testWording(t *testing.T, before string, tests []wording) {
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			for _, end := range []string{"\n", "\r\n"} {
				text := strings.ReplaceAll(before+tt.text+"\n", "\n", end)
				var want []string
				if tt.want != "" {
					want = strings.Split(tt.want, "; ")
				}
				if diff := cmp.Diff(want, judged(t, text), cmp.Transformer("none", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			}
		})
	}
}

const told = "# Checkout answered 502\n\n## Summary\n\n"

func TestEnglishBlame(t *testing.T) {
	testWording(t, told, []wording{
		{"The on-call engineer forgot to renew the certificate.", "person-blamed: engineer forgot to"},
		{"An engineer had forgotten to disable the job before the migration.", "person-blamed: engineer had forgotten to"},
		{"We forgot to update the runbook.", "person-blamed: We forgot to"},
		{"Bob forgot about the freeze.", "person-blamed: Bob forgot about"},
		{"The operator on duty failed to notice the alert.", "person-blamed: The operator on duty failed to notice"},
		{"The database team failed to communicate the change.", "person-blamed: team failed to communicate"},
		{"The developer who wrote the migration failed to test it.", "person-blamed: developer who wrote the migration failed to test"},
		{"Unfortunately we failed to verify that the backup was complete.", "person-blamed: we failed to verify"},
		{"The reviewer neglected to run the tests.", "person-blamed: neglected to run"},
		{"Nobody could be bothered, and he didn't bother to ask.", "person-blamed: didn't bother"},
		{"A developer mistakenly pointed the job at production.", "person-blamed: developer mistakenly pointed"},
		{"The table was accidentally dropped by an administrator.", "person-blamed: accidentally dropped by an administrator"},
		{"One of the admins deleted the wrong bucket by mistake.", "person-blamed: admins deleted the wrong bucket by mistake"},
		{"The engineer did not follow the change procedure.", "person-blamed: engineer did not follow"},
		{"The technician didn't double-check the host name.", "person-blamed: technician didn't double-check"},
		{"The reviewer missed the inverted condition.", "person-blamed: reviewer missed the"},
		{"The operators ignored the warning.", "person-blamed: operators ignored"},
		{"The author made a mistake in the expression.", "person-blamed: author made a mistake"},
		{"This was the developer's fault.", "person-blamed: developer's fault"},
		{"It was their own negligence.", "person-blamed: their own negligence; pejorative: negligence"},
		{"The vendor was to blame.", "person-blamed: vendor was to blame"},
		{"The cause was a failure to follow the release procedure.", "person-blamed: failure to follow"},
		{"We wrongly assumed that the chart set limits.", "person-blamed: We wrongly assumed"},
		{"The change should have been tested in staging.", "hindsight: should have been tested"},
		{"The tool shouldn't have been rushed to production.", "hindsight: shouldn't have been rushed"},
		{"We should have rolled back earlier.", "hindsight: We should have rolled back"},
		{"They should've known, and the team should not have merged it.", "hindsight: team should not have merged"},
		{"The outage could have been avoided.", "hindsight: could have been avoided"},
		{"If the engineer had checked the dashboard, nothing would have happened.", "hindsight: If the engineer had checked"},
		{"Had we read the release notes, we would have waited.", "hindsight: Had we read"},
		{"It began when an engineer accidentally ran the job in production.", "person-blamed: engineer accidentally ran"},
		{"The operator failed to escalate in time.", "person-blamed: The operator failed to escalate"},
		{"The outage was due to human error.", "human-error-term: human error"},
		{"The root cause was operator error during the failover.", "human-error-term: operator error"},
		{"A careless change took the cluster down.", "pejorative: careless"},
		{"This was gross negligence.", "pejorative: negligence"},
		{"Somebody fat-fingered the command.", "pejorative: fat-fingered"},
		{"It was a rookie mistake.", "pejorative: rookie mistake"},
		{"The incident came from a lack of attention.", "pejorative: lack of attention"},
		{"The **on-call** engineer *forgot* to renew it.", "person-blamed: engineer *forgot* to"},
		{"The engineer forgot\nto renew it.", "person-blamed: engineer forgot\nto"},

		{"", ""},
		{"The scheduler forgot to release its lock.", ""},
		{"The service failed to start.", ""},
		{"We failed to reproduce the fault in staging.", ""},
		{"The engineer failed to log in because the identity provider was down.", ""},
		{"The Prometheus operator failed to reconcile the object.", ""},
		{"The Kafka operator mistakenly deleted the topic while reconciling.", ""},
		{"cert-manager failed to renew the certificate.", ""},
		{"The users forgot their passwords.", ""},
		{"The configuration was accidentally overwritten by the pipeline.", ""},
		{"The header change was overlooked.", ""},
		{"A previous deploy was the culprit.", ""},
		{"A kernel bug was to blame.", ""},
		{"The engineer did not check the replica because the runbook does not mention it.", ""},
		{"The team's error budget was used up.", ""},
		{"No one was at fault and this is nobody's fault.", ""},
		{"An alert should have fired at 80 %.", ""},
		{"The records should have been deleted by the job.", ""},
		{"The timeout should have resulted in a retry.", ""},
		{"The fault would have been worse on a sale day.", ""},
		{"What should have been tested?", ""},
		{"The new form prevents human error.", ""},
		{"A manual step is prone to human error.", ""},
		{"It was not human error but a missing limit.", ""},
		{"User errors were shown to 3 % of requests.", ""},
		{"The module is lazy loaded and the quorum is a sloppy quorum.", ""},
		{"Care was taken to avoid carelessness.", ""},
		{"> The engineer forgot to renew it.", ""},
		{"The log says \"operator forgot to renew\" and “human error”.", ""},
		{"`engineer forgot to renew`", ""},
		{"    engineer forgot to renew", ""},
		{"<!-- the engineer forgot to renew -->", ""},
		{"See https://example.com/human-error-caused-by-engineer.", ""},
		{"See [the talk](https://example.com/engineer-forgot-to-renew).", ""},
		{"If a future engineer accidentally sets that variable, the limit is gone.", ""},
		{"A person who accidentally runs the job gets no warning.", ""},
		{"The roles ensure that engineers cannot delete a bucket by mistake.", ""},
		{"The operator failed to update the config map.", ""},
		{"The responsibility for the pool lies with two teams.", ""},
	})
}

func TestJapaneseBlame(t *testing.T) {
	testWording(t, "# 決済APIの応答遅延\n\n## 概要\n\n", []wording{
		{"担当者が証明書の更新を忘れていた。", "person-blamed: 担当者が証明書の更新を忘れて"},
		{"作業者の確認漏れにより、誤った設定が適用された。", "person-blamed: 作業者の確認漏れ; human-error-term: 確認漏れ"},
		{"オペレーターの操作ミスが原因である。", "person-blamed: オペレーターの操作ミス; human-error-term: 操作ミス"},
		{"担当者が手順書を見ずに、誤って本番のテーブルを削除した。", "person-blamed: 担当者が手順書を見ずに、誤って"},
		{"レビュアーが誤りを見落とした。", "person-blamed: レビュアーが誤りを見落とし"},
		{"佐藤さんが設定を間違えた。", "person-blamed: 佐藤さんが設定を間違え"},
		{"新人が手順を守らなかった。", "person-blamed: 新人が手順を守らな"},
		{"開発者は影響を確認せずにリリースした。", "person-blamed: 開発者は影響を確認せず"},
		{"当番がアラートを放置した。", "person-blamed: 当番がアラートを放置し"},
		{"委託先が勝手に設定を変更した。", "person-blamed: 委託先が勝手に"},
		{"事前の確認を怠った。", "person-blamed: 事前の確認を怠っ"},
		{"切り戻し後にフラグを戻し忘れた。", "person-blamed: し忘れた"},
		{"期限の延長を失念していた。", "person-blamed: 失念して"},
		{"連絡するのを忘れたため、対応が遅れた。", "person-blamed: のを忘れた"},
		{"運用チームのメンバーの思い込みにより、切り替えが遅れた。", "person-blamed: メンバーの思い込み; human-error-term: 思い込み"},
		{"担当者のせいで復旧が遅れた。", "person-blamed: 担当者のせいで"},
		{"本番に適用する前に検証すべきだった。", "hindsight: 検証すべきだった"},
		{"金曜日にリリースするべきではなかった。", "hindsight: リリースするべきではなかった"},
		{"事前に負荷試験をしておけばよかった。", "hindsight: けばよかった"},
		{"監視していれば防げた障害だった。", ""},
		{"手順を確認していれば防げた。", "hindsight: れば防げた"},
		{"もっと早く気づけたはずである。", "hindsight: 気づけたはず"},
		{"関係者に連絡しておく必要があった。", "hindsight: ておく必要があった"},
		{"本来は承認を得るべきところ、省略された。", "hindsight: 得るべきところ"},
		{"直接の原因はヒューマンエラーである。", "human-error-term: ヒューマンエラー"},
		{"人為的ミスにより、設定が失われた。", "human-error-term: 人為的ミス"},
		{"ﾋｭｰﾏﾝｴﾗｰによる停止。", "human-error-term: ﾋｭｰﾏﾝｴﾗｰ"},
		{"ヒューマンエラーが原因", "human-error-term: ヒューマンエラー"},
		{"不注意による設定の変更。", "pejorative: 不注意"},
		{"運用者の怠慢が招いた障害である。", "person-blamed: 運用者の怠慢; pejorative: 怠慢"},
		{"うっかり本番環境で実行した。", "pejorative: うっかり"},
		{"軽率な変更だった。", "pejorative: 軽率"},
		{"チームの危機感が足りなかった。", "pejorative: 危機感が足りな"},
		{"運用の気の緩みが背景にある。", "pejorative: 気の緩み"},
		{"ケアレスミスだった。", "pejorative: ケアレスミス"},
		{"単純なミスだった。", "pejorative: 単純なミス"},
		{"安易に設定を変えた。", "pejorative: 安易に"},
		{"担当者が**証明書の更新**を\n忘れていた。", "person-blamed: 担当者が**証明書の更新**を\n忘れて"},

		{"", ""},
		{"決済チームは応答時間に責任を負う。", ""},
		{"担当者が確認したところ、設定が誤って削除されていた。", ""},
		{"設定が誤って上書きされた。", ""},
		{"コードレビューでの見落としがあった。", ""},
		{"開発チームと運用チームの連携不足があった。", ""},
		{"自動で切り替わるはずだった。", ""},
		{"削除されるべきだったレコードが残っていた。", ""},
		{"何をすべきだったか。", ""},
		{"ヒューマンエラーを防ぐ確認画面がなかった。", ""},
		{"これはヒューマンエラーではなく、設計の問題である。", ""},
		{"操作ミスがあっても停止しない設計にする。", ""},
		{"うっかり実行できないように権限を分けた。", ""},
		{"担当者の操作ミスを防ぐ仕組みがなかった。", ""},
		{"Prometheusオペレーターが誤ってPodを削除した。", ""},
		{"お客さんが気づいて連絡した。", ""},
		{"仕様が変わったため、同様の変更を行った。", ""},
		{"「ヒューマンエラーが原因」という報告があった。", ""},
		{"『担当者が忘れていた』と書かれている。", ""},
		{"> 担当者が更新を忘れていた。", ""},
		{"`担当者が更新を忘れていた`", ""},
		{"ログには“担当者が忘れた”とある。", ""},
		{"担当者は手順書に従って復旧した。", ""},
		{"注意: この操作はデータベースを再起動する。", ""},
		{"担当者が不在の時間帯だった。", ""},
		{"担当者が誤って実行しても止まる確認画面がない。", ""},
		{"ヒューマンエラー対策として導入した承認が原因で遅れた。", ""},
		{"作業者が誤って古い手順を使わないよう、廃止済みと書いていた。", ""},
	})
}

func TestBlameInCauses(t *testing.T) {
	testWording(t, "# Checkout answered 502\n\n## Root causes\n\n- The pool had no limit\n", []wording{
		{"- Human error in the change", "human-error-term: Human error"},
		{"- Manual error", "human-error-term: Manual error"},
		{"- 確認不足", "human-error-term: 確認不足"},
		{"- 担当者の認識不足", "person-blamed: 担当者の認識不足"},
		{"- 作業時の誤操作", "human-error-term: 誤操作"},
		{"- The form left room for human error", ""},
		{"- 誤操作を防ぐ確認がない", ""},
		{"- 単体テストでのメモリ使用量検証不足", ""},
		{"- コードレビューでの見落とし", ""},
		{"- `human error`", ""},
		{"- 性能テスト専門知識の不足", ""},
		{"- Users saw user error messages", ""},
	})
}

func TestOnlyCause(t *testing.T) {
	testWording(t, "# Checkout answered 502\n\n## Root cause\n\n", []wording{
		{"- Human error", "human-error-as-only-cause: Human error; human-error-term: Human error"},
		{"The engineer forgot to renew the certificate.", "human-error-as-only-cause: The engineer forgot to renew the certificate.; person-blamed: engineer forgot to"},
		{"- 担当者の操作ミス", "human-error-as-only-cause: 担当者の操作ミス; person-blamed: 担当者の操作ミス; human-error-term: 操作ミス"},
		{"- ヒューマンエラー\n- 確認不足", "human-error-as-only-cause: ヒューマンエラー; human-error-term: ヒューマンエラー; human-error-term: 確認不足"},
		{"- Human error\n- The console had no confirmation", "human-error-term: Human error"},
		{"Human error. The console had no confirmation.", "human-error-term: Human error"},
		{"- ヒューマンエラー\n- 確認画面がない", "human-error-term: ヒューマンエラー"},
		{"", ""},
		{"- The pool had no limit", ""},
	})
}

func TestEnglishActions(t *testing.T) {
	testWording(t, "# Checkout answered 502\n\n## Action items\n\n- ", []wording{
		{"Be more careful when changing ingress rules", "attention-only-action: Be more careful when changing ingress rules"},
		{"We should pay more attention to certificates", "attention-only-action: We should pay more attention to certificates"},
		{"Remind the team to follow the checklist of releases", ""},
		{"Remind everyone to run the tests", "attention-only-action: Remind everyone to run the tests"},
		{"Double-check the host name before a restart", "attention-only-action: Double-check the host name before a restart"},
		{"Everyone must be aware of the freeze", "attention-only-action: Everyone must be aware of the freeze"},
		{"Look into the liveness probe", "vague-action: Look into the liveness probe"},
		{"Consider a second cluster", "vague-action: Consider a second cluster"},
		{"We should investigate the memory growth", "vague-action: We should investigate the memory growth"},
		{"Improve monitoring", "vague-action: Improve monitoring"},
		{"Better governance of namespaces", "vague-action: Better governance of namespaces"},
		{"Reduce alert noise", "action-without-done-criterion: Reduce alert noise"},
		{"Prioritize reliability work", "action-without-done-criterion: Prioritize reliability work"},

		{"Add a confirmation that makes people be careful", ""},
		{"Double-check the host name automatically in CI", ""},
		{"Improve the p99 of checkout to below 300 ms", ""},
		{"Investigate the memory growth and write down the findings until Friday", ""},
		{"Reduce the number of pages to two per shift", ""},
		{"Monitor the subnet's free addresses", ""},
		{"Ensure that sandboxes send alerts to the test channel", ""},
		{"Enhance the daily run with a synthetic probe", ""},
		{"Alert when 80 % of the pool is in use", ""},
		{"Run the load test with autoscaling on", ""},
		{"~~Improve monitoring~~", ""},
	})
}

func TestJapaneseActions(t *testing.T) {
	testWording(t, "# 決済APIの応答遅延\n\n## 再発防止策\n\n- ", []wording{
		{"今後は作業時に注意する", "attention-only-action: 今後は作業時に注意する"},
		{"手順を関係者に周知徹底する", "attention-only-action: 手順を関係者に周知徹底する"},
		{"リリース前の確認を徹底する", "attention-only-action: リリース前の確認を徹底する"},
		{"本番作業ではダブルチェックを行う", "attention-only-action: 本番作業ではダブルチェックを行う"},
		{"メンバーの意識を高める", "attention-only-action: メンバーの意識を高める"},
		{"慎重に作業する", "attention-only-action: 慎重に作業する"},
		{"同じ作業では気を付ける", "attention-only-action: 同じ作業では気を付ける"},
		{"監視の強化", "vague-action: 監視の強化"},
		{"テスト自動化の強化", "vague-action: テスト自動化の強化"},
		{"レビュー体制を見直す", "vague-action: レビュー体制を見直す"},
		{"冗長化を検討する", "vague-action: 冗長化を検討する"},
		{"手順書の改善を行う", "vague-action: 手順書の改善を行う"},
		{"アラートの件数を減らす", "action-without-done-criterion: アラートの件数を減らす"},
		{"復旧時間の短縮", "action-without-done-criterion: 復旧時間の短縮"},

		{"確認を自動化する", ""},
		{"ダブルチェックを必須にする承認フローを導入する", ""},
		{"注意喚起の表示を画面に追加する", ""},
		{"アラートの件数を週10件以下に減らす", ""},
		{"冗長化の要否を検討し、6月末までに方針を決定する", ""},
		{"プール使用率が80%を超えたら呼び出す", ""},
		{"証明書の残り日数を監視する", ""},
		{"閾値を80%から70%へ見直す", ""},
		{"Redisの設定を1つの定義から配る", ""},
	})
}

// TestFrontMatterIsJudged holds the rules to what is a sentence in data.
func TestFrontMatterIsJudged(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"keywords", "---\ntags: [human-error, 人為的ミス, careless change]\ncategory: human error\n---\n# T\n", []string{}},
		{"a summary", "---\nsummary: \"The engineer forgot to renew it\"\n---\n# T\n", []string{"person-blamed: engineer forgot to"}},
		{"a Japanese summary", "---\nsummary: 担当者が更新を忘れた\n---\n# T\n", []string{"person-blamed: 担当者が更新を忘れた"}},
		{"a folded summary", "---\nsummary: >-\n  The engineer\n  forgot to renew it.\n---\n# T\n", []string{"person-blamed: engineer\n  forgot to"}},
		{"a cause", "---\ncauses:\n  - {text: Human error, layer: process}\n  - {text: no limit, layer: technical}\n---\n# T\n", []string{"human-error-term: Human error"}},
		{"commands", "---\ncommands: [\"echo the engineer forgot to renew\"]\n---\n# T\n", []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, judged(t, tt.text)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestStrangersWording counts what the rules about blame find in repositories
// that were never written for debrief. Each finding was read and is right: a
// change is to be read again, with -v.
func TestStrangersWording(t *testing.T) {
	shared := os.Getenv("DEBRIEF_SHARED")
	if shared == "" {
		t.Skip("DEBRIEF_SHARED does not name the folder of the shared corpora")
	}
	blaming := []string{"attention-only-action", "hindsight", "human-error-as-only-cause", "human-error-term", "pejorative", "person-blamed"}
	tests := []struct {
		name string
		want map[string]int
	}{
		{"dfds-postmortems", map[string]int{"hindsight": 3, "human-error-term": 1, "person-blamed": 2}},
		{"handbook", map[string]int{}},
		{"prometheus-operator-runbooks", map[string]int{}},
		{"pagerduty-postmortem-docs-ja", map[string]int{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, found := findings(t, os.DirFS(filepath.Join(shared, "corpora", tt.name)))
			got := map[string]int{}
			for _, d := range found {
				if slices.Contains(blaming, d.Rule) {
					p := d.File.Position(d.Span.Start)
					t.Logf("%s:%d:%d: %s [%s]", d.File.Path, p.Line, p.Column, d.Message.En, d.Rule)
					got[d.Rule]++
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// wordings are those of all rules.
func wordings() (all []lint.Wording) {
	for _, r := range All() {
		all = append(all, r.Wordings...)
	}
	return all
}

// TestWordingsCompile compiles what is otherwise compiled when it is needed.
func TestWordingsCompile(t *testing.T) {
	for _, w := range wordings() {
		for _, p := range []*lazyregexp.Regexp{w.Expr, w.Unless, w.Before, w.After} {
			if p != nil {
				p.Regexp()
			}
		}
	}
}

// TestEveryMatchHoldsAWord makes texts that the expressions match and looks for
// the words that each of them must hold.
func TestEveryMatchHoldsAWord(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, w := range wordings() {
		tree, err := syntax.Parse(w.Expr.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		missed := 0
		for range 2000 {
			text := sample(random, tree)
			if !w.Expr.MatchString(text) {
				missed++ // the text at hand has no word boundary where one is asked for
				continue
			}
			for _, words := range [][]string{w.Words, w.With} {
				if holds := func(word string) bool { return strings.Contains(text, word) }; words != nil && !slices.ContainsFunc(words, holds) {
					t.Fatalf("%q matches %.80s and holds none of %q", text, w.Expr, words)
				}
			}
		}
		if missed > 1900 {
			t.Errorf("%.80s: %d of 2000 samples do not match", w.Expr, missed)
		}
		for _, word := range slices.Concat(w.Words, w.With) {
			if len(word) < 3 {
				t.Errorf("%.80s: %q is shorter than three bytes", w.Expr, word)
			}
		}
	}
}

// sample makes a text of a kind that an expression matches.
func sample(random *rand.Rand, e *syntax.Regexp) string {
	var b strings.Builder
	repeat := func(least, most int) {
		if most < 0 || most > least+3 {
			most = least + 3
		}
		for range least + random.IntN(most-least+1) {
			b.WriteString(sample(random, e.Sub[0]))
		}
	}
	switch e.Op {
	case syntax.OpLiteral:
		b.WriteString(string(e.Rune))
	case syntax.OpCharClass:
		b.WriteRune(sampleRune(random, e.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteRune('x')
	case syntax.OpCapture:
		b.WriteString(sample(random, e.Sub[0]))
	case syntax.OpStar:
		repeat(0, -1)
	case syntax.OpPlus:
		repeat(1, -1)
	case syntax.OpQuest:
		repeat(0, 1)
	case syntax.OpRepeat:
		repeat(e.Min, e.Max)
	case syntax.OpConcat:
		for _, sub := range e.Sub {
			b.WriteString(sample(random, sub))
		}
	case syntax.OpAlternate:
		b.WriteString(sample(random, e.Sub[random.IntN(len(e.Sub))]))
	}
	return b.String()
}

// sampleRune chooses a rune of a class, no capital if it has others: sentences
// are in lower case.
func sampleRune(random *rand.Rand, class []rune) rune {
	for range 20 {
		i := 2 * random.IntN(len(class)/2)
		if r := class[i] + rune(random.IntN(int(min(class[i+1]-class[i], 20))+1)); r < 'A' || r > 'Z' {
			return r
		}
	}
	return class[0]
}

// TestLongSentences holds the rules to sentences without end, of words that
// are found and rejected.
func TestLongSentences(t *testing.T) {
	for _, part := range []string{
		"engineer forgot to ", "the operator ", "engineer (a) had had had ", "if the the the engineer ", "not human error ", "should have been tested ",
		"担当者が", "担当者の確認漏れを防ぐ", "の忘れた", "べきだったか", "佐藤さん",
	} {
		line := strings.Repeat(part, 3000/len(part)) + "\n"
		text := told + strings.Repeat(line, 60) + "\n## Action items\n\n- " + line
		start := time.Now()
		judged(t, text)
		// A fraction of a second on an idle machine; minutes where each match
		// is looked at together with the whole sentence.
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%d bytes of %q took %v", len(text), part, took)
		}
	}
}
