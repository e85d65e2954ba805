package gitlog

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/text/encoding/htmlindex"
)

// Person is who a commit names, as written in it: text of strangers.
type Person struct {
	Name, Email string
}

// Commit is what a commit says of itself. Its texts are valid UTF-8, decoded
// from the encoding that the commit declares.
type Commit struct {
	Hash    string   // 40 hexadecimal digits
	Parents []string // hashes; they may not be here, see Boundary
	// Boundary tells that the clone is shallow and ends here: the parents are
	// named but were not fetched.
	Boundary bool

	At        time.Time // when the commit was made: the committer's date
	Committer Person
	Authored  time.Time // when the change was made: the author's date
	Author    Person
	Message   string

	tree plumbing.Hash
}

// Subject is the first line of the message.
func (c Commit) Subject() string {
	subject, _, _ := strings.Cut(strings.TrimSpace(c.Message), "\n")
	return strings.TrimSpace(subject)
}

// rawCommit is a commit as stored; the texts are parts of the object.
type rawCommit struct {
	tree              plumbing.Hash
	parents           []plumbing.Hash
	author, committer []byte // "Name <mail> 1700000000 +0900"
	encoding          string
	message           []byte
}

// parseCommit reads the object of a commit. A header that is missing or
// nonsense is empty, except for the tree: without it there is no commit.
func parseCommit(data []byte) (rawCommit, error) {
	var c rawCommit
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		if len(line) == 0 {
			c.message = data
			break
		}
		key, value, _ := bytes.Cut(line, []byte(" "))
		switch string(key) {
		case "tree":
			if hash, ok := parseHash(string(value)); ok && c.tree.IsZero() {
				c.tree = hash
			}
		case "parent":
			if hash, ok := parseHash(string(value)); ok && c.author == nil {
				c.parents = append(c.parents, hash)
			}
		case "author":
			c.author = first(c.author, value)
		case "committer":
			c.committer = first(c.committer, value)
		case "encoding":
			c.encoding = string(value)
		}
	}
	if c.tree.IsZero() {
		return c, fmt.Errorf("malformed commit: it names no tree")
	}
	return c, nil
}

// first is the first of two values: a header counts where it stands first.
func first(was, is []byte) []byte {
	if was != nil {
		return was
	}
	return is
}

// latest is the last second of the year 9999: later dates cannot be written
// as RFC 3339.
const latest = 253402300799

// parseDate reads the end of an author or committer line. A date that is
// missing or nonsense is the zero time; one before 1970 or after 9999 is the
// nearest there is.
func parseDate(line []byte) time.Time {
	fields := strings.Fields(string(line[bytes.LastIndexByte(line, '>')+1:]))
	if len(fields) == 0 {
		return time.Time{}
	}
	seconds, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil && seconds == 0 { // out of range is not 0
		return time.Time{}
	}
	zone := time.UTC
	if len(fields) > 1 {
		zone = parseZone(fields[1])
	}
	return time.Unix(min(max(seconds, 0), latest), 0).In(zone)
}

// parseZone reads an offset from UTC such as +0900; nonsense is UTC.
func parseZone(text string) *time.Location {
	n, err := strconv.Atoi(text)
	minutes := n/100*60 + n%100
	if err != nil || minutes == 0 || minutes <= -24*60 || minutes >= 24*60 {
		return time.UTC
	}
	return time.FixedZone("", minutes*60)
}

// parsePerson reads the start of an author or committer line.
func parsePerson(line []byte, encoding string) Person {
	name, rest, ok := bytes.Cut(line, []byte("<"))
	if !ok {
		return Person{}
	}
	mail, _, _ := bytes.Cut(rest, []byte(">"))
	return Person{decode(bytes.TrimSpace(name), encoding), decode(bytes.TrimSpace(mail), encoding)}
}

// decode gives text in UTF-8. Bytes that the declared encoding, or else
// UTF-8, does not know become U+FFFD.
func decode(text []byte, encoding string) string {
	switch label := strings.ToLower(encoding); label {
	case "", "utf-8", "utf8":
	default:
		if label == "cp932" { // what Git for Windows writes; not a label of the Encoding Standard
			label = "windows-31j"
		}
		if enc, err := htmlindex.Get(label); err == nil {
			if plain, err := enc.NewDecoder().Bytes(text); err == nil {
				text = plain
			}
		}
	}
	return strings.ToValidUTF8(string(text), "\uFFFD")
}

// raw reads a commit as stored.
func (r *Repository) raw(hash plumbing.Hash) (rawCommit, error) {
	data, err := r.objects.read(plumbing.CommitObject, hash, maxTree)
	if err != nil {
		return rawCommit{}, err
	}
	c, err := parseCommit(data)
	if err != nil {
		return c, fmt.Errorf("reading commit %s: %w", hash, err)
	}
	return c, nil
}

// commit reads a commit.
func (r *Repository) commit(hash plumbing.Hash) (Commit, error) {
	c, err := r.raw(hash)
	if err != nil {
		return Commit{}, err
	}
	return r.decoded(hash, c), nil
}

func (r *Repository) decoded(hash plumbing.Hash, c rawCommit) Commit {
	out := Commit{
		Hash:      hash.String(),
		Boundary:  r.shallow[hash],
		At:        parseDate(c.committer),
		Committer: parsePerson(c.committer, c.encoding),
		Authored:  parseDate(c.author),
		Author:    parsePerson(c.author, c.encoding),
		Message:   decode(c.message, c.encoding),
		tree:      c.tree,
	}
	for _, parent := range c.parents {
		out.Parents = append(out.Parents, parent.String())
	}
	return out
}

// parents gives the parents of a commit that are here: none at the boundary
// of a shallow clone.
func (r *Repository) parents(hash plumbing.Hash, c rawCommit) []plumbing.Hash {
	if r.shallow[hash] {
		return nil
	}
	return c.parents
}
