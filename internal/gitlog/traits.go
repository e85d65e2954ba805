package gitlog

import (
	"path/filepath"
	"slices"
	"strings"
)

// Traits are what is particular about a repository: what somebody wants to
// know who wonders why dates are as they are.
type Traits struct {
	Linked     bool     // the working tree is a further one of its repository (git worktree)
	Submodule  bool     // the repository is a submodule of another
	Alternates int      // folders of objects of other repositories that are read too
	Extensions []string // settings of Git's that are passed over because they do not matter, in order
	Replaced   int      // objects for which Git shows others (git replace), which is passed over
	Grafted    bool     // Git shows other parents (info/grafts), which is passed over
}

// Traits looks at a repository.
func (r *Repository) Traits() (Traits, error) {
	t := Traits{
		Linked:     r.place.commonDir != r.place.gitDir,
		Submodule:  strings.Contains(filepath.ToSlash(r.place.gitDir), "/.git/modules/"),
		Alternates: len(r.objects.dirs) - 1,
	}
	for key := range r.settings {
		if name, ok := strings.CutPrefix(key, "extensions.."); ok && slices.Contains(harmless, name) {
			t.Extensions = append(t.Extensions, name)
		}
	}
	slices.Sort(t.Extensions)
	if data, err := readSmall(filepath.Join(r.place.commonDir, "info", "grafts")); err == nil {
		t.Grafted = len(strings.TrimSpace(string(data))) > 0
	}
	var err error
	t.Replaced, err = r.replaced()
	return t, err
}

// replaced counts the references below refs/replace.
func (r *Repository) replaced() (n int, err error) {
	refs, err := r.refs.Refs()
	if err != nil {
		return 0, err
	}
	for _, ref := range refs {
		if strings.HasPrefix(ref.Name().String(), "refs/replace/") {
			n++
		}
	}
	return n, nil
}
