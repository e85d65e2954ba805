package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/insight"
)

// starterTexts are the files that init writes.
//
//go:embed init
var starterTexts embed.FS

func newInit(a *app) *cobra.Command {
	var ci string
	var hooks, dry bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: a.in("Set up a repository: settings, folders, CI, editor", "リポジトリを整える（設定、フォルダー、CI、エディター）"),
		Long: a.in(`Writes what a knowledge base needs into the repository: debrief.yaml, a folder
for each kind of document that has none yet, workflows for CI, a pre-commit
configuration and the schemas for the editor. A file that exists is left as it
is.`,
			`ナレッジベースに必要なものをリポジトリに書き込みます。debrief.yaml、まだ文書のない種別の
フォルダー、CI のワークフロー、pre-commit の設定、エディター用のスキーマです。既にある
ファイルは変更しません。`),
		Example: `  debrief init
  debrief init --ci gitlab --hooks=false
  debrief init --dry-run`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.setUp(cmd.Context(), ci, hooks, dry)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&ci, "ci", "", a.in("workflows for `SYSTEM`: github, gitlab or none (default: gitlab where its settings are, else github)",
		"CI の種類 `SYSTEM`: github、gitlab、none（既定: GitLab の設定があれば gitlab、なければ github）"))
	flags.BoolVar(&hooks, "hooks", true, a.in("write a pre-commit configuration", "pre-commit の設定を書く"))
	flags.BoolVarP(&dry, "dry-run", "n", false, a.in("only tell what would be written", "書き込まずに、書くものだけを表示する"))
	complete(cmd, "ci", "github", "gitlab", "none")
	return cmd
}

// starter is a file that init writes.
type starter struct {
	root string // absolute folder
	path string // below root
	data []byte
}

// setUp writes the files that do not exist yet, and says what to do next.
func (a *app) setUp(ctx context.Context, ci string, hooks, dry bool) error {
	w, err := a.open(".")
	if err != nil {
		return err
	}
	top, err := gitlog.Root(w.root)
	if errors.Is(err, gitlog.ErrNoRepository) {
		top, err = w.root, nil
	}
	if err != nil {
		return err
	}
	if ci == "" {
		ci = "github"
		if _, err := os.Stat(filepath.Join(top, ".gitlab-ci.yml")); err == nil {
			ci = "gitlab"
		}
	}
	if _, known := workflows[ci]; !known {
		return &usageError{message: diag.Say("--ci %q is not github, gitlab or none", "--ci %q は github、gitlab、none のいずれでもありません", ci)}
	}
	files, err := a.starters(ctx, w, top, ci, hooks)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := a.writeStarter(f, top, dry); err != nil {
			return err
		}
	}
	if ci == "gitlab" {
		a.tell(diag.Text{
			En: "add to .gitlab-ci.yml: include: [{local: .gitlab/debrief.gitlab-ci.yml}]",
			Ja: ".gitlab-ci.yml に追加してください: include: [{local: .gitlab/debrief.gitlab-ci.yml}]",
		})
	}
	a.tell(diag.Text{
		En: `next: "debrief new postmortem TITLE" writes a first document, "debrief lint" checks what is there, "debrief lint --update-baseline" sets its old findings aside`,
		Ja: "次は: 「debrief new postmortem 題名」で最初の文書を作り、「debrief lint」で検査し、「debrief lint --update-baseline」で既存の指摘を保留にします",
	})
	return nil
}

// writeStarter writes a file unless it exists, and tells which it was, by its
// path from the root of the repository.
func (a *app) writeStarter(f starter, top string, dry bool) error {
	shown, err := filepath.Rel(top, filepath.Join(f.root, filepath.FromSlash(f.path)))
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.path, err)
	}
	written := true
	if _, err := os.Lstat(filepath.Join(f.root, filepath.FromSlash(f.path))); err == nil {
		written = false
	} else if !dry {
		if err := writeNew(f.root, f.path, f.data); err != nil {
			return err
		}
	}
	word := a.in("kept   ", "既存")
	switch {
	case written && dry:
		word = a.in("new    ", "新規")
	case written:
		word = a.in("written", "作成")
	}
	_, err = fmt.Fprintf(a.stdout, "%s  %s\n", word, printable(filepath.ToSlash(shown)))
	return err
}

