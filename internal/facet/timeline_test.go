package facet

import (
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
)

// rowsOf writes a timeline as a test wants to see it: time, type and event of
// each row, without the seconds.
func rowsOf(v doc.Value) []string {
	var out []string
	for _, row := range v.Field("timeline").Items() {
		at := strings.Replace(row.Field("at").Text(), ":00", "", 1)
		if i := strings.LastIndex(row.Field("at").Text(), ":00+"); i > 0 {
			at = row.Field("at").Text()[:i] + row.Field("at").Text()[i+3:]
		} else if i := strings.LastIndex(row.Field("at").Text(), ":00Z"); i > 0 {
			at = row.Field("at").Text()[:i] + "Z"
		}
		if at == "" {
			at = "?"
		}
		out = append(out, strings.Join([]string{at, row.Field("type").Text(), row.Field("event").Text()}, " "))
	}
	return out
}

func TestTimelineForms(t *testing.T) {
	tests := []struct {
		name, path, text string
		want             []string
	}{
		{"empty", "a.md", "# 2023-01-15\n\n## Timeline\n", nil},
		{"table", "a.md", "# 2023-01-15 a\n\n## Timeline\n\n| Time (UTC) | Event | Who |\n|---|---|---|\n| 14:30 | outage begins | |\n| 14:35 | alert | bot |\n",
			[]string{"2023-01-15T14:30Z start outage begins", "2023-01-15T14:35Z detect alert"}},
		{"Japanese table", "a.md", "# 障害 2023年1月15日\n\n## 詳細タイムライン（JST）\n\n| 時刻 | イベント | アクション/観察事項 |\n|---|---|---|\n| １４：３０ | 問題発生 | エラー開始 |\n| 16時00分 | 根本原因特定 | 原因はデプロイ |\n",
			[]string{"2023-01-15T14:30+09:00 start 問題発生", "2023-01-15T16:00+09:00 identify 根本原因特定"}},
		{"day and time in columns of their own", "a.md", "# a\n\n## 経緯\n\n時刻はすべてJST\n\n| 日付 | 時刻 | 事象 |\n|---|---|---|\n| 2023/3/1 | 23:00 | 障害発生 |\n| | 23:30 | 検知 |\n| 3/2 | 9:00 | 復旧 |\n",
			[]string{"2023-03-01T23:00+09:00 start 障害発生", "2023-03-01T23:30+09:00 detect 検知", "2023-03-02T09:00+09:00 resolve 復旧"}},
		{"marks of repetition", "a.md", "# a\n\n## 対応記録（JST）\n\n| 日付 | 時刻 | 班 | 記録 |\n|---|---|---|---|\n| 2024/2/12 | 22:18 | C班 | 発生 |\n| 〃 | 22:20 | C班 | 検知 |\n| 2/13 | 〃 | C班 | 点検 |\n| 同上 | 23:00 | C班 | 報告 |\n",
			[]string{"2024-02-12T22:18+09:00 start 発生", "2024-02-12T22:20+09:00 detect 検知", "2024-02-13T22:20+09:00  点検", "2024-02-13T23:00+09:00  報告"}},
		{"table without heading or known columns", "postmortems/a.md", "# a\n\n| Date and time (EEST) | Seen or done |\n|---|---|\n| 2022-05-23 21:07 | proxy starts with an old list |\n| 2022-05-24 08:15 | three libraries write to us |\n| 13:10 | all platforms are back |\n",
			[]string{"2022-05-23T21:07+03:00  proxy starts with an old list", "2022-05-24T08:15+03:00  three libraries write to us", "2022-05-24T13:10+03:00  all platforms are back"}},
		{"phases with numbers", "postmortems/a.md", "# a\n\nDate: 2023-12-07\n\n## Sequence of events (UTC)\n\n1. Build-up\n   - 22:48 Impact\n     - no ticket yet\n2. Recovery\n   - 00:22 all VMs running again\n",
			[]string{"2023-12-07T22:48Z  Impact", "2023-12-08T00:22Z  all VMs running again"}},
		{"zones in a column", "2022-08-03.md", "# a\n\n## Timeline\n\n| When | Zone | What |\n|---|---|---|\n| 11:07 | UTC | overload |\n| 13:09 | CEST | site slow |\n",
			[]string{"2022-08-03T11:07Z  overload", "2022-08-03T13:09+02:00  site slow"}},
		{"zones in a column, Japanese", "2022-08-03.md", "# 障害\n\n## 経緯\n\n| 時刻 | タイムゾーン | 事象 |\n|---|---|---|\n| 9:05 | JST | 点検 |\n| 05:10 | UTC | 再開 |\n| 15:20 | JST | 報告 |\n",
			[]string{"2022-08-03T09:05+09:00  点検", "2022-08-03T05:10Z  再開", "2022-08-03T15:20+09:00  報告"}},
		{"year in brackets behind a day, Japanese", "a.md", "# 障害\n\n## 経緯（JST）\n\n### 11月30日（2022年）\n\n- 23:40 点検\n\n### 12月1日\n\n- 0:02 再開\n", []string{"2022-11-30T23:40+09:00  点検", "2022-12-01T00:02+09:00  再開"}},
		{"bullets", "2023-01-15-a.md", "# a\n\n## Timeline (UTC)\n\n- **14.30** - deploy\n- 2:35 pm: outage begins\n- [14:40] alert\n  - graph attached\n- ~15:00 – rollback\n",
			[]string{"2023-01-15T14:30Z  deploy", "2023-01-15T14:35Z start outage begins", "2023-01-15T14:40Z detect alert", "2023-01-15T15:00Z mitigate rollback"}},
		{"headings", "a.md", "# 2018-07-30 pods\n\nAll times in CEST (UTC+2)\n\n## Timeline\n\n### 13:35\n\nUsers see 502.\n\n### 14:20 rolled back\n\nDone by hand.\n",
			[]string{"2018-07-30T13:35+02:00  Users see 502.", "2018-07-30T14:20+02:00 mitigate rolled back"}},
		{"paragraphs", "a.md", "# Sep 27 2017\n\n## Chronology\n\nTimes are in UTC.\n\n13:06 outage begins\n13:20 alert\n\n**14:00** resolved\n",
			[]string{"2017-09-27T13:06Z start outage begins", "2017-09-27T13:20Z detect alert", "2017-09-27T14:00Z resolve resolved"}},
		{"sentences", "a.md", "# 障害報告（2023年1月15日）\n\n## 経緯（JST）\n\n14時30分にエラーが発生した。14時35分にアラートを検知。午後3時10分、復旧した。\n",
			[]string{"2023-01-15T14:30+09:00 start エラーが発生した。", "2023-01-15T14:35+09:00 detect アラートを検知。", "2023-01-15T15:10+09:00 resolve 復旧した。"}},
		{"days as headings, year from the title", "a.md", "# Long one, 2022-12-30\n\n## Timeline (UTC)\n\n### December 30\n\n- 22:00 a\n\n### January 1\n\n- 03:00 b\n",
			[]string{"2022-12-30T22:00Z  a", "2023-01-01T03:00Z  b"}},
		{"days as items", "a.md", "# a\n\n## Timeline (UTC)\n\n- 2023-07-04\n  - 11:50 pm a\n- 2023-07-05\n  - 12:10 am b\n",
			[]string{"2023-07-04T23:50Z  a", "2023-07-05T00:10Z  b"}},
		{"midnight", "2023-03-04.md", "# a\n\n## Timeline (UTC)\n\n- 23:40 a\n- 00:20 b\n- 00:10 c\n",
			[]string{"2023-03-04T23:40Z  a", "2023-03-05T00:20Z  b", "2023-03-05T00:10Z  c"}},
		{"hours of one figure behind a point", "2023-03-04.md", "# a\n\n## Timeline (UTC)\n\n22.10 a\n\n23.50 b\n\n0.20 Call\n\n1.05 – 再開\n",
			[]string{"2023-03-04T22:10Z  a", "2023-03-04T23:50Z  b", "2023-03-05T00:20Z  Call", "2023-03-05T01:05Z  再開"}},
		{"numbers with a point are no hours", "2023-03-04.md", "# a\n\n## Timeline (UTC)\n\n- 22.10 a\n- 1.25 million requests lost\n- 1.75 B\n- 23.50 b\n",
			[]string{"2023-03-04T22:10Z  a", "2023-03-04T23:50Z  b"}},
		{"days carried from the row above", "a.md", "# a\n\n## Timeline (UTC)\n\n- 2023-01-15 23:50 a\n- 00:10 b\n- 翌日 01:00 c\n- 翌日 02:00 d\n",
			[]string{"2023-01-15T23:50Z  a", "2023-01-16T00:10Z  b", "2023-01-16T01:00Z  c", "2023-01-16T02:00Z  d"}},
		{"distances", "a.md", "# a\n\nStart: 2024-02-03 09:00 UTC\n\n## Timeline\n\n- T+0 a\n- T+5m b\n- +00:20 c\n- T+1h30m d\n",
			[]string{"2024-02-03T09:00Z  a", "2024-02-03T09:05Z  b", "2024-02-03T09:20Z  c", "2024-02-03T10:30Z  d"}},
		{"zone of the first row", "a.md", "# 2023-01-15\n\n## Timeline\n\n- 14:30 JST a\n- 14:35 b\n",
			[]string{"2023-01-15T14:30+09:00  a", "2023-01-15T14:35+09:00  b"}},
		{"zone of a row over that of the document", "a.md", "# 2023-01-15\n\nTimezone: Asia/Tokyo\n\n## Timeline\n\n- 14:30 a\n- 06:30 UTC b\n",
			[]string{"2023-01-15T14:30+09:00  a", "2023-01-15T06:30Z  b"}},
		{"zones over midnight", "a.md", "# 2023-01-15\n\n## 経緯\n\n- 22:00 UTC a\n- 07:30 JST b\n- 22:40 UTC c\n- 00:10 UTC d\n",
			[]string{"2023-01-15T22:00Z  a", "2023-01-16T07:30+09:00  b", "2023-01-15T22:40Z  c", "2023-01-16T00:10Z  d"}},
		{"zones that differ settle nothing for the rest", "a.md", "# 2023-01-15\n\n## Timeline\n\n- 14:30 JST a\n- 15:00 b\n- 16:00 UTC c\n",
			[]string{"2023-01-15T14:30+09:00  a", "?  b", "2023-01-15T16:00Z  c"}},
		{"day of the labels", "a.md", "# a\n\n| | |\n|---|---|\n| Detected | 2023-01-15 14:35:10 UTC |\n| Resolved | 2023-01-15 16:00 UTC |\n\n## Timeline (UTC)\n\n- 14:30 a\n- 14:35 b\n", []string{"2023-01-15T14:30Z  a", "2023-01-15T14:35Z  b"}},
		{"day of the labels in Japanese, over midnight", "a.md", "# a\r\n\r\n- 検知時刻: 2023-04-28 00:05\r\n- 復旧日時: 2023-04-28 01:20\r\n- タイムゾーン: JST\r\n\r\n## 経緯\r\n\r\n- 23:50 a\r\n- 00:05 b\r\n- 01:20 c\r\n",
			[]string{"2023-04-27T23:50+09:00  a", "2023-04-28T00:05+09:00  b", "2023-04-28T01:20+09:00  c"}},
		{"labels that fit no rows settle no day", "a.md", "# a\n\n- Resolved: 2023-01-16 01:30 UTC\n\n## Timeline (UTC)\n\n- 23:10 a\n- 23:40 b\n", []string{"?  a", "?  b"}},
		{"no recovery", "2023-01-15.md", "# a\n\n## Timeline (UTC)\n\n- 14:30 workers do not come back\n- 14:31 service was never fully restored\n- 14:32 fails to recover\n- 14:33 復旧せず\n- 14:34 まだ解消していない\n- 14:35 正常化できず\n- 14:36 service restored\n- 14:37 全台で復旧できた\n",
			[]string{"2023-01-15T14:30Z  workers do not come back", "2023-01-15T14:31Z  service was never fully restored", "2023-01-15T14:32Z  fails to recover", "2023-01-15T14:33Z  復旧せず", "2023-01-15T14:34Z  まだ解消していない", "2023-01-15T14:35Z  正常化できず", "2023-01-15T14:36Z resolve service restored", "2023-01-15T14:37Z resolve 全台で復旧できた"}},
		{"no day anywhere", "a.md", "# a\n\n## Timeline (UTC)\n\n- 14:30 a\n- 14:35 b\n", []string{"?  a", "?  b"}},
		{"places left open", "a.md", "# a\n\n## Timeline (UTC)\n\n| Time | Event |\n|---|---|\n| 2024-03-13 HH:mm | a |\n| 2024-03-13 14:30 | b |\n| 14:?? | c |\n",
			[]string{"?  a", "2024-03-13T14:30Z  b", "?  c"}},
		{"what is no row", "2023-01-15.md", "# a\n\n## Timeline (UTC)\n\nThe proxy at localhost:8080 failed 3:10 of the time.\n\n```\n15:00 log line\n```\n\n- 14:30 a\n- no clock here\n", []string{"2023-01-15T14:30Z  a"}},
		{"marks of the author", "2023-01-15.md", "# a\n\n## Timeline (UTC)\n\n- 14:30 [start] latency\n- 15:00 **MITIGATED** by hand\n- 15:30 all fine (resolved)\n",
			[]string{"2023-01-15T14:30Z start [start] latency", "2023-01-15T15:00Z mitigate MITIGATED by hand", "2023-01-15T15:30Z resolve all fine (resolved)"}},
		{"words that are taken back", "2023-01-15.md", "# 障害\n\n## 経緯（JST）\n\n- 14:30 復旧作業を開始\n- 14:40 一部復旧\n- 14:50 全面復旧\n- 15:00 監視を開始\n- 15:10 On-call acknowledged the alert\n",
			[]string{"2023-01-15T14:30+09:00  復旧作業を開始", "2023-01-15T14:40+09:00  一部復旧", "2023-01-15T14:50+09:00 resolve 全面復旧", "2023-01-15T15:00+09:00  監視を開始", "2023-01-15T15:10+09:00 ack On-call acknowledged the alert"}},
		{"milestones and their times", "2023-01-15.md", "# a\n\n## Timeline\n\n- Started: 14:30 UTC\n- Detected at 14:35 UTC\n",
			[]string{"2023-01-15T14:30Z start Started", "2023-01-15T14:35Z detect Detected"}},
		{"day in the opening words", "a.md", "# a\n\nReported by the ops team, 2023-01-19. On January 15, 2023 the mail was down.\n\n## Timeline (UTC)\n\n- 14:30 a\n- 14:40 b\n", []string{"2023-01-15T14:30Z  a", "2023-01-15T14:40Z  b"}},
		{"day in the opening words, Japanese", "a.md", "# 障害\n\n2023年1月15日に発生した障害についてまとめる。作成日は2023年1月20日。\n\n## 経緯\n\n時刻は日本時間。\n\n### 9時05分\n\n点検。\n\n### 9時10分\n\n障害発生\n", []string{"2023-01-15T09:05+09:00  点検。", "2023-01-15T09:10+09:00 start 障害発生"}},
		{"day before the timeline", "a.md", "# a\n\n## Background\n\nThe queue filled on 2023-01-15. A similar case was on 2021-03-01.\n\n## Timeline (UTC)\n\n- 14:30 a\n- 14:40 b\n", []string{"2023-01-15T14:30Z  a", "2023-01-15T14:40Z  b"}},
		{"day in a sentence about approvers", "a.md", "# 障害\n\n2023年1月15日のリリースにより、承認者に一覧が表示されない。\n\n## 経緯（JST）\n\n- 9:05 点検\n- 9:10 障害発生\n", []string{"2023-01-15T09:05+09:00  点検", "2023-01-15T09:10+09:00 start 障害発生"}},
		{"zone in an item", "a.md", "# 障害 2023年1月15日\n\n## 概要\n\n- 重要度：高\n- 時刻は日本時間（JST）で記載する\n\n## 経緯\n\n- 9:05 点検\n- 9:10 障害発生\n", []string{"2023-01-15T09:05+09:00  点検", "2023-01-15T09:10+09:00 start 障害発生"}},
		{"zone in an item, English", "a.md", "# a 2023-01-15\n\n## Facts\n\n- Times are EST, taken from the ticket\n\n## Timeline\n\n- 09:05 a\n- 09:10 b\n", []string{"2023-01-15T09:05-05:00  a", "2023-01-15T09:10-05:00  b"}},
		{"zone in a quote", "a.md", "# a 2023-01-15\n\n> All times are in CET.\n\n## Timeline\n\n- 09:05 a\n- 09:10 b\n", []string{"2023-01-15T09:05+01:00  a", "2023-01-15T09:10+01:00  b"}},
		{"item about hours, Japanese", "a.md", "# 障害 2023年1月15日\n\n## 影響\n\n- 時間外のJST拠点が停止\n\n## 経緯\n\n- 9:05 点検\n- 9:10 障害発生\n", []string{"2023-01-15T09:05Z  点検", "2023-01-15T09:10Z start 障害発生"}},
		{"item that only names a zone", "a.md", "# a 2023-01-15\n\n## Impact\n\n- Jobs of the JST region ran late\n\n## Timeline\n\n- 09:05 a\n- 09:10 b\n", []string{"2023-01-15T09:05Z  a", "2023-01-15T09:10Z  b"}},
		{"cause in brackets", "a.md", "# 障害 2023年1月15日\n\n## 経緯（JST）\n\n- 9:05 設定を特定（根本原因）\n- 9:10 Bad flag identified (root cause)\n", []string{"2023-01-15T09:05+09:00 identify 設定を特定(根本原因)", "2023-01-15T09:10+09:00 identify Bad flag identified (root cause)"}},
		{"opening words that name several days", "a.md", "# a\n\nOn 2023-01-15 and 2023-02-15 it was down.\n\n## Timeline (UTC)\n\n- 14:30 a\n- 14:40 b\n", []string{"?  a", "?  b"}},
		{"time that distances count from", "a.md", "# a\n\nIt happened on 2024-02-03.\n\n## Timeline\n\nOffsets count from 09:00 UTC.\n\n- T+0 a\n- T+90 b\n", []string{"2024-02-03T09:00Z  a", "2024-02-03T10:30Z  b"}},
		{"column of distances, Japanese", "a.md", "# 障害\n\n## 経緯\n\n起点は2024年2月3日 9:00 JST。\n\n| 経過 | 事象 |\n|---|---|\n| +0m | 発生 |\n| +25m | 検知 |\n", []string{"2024-02-03T09:00+09:00 start 発生", "2024-02-03T09:25+09:00 detect 検知"}},
		{"column of minutes", "2024-02-03.md", "# a\n\n## Timeline\n\nMinute 0 is 09:00 UTC.\n\n| T+ (min) | Event |\n|---|---|\n| 0 | a |\n| 25 | b |\n", []string{"2024-02-03T09:00Z  a", "2024-02-03T09:25Z  b"}},
		{"weekdays", "a.md", "# a\n\n## Timeline (UTC)\n\n- Fri Feb 2 2024, 11:40 PM: a\n- Sat 12:10 AM: b\n- Mon 09:00: c\n", []string{"2024-02-02T23:40Z  a", "2024-02-03T00:10Z  b", "2024-02-05T09:00Z  c"}},
		{"next day as heading", "2024-02-03.md", "# 障害\n\n## 経緯（JST）\n\n### 2月3日\n\n- 9:00 a\n\n### 翌日\n\n- 10:00 b\n\n### 3日目\n\n- 11:00 c\n", []string{"2024-02-03T09:00+09:00  a", "2024-02-04T10:00+09:00  b", "2024-02-05T11:00+09:00  c"}},
		{"hours after midnight", "2024-02-03.md", "# 障害\n\n## 経緯（JST）\n\n- 23:50 a\n- 24:10 b\n- 翌9:00 c\n", []string{"2024-02-03T23:50+09:00  a", "2024-02-04T00:10+09:00  b", "2024-02-04T09:00+09:00  c"}},
		{"quotes beside rows", "2023-01-15.md", "# a\n\n## Timeline (UTC)\n\n- 14:30 a\n\nFrom the chat:\n\n> 14:40 kim: is it back?\n", []string{"2023-01-15T14:30Z  a"}},
		{"nothing but quotes", "2023-01-15.md", "# a\n\n## Timeline (UTC)\n\n> 14:30 a\n> 14:40 b\n", []string{"2023-01-15T14:30Z  a", "2023-01-15T14:40Z  b"}},
		{"list that no heading announces", "2023-01-15.md", "# a\n\nTimezone: UTC\n\n## What happened\n\n- 14:30 a\n- 14:40 b\n- 14:50 c\n\n## Impact\n\n- 15:00 d\n", []string{"2023-01-15T14:30Z  a", "2023-01-15T14:40Z  b", "2023-01-15T14:50Z  c"}},
		{"types before the times", "2023-01-15.md", "# 障害\n\n## 経緯（JST）\n\n- 【検知】14:30 通報\n- [Resolved] 14:40 by hand\n", []string{"2023-01-15T14:30+09:00 detect 通報", "2023-01-15T14:40+09:00 resolve by hand"}},
		{"labels of the author", "2023-01-15.md", "# a\n\n## Timeline (UTC)\n\n- 14:30 Mitigated: rollback begins\n- 14:40 done (mitigated / 緩和)\n- 14:50 Note: service restored\n", []string{"2023-01-15T14:30Z mitigate Mitigated: rollback begins", "2023-01-15T14:40Z mitigate done (mitigated / 緩和)", "2023-01-15T14:50Z resolve Note: service restored"}},
		{"month first or day first", "a.md", "# a\n\n## Timeline (UTC)\n\n- 05/06/2023 14:30 a\n- 14:40 b\n", []string{"?  a", "?  b"}},
		{"month first in Japanese", "a.md", "# 障害の記録\n\n## 経緯（JST）\n\n- 2023/5/6 14:30 a\n- 5/7 9:00 b\n", []string{"2023-05-06T14:30+09:00  a", "2023-05-07T09:00+09:00  b"}},
	}
	for _, tt := range tests {
		for name, text := range map[string]string{tt.name: tt.text, tt.name + ", CRLF": crlf(tt.text)} {
			m := merged(t, "postmortems/"+tt.path, text)
			if got := rowsOf(m.Value); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			if open := strings.Count(strings.Join(tt.want, "\n"), "?  "); open > 0 && len(m.Doubts) < open {
				t.Errorf("%s: %d doubts for %d unknown times", name, len(m.Doubts), open)
			}
		}
	}
}

