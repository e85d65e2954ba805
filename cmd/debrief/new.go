package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/schema"
)

// scaffolds are what new documents begin with, KIND.LANG.EXT. A repository's
// own in .debrief/new/ come first.
//
//go:embed new/*
var scaffolds embed.FS

func newNew(a *app) *cobra.Command {
	var format, language string
	cmd := &cobra.Command{
		Use:   "new KIND TITLE",
		Short: a.in("Start a document from the template of its kind", "種別のひな型から文書を作る"),
		Long: a.in(`Writes a new document with the next free id, today's date and the zone of the
settings into the folder of its kind, and prints its path.`,
			`種別のフォルダーに、次の ID・今日の日付・設定のタイムゾーンを入れた新しい文書を
作り、そのパスを表示します。`),
		Example: `  debrief new postmortem "Checkout returned 5xx"
  debrief new runbook "Replace a broken disk" --format yaml
  debrief new postmortem "決済の遅延" --lang ja`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.create(cmd, args[0], strings.Join(args[1:], " "), language, format)
		},
		ValidArgsFunction: a.completeKinds,
	}
	cmd.Flags().StringVar(&format, "format", "", a.in("`FORMAT` of the document: md or yaml, where the kind has both", "文書の形式 `FORMAT`: md または yaml（両方ある種別の場合）"))
	cmd.Flags().StringVar(&language, "doc-lang", "", a.in("language of the document: en or ja (default: --lang if given, else that of the title or the settings)", "文書の言語: en または ja（既定: --lang、なければ題名または設定の言語）"))
	a.addAsOf(cmd)
	complete(cmd, "format", "md", "yaml")
	complete(cmd, "doc-lang", "en", "ja")
	return cmd
}

func (a *app) create(cmd *cobra.Command, kind, title, language, format string) error {
	w, err := a.open(".")
	if err != nil {
		return err
	}
	k := w.set.Kind(kind)
	if k == nil {
		return a.unknownKind(w, kind)
	}
	title = strings.Join(strings.Fields(title), " ")
	if title == "" || utf8.RuneCountInString(title) > 200 {
		return &usageError{message: diag.Text{En: "the title must have 1 to 200 characters", Ja: "題名は 1〜200 文字にしてください"}}
	}
	if language == "" {
		language = a.documentLanguage(cmd, w, title)
	}
	text, ext, err := w.scaffold(kind, language, format)
	if err != nil {
		return err
	}
	now, err := a.now()
	if err != nil {
		return err
	}
	files, _, err := corpus.Files(w.files, w.config.Corpus.Ignore)
	if err != nil {
		return err
	}
	now = now.In(w.config.Corpus.Facet.Zone)
	folder := folderFor(files, k.Folders)
	id := nextID(k, title, folder, files, now)
	name := path.Join(folder, id+ext)
	if err := writeNew(w.root, name, fill(text, id, title, now)); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, filepath.Join(w.root, filepath.FromSlash(name)))
	return nil
}

// documentLanguage is --lang where it is given, Japanese for a Japanese title,
// else the language of the site.
func (a *app) documentLanguage(cmd *cobra.Command, w *workspace, title string) string {
	if cmd.Flags().Changed("lang") {
		return a.lang
	}
	if strings.ContainsFunc(title, doc.Japanese) {
		return "ja"
	}
	return w.config.Language
}

// scaffold finds the template of a kind: the repository's own, then the
// built-in one; Markdown before YAML unless a format is asked for.
func (w *workspace) scaffold(kind, language, format string) (text, ext string, err error) {
	extensions := []string{".md", ".yaml"}
	if format != "" {
		extensions = []string{"." + format}
	}
	for _, ext := range extensions {
		name := kind + "." + language + ext
		if data, err := fs.ReadFile(w.files, path.Join(".debrief/new", name)); err == nil {
			return string(data), ext, nil
		}
		if data, err := scaffolds.ReadFile(path.Join("new", name)); err == nil {
			return string(data), ext, nil
		}
	}
	return "", "", &usageError{
		message: diag.Say("there is no template for %s in this language and format", "%s のひな型は、この言語と形式では用意されていません", kind),
		hint:    diag.Say("put one into .debrief/new/%s.%s.md", ".debrief/new/%s.%s.md に置くと使えます", kind, language),
	}
}

// folderFor is the folder of a kind: the one that already holds documents,
// else the first of its names.
func folderFor(files, folders []string) string {
	for _, f := range files {
		for _, folder := range folders {
			if path.Base(path.Dir(f)) == folder {
				return path.Dir(f)
			}
		}
	}
	if len(folders) == 0 {
		return "."
	}
	return folders[0]
}

// nextID makes an id that no file of the folder has: the next number of the
// year, or the title as a name.
func nextID(k *schema.Kind, title, folder string, files []string, now time.Time) string {
	taken := map[string]bool{}
	for _, f := range files {
		if path.Dir(f) == folder {
			taken[corpus.Fold(strings.TrimSuffix(path.Base(f), path.Ext(f)))] = true
		}
	}
	if k.Numbered {
		highest := 0
		for stem := range taken {
			var n int
			if rest, ok := strings.CutPrefix(stem, now.Format("2006-")); ok {
				if _, err := fmt.Sscanf(rest, "%d", &n); err == nil {
					highest = max(highest, n)
				}
			}
		}
		return fmt.Sprintf("%s-%03d", now.Format("2006"), highest+1)
	}
	slug := strings.Trim(cut(doc.Slug(title), 60), "-")
	if slug == "" {
		slug = k.Name
	}
	id := slug
	for n := 2; taken[corpus.Fold(id)]; n++ {
		id = fmt.Sprintf("%s-%d", slug, n)
	}
	return id
}

// cut shortens a text to at most n characters.
func cut(s string, n int) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), n)])
}

// fill puts the values into a scaffold.
func fill(text, id, title string, now time.Time) []byte {
	return []byte(strings.NewReplacer(
		"{{id}}", id,
		"{{title}}", title,
		"{{title_yaml}}", quoteYAML(title),
		"{{date}}", now.Format(time.DateOnly),
		"{{now}}", now.Truncate(time.Minute).Format(time.RFC3339),
		"{{zone}}", now.Location().String(),
	).Replace(text))
}

// quoteYAML writes a text as a double-quoted YAML scalar.
func quoteYAML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0:
			fmt.Fprintf(&b, "\\x%02x", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// writeNew writes a file that does not exist yet, inside the repository.
func writeNew(root, name string, data []byte) (err error) {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	defer dir.Close()
	local := filepath.FromSlash(name)
	if err := dir.MkdirAll(filepath.Dir(local), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	f, err := dir.OpenFile(local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
