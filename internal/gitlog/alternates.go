package gitlog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	// maxAlternates bounds how deep alternates name further ones, as in Git.
	maxAlternates = 5
	// maxObjectDirs bounds how many folders of objects there are in all.
	maxObjectDirs = 100
)

// alternates lists a folder of objects and those that its info/alternates
// name, each once, in the order in which Git reads them. An entry that leads
// nowhere is passed over, as Git does.
func alternates(objects string) ([]string, error) {
	real, err := filepath.EvalSymlinks(objects)
	if err != nil {
		return nil, fmt.Errorf("opening the objects of the repository: %w", err)
	}
	dirs := []string{real}
	type level struct {
		dir   string
		depth int
	}
	for queue := []level{{real, 0}}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		data, err := readSmall(filepath.Join(here.dir, "info", "alternates"))
		if errors.Is(err, os.ErrNotExist) || here.depth == maxAlternates {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, entry := range parseAlternates(string(data)) {
			real, err := filepath.EvalSymlinks(under(here.dir, entry))
			if err != nil || slices.Contains(dirs, real) || !isDir(real) {
				continue
			}
			if len(dirs) == maxObjectDirs {
				return nil, fmt.Errorf("the repository has more than %d alternates", maxObjectDirs)
			}
			dirs = append(dirs, real)
			queue = append(queue, level{real, here.depth + 1})
		}
	}
	return dirs, nil
}

// parseAlternates reads the text of an alternates file: a path on each line,
// in quotes if it needs escapes; "#" starts a comment.
func parseAlternates(text string) []string {
	var entries []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, `"`) {
			if plain, err := strconv.Unquote(line); err == nil {
				line = plain
			}
		} else if strings.HasPrefix(line, "#") {
			continue
		}
		if line != "" && !strings.ContainsRune(line, 0) {
			entries = append(entries, line)
		}
	}
	return entries
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
