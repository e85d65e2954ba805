package render

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/internal/insight"
)

func TestChangesTellWhatDocumentsSayOtherwise(t *testing.T) {
	in := load(t, repository(map[string]string{
		"postmortems/2026-001.md": "---\nid: 2026-001\nstarted_at: 2026-08-01T10:00:00Z\n---\n# 決済が停止した\n",
		"runbooks/restart.md":     "---\nid: restart\n---\n# Restart <b>checkout</b>\n",
	}))
	fact := func(field string, f insight.Fact) insight.Fact {
		f.Kind, f.Field = "postmortem", field
		return f
	}
	edit := insight.Edit{From: "postmortems/2026-001.md", Path: "postmortems/2026-001.md", At: asOf.AddDate(0, 0, -1), By: marker, Subject: marker, Commit: "0123456789abcdef", Landed: "c1"}
	tests := []struct {
		name   string
		facts  []insight.Fact
		en, ja string
	}{
		{"severity", []insight.Fact{fact("/severity", insight.Fact{Was: "sev2", Is: "sev1"})}, "Severity SEV 2 → SEV 1", "重大度 SEV 2 → SEV 1"},
		{"status", []insight.Fact{fact("/status", insight.Fact{Was: "draft", Is: "final"})}, "Status Draft → Final", "状態 下書き → 確定"},
		{"kind", []insight.Fact{fact("/kind", insight.Fact{Was: "page", Is: "postmortem"})}, "Kind Page → Postmortem", "→ ポストモーテム"},
		{"clock", []insight.Fact{fact("/resolved_at", insight.Fact{Was: "2026-08-01T16:40:00+09:00", Is: "2026-08-01T16:45:00+09:00"})}, "Resolved 16:40 → 16:45", "16:40 → 16:45"},
		{"day", []insight.Fact{fact("/resolved_at", insight.Fact{Was: "2026-08-01T23:40:00Z", Is: "2026-08-02T00:10:00Z"})}, "1 Aug 2026, 23:40 UTC → 2 Aug 2026, 00:10 UTC", "2026年8月1日(土) 23:40 UTC → 2026年8月2日(日) 00:10 UTC"},
		{"set", []insight.Fact{fact("/detected_at", insight.Fact{Is: "2026-08-01T16:40:00Z"})}, "Detected 1 Aug 2026, 16:40 UTC", "16:40 UTC"},
		{"one cause", []insight.Fact{fact("/causes", insight.Fact{Added: 1})}, "1 cause added", "原因1件を追加"},
		{"causes", []insight.Fact{fact("/causes", insight.Fact{Added: 2, Changed: 1, Removed: 3})}, "2 causes added 3 causes removed 1 cause changed", "原因2件を追加 原因3件を削除 原因1件を変更"},
		{"a list without a word of its own", []insight.Fact{fact("/attempts", insight.Fact{Added: 1})}, ": 1 entry added", "：1件を追加"},
		{"tags", []insight.Fact{fact("/tags", insight.Fact{Added: 1, New: []string{"<db>"}})}, "Tags: “<db>” added", "「<db>」を追加"},
		{"runbook", []insight.Fact{fact("/runbooks", insight.Fact{Added: 1, New: []string{"restart"}})}, "Runbooks linked Restart checkout", "ランブック リンクを追加 Restart checkout"},
		{"runbook that there is not", []insight.Fact{fact("/runbooks", insight.Fact{Removed: 1, Gone: []string{"gone"}})}, "Runbooks no longer linked gone", "リンクを削除 gone"},
		{"links", []insight.Fact{fact(insight.FieldLinks, insight.Fact{Added: 2, New: []string{"../runbooks/restart.md#steps", "https://example.com/x"}})}, "Documents linked Restart checkout", "文書 リンクを追加 Restart"},
		{"sections", []insight.Fact{fact(insight.FieldSections, insight.Fact{Added: 1, New: []string{"教訓"}, Changed: 2})}, "Sections: “教訓” added 2 sections changed", "節：「教訓」を追加 節2件を変更"},
		{"due", []insight.Fact{fact("/actions/due", insight.Fact{Was: "2026-03-01", Is: "2026-04-01", Changed: 1})}, "Action: Due 2026-03-01 → 2026-04-01", "アクションの期限 2026-03-01 → 2026-04-01"},
		{"dues", []insight.Fact{fact("/actions/due", insight.Fact{Changed: 2})}, "2 due dates changed", "アクションの期限2件を変更"},
		{"summary", []insight.Fact{fact("/summary", insight.Fact{Changed: 1})}, "Summary rewritten", "概要を書き換え"},
		{"form", []insight.Fact{fact(insight.FieldForm, insight.Fact{Changed: 1})}, "Formatting only", "体裁のみの変更"},
		{"a field of a theme's own", []insight.Fact{fact("/x-own", insight.Fact{Was: "1", Is: "2"})}, "x-own 1 → 2", "x-own 1 → 2"},
		{"hostile", []insight.Fact{fact("/severity", insight.Fact{Was: marker, Is: "\u202e<script>"})}, "<script>", "<script>"},
	}
	h := insight.History{Changed: in.Results.History.Changed}
	for i, tt := range tests {
		e := edit
		e.Facts, e.Landed, e.Commit = tt.facts, strconv.Itoa(i), fmt.Sprintf("%08d", i)
		h.Edits = append(h.Edits, e)
	}
	in.Results = insight.Compute(in.Corpus, h, insight.Policy{}, asOf)
	for _, lang := range []string{"en", "ja"} {
		page := build(t, in, Options{Title: "x", Lang: lang})["changes/index.html"]
		checkSafe(t, lang, page)
		words := text(t, page)
		for i, tt := range tests {
			_, got, _ := strings.Cut(words, fmt.Sprintf("%08d", i))
			got, _, _ = strings.Cut(got, fmt.Sprintf("%08d", i+1))
			want := map[string]string{"en": tt.en, "ja": tt.ja}[lang]
			if !strings.Contains(got, want) {
				t.Errorf("%s, %s: got %q, want %q", tt.name, lang, got, want)
			}
		}
	}
}

