package facet

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
)

// command is a line to run, as a code block gives it.
type command struct {
	run, shell, expect string
	span               source.Span
}

// Languages of code blocks that hold something to run.
var (
	shells   = []string{"sh", "bash", "shell", "zsh", "ksh", "fish", "powershell", "pwsh", "ps1", "cmd", "bat", "batch"}
	sessions = []string{"console", "terminal", "shell-session", "shellsession", "sh-session", "bash-session"}
	queries  = []string{"sql", "mysql", "psql", "pgsql", "plsql", "promql", "logql", "kql", "kusto", "cql", "mongo", "mongosh", "redis"}
)

var (
	// dollar is the prompt of a user; a "#" is a comment far more often.
	dollar = lazyregexp.New(`^\s*(?:[\w.-]+@[\w.-]+[^$#]{0,60})?\$ +`)
	// prompts are those of other interpreters, and of root in a session.
	prompts = lazyregexp.New(`^\s*(?:[\w.-]+@[\w.-]+[^$#]{0,60}# +|[\w.-]{1,30}(?:=[#>]|>) +|PS [A-Za-z]:[^>]*> ?)`)
	root    = lazyregexp.New(`^\s*# +`)
	// program begins a line of a block without language that is to be run.
	program = lazyregexp.New(`^\s*(?:sudo +)?(?:kubectl|oc|helm|docker|podman|crictl|systemctl|journalctl|curl|wget|psql|mysql|redis-cli|aws|gcloud|az|ssh|scp|git|etcdctl|terraform|ansible(?:-playbook)?|dig|nslookup|ping|df|du|top|free|tail|head|grep|cat|ls|ps|kill|tcpdump|openssl|promtool|amtool) +\S`)
	heredoc = lazyregexp.New(`<<-?\s*['"]?([A-Za-z_]\w*)['"]?`)
	// control is a line of a script that means nothing alone.
	control = lazyregexp.New(`^\s*(?:(?:for|while|until|if|case|function|select)\b|\w+\s*\(\)\s*\{)`)
)

// commands gives the lines to run of a code block, none if it is no such
// block. Prompts are stripped; in a block with prompts the lines without one
// are what the command before them prints.
func (r *reader) commands(block ast.Node) []command {
	lang := ""
	if f, ok := block.(*ast.FencedCodeBlock); ok {
		lang = strings.ToLower(string(f.Language(r.doc.Text)))
	} else if block.Kind() != ast.KindCodeBlock {
		return nil
	}
	lines := codeLines(r.doc, block)
	if prompt := promptOf(lang, lines); prompt != nil {
		return prompted(lines, prompt, lang)
	}
	switch {
	case slices.Contains(queries, lang):
		return whole(lines, lang)
	case slices.Contains(shells, lang), slices.Contains(sessions, lang), lang == "" && runnable(lines):
		if slices.ContainsFunc(lines, func(l codeLine) bool { return control.MatchString(l.text) }) {
			return whole(lines, lang)
		}
		return script(lines, lang)
	}
	return nil
}

// codeLine is a line of a code block without its line ending.
type codeLine struct {
	text string
	span source.Span
}

func codeLines(d *doc.Document, block ast.Node) []codeLine {
	var out []codeLine
	for i := range block.Lines().Len() {
		seg := block.Lines().At(i)
		text := strings.TrimRight(string(seg.Value(d.Text)), "\r\n")
		out = append(out, codeLine{text, source.Span{Start: seg.Start, End: min(seg.Stop, seg.Start+len(text))}})
	}
	return out
}

// promptOf gives the prompt that a block uses, nil if none.
func promptOf(lang string, lines []codeLine) *lazyregexp.Regexp {
	uses := func(p *lazyregexp.Regexp) bool {
		return slices.ContainsFunc(lines, func(l codeLine) bool { return p.MatchString(l.text) })
	}
	shell := lang == "" || slices.Contains(shells, lang) || slices.Contains(sessions, lang)
	switch {
	case shell && uses(dollar):
		return dollar
	case (shell || slices.Contains(queries, lang)) && len(lines) > 0 && prompts.MatchString(lines[0].text):
		return prompts
	case slices.Contains(sessions, lang) && uses(root):
		return root
	}
	return nil
}

// runnable tells whether every line of a block without language that does not
// continue another begins with a program that is known.
func runnable(lines []codeLine) bool {
	seen := false
	for i, l := range lines {
		switch {
		case strings.TrimSpace(l.text) == "" || root.MatchString(l.text) || i > 0 && continues(lines[i-1].text):
		case !program.MatchString(l.text):
			return false
		default:
			seen = true
		}
	}
	return seen
}

