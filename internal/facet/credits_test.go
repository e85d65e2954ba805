package facet

import "testing"

// incidentHead begins a document whose action items follow.
const incidentHead = "# Outage of 2024-03-05\n\n## Timeline (UTC)\n\n- 09:10 Impact starts\n- 10:00 Resolved\n\n"

// Who, by when and in which state may end an item without keys.
func TestCredits(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"empty", "", ""},
		{"name and day in brackets", "- Rotate keys (Fatima, 12 April 2024)\n- Add a canary (Ulrich, April 30, 2024)\n",
			"[{text: Rotate keys, owner: Fatima, due: 2024-04-12}, {text: Add a canary, owner: Ulrich, due: 2024-04-30}]"},
		{"initials, supplier, 'by'", "1. A (D. Okafor, by 31/08/2024)\n2. B (supplier, by 30/09/2024)\n3. C (S. Patel, by 15/07/2024)\n",
			"[{text: A, owner: D. Okafor, due: 2024-08-31}, {text: B, owner: supplier, due: 2024-09-30}, {text: C, owner: S. Patel, due: 2024-07-15}]"},
		{"states of several words", "- A (Hafiz, in progress, due 8 Mar 2024)\n- B (Priyanka, won't do)\n- C (Hafiz, to do, due 29 Mar 2024)\n",
			"[{text: A, status: in_progress, owner: Hafiz, due: 2024-03-08}, {text: B, status: wont_do, owner: Priyanka}, {text: C, status: open, owner: Hafiz, due: 2024-03-29}]"},
		{"behind dashes", "- [x] A — Meera\n- [ ] B — Dispatch leads — 15 Oct 2024\n",
			"[{text: A, status: done, owner: Meera}, {text: B, status: open, owner: Dispatch leads, due: 2024-10-15}]"},
		{"state behind a bracket", "- A (Anneli) – done\n- B (Mikko) – in progress\n- C (consortium board) – rejected\n",
			"[{text: A, status: done, owner: Anneli}, {text: B, status: in_progress, owner: Mikko}, {text: C, status: wont_do, owner: consortium board}]"},
		{"keys behind dashes", "1. A — owner: Jonas — done\n2. B — owner: Petra — due: 2024-06-14\n",
			"[{text: A, status: done, owner: Jonas}, {text: B, owner: Petra, due: 2024-06-14}]"},
		{"behind commas", "- A, Nadia, 2024-04-05\n- B, Oskar, 2024-05-01\n", "[{text: A, owner: Nadia, due: 2024-04-05}, {text: B, owner: Oskar, due: 2024-05-01}]"},
		{"behind points", "- A · Nadia · 2024-04-05\n- B · Oskar · 2024-05-01\n", "[{text: A, owner: Nadia, due: 2024-04-05}, {text: B, owner: Oskar, due: 2024-05-01}]"},
		{"dash in brackets", "- A (Nadia – 5 April)\n- B (Oskar – 1 May)\n", "[{text: A, owner: Nadia, due: 2024-04-05}, {text: B, owner: Oskar, due: 2024-05-01}]"},
		{"day behind a mention", "- [ ] A @ota 2024-04-05\n- [ ] B @nagai (2024-05-01)\n", "[{text: A, status: open, owner: ota, due: 2024-04-05}, {text: B, status: open, owner: nagai, due: 2024-05-01}]"},
		{"address", "- [ ] A -- ann@example.com -- 2024-04-12\n", "[{text: A, status: open, owner: ann@example.com, due: 2024-04-12}]"},
		{"strokes between keys", "- [ ] A / Owner: Kudo / Due: 2024-04-05 / P1 / STG-512\n", "[{text: A, status: open, owner: Kudo, priority: p1, due: 2024-04-05, ticket: STG-512}]"},
		{"sentences of keys", "- Add disks. Owner: Nadia. Due: 2024-04-05.\n", "[{text: Add disks., owner: Nadia, due: 2024-04-05}]"},
		{"key without a colon", "- A; owner Nadia; due 2024-04-05\n- B, due: 7 April 2024, assigned to Priya\n", "[{text: A, owner: Nadia, due: 2024-04-05}, {text: B, owner: Priya, due: 2024-04-07}]"},
		{"no day that can be told", "- A (Nadia, end of March)\n- B (Oskar, Q3)\n", "[{text: A, owner: Nadia}, {text: B, owner: Oskar}]"},
		{"tickets without a dash", "- T4420 Exclude it\n- T4421 Print it\n", "[{text: Exclude it, ticket: T4420}, {text: Print it, ticket: T4421}]"},
		{"names of things", "- S300 disks for all\n- Print it\n", "[{text: S300 disks for all}, {text: Print it}]"},
		{"labels of state", "**Done**\n\n- A (@ann)\n\n**Open**\n\n- B (@bob)\n", "[{text: A, status: done, owner: ann}, {text: B, status: open, owner: bob}]"},
		{"remarks", "- Increase timeout (30 s)\n- Use TLS 1.3 (RFC 8446)\n- Move to Kafka (Confluent)\n- Test all regions (including staging)\n",
			"[{text: Increase timeout (30 s)}, {text: Use TLS 1.3 (RFC 8446)}, {text: Move to Kafka (Confluent)}, {text: Test all regions (including staging)}]"},
		{"dashes of the sentence", "- Move from EU - US replication to one region\n- Test failover primary / standby\n- Keep the freeze until 2024-04-12\n",
			"[{text: Move from EU - US replication to one region}, {text: Test failover primary / standby}, {text: Keep the freeze until 2024-04-12}]"},
		{"day with まで", "- 列名を読む（おがわ、8/25まで）\n- 自動化する（QA、9/1まで）\n", "[{text: 列名を読む, owner: おがわ, due: 2024-08-25}, {text: 自動化する, owner: QA, due: 2024-09-01}]"},
		{"space between name and day", "- A（情報システム課 2024年7月29日）\n- B（電気課 済）\n", "[{text: A, owner: 情報システム課, due: 2024-07-29}, {text: B, status: done, owner: 電気課}]"},
		{"middle dot", "- A。〔情報政策課・4月中〕\n- B。〔保守事業者・5月から〕\n", "[{text: A。, owner: 情報政策課}, {text: B。, owner: 保守事業者}]"},
		{"strokes", "- A（米田/3月15日/完了）\n- B（製造課/3月29日/進行中）\n", "[{text: A, status: done, owner: 米田, due: 2024-03-15}, {text: B, status: in_progress, owner: 製造課, due: 2024-03-29}]"},
		{"keys in brackets", "1. A【担当】配信基盤【期限】2024-03-31\n2. B【担当】渉外【期限】2024-04-14\n", "[{text: A, owner: 配信基盤, due: 2024-03-31}, {text: B, owner: 渉外, due: 2024-04-14}]"},
		{"arrows", "- A。→ 済\n- B。→ 2024年6月30日まで、担当 技術管理\n", "[{text: A。, status: done}, {text: B。, owner: 技術管理, due: 2024-06-30}]"},
		{"wide spaces", "- A　担当 西　期限 2024/04/05\n- B …… 担当：森　期限：4/30\n", "[{text: A, owner: 西, due: 2024-04-05}, {text: B, owner: 森, due: 2024-04-30}]"},
		{"wide strokes between keys", "- A（担当者：村田／完了予定日：2024年3月7日／ステータス：未着手）\n", "[{text: A, status: open, owner: 村田, due: 2024-03-07}]"},
		{"lines with signs of items", "一、A（福地、11月19日）\n二、B（福地、次の選挙まで）\n", "[{text: A, owner: 福地, due: 2024-11-19}, {text: B, owner: 福地}]"},
		{"lines with dots", "・A（基盤チーム、完了）\n・B（DBチーム、4月末）\n", "[{text: A, status: done, owner: 基盤チーム}, {text: B, owner: DBチーム}]"},
		{"remarks, Japanese", "- 間隔を短縮する（5分→1分）\n- 手順書を直す（第3章）\n- 通知先を増やす（Slack、メール）\n- 鍵を更新する（全環境）\n",
			"[{text: 間隔を短縮する（5分→1分）}, {text: 手順書を直す（第3章）}, {text: 通知先を増やす（Slack、メール）}, {text: 鍵を更新する（全環境）}]"},
		{"columns by other names", "| What | Accountable | When | State |\n|---|---|---|---|\n| A | Ray | done | |\n| B | Data office | 8/16/2024 | in progress |\n",
			"[{text: A, status: done, owner: Ray}, {text: B, status: in_progress, owner: Data office, due: 2024-08-16}]"},
		{"columns by other names, Japanese", "| やること | だれが | いつまでに | 現状 |\n|---|---|---|---|\n| メモリを倍にする | 西 | 4/5 | 着手済 |\n",
			"[{text: メモリを倍にする, status: in_progress, owner: 西, due: 2024-04-05}]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.body, crlf(tt.body)} {
				m := merged(t, "postmortems/a.md", incidentHead+"## Action items\n\n"+body)
				if got := sketch(m.Value.Field("actions"), "text", "status", "owner", "due", "priority", "ticket"); got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			}
		})
	}
}

// A section that few call by its usual name.
func TestActionHeadings(t *testing.T) {
	for _, heading := range []string{"Measures", "5 Measures", "What we are doing about it", "What we'll change", "To do", "今後に向けて", "やることリスト", "恒久対策と進捗（2月末時点）", "再発を防ぐために"} {
		m := merged(t, "postmortems/a.md", incidentHead+"## "+heading+"\n\n- A\n")
		if got := sketch(m.Value.Field("actions"), "text"); got != "[{text: A}]" {
			t.Errorf("%s: %s", heading, got)
		}
	}
}
