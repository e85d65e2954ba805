package facet

import (
	"strings"
	"testing"
)

func TestID(t *testing.T) {
	tests := []struct{ name, path, meta, want string }{
		{"number before a title", "PM2019-009 - Some title.md", "", "PM2019-009"},
		{"number before words", "2023-001-web.md", "", "2023-001"},
		{"number of a tracker", "INC-42 disk full.md", "", "INC-42"},
		{"day", "2023-12-29-mail.md", "", "2023-12-29-mail"},
		{"compact day", "20231229-mail.md", "", "20231229-mail"},
		{"month", "2023-12-mail.md", "", "2023-12-mail"},
		{"name", "runbooks/Disk is full!.md", "", "Disk-is-full"},
		{"full-width", "ＷＥＢ１.md", "", "WEB1"},
		{"Japanese", "障害/検索が遅い（東京）.md", "", "検索が遅い-東京"},
		{"placeholder", "PMyyyy-nnn - title.md", "", "PMyyyy-nnn-title"},
		{"index", "runbooks/node/_index.md", "", "node"},
		{"stated", "a.md", "id: web-1\n", "web-1"},
		{"decoration", "a.md", "id: \"#2023-001\"\n", "2023-001"},
		{"number as written", "a.md", "id: 001\n", "001"},
		{"alias", "a.md", "kind: postmortem\nincident_id: X-1\n", "X-1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := merged(t, tt.path, "---\n"+tt.meta+"---\n# A\n").Value.Field("id").Text(); got != tt.want {
				t.Errorf("id = %q, want %q", got, tt.want)
			}
		})
	}
	if got := len([]rune(StemID(strings.Repeat("長", 100) + ".md"))); got != maxID {
		t.Errorf("id of %d characters, want %d", got, maxID)
	}
	if got := PathID("a/b c/d.md"); got != "a-b-c-d" {
		t.Errorf("PathID = %q", got)
	}
}

func TestTitle(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "# Mail was late\n", "Mail was late"},
		{"stated", "---\ntitle: Own\n---\n# Mail was late\n", "Own"},
		{"word and colon", "# Postmortem: Mail was late\n", "Mail was late"},
		{"word, number, colon", "# Incident #12: Mail was late\n", "Mail was late"},
		{"day", "# 2024-03-05 - Mail was late\n", "Mail was late"},
		{"day and word", "# 2024-03-05 Postmortem: Mail was late\n", "Mail was late"},
		{"Japanese number", "# インシデント #2024-001 メールの遅延\n", "メールの遅延"},
		{"Japanese word", "# 障害報告書：メールの遅延\n", "メールの遅延"},
		{"nothing but a section behind", "# インシデント #2024-001 タイムライン\n", "インシデント #2024-001 タイムライン"},
		{"nothing behind", "# Postmortem\n", "Postmortem"},
		{"word in the sentence", "# Incident reviews are late\n", "Incident reviews are late"},
		{"markup", "# `mail` was *late*\n", "mail was late"},
		{"deeper heading", "## Mail was late\n", "Mail was late"},
		{"CRLF", "# Mail was late\r\n", "Mail was late"},
		{"no heading", "text\n", "disk full"},
		{"empty", "", "disk full"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := merged(t, "disk-full.md", tt.text).Value.Field("title").Text(); got != tt.want {
				t.Errorf("title = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSummary(t *testing.T) {
	long := strings.Repeat("A sentence of thirty letters. ", 40)
	tests := []struct{ name, text, want string }{
		{"section", "# A\n\nIntro.\n\n## Summary\n\nMail was late.\n", "Mail was late."},
		{"Japanese section", "# A\n\n## 概要\n\n遅れた。\n", "遅れた。"},
		{"first paragraph", "# A\n\nMail was\nlate.\n", "Mail was late."},
		{"CRLF", "# A\r\n\r\nMail was\r\nlate.\r\n", "Mail was late."},
		{"not what leads to a list", "# A\n\nThings:\n\n- x\n\n## B\n\nMail was late.\n", "Mail was late."},
		{"cut at a sentence", "# A\n\n" + long + "\n", strings.TrimSpace(strings.Repeat("A sentence of thirty letters. ", 19))},
		{"cut in Japanese", "# A\n\n" + strings.Repeat("十文字の文である。", 100) + "\n", strings.Repeat("十文字の文である。", 66)},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := merged(t, "a.md", tt.text).Value.Field("summary").Text(); got != tt.want {
				t.Errorf("summary = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"# Mail was late\n": "en",
		"# メールの遅延\n":        "ja",
		"The 障害 page explains the word in English prose.\n":         "en",
		"サーバーの nginx と PostgreSQL を再起動した。\n":                        "ja",
		"# 手順\n\n```sh\n$ kubectl get pods --all-namespaces\n```\n": "ja",
		"": "en",
	} {
		if got := merged(t, "a.md", text).Value.Field("lang").Text(); got != want {
			t.Errorf("lang of %q = %q, want %q", text, got, want)
		}
	}
}
