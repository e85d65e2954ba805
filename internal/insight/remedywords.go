package insight

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/search"
)

// SolutionWords gives, for each kind of remedy, the words by which solutions
// and runbooks name it, in English and Japanese. English words stand for all
// their forms ("roll back" also for "rolled back"); Japanese ones may be part
// of a longer word.
func SolutionWords() map[string][]string {
	return map[string][]string{
		"rollback":              {"rollback", "roll back", "revert", "previous release", "previous version", "undo", "ロールバック", "切り戻", "巻き戻", "前の版", "直前の版", "差し戻"},
		"restart":               {"restart", "reboot", "bounce", "recreate pods", "rolling replace", "再起動", "再始動", "入れ替え", "リブート", "リスタート"},
		"scale-out":             {"scale out", "scale up", "add capacity", "add replica", "add node", "add pod", "more replicas", "more nodes", "more pods", "スケールアウト", "スケールアップ", "増強", "増設", "台数を増や", "容量を追加"},
		"scale-in":              {"scale in", "scale down", "fewer replicas", "fewer pods", "cap the number", "shrink", "スケールイン", "スケールダウン", "台数を減ら", "件数を下げ", "件数を減ら", "縮小"},
		"certificate-renewal":   {"renew certificate", "renew the certificate", "rotate certificate", "certificate renewal", "reissue", "spare certificate", "証明書を更新", "証明書の更新", "証明書更新", "証明書を再発行", "予備証明書"},
		"configuration-change":  {"configuration", "config", "setting", "raise the limit", "raise limit", "lower the limit", "lower limit", "increase the limit", "increase limit", "tune", "trailing dot", "設定を", "設定の", "設定変更", "上限をそろえ", "上限を上げ", "上限を下げ", "閾値"},
		"failover":              {"failover", "fail over", "switch over", "switchover", "promote", "move to another node", "another node", "standby", "フェイルオーバー", "フェールオーバー", "待機系", "系の切り替え", "昇格"},
		"cache-clear":           {"clear cache", "clear the cache", "flush cache", "flush the cache", "purge", "invalidate", "evict", "キャッシュを消", "キャッシュを削除", "キャッシュのクリア", "キャッシュクリア", "パージ", "無効化して再取得"},
		"cache-warm":            {"warm cache", "warm the cache", "warm up", "preload", "prefill", "先に読み込", "先読み", "ウォームアップ", "暖機"},
		"free-space":            {"free space", "free disk", "delete old", "clean up", "cleanup", "prune", "rotate log", "extend the volume", "grow the volume", "空き容量", "容量を空け", "ディスクを空け", "古いログを削除", "不要なファイル"},
		"throttle":              {"throttle", "rate limit", "shed load", "load shedding", "pause", "stop the batch", "back off", "流量", "レート制限", "絞る", "絞り", "一時停止", "停止する", "公開を止め", "公開の停止", "の停止"},
		"reroute":               {"reroute", "route to", "routing to", "switch to", "drain traffic", "shift traffic", "fallback", "fall back", "経路", "切り替える", "迂回", "代替"},
		"release-fix":           {"fix released", "patch", "hotfix", "deploy the fix", "bound the", "release the connection", "upgrade", "修正版", "パッチ", "修正をリリース", "ホットフィックス", "アップグレード"},
		"restore-data":          {"restore", "recover data", "from backup", "reindex", "rebuild index", "replay", "バックアップから", "復元", "リストア", "再構築", "再投入"},
		"permission-change":     {"grant", "permission", "credential", "rotate key", "rotate secret", "access right", "権限", "認証情報", "鍵の更新"},
		"infrastructure-change": {"node local", "replace disk", "replace the node", "new cluster", "migrate", "add an index", "ノードを交換", "ディスクを交換", "移行する", "基盤"},
	}
}