func TestChangesTellWhatBecameOfDocuments(t *testing.T) {
	in := load(t, repository(map[string]string{"postmortems/障害.md": "# 障害\n"}))
	at := func(days int) insight.Edit {
		return insight.Edit{At: asOf.AddDate(0, 0, -days), By: "山田", Commit: "0123456789abcdef", Landed: strconv.Itoa(days), Subject: "手順"}
	}
	fresh, gone, moved, unread, dirty := at(5), at(3), at(2), at(1), insight.Edit{At: asOf}
	fresh.Path = "postmortems/old.md"
	gone.From, gone.Kind, gone.Title = "runbooks/消えた.md", "runbook", "消えた手順 "+marker
	moved.From, moved.Path = "postmortems/old.md", "postmortems/障害.md"
	unread.From, unread.Path, unread.Unread = "postmortems/障害.md", "postmortems/障害.md", true
	dirty.From, dirty.Path = "postmortems/障害.md", "postmortems/障害.md"
	dirty.Facts = []insight.Fact{{Kind: "postmortem", Field: "/severity", Was: "sev2", Is: "sev1"}}
	h := insight.History{Changed: in.Results.History.Changed, Edits: []insight.Edit{dirty, unread, moved, gone, fresh}}
	in.Results = insight.Compute(in.Corpus, h, insight.Policy{}, asOf)
	for lang, wants := range map[string][]string{
		"en": {"Not committed yet 障害", "the text before is not in this clone", "Renamed from postmortems/old.md", "消えた手順", "Removed", "New", "手順 山田 01234567"},
		"ja": {"未コミット 障害", "変更前の本文はこのクローンにありません", "postmortems/old.md から名前を変更", "ランブック 削除", "新規"},
	} {
		page := build(t, in, Options{Title: "x", Lang: lang})["changes/index.html"]
		checkSafe(t, lang, page)
		got := text(t, page)
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the page lacks %q:\n%s", lang, want, got)
			}
		}
	}
}

func TestChangesOfOneCommitAreBounded(t *testing.T) {
	files := map[string]string{}
	var edits []insight.Edit
	for i := range maxChanges + 2 {
		name := "runbooks/" + strings.Repeat("r", i+1) + ".md"
		files[name] = "# " + strings.Repeat("r", i+1) + "\n"
		edits = append(edits, insight.Edit{Path: name, At: asOf, Commit: "0123456789abcdef", Landed: "c"})
	}
	in := load(t, repository(files))
	in.Results = insight.Compute(in.Corpus, insight.History{Changed: in.Results.History.Changed, Edits: edits}, insight.Policy{}, asOf)
	if got := text(t, build(t, in, Options{Title: "x"})["changes/index.html"]); !strings.Contains(got, "and 2 more documents") {
		t.Error(got)
	}
}
