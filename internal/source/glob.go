package source

import (
	"path"
	"strings"
)

// Match tells whether a glob of the settings matches a slash-separated path:
// the path as a whole, or a folder above it. "**" stands for any number of
// folders; a glob without a slash matches a name at any depth, as in
// .gitignore. A glob that path.Match cannot read matches nothing.
func Match(glob, name string) bool {
	glob = strings.TrimPrefix(strings.TrimSuffix(glob, "/"), "./")
	if !strings.Contains(glob, "/") {
		glob = "**/" + glob
	}
	pattern := strings.Split(strings.TrimPrefix(glob, "/"), "/")
	return matchFolders(pattern, strings.Split(name, "/"))
}

// ValidGlob tells whether a glob can match anything: its parts can be read, and
// it leads nowhere out of the repository. Braces are no alternatives here, and
// whoever writes them expects them to be.
func ValidGlob(glob string) bool {
	parts := strings.Split(strings.Trim(strings.TrimPrefix(glob, "./"), "/"), "/")
	for _, p := range parts {
		if _, err := path.Match(p, ""); err != nil || p == "" || p == "." || p == ".." || strings.ContainsAny(p, "{}") {
			return false
		}
	}
	return true
}

// matchFolders matches folder by folder, keeping the set of places reached, so
// that the work is bounded by the product of the two lengths.
func matchFolders(pattern, name []string) bool {
	reach := make([]bool, len(name)+1)
	reach[0] = true
	for _, p := range pattern {
		next := make([]bool, len(name)+1)
		for i := range reach {
			if !reach[i] {
				continue
			}
			if p == "**" {
				for j := i; j <= len(name); j++ {
					next[j] = true
				}
				break
			}
			if i < len(name) {
				if ok, err := path.Match(p, name[i]); ok && err == nil {
					next[i+1] = true
				}
			}
		}
		reach = next
	}
	for i := 1; i <= len(name); i++ {
		if reach[i] {
			return true
		}
	}
	return false
}
