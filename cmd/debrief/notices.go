package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
)

// noHistory explains why there are no dates from Git.
func noHistory(err error) diag.Text {
	var unsupported *gitlog.UnsupportedError
	switch {
	case errors.Is(err, errNoGit):
		return diag.Text{
			En: "Git is left out (--no-git): dates come from the documents alone",
			Ja: "Git の履歴を使いません（--no-git）。日付は文書の記述だけから求めます",
		}
	case errors.Is(err, gitlog.ErrNoRepository):
		return diag.Text{
			En: "no Git repository here: dates come from the documents alone",
			Ja: "Git リポジトリがないため、日付は文書の記述だけから求めます",
		}
	case errors.Is(err, gitlog.ErrNoCommit):
		return diag.Text{
			En: "the Git repository has no commit yet: dates come from the documents alone",
			Ja: "Git リポジトリにまだコミットがないため、日付は文書の記述だけから求めます",
		}
	case errors.As(err, &unsupported):
		return diag.Say("%s: dates come from the documents alone (--no-git does that on purpose)",
			"%sため、日付は文書の記述だけから求めます（--no-git で明示できます）", unsupportedText(unsupported))
	}
	return diag.Say("the Git history cannot be read (%s): dates come from the documents alone",
		"Git の履歴を読み込めないため（%s）、日付は文書の記述だけから求めます", err.Error())
}

// unsupportedText says which format of repositories cannot be read. The
// Japanese ends so that a clause can follow.
func unsupportedText(e *gitlog.UnsupportedError) diag.Text {
	switch e.Format {
	case gitlog.SHA256:
		return diag.Say("the repository %s uses SHA-256 object names, which cannot be read yet",
			"リポジトリ %s は SHA-256 のオブジェクト名を使っていて、まだ読み込めない", e.Root)
	case gitlog.Reftable:
		return diag.Say("the repository %s stores its references in a reftable, which cannot be read yet; git refs migrate --ref-format=files converts it",
			"リポジトリ %s は参照を reftable に保存していて、まだ読み込めない（git refs migrate --ref-format=files で変換できます）", e.Root)
	}
	return diag.Say("the repository %s needs the extension %q of Git, which is not known",
		"リポジトリ %s が使う Git の拡張 %q に対応していない", e.Root, e.Format)
}

// howToFetch is how the whole history gets into a clone.
var howToFetch = diag.Text{
	En: "actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: \"0\"; local: git fetch --unshallow",
	Ja: "actions/checkout では fetch-depth: 0、GitLab では GIT_DEPTH: \"0\"、手元では git fetch --unshallow",
}

// reach tells how far back the history goes that is here: where that is not to
// the beginning, by one notice, or by an error if the settings say so.
func (w *workspace) reach(lives *gitlog.Lives) (notice diag.Text, err error) {
	switch {
	case w.history.Shallow || w.history.Bounded && lives.Bounds > 0:
		return w.shallow(lives)
	case lives.Away > 0:
		return diag.Say("Git LFS keeps %d of %d versions of the documents and has not fetched them: ages of their action items are lower bounds; run git lfs fetch --all",
			"文書の %[2]d 版のうち %[1]d 版は Git LFS の管理下にあり、まだ取得されていないため、アクションの経過日数は下限です。git lfs fetch --all を実行してください", lives.Away, lives.Versions), nil
	case lives.Missing > 0:
		return diag.Say("%d of %d versions of the documents are not in this partial clone: ages of their action items are lower bounds",
			"この部分クローンには文書の %[2]d 版のうち %[1]d 版がないため、アクションの経過日数は下限です", lives.Missing, lives.Versions), nil
	}
	if folders := w.submodules(); len(folders) > 0 {
		return diag.Say("documents in submodules have a history of their own, which is not read: %s",
			"サブモジュールの文書には別の履歴があり、ここでは読み込みません: %s", strings.Join(folders, ", ")), nil
	}
	return diag.Text{}, nil
}

// shallow is what to say of a shallow clone.
func (w *workspace) shallow(lives *gitlog.Lives) (diag.Text, error) {
	switch w.config.Shallow {
	case config.ShallowError:
		return diag.Text{}, &usageError{
			message: diag.Say("this clone is shallow (commits: %d), and the settings want the whole history (history.shallow: error)",
				"浅いクローン（コミット %d 件）ですが、設定は履歴全体を求めています（history.shallow: error）", w.history.Commits),
			hint: diag.Say("fetch all of it: %s", "履歴をすべて取得してください: %s", howToFetch),
		}
	case config.ShallowIgnore:
		return diag.Text{}, nil
	}
	return diag.Say("this clone is shallow (commits: %d): dates are lower bounds (action items that show \"at least\": %d); fetch all of it (%s)",
		"浅いクローン（コミット %d 件）のため、日付は下限です（「以上」と表示するアクション %d 件）。履歴をすべて取得してください（%s）", w.history.Commits, lives.Bounds, howToFetch), nil
}

// submodules lists the folders of submodules in which there are documents.
func (w *workspace) submodules() []string {
	var folders []string
	for _, folder := range w.history.Submodules {
		if slices.ContainsFunc(w.corpus.Entries, func(e *corpus.Entry) bool { return strings.HasPrefix(e.Path(), folder+"/") }) {
			folders = append(folders, folder)
		}
	}
	return folders
}

// treeless is what to say of a clone without the folders of earlier commits.
func treeless() *usageError {
	return &usageError{
		message: diag.Text{
			En: "this partial clone was made without the folders of earlier commits (--filter=tree:0), so that its history cannot be read",
			Ja: "このクローンは過去のコミットのフォルダーを省いて作られており（--filter=tree:0）、履歴を読み込めません",
		},
		hint: diag.Text{
			En: "fetch them: git fetch --refetch --filter=blob:none (actions/checkout: filter: blob:none, fetch-depth: 0)\nor go on without the history: --no-git",
			Ja: "取得する場合: git fetch --refetch --filter=blob:none（actions/checkout では filter: blob:none と fetch-depth: 0）\n履歴なしで続ける場合: --no-git",
		},
	}
}
