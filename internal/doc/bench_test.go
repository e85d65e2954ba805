package doc

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/source"
)

// typical is a postmortem of 6 KiB as people write them, made up.
func typical() (matter, body string) {
	matter = `id: 2023-104
title: Checkout answered with errors after the certificate of the gateway expired
started_at: 2023-04-01T10:02:00+09:00
resolved_at: 2023-04-01T11:20:00+09:00
services: [checkout, gateway]
severity: sev2
impact:
  users: 3000
  segments:
    - {from: "10:02", to: "10:40", error_ratio: 0.3}
    - {from: "10:40", to: "11:20", error_ratio: 0.1}
summary: |
  決済の一部が失敗しました。
  期限切れの証明書が原因です。
`
	body = "# 概要\n\n" + strings.Repeat("The gateway of **checkout** refused `TLS` connections, see [[2022-011]] and [the log](log.md). ", 20) +
		"\n\n## タイムライン\n\n| 時刻 | 事象 | 対応 |\n|---|---|---|\n" +
		strings.Repeat("| 10:02 | 監視が検知 | @ops が対応を開始 |\n", 20) +
		"\n## Action items\n\n" + strings.Repeat("- [ ] Renew certificates by a job (owner: @ops due: 2023-05-01 P1 #123)\n", 15)
	return matter, body
}

func BenchmarkParse(b *testing.B) {
	matter, body := typical()
	for name, in := range map[string]struct{ path, text string }{
		"whole":       {"a.md", "---\n" + matter + "---\n" + body},
		"body":        {"a.md", body},
		"frontmatter": {"a.md", "---\n" + matter + "---\n"},
		"yaml":        {"a.yaml", matter},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(in.text)))
			for b.Loop() {
				if _, found := Parse(source.New(in.path, []byte(in.text)), DefaultLimits()); len(found) > 0 {
					b.Fatal(found)
				}
			}
		})
	}
	text := []byte(body)
	f := source.New("a.md", text)
	b.Run("limits", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			DefaultLimits().checkText(f)
			hiddenText(f)
			DefaultLimits().checkMarkdown(f, 0)
		}
	})
	d, _ := Parse(f, DefaultLimits())
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			d.Plain(d.Tree())
		}
	})
}
