package main

import (
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
)

// causeWords names the built-in words of causes for people who read Japanese. In
// English the words speak for themselves.
var causeWords = map[string]string{
	"bad_deploy":            "不良リリース",
	"cache_stampede":        "キャッシュスタンピード",
	"capacity":              "容量不足",
	"config_change":         "設定変更",
	"connection_exhaustion": "接続枯渇",
	"cpu":                   "CPU",
	"cpu_saturation":        "CPU飽和",
	"data":                  "データ",
	"data_corruption":       "データ破損",
	"data_loss":             "データ損失",
	"dependency":            "依存先",
	"dependency_failure":    "依存先の障害",
	"disk_full":             "ディスク満杯",
	"dns":                   "DNS",
	"error_log_spike":       "エラーログ急増",
	"expired_certificate":   "証明書の期限切れ",
	"infinite_loop":         "無限ループ",
	"memory_exhaustion":     "メモリ枯渇",
	"memory_leak":           "メモリリーク",
	"network":               "ネットワーク",
	"queue_growth":          "キューの滞留",
	"retry_storm":           "リトライの集中",
	"schema_change":         "スキーマ変更",
}

// experimentTypes names the types of experiments, as causeWords does.
var experimentTypes = map[string]string{
	"cpu_stress":         "CPU負荷",
	"memory_pressure":    "メモリ圧迫",
	"network_partition":  "ネットワーク分断",
	"network_latency":    "ネットワーク遅延",
	"service_failure":    "サービス停止",
	"dependency_failure": "依存先の障害",
	"disk_full":          "ディスク満杯",
	"zone_failure":       "ゾーン障害",
	"data_restore":       "データ復元",
	"process":            "手順の訓練",
	"other":              "その他",
}

// named writes a word of a document as people read it: in Japanese its name with
// the word itself, which is what is to be written, behind it.
func (a *app) named(word string, names map[string]string) string {
	name := names[strings.ToLower(word)]
	if a.lang != "ja" || name == "" || strings.EqualFold(name, word) {
		return printable(word)
	}
	return name + "（" + printable(word) + "）"
}

// cause writes the word of a cause.
func (a *app) cause(word string) string { return a.named(word, causeWords) }

// levelWords names how much a skill is missing, and how risky a remedy is.
var levelWords = map[string]diag.Text{
	"critical": {En: "critical", Ja: "重大"},
	"high":     {En: "high", Ja: "高"},
	"medium":   {En: "medium", Ja: "中"},
	"low":      {En: "low", Ja: "低"},
}

// level writes one of these words; any other as it is.
func (a *app) level(word string) string {
	if name, ok := levelWords[strings.ToLower(word)]; ok {
		return name.In(a.lang)
	}
	return printable(word)
}