func TestTimelineParts(t *testing.T) {
	text := "# 2023-01-15\n\n## Timeline\n\n| When | Who | What | Notes | Link |\n|---|---|---|---|---|\n| 14:30 UTC | Ann | alert | see graph | [graph](https://example.com/g) |\n"
	m := merged(t, "postmortems/a.md", text)
	rows := DecodeTimeline(m.Value, nil)
	if len(rows) != 1 {
		t.Fatalf("%d rows, want 1", len(rows))
	}
	got := rows[0]
	if got.Actor != "Ann" || got.Event != "alert" || got.Text != "see graph" || got.Source != "https://example.com/g" || got.Type != Detect {
		t.Errorf("row = %+v", got)
	}
	at := m.Value.Get("/timeline/0/at")
	if place := text[at.Span().Start:at.Span().End]; place != "14:30 UTC" || at.From().Origin != doc.FromTable {
		t.Errorf("the time stands at %q, from the %s", place, at.From().Origin)
	}
}

func TestZoneOfTheSite(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	d := parsed("postmortems/2023-01-15.md", "# a\n\n## Timeline\n\n- 14:30 a\n")
	v := Merge(d, schemas(t), Options{Zone: tokyo}).Value
	if got := v.Get("/timeline/0/at").Text(); got != "2023-01-15T14:30:00+09:00" {
		t.Errorf("at = %q", got)
	}
	if v.Field("timezone").Exists() {
		t.Error("the site's zone is no statement of the document")
	}
}
