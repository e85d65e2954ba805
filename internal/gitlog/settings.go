package gitlog

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// UnsupportedError says that a repository is stored in a format that cannot
// be read, and what helps.
type UnsupportedError struct {
	Root   string // folder of the repository
	Format string // SHA256 or Reftable, else the name of an extension of Git's
}

// Formats of repositories that Git has and go-git v5 does not read.
const (
	SHA256   = "sha256"
	Reftable = "reftable"
)

// Error is one sentence with the remedy.
func (e *UnsupportedError) Error() string {
	switch e.Format {
	case SHA256:
		return fmt.Sprintf("the repository %s uses SHA-256 object names, which cannot be read yet: go on without its history", e.Root)
	case Reftable:
		return fmt.Sprintf("the repository %s stores its references in a reftable, which cannot be read yet: convert it with git refs migrate --ref-format=files", e.Root)
	}
	return fmt.Sprintf("the repository %s needs the extension %q of Git, which is not known: go on without its history", e.Root, e.Format)
}

// harmless are the extensions that do not change how objects and references
// are read: sparse checkouts, partial clones, relative links between working
// trees, a second object format beside SHA-1.
var harmless = []string{
	"noop", "noop-v1", "worktreeconfig", "partialclone", "preciousobjects",
	"relativeworktrees", "compatobjectformat", "submodulepathconfig",
}

// settings are the values of a config file by "section.subsection.key"; the
// section and the key in lower case. The last value of a key counts.
type settings map[string]string

// readSettings reads a config file; one that is not there is empty. Includes
// and the files of user and system are not read.
func readSettings(file string) (settings, error) {
	data, err := readSmall(file)
	if errors.Is(err, os.ErrNotExist) {
		return settings{}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseSettings(string(data)), nil
}

// readable tells by an error whether the repository is of a format that can
// be read. Extensions count from format version 1 on; the two that make a
// repository unreadable always do.
func (s settings) readable(root string) error {
	if s["extensions..objectformat"] != "" && !strings.EqualFold(s["extensions..objectformat"], "sha1") {
		return &UnsupportedError{root, SHA256}
	}
	storage, _, _ := strings.Cut(s["extensions..refstorage"], ":")
	if storage != "" && !strings.EqualFold(storage, "files") {
		return &UnsupportedError{root, Reftable}
	}
	if version, _ := strconv.Atoi(s["core..repositoryformatversion"]); version < 1 {
		return nil
	}
	var unknown []string
	for key := range s {
		name, ok := strings.CutPrefix(key, "extensions..")
		if ok && name != "objectformat" && name != "refstorage" && !slices.Contains(harmless, name) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		return &UnsupportedError{root, slices.Min(unknown)}
	}
	return nil
}

// partial tells whether a remote has promised objects that are not here.
func (s settings) partial() bool {
	if s["extensions..partialclone"] != "" {
		return true
	}
	for key, value := range s {
		if strings.HasPrefix(key, "remote.") && strings.HasSuffix(key, ".promisor") && truth(value) {
			return true
		}
	}
	return false
}

// sparse tells whether the working tree holds only a part of the files.
func (s settings) sparse() bool { return truth(s["core..sparsecheckout"]) }

// truth reads a boolean as Git does; a key without a value is true.
func truth(value string) bool {
	switch strings.ToLower(value) {
	case "", "false", "no", "off", "0":
		return false
	}
	return true
}

// parseSettings reads the text of a config file. What it does not understand
// it passes over: Git itself has complained long before.
func parseSettings(text string) settings {
	s := settings{}
	section := ""
	for line := range strings.Lines(joinLines(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section, line = cutSection(line)
		}
		key, value, assigned := strings.Cut(line, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		if key == "" || section == "" || strings.ContainsAny(key, "#; \t\"") {
			continue
		}
		if assigned {
			s[section+"."+key] = unquote(value)
		} else {
			s[section+"."+key] = "true"
		}
	}
	return s
}

// joinLines joins the lines that end in a backslash with the next ones.
func joinLines(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\\\n", "")
}

// cutSection reads [section], [section.sub] or [section "sub"] off the start
// of a line. The section comes back as "section.sub", with "." alone at its
// end if there is no subsection.
func cutSection(line string) (section, rest string) {
	inside, rest, ok := cutBracket(line[1:])
	if !ok {
		return "", ""
	}
	name, sub, quoted := strings.Cut(inside, `"`)
	if quoted {
		sub = strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(strings.TrimSuffix(sub, `"`))
	} else {
		name, sub, _ = strings.Cut(name, ".")
	}
	return strings.ToLower(strings.TrimSpace(name)) + "." + sub, strings.TrimSpace(rest)
}

// cutBracket cuts text at the first "]" that is not inside quotes.
func cutBracket(text string) (inside, rest string, ok bool) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quoted:
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ']' && !quoted:
			return text[:i], text[i+1:], true
		}
	}
	return "", "", false
}

// unquote gives a value without its quotes, escapes and comment.
func unquote(value string) string {
	value = strings.TrimSpace(value)
	var out strings.Builder
	quoted := false
	end := 0 // of what is not blank space before a comment
	for i := 0; i < len(value); i++ {
		c := value[i]
		switch {
		case c == '"':
			quoted = !quoted
			end = out.Len()
			continue
		case c == '\\' && i+1 < len(value):
			i++
			c = map[byte]byte{'n': '\n', 't': '\t', 'b': '\b'}[value[i]]
			if c == 0 {
				c = value[i]
			}
		case !quoted && (c == '#' || c == ';'):
			return out.String()[:end]
		}
		out.WriteByte(c)
		if quoted || c != ' ' && c != '\t' {
			end = out.Len()
		}
	}
	return out.String()[:end]
}
