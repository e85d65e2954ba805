package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/gitlog"
)

// addSince adds the flag of the commands that look at a change.
func (a *app) addSince(cmd *cobra.Command, since *string, usage diag.Text) {
	cmd.Flags().StringVar(since, "since", "", usage.In(a.lang))
	complete(cmd, "since", "auto")
}

// base is the repository as it was before a change, read from Git.
type base struct {
	commit  gitlog.Commit
	state   state
	tree    fs.FS             // the working tree
	close   func() error      // of the repository, when nothing reads its files any more
	renamed map[string]string // path now: path then
}

// then is the path that a document had before the change.
func (b *base) then(path string) string {
	if old, ok := b.renamed[path]; ok {
		return old
	}
	return path
}

// loadBase reads the documents as they were before the change that HEAD is,
// by the settings and schemas of now: a change is judged by its own rules.
func (a *app) loadBase(ctx context.Context, w *workspace, since string) (b *base, err error) {
	if a.noGit {
		return nil, &usageError{message: diag.Text{En: "--no-git and --since contradict each other", Ja: "--no-git と --since は同時に指定できません"}}
	}
	repository, err := gitlog.Open(w.root)
	if errors.Is(err, gitlog.ErrNoRepository) {
		return nil, &usageError{message: diag.Text{En: "--since needs a Git repository, and there is none here", Ja: "--since には Git リポジトリが必要ですが、ここにはありません"}}
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, repository.Close())
		}
	}()
	query, err := a.baseQuery(since)
	if err != nil {
		return nil, err
	}
	b = &base{close: repository.Close, tree: w.files}
	if b.commit, err = repository.Base(query); err != nil {
		return nil, explainBase(err)
	}
	head, err := repository.Resolve("HEAD")
	if err != nil {
		return nil, err
	}
	if b.renamed, err = repository.Renames(b.commit.Hash, head.Hash); err != nil {
		return nil, explainBase(err)
	}
	files, err := repository.Files(b.commit.Hash)
	if err != nil {
		return nil, explainBase(err)
	}
	if b.state, err = w.read(ctx, files); err != nil {
		return nil, fmt.Errorf("reading the documents of %.10s: %w", b.commit.Hash, explainBase(err))
	}
	return b, nil
}

// explainBase says what to do about a history that is too short.
func explainBase(err error) error {
	var shallow *gitlog.TooShallowError
	var revision *gitlog.RevisionError
	switch {
	case errors.As(err, &shallow):
		return &usageError{
			message: diag.Text{
				En: "the commit to compare with is not in this clone, so what the change causes cannot be told",
				Ja: "比較の基準となるコミットがこのクローンにないため、変更による指摘を判定できません",
			},
			hint: diag.Say("fetch more of the history; in GitHub Actions:\n- uses: actions/checkout@v5\n  with: { fetch-depth: %d }\nin a clone of your own: git fetch --unshallow",
				"履歴をもっと取得してください。GitHub Actions では\n- uses: actions/checkout@v5\n  with: { fetch-depth: %d }\n手元のクローンでは git fetch --unshallow", shallow.Depth),
		}
	case errors.Is(err, gitlog.ErrNoBase):
		return &usageError{message: diag.Say("%s", "%s", err.Error()), hint: diag.Text{En: "name it: --since BRANCH", Ja: "--since ブランチ名 で指定してください"}}
	case errors.As(err, &revision):
		return &usageError{message: diag.Say("--since: %s", "--since: %s", revision.Error())}
	}
	return err
}

// baseQuery collects what the surroundings tell of the change: the variables
// of GitHub Actions and of GitLab CI.
func (a *app) baseQuery(since string) (gitlog.BaseQuery, error) {
	q := gitlog.BaseQuery{Rev: since, Event: a.getenv("GITHUB_EVENT_NAME"), BaseRef: a.getenv("GITHUB_BASE_REF")}
	if sha := a.getenv("CI_MERGE_REQUEST_DIFF_BASE_SHA"); q.Event == "" && sha != "" {
		q.Event, q.BaseSHA, q.DefaultBranch = "merge_request_event", sha, a.getenv("CI_DEFAULT_BRANCH")
	}
	file := a.getenv("GITHUB_EVENT_PATH")
	if since != "auto" || file == "" {
		return q, nil
	}
	event, err := readEvent(file)
	if err != nil {
		return q, err
	}
	q.Before, q.DefaultBranch = event.Before, event.Repository.DefaultBranch
	q.BaseSHA = event.MergeGroup.BaseSHA
	return q, nil
}

// event is what is read of the event that started a workflow.
type event struct {
	Before     string `json:"before"`
	MergeGroup struct {
		BaseSHA string `json:"base_sha"`
	} `json:"merge_group"`
	Repository struct {
		DefaultBranch string `json:"default_branch"`
	} `json:"repository"`
}

// maxEvent bounds the event file: GitHub sends at most 25 MB.
const maxEvent = 25 << 20

func readEvent(file string) (e event, err error) {
	f, err := os.Open(file)
	if err != nil {
		return e, fmt.Errorf("reading the event of the workflow: %w", err)
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, maxEvent)).Decode(&e); err != nil {
		return e, fmt.Errorf("reading the event of the workflow: %w", err)
	}
	return e, nil
}

// fresh leaves out the findings that the base has too, and counts those.
func fresh(found, before []diag.Diagnostic, now *corpus.Corpus, b *base) (news []diag.Diagnostic, old int) {
	had := map[string]bool{}
	for _, print := range diag.Fingerprints(before, identities(b.state.corpus, nil)) {
		had[print] = true
	}
	for i, print := range diag.Fingerprints(found, identities(now, b.then)) {
		if had[print] || b.foreign(found[i].File.Path) {
			old++
			continue
		}
		news = append(news, found[i])
	}
	return news, old
}

// foreign tells whether a file belongs to a repository inside this one: a
// submodule, whose files no commit of ours holds.
func (b *base) foreign(name string) bool {
	for dir := path.Dir(name); dir != "." && dir != "/" && fs.ValidPath(dir); dir = path.Dir(dir) {
		if _, err := fs.Stat(b.tree, path.Join(dir, ".git")); err == nil {
			return true
		}
	}
	return false
}

// identities tells by which name findings of a file are known: that of its
// document, which a new path does not change; where the document states none,
// its path, by the name that then gives it.
func identities(c *corpus.Corpus, then func(path string) string) func(path string) string {
	return func(path string) string {
		if e := c.ByPath(path); e != nil && e.Value().Field("id").From().Origin == doc.FromFrontMatter {
			return e.Kind + ":" + corpus.Fold(e.ID)
		}
		if then != nil {
			return then(path)
		}
		return path
	}
}

// shortCommit is how a commit is shown.
func shortCommit(hash string) string { return strings.ToLower(hash[:min(len(hash), 10)]) }