// continues tells whether a line of a shell goes on in the next.
func continues(text string) bool {
	text = strings.TrimRight(text, " \t")
	return strings.HasSuffix(text, `\`) || strings.HasSuffix(text, "|") || strings.HasSuffix(text, "&&") || strings.HasSuffix(text, "`")
}

func prompted(lines []codeLine, prompt *lazyregexp.Regexp, lang string) []command {
	var out []command
	for i := 0; i < len(lines); i++ {
		m := prompt.FindStringIndex(lines[i].text)
		if m == nil {
			if len(out) > 0 {
				out[len(out)-1].expect += lines[i].text + "\n"
			}
			continue
		}
		next, c := logical(lines, i, m[1])
		c.shell, i = lang, next
		if c.run != "" {
			out = append(out, c)
		}
	}
	for i := range out {
		out[i].expect = strings.Trim(out[i].expect, "\n")
	}
	return out
}

// script reads a block without prompts: each line that does not continue
// another is a command, comments are none.
func script(lines []codeLine, lang string) []command {
	var out []command
	for i := 0; i < len(lines); i++ {
		if text := strings.TrimSpace(lines[i].text); text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		next, c := logical(lines, i, 0)
		c.shell, i = lang, next
		out = append(out, c)
	}
	return out
}

// logical joins line i, from byte skip on, with the lines that continue it:
// after a backslash, a pipe, or inside a here-document. It gives the index of
// the last line taken.
func logical(lines []codeLine, i, skip int) (last int, c command) {
	text := strings.TrimSpace(lines[i].text[skip:])
	c.span = source.Span{Start: lines[i].span.Start + skip, End: lines[i].span.End}
	end := ""
	if m := heredoc.FindStringSubmatch(text); m != nil && !strings.Contains(text, "<<<") {
		end = m[1]
	}
	for i+1 < len(lines) && (end != "" || continues(lines[i].text)) {
		i++
		text += "\n" + strings.TrimPrefix(lines[i].text, "> ")
		c.span.End = lines[i].span.End
		if end != "" && strings.TrimSpace(lines[i].text) == end {
			break
		}
	}
	c.run = text
	return i, c
}

// whole takes a block as one command.
func whole(lines []codeLine, lang string) []command {
	var text []string
	c := command{shell: lang}
	for _, l := range lines {
		text = append(text, l.text)
	}
	c.run = strings.TrimSpace(strings.Join(text, "\n"))
	if c.run == "" {
		return nil
	}
	c.span = source.Span{Start: lines[0].span.Start, End: lines[len(lines)-1].span.End}
	return []command{c}
}

// reading are programs that change nothing.
var reading = lazyregexp.New(`(?i)^(?:sudo +)?(?:` +
	`(?:kubectl|oc)(?: +-{1,2}[\w-]+(?:[= ]\S+)?)* +(?:get|describe|logs|top|explain|version|cluster-info|api-resources)\b` +
	`|(?:cat|ls|df|du|top|free|ps|uptime|tail|head|grep|egrep|zgrep|rg|wc|sort|uniq|cut|jq|yq|awk|column|less|more|date|hostname|whoami|id|env|echo|printf|dig|nslookup|host|ping|traceroute|mtr|netstat|ss|vmstat|iostat|sar|lsof|dmesg|journalctl|stat|file|which)\b` +
	`|systemctl +(?:status|is-active|is-enabled|list-\S+|show|cat)\b` +
	`|(?:docker|podman|crictl) +(?:ps|logs|inspect|images|stats|top)\b` +
	`|helm +(?:list|ls|status|history|get)\b|git +(?:log|status|diff|show|blame)\b|openssl +(?:x509|s_client|verify)\b` +
	`|(?:select|show|explain|describe|desc)\b)`)

// quotedQuery is what a database client is told to run.
var quotedQuery = lazyregexp.New(`(?is)^(?:mysql|psql|mariadb)\b.*?(?:-e|-c|--execute|--command)[ =]*(?:'([^']*)'|"((?:[^"\\]|\\.)*)")\s*$`)

var (
	writingCurl = lazyregexp.New(`(?:^|\s)(?:-X|--request|-d|--data\S*|-T|--upload-file|-F|--form|-o|-O|--output|--remote-name)\b`)
	modifying   = lazyregexp.New(`(?i)\b(?:insert|update|delete|drop|alter|truncate|create|grant|revoke|into)\b`)
	redirect    = lazyregexp.New(`[^0-9&]>|[^0-9&]>>|\$\(|` + "`")
	inPlace     = lazyregexp.New(`\b(?:xargs|tee)\b|(?:^|\s)-delete\b|--vacuum|--rotate|--flush`)
)

// pipes writes whatever parts the commands of a line as a pipe.
var pipes = strings.NewReplacer("&&", "|", "||", "|")

// inPlaceMarks are what matches of inPlace hold one of.
var inPlaceMarks = []string{"xargs", "tee", "-delete", "--vacuum", "--rotate", "--flush"}

// ReadOnly tells whether a command certainly changes nothing: every part of
// its pipe is known to only read.
func ReadOnly(run string) bool {
	if strings.ContainsAny(run, `'"`) {
		if m := quotedQuery.FindStringSubmatch(run); m != nil {
			return ReadOnly(strings.TrimSuffix(strings.TrimSpace(m[1]+m[2]), ";"))
		}
	}
	if strings.ContainsAny(run, "\n;") || strings.ContainsAny(run, ">$`") && redirect.MatchString(run) || holds(run, inPlaceMarks) && inPlace.MatchString(run) {
		return false
	}
	for part := range strings.SplitSeq(pipes.Replace(run), "|") {
		part = strings.TrimSpace(part)
		curl := strings.HasPrefix(part, "curl ") && !writingCurl.MatchString(part)
		if !curl && (!reading.MatchString(part) || modifying.MatchString(part) && !strings.HasPrefix(part, "grep")) {
			return false
		}
	}
	return true
}
