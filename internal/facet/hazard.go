package facet

import (
	"regexp"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// Hazard is a command that does harm if it is run in the wrong place.
type Hazard struct {
	// Destroys: data, resources or history are gone. Otherwise it interrupts:
	// what it hits comes back by itself or can be started again.
	Destroys bool
	Span     source.Span // of the command's telling part within the script: "kubectl -n web delete pvc"
}

// Hazards gives the commands of a script that destroy or interrupt, in order,
// at most one for each line. What only looks at things, tries them (--dry-run)
// or is a comment is none.
func Hazards(script string) []Hazard {
	lower := strings.ToLower(script)
	var found []Hazard
	for i := range hazards {
		k := &hazards[i]
		if !k.mayStandIn(lower) {
			continue
		}
		found = append(found, k.in(script)...)
	}
	return heaviest(script, found)
}

// heaviest keeps one hazard of each line: the first that destroys, else the
// first.
func heaviest(script string, found []Hazard) []Hazard {
	slices.SortStableFunc(found, func(a, b Hazard) int { return a.Span.Start - b.Span.Start })
	var out []Hazard
	for _, h := range found {
		switch last := len(out) - 1; {
		case last < 0 || strings.Contains(script[out[last].Span.Start:max(h.Span.Start, out[last].Span.Start)], "\n"):
			out = append(out, h)
		case h.Destroys && !out[last].Destroys:
			out[last] = h
		}
	}
	return out
}

// hazard is a way in which commands do harm.
type hazard struct {
	words    []string // in lower case; one of them stands in every match
	destroys bool
	shape    func() *regexp.Regexp // the telling part is its first group
	// judge looks at the rest of the command: it may change the hazard, or
	// tell that there is none. Nil: the shape is enough.
	judge func(script string, h *Hazard) bool
}

// in gives at most one hazard of the way for each line of a script.
func (k *hazard) in(script string) []Hazard {
	const most = 8 // looks at one line, so that a long one takes no time that grows with its square
	var found []Hazard
	looks := 0
	for pos := 0; pos < len(script); {
		m := k.shape().FindStringSubmatchIndex(script[pos:])
		if m == nil {
			break
		}
		h := Hazard{k.destroys, source.Span{Start: pos + m[2], End: pos + m[3]}}
		line := lineAround(script, h.Span)
		if line.Start >= pos {
			looks = 0
		}
		looks++
		harm := !isHarmless(script[line.Start:line.End], script[line.Start:h.Span.Start]) && (k.judge == nil || k.judge(script, &h))
		if harm {
			found = append(found, h)
		}
		if pos = h.Span.End; harm || looks == most {
			pos = line.End + 1
		}
	}
	return found
}

func (k *hazard) mayStandIn(lower string) bool {
	return slices.ContainsFunc(k.words, func(w string) bool { return strings.Contains(lower, w) })
}

// lineAround is the line of a script in which something stands.
func lineAround(script string, s source.Span) source.Span {
	start := strings.LastIndexByte(script[:s.Start], '\n') + 1
	if end := strings.IndexByte(script[s.End:], '\n'); end >= 0 {
		return source.Span{Start: start, End: s.End + end}
	}
	return source.Span{Start: start, End: len(script)}
}

var (
	// tried is a command that says what it would do, or how it is used.
	tried  = lazyregexp.New(`(?i)--(?:dry-?run|dryrun|what-?if|check|simulate|help|no-execute)\b|\s-WhatIf\b|\bplan\s+-destroy\b`)
	inFact = lazyregexp.New(`--dry-run=(?:none|false)\b`)
	// said is what stands before a command that is not run: a comment, or a
	// word that prints or looks up the rest.
	said = lazyregexp.New(`(?i)^\s*(?:#[^!]|//|--\s|rem\s)|\b(?:echo|printf|man|grep|alias|which|history)\b[^|;&]*$`)
)

func isHarmless(line, before string) bool {
	return tried.MatchString(line) && !inFact.MatchString(line) || said.MatchString(before)
}

// restOfCommand is what follows a hazard up to the end of its command.
func restOfCommand(script string, h *Hazard) string {
	rest := script[h.Span.End:]
	if end := strings.IndexAny(rest, "\n|;&"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// comeBack are the resources of Kubernetes that their owners make again.
var comeBack = []string{"pod", "pods", "po", "replicaset", "replicasets", "rs", "job", "jobs", "event", "events", "lease", "leases", "endpoints", "ep", "csr"}

// resourceDeleted judges by the kind of the resource that kubectl deletes.
func resourceDeleted(script string, h *Hazard) bool {
	rest := restOfCommand(script, h)
	value := false // of the flag before
	for _, m := range argument.FindAllStringIndex(rest, -1) {
		word := rest[m[0]:m[1]]
		switch {
		case value:
			value = false
		case strings.HasPrefix(word, "-"):
			value = flagsWithValue[word]
		default:
			kind, _, _ := strings.Cut(strings.ToLower(word), "/")
			h.Destroys = !slices.Contains(comeBack, strings.Trim(kind, `"'`))
			h.Span.End += m[1]
			return true
		}
	}
	return true
}

var argument = lazyregexp.New(`\S+`)

// flagsWithValue are those of kubectl whose value is a word of its own.
var flagsWithValue = map[string]bool{
	"-n": true, "--namespace": true, "-l": true, "--selector": true, "--context": true, "--cluster": true,
	"--kubeconfig": true, "--field-selector": true, "--grace-period": true, "-f": true, "--filename": true, "-k": true,
}

// unlimited tells whether a statement of SQL has no condition.
func unlimited(script string, h *Hazard) bool {
	const far = 2000 // bytes that an honest statement has
	rest := script[h.Span.End:min(h.Span.End+far, len(script))]
	rest, _, _ = strings.Cut(rest, ";")
	return !limit.MatchString(rest)
}

var limit = lazyregexp.New(`(?i)\b(?:where|using|join|limit)\b`)

// IsScript tells by the language of a code block whether it can be something to
// run. A block without language can.
func IsScript(language string) bool {
	language = strings.ToLower(language)
	return language == "" || slices.Contains(shells, language) || slices.Contains(sessions, language) || slices.Contains(queries, language)
}

// Brief gives a command for people to recognise it, without the words that may
// hold secrets: quoted ones, addresses, headers, long ones with digits.
func Brief(command string) string {
	const long = 24 // bytes
	words := strings.Fields(command)
	for i, w := range words {
		if strings.ContainsAny(w, `"'@`) || strings.Contains(w, "://") || len(w) >= long && strings.ContainsAny(w, "0123456789") {
			words[i] = "…"
		}
	}
	out := slices.CompactFunc(words, func(a, b string) bool { return a == "…" && b == "…" })
	if quotes := strings.Count(command, `"`) + strings.Count(command, "'"); quotes > 0 && len(out) > 2 {
		out = []string{out[0], "…", out[len(out)-1]} // words inside quotes have none of their own
	}
	return strings.Join(slices.CompactFunc(out, func(a, b string) bool { return a == "…" && b == "…" }), " ")
}