// workflows are the files for each CI system, with the place that each has
// below the root of the Git repository.
var workflows = map[string][]starterFile{
	"github": {
		{"lint.yml", ".github/workflows/debrief.yml"},
		{"comment.yml", ".github/workflows/debrief-comment.yml"},
		{"pages.yml", ".github/workflows/debrief-site.yml"},
	},
	"gitlab": {{"gitlab-ci.yml", ".gitlab/debrief.gitlab-ci.yml"}},
	"none":   nil,
}

// starterFile is a built-in file and where it goes.
type starterFile struct{ name, path string }

func (a *app) starters(ctx context.Context, w *workspace, top, ci string, hooks bool) ([]starter, error) {
	directory, err := filepath.Rel(top, w.root)
	if err != nil {
		return nil, fmt.Errorf("finding the folder in its repository: %w", err)
	}
	directory = filepath.ToSlash(directory)
	settings, err := a.starterSettings(w)
	if err != nil {
		return nil, err
	}
	folders, err := emptyFolders(ctx, w)
	if err != nil {
		return nil, err
	}
	files := []starter{settings}
	for _, folder := range folders {
		files = append(files, starter{w.root, path.Join(folder, ".gitkeep"), nil})
	}
	list := slices.Clone(workflows[ci])
	if hooks {
		list = append(list, starterFile{"pre-commit.yaml", ".pre-commit-config.yaml"})
	}
	values := strings.NewReplacer("DEBRIEF_REF", actionRef(), "DEBRIEF_DIRECTORY", quoteYAML(directory))
	for _, f := range list {
		text, err := starterTexts.ReadFile("init/" + f.name)
		if err != nil {
			return nil, fmt.Errorf("reading the built-in files: %w", err)
		}
		files = append(files, starter{top, f.path, []byte(values.Replace(string(text)))})
	}
	return append(files, editorFiles(w, top, directory)...), nil
}

// starterSettings is debrief.yaml with the title and zone that hold already.
func (a *app) starterSettings(w *workspace) (starter, error) {
	text, err := starterTexts.ReadFile("init/debrief." + a.lang + ".yaml")
	if err != nil {
		return starter{}, fmt.Errorf("reading the built-in files: %w", err)
	}
	values := strings.NewReplacer("{{title}}", quoteYAML(w.config.Title), "{{zone}}", w.config.Corpus.Facet.Zone.String())
	return starter{w.root, config.Name, []byte(values.Replace(string(text)))}, nil
}

// emptyFolders are the folders of the kinds that have no document yet.
func emptyFolders(ctx context.Context, w *workspace) ([]string, error) {
	c, _, err := corpus.Load(ctx, w.files, w.set, w.config.Corpus)
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, k := range w.set.Kinds() {
		if len(k.Folders) > 0 && len(c.Kind(k.Name)) == 0 {
			folders = append(folders, k.Folders[0])
		}
	}
	return folders, nil
}

// editorFiles are the schemas for YAML documents and the settings by which
// Visual Studio Code and its relatives find them: those are read at the root
// of the repository.
func editorFiles(w *workspace, top, directory string) []starter {
	schemas := insight.Object{}
	var files []starter
	for _, k := range w.set.Kinds() {
		if len(k.Folders) == 0 {
			continue
		}
		name := path.Join(".debrief/editor", k.Name+".schema.json")
		var globs []string
		for _, folder := range k.Folders {
			globs = append(globs, path.Join(directory, "**", folder, "*.{yaml,yml}"))
		}
		schemas = append(schemas, insight.Member{Key: "./" + path.Join(directory, name), Value: globs})
		files = append(files, starter{w.root, name, k.JSON()})
	}
	settings, err := json.MarshalIndent(insight.Object{{Key: "yaml.schemas", Value: schemas}}, "", "  ")
	if err != nil {
		panic(err) // it is made of strings
	}
	return append(files, starter{top, ".vscode/settings.json", append(settings, '\n')})
}

// actionRef is what workflows name this version of debrief by: the commit that
// it was built from, else the release, else the branch.
func actionRef() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	if release.MatchString(versionText()) {
		return versionText()
	}
	return "main"
}

var release = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+$`)
