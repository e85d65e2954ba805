package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/config"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
)

// addRev adds the flag of the commands that can look at another revision.
func (a *app) addRev(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.rev, "rev", "", a.in(
		"read everything, settings too, from the revision `REV` instead of the working tree; now is then its date unless --as-of says otherwise",
		"作業ツリーではなくリビジョン `REV` から、設定も含めてすべてを読む。--as-of がなければ、そのコミットの日時を現在とみなす"))
}

// openRevision finds the documents at the revision that --rev names. Nothing
// of a working tree is read; there need not be one.
func (a *app) openRevision(start string) (w *workspace, err error) {
	repository, err := gitlog.Open(start)
	if errors.Is(err, gitlog.ErrNoRepository) {
		return nil, &usageError{message: diag.Text{En: "--rev needs a Git repository, and there is none here", Ja: "--rev には Git リポジトリが必要ですが、ここにはありません"}}
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, repository.Close())
		}
	}()
	head, err := repository.Resolve(a.rev)
	var wrong *gitlog.RevisionError
	if errors.As(err, &wrong) {
		return nil, &usageError{message: diag.Say("--rev: %s", "--rev: %s", wrong.Error())}
	}
	if err != nil {
		return nil, err
	}
	from := strings.TrimSuffix(repository.Prefix, "/")
	repository.Prefix = ""
	all, err := repository.Files(head.Hash)
	if err != nil {
		return nil, err
	}
	folder := documentsFolder(all, from)
	w = &workspace{root: filepath.Join(repository.Root, filepath.FromSlash(folder)), files: all, repository: repository, head: head}
	if folder != "" {
		repository.Prefix = folder + "/"
		if w.files, err = fs.Sub(all, folder); err != nil {
			return nil, fmt.Errorf("reading %s at %s: %w", folder, a.rev, err)
		}
	}
	return w, nil
}

// documentsFolder looks from a folder upward for the one with settings; "" is
// the root, which it is if there are none.
func documentsFolder(files fs.FS, from string) string {
	for dir := from; dir != "" && dir != "."; dir = path.Dir(dir) {
		if _, err := fs.Stat(files, path.Join(dir, config.Name)); err == nil {
			return dir
		}
	}
	return ""
}

// pathOf gives the path in the workspace's folder of a file as named on the
// command line. Links are followed in a working tree alone; at a revision
// nothing is on the disk.
func (w *workspace) pathOf(working, file string) (string, error) {
	full := file
	if !filepath.IsAbs(file) {
		full = filepath.Join(working, file)
	}
	if w.repository == nil {
		real, err := filepath.Abs(full)
		if err == nil {
			real, err = filepath.EvalSymlinks(real)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return "", missing(file)
		}
		if err != nil {
			return "", fmt.Errorf("looking for %s: %w", file, err)
		}
		full = real
	} else if real, err := realPath(working); err == nil && !filepath.IsAbs(file) {
		full = filepath.Join(real, file)
	}
	rel, err := filepath.Rel(w.root, full)
	if err != nil || !filepath.IsLocal(rel) {
		return "", &usageError{message: diag.Say("%s is outside the repository %s", "%s はリポジトリ %s の外にあります", file, w.root)}
	}
	rel = filepath.ToSlash(rel)
	if w.repository != nil {
		if _, err := fs.Stat(w.files, rel); err != nil {
			return "", missing(file)
		}
	}
	return rel, nil
}