// remedyNames are the names of the built-in kinds of remedies.
var remedyNames = map[string]diag.Text{
	"rollback":              {En: "Rollback", Ja: "ロールバック"},
	"restart":               {En: "Restart", Ja: "再起動"},
	"scale-out":             {En: "Scale out", Ja: "スケールアウト"},
	"scale-in":              {En: "Scale in", Ja: "縮小"},
	"certificate-renewal":   {En: "Certificate renewal", Ja: "証明書の更新"},
	"configuration-change":  {En: "Configuration change", Ja: "設定変更"},
	"failover":              {En: "Failover", Ja: "フェイルオーバー"},
	"cache-clear":           {En: "Cache clear", Ja: "キャッシュの消去"},
	"cache-warm":            {En: "Cache warm-up", Ja: "キャッシュの先読み"},
	"free-space":            {En: "Free space", Ja: "空き容量の確保"},
	"throttle":              {En: "Throttle or pause", Ja: "流量制限・停止"},
	"reroute":               {En: "Reroute", Ja: "経路の切り替え"},
	"release-fix":           {En: "Release a fix", Ja: "修正のリリース"},
	"restore-data":          {En: "Restore data", Ja: "データの復元"},
	"permission-change":     {En: "Permissions and credentials", Ja: "権限・認証情報"},
	"infrastructure-change": {En: "Infrastructure change", Ja: "基盤の変更"},
}

// RemedyName is what a kind of remedy is called; one of the settings is called
// by its word.
func RemedyName(word string) diag.Text {
	if name, ok := remedyNames[word]; ok {
		return name
	}
	plain := strings.ReplaceAll(word, "-", " ")
	return diag.Text{En: plain, Ja: plain}
}

// solutionWord is the form of a kind of remedy in addresses and facets.
func solutionWord(word string) string { return strings.ReplaceAll(taxon(word), "_", "-") }

// vocabulary finds the kinds of remedies in texts.
type vocabulary struct {
	kinds  []string // sorted
	spoken map[string][]remedyPhrase
}

// remedyPhrase is one way to name a kind: as tokens of the search around each
// of which stands a space, or as a part of a folded text.
type remedyPhrase struct {
	tokens string
	part   string
}

func (p Policy) vocabulary() *vocabulary {
	table := SolutionWords()
	for _, word := range slices.Sorted(maps.Keys(p.SolutionWords)) {
		if word := solutionWord(word); word != "" {
			table[word] = nil
		}
	}
	for _, word := range slices.Sorted(maps.Keys(p.SolutionWords)) {
		if key := solutionWord(word); key != "" {
			table[key] = append(table[key], p.SolutionWords[word]...)
		}
	}
	v := &vocabulary{spoken: map[string][]remedyPhrase{}}
	for kind, phrases := range table {
		for _, phrase := range phrases {
			if x := phraseOf(phrase); x != (remedyPhrase{}) {
				v.spoken[kind] = append(v.spoken[kind], x)
			}
		}
	}
	v.kinds = slices.SortedFunc(maps.Keys(v.spoken), cmp.Compare[string])
	return v
}

func phraseOf(phrase string) remedyPhrase {
	folded := search.Fold(phrase)
	if strings.ContainsFunc(folded, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return remedyPhrase{part: folded}
	}
	if tokens := stems(folded); tokens != " " {
		return remedyPhrase{tokens: tokens}
	}
	return remedyPhrase{}
}

// stems gives the tokens of a text, with a space around each. Whole
// identifiers, which stand beside their parts, are left out.
func stems(text string) string {
	var t search.Tokenizer
	var b strings.Builder
	b.WriteByte(' ')
	t.Tokens(text, func(token string) {
		if token[0] != '=' {
			b.WriteString(token)
			b.WriteByte(' ')
		}
	})
	return b.String()
}

// longestRemedy bounds the characters of a text in which words for remedies
// are looked for: what is longer is no name of a remedy.
const longestRemedy = 1000

// in gives the kinds that a text names, sorted.
func (v *vocabulary) in(text string) []string {
	folded := search.Fold(firstRunes(text, longestRemedy))
	if folded == "" {
		return nil
	}
	tokens := stems(folded)
	var out []string
	for _, kind := range v.kinds {
		if slices.ContainsFunc(v.spoken[kind], func(p remedyPhrase) bool {
			return p.part != "" && strings.Contains(folded, p.part) || p.tokens != "" && strings.Contains(tokens, p.tokens)
		}) {
			out = append(out, kind)
		}
	}
	return out
}

// firstRunes gives the first n characters of a text.
func firstRunes(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

// first gives the kinds that the first of several texts to name any names.
func (v *vocabulary) first(texts ...string) []string {
	for _, text := range texts {
		if kinds := v.in(text); len(kinds) > 0 {
			return kinds
		}
	}
	return nil
}
