package facet

import "testing"

// Days and zones stand in many places; that of the paper is not that of the
// incident.
func TestToldTimes(t *testing.T) {
	const english = "\n\n## Timeline (BST)\n\n- 14:02 Impact starts\n- 14:50 Resolved\n"
	const japanese = "\n\n## 経緯（JST）\n\n- 14:02 影響発生\n- 14:50 復旧\n"
	const cause = "\n\n## Root cause\n\n- Full disk\n"
	tests := []struct{ name, text, want string }{
		{"empty", "", " "},
		{"day of the paper before that of the incident", "# Queue\n\nDocument owner: J. Ross | Version: 1.1 of 2024-05-02\n\n## Summary\n\nOn 21 April 2024 the queue stalled." + english, "2024-04-21T14:02:00+01:00 2024-04-21T14:50:00+01:00"},
		{"byline", "# 決済\n\n放送技術部 2024年5月2日\n\n## 概要\n\n2024年4月21日、決済ができなくなった。" + japanese, "2024-04-21T14:02:00+09:00 2024-04-21T14:50:00+09:00"},
		{"day of the paper alone", "# 決済\n\n作成者 森 2024年5月2日" + japanese, " "},
		{"next planned work alone", "# 決済\n\n次回の点検は2024年6月1日。" + japanese, " "},
		{"earlier incident alone", "# Queue\n\nLast time this happened was 2023-01-04." + english, " "},
		{"published and a day in the title of the timeline", "# Queue\n\nPublished: 2024-05-02\n\n## Timeline (CEST), 21 April 2024\n\n- 07:15 Impact starts\n- 08:05 Service restored\n", "2024-04-21T07:15:00+02:00 2024-04-21T08:05:00+02:00"},
		{"key of a zone", "# Queue\n\n| Date of event | 2024-04-21 |\n|---|---|\n| Time zone of this report | CEST |\n\n## Timeline\n\n- 14:02 Impact starts\n- 14:50 Resolved\n", "2024-04-21T14:02:00+02:00 2024-04-21T14:50:00+02:00"},
		{"key of a zone, Japanese", "# 工場 / 障害対応記録\n\n| 項目 | 記入欄 |\n|---|---|\n| 発生 | 2024/02/12 22:18 |\n| 本復旧 | 2024/02/13 03:10 |\n| 時刻の基準 | JST |\n", "2024-02-12T22:18:00+09:00 2024-02-13T03:10:00+09:00"},
		{"head of the column of values", "# 検針\n\n| 区分 | 日時(JST) |\n|---|---|\n| 発生 | 2024年8月3日 13時00分 |\n| 完全復旧 | 2024年8月4日 6時30分 |\n", "2024-08-03T13:00:00+09:00 2024-08-04T06:30:00+09:00"},
		{"four columns of pairs", "# Cache\n\n| Incident ID | cache | Start | 2024-04-05 08:31 |\n|---|---|---|---|\n| Task | T4417 | End | 2024-04-05 10:14 |\n\nAll times UTC.\n", "2024-04-05T08:31:00Z 2024-04-05T10:14:00Z"},
		{"key times", "# Clinic\n\nDate of event: 23 January 2024\nTime zone: Europe/London\n\n## Key times\n\n| Milestone | Time |\n|---|---|\n| Event started | 07:52 |\n| Resolved | 11:25 |\n", "2024-01-23T07:52:00Z 2024-01-23T11:25:00Z"},
		{"both ends under the name of the incident", "# Devices\n\nIncident: 2024-11-18, 16:02 to 23:40 UTC (08:02 to 15:40 PST)" + cause, "2024-11-18T16:02:00Z 2024-11-18T23:40:00Z"},
		{"both ends in a sentence", "# Site down, Jan 9 2024\n\nWe were down from 2:10 pm to 2:57 pm PST." + cause, "2024-01-09T14:10:00-08:00 2024-01-09T14:57:00-08:00"},
		{"between two clocks", "# Registry\n\nOn Thursday, June 6, 2024, nobody could publish between 15:22 UTC and 18:09 UTC." + cause, "2024-06-06T15:22:00Z 2024-06-06T18:09:00Z"},
		{"both ends in a sentence, Japanese", "# ログイン\n\n令和6年7月18日の午後3時20分ごろから午後3時58分まで、ログインができませんでした。" + cause, "2024-07-18T15:20:00Z 2024-07-18T15:58:00Z"},
		{"window of planned work", "# Queue\n\nMaintenance was planned for 21 April 2024, 14:00 to 15:00 UTC. Orders failed later." + cause, " "},
		{"two sentences that differ", "# Queue\n\nOn 21 April 2024 orders failed from 14:00 to 15:00 UTC. Mail failed from 16:00 to 17:00 UTC." + cause, " "},
		{"clocks of something else in an appendix", "# 2024-10-16, Quiz\n\n## Timeline (UTC)\n\n- 08:45 Impact starts\n- 10:30 Resolved\n\n## Appendix: from the chat of the proctors\n\nStorage move of October 15: started 22:00, finished 23:20, no errors.\n", "2024-10-16T08:45:00Z 2024-10-16T10:30:00Z"},
		{"when it was announced", "# 検針\n\n発生日：2024年8月3日\n\n## 時系列（JST）\n\n- 13:00 発生\n- 18:30 復旧\n\n## 報告・公表の経過\n\n| 日時 | 相手 |\n|---|---|\n| 8月4日 10時00分 | お客様 |\n", "2024-08-03T13:00:00+09:00 2024-08-03T18:30:00+09:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, text := range []string{tt.text, crlf(tt.text)} {
				m := merged(t, "postmortems/a.md", text)
				if got := m.Value.Field("started_at").Text() + " " + m.Value.Field("resolved_at").Text(); got != tt.want {
					t.Errorf("got  %s (%s)\nwant %s", got, m.Kind, tt.want)
				}
			}
		})
	}
}
