package gitlog

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Bot tells whether a person is a program by the way GitHub names these.
func (p Person) Bot() bool {
	return strings.HasSuffix(p.Name, "[bot]") || strings.Contains(p.Email, "[bot]@")
}

// Contributor is a person who changed a document.
type Contributor struct {
	Person
	Changes int       // commits that changed it
	Last    time.Time // when the last of them landed
}

// mailmap gives people the name and address they want: gitmailmap(5).
type mailmap map[mailKey]Person

// mailKey is who a commit names, folded; name is "" for whoever has the
// address.
type mailKey struct{ name, email string }

// parseMailmap reads the text of a .mailmap. Lines that are nonsense are
// passed over; of two about the same person the later counts, part by part.
func parseMailmap(text string) mailmap {
	m := mailmap{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if strings.HasPrefix(line, "#") {
			continue
		}
		one, rest, ok := cutPerson(line)
		if !ok {
			continue
		}
		key, proper := mailKey{email: one.Email}, Person{Name: one.Name}
		if two, _, ok := cutPerson(rest); ok {
			key, proper = mailKey{two.Name, two.Email}, one
		}
		key = key.fold()
		was := m[key]
		m[key] = Person{cmp.Or(proper.Name, was.Name), cmp.Or(proper.Email, was.Email)}
	}
	return m
}

// cutPerson reads "Name <mail>" off the start of a line; the name may be
// missing.
func cutPerson(line string) (p Person, rest string, ok bool) {
	name, rest, ok := strings.Cut(line, "<")
	mail, rest, closed := strings.Cut(rest, ">")
	name, mail = strings.TrimSpace(name), strings.TrimSpace(mail)
	return Person{strings.ToValidUTF8(name, "\uFFFD"), strings.ToValidUTF8(mail, "\uFFFD")}, rest, ok && closed && mail != ""
}

func (k mailKey) fold() mailKey {
	return mailKey{strings.ToLower(k.name), strings.ToLower(k.email)}
}

// person gives a person as the mailmap wants them.
func (m mailmap) person(p Person) Person {
	proper, ok := m[mailKey{p.Name, p.Email}.fold()]
	if !ok {
		proper = m[mailKey{email: p.Email}.fold()]
	}
	return Person{cmp.Or(proper.Name, p.Name), cmp.Or(proper.Email, p.Email)}
}

// helpers gives the people of the Co-authored-by lines of a message.
func helpers(message string) []Person {
	var people []Person
	const key = "co-authored-by:"
	for line := range strings.Lines(message) {
		if len(line) < len(key) || !strings.EqualFold(line[:len(key)], key) {
			continue
		}
		if p, _, ok := cutPerson(line[len(key):]); ok {
			people = append(people, p)
		}
	}
	return people
}

// credit notes that people made a change that landed at a time. Programs get
// no credit.
func credit(list []Contributor, people []Person, at time.Time) []Contributor {
	for _, p := range people {
		if p.Bot() {
			continue
		}
		i := slices.IndexFunc(list, func(c Contributor) bool { return c.key() == p.key() })
		if i < 0 {
			i = len(list)
			list = append(list, Contributor{Person: p})
		}
		list[i].Changes++
		if at.After(list[i].Last) {
			list[i].Last = at
		}
	}
	return list
}

// key tells people apart: by their address, or by their name if there is none.
func (p Person) key() string {
	return strings.ToLower(cmp.Or(p.Email, p.Name))
}
