package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/lazyregexp"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/lint"
)

// What is found is quoted masked: findings end in logs that more people read
// than the document.
var personalData = lint.Rule{
	ID:       "personal-data",
	Severity: diag.Warning,
	Profile:  lint.Standard,
	Check: func(p *lint.Pass) {
		data := p.Entry.Doc.File.Data
		seen := map[string]bool{} // what stands twice, as text and address of a link, is one thing
		for _, f := range append(addresses(data, p.Results.Policy.RosterDomains), personalNumbers(data)...) {
			if value := p.Text(f.span); !seen[value] {
				seen[value] = true
				p.Report(diag.Diagnostic{
					Span:    f.span,
					Message: diag.Say("the %s %q is personal data", "%s %q は個人情報です", f.what, f.masked),
				})
			}
		}
	},
}

// mostPersonal is how many addresses and how many numbers of a document are
// told. A list of customers has thousands, and the first tell as much as all.
const mostPersonal = 100

// personal is a piece of personal data.
type personal struct {
	what   diag.Text
	masked string
	span   source.Span
}

var eMailAddress = diag.Text{En: "e-mail address", Ja: "メールアドレス"}

// addresses gives the e-mail addresses of people, save those at the domains.
func addresses(data []byte, domains []string) []personal {
	var out []personal
	for at := 0; len(out) < mostPersonal; at++ {
		next := bytes.IndexByte(data[at:], '@')
		if next < 0 {
			break
		}
		at += next
		span, ok := addressAround(data, at)
		if !ok {
			continue
		}
		local, domain := string(data[span.Start:at]), strings.ToLower(string(data[at+1:span.End]))
		if isPerson(strings.ToLower(local), domain) && !isOwn(domain, domains) && !isLogin(data, span) {
			out = append(out, personal{eMailAddress, local[:1] + "***@" + domain, span})
		}
	}
	return out
}

// addressAround gives the address that an @ stands in.
func addressAround(data []byte, at int) (source.Span, bool) {
	const longestLocal, longestDomain = 64, 253 // RFC 5321, section 4.5.3.1
	s := source.Span{Start: at, End: at + 1}
	for s.Start > max(at-longestLocal, 0) && (isLetterOrDigit(data[s.Start-1]) || bytes.IndexByte([]byte("._%+-"), data[s.Start-1]) >= 0) {
		s.Start--
	}
	for s.End < min(at+1+longestDomain, len(data)) && (isLetterOrDigit(data[s.End]) || data[s.End] == '.' || data[s.End] == '-') {
		s.End++
	}
	for s.Start < at && !isLetterOrDigit(data[s.Start]) { // of a list: "-a@example.com"
		s.Start++
	}
	for s.End > at+1 && !isLetterOrDigit(data[s.End-1]) { // of a sentence
		s.End--
	}
	return s, s.Start < at && host.Match(data[at+1:s.End])
}

// host is the domain of an address. What begins with digits is a version:
// react@18.2.0-rc.next.
var host = lazyregexp.New(`^(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+[A-Za-z-][A-Za-z0-9-]*)(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}$`)

func isLetterOrDigit(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= lowerCase(b) && lowerCase(b) <= 'z'
}

func lowerCase(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b | 0x20
	}
	return b
}

var (
	// nobodysDomain is a domain without people: those of RFC 2606 and RFC 6762,
	// what manuals write for one's own, lists, and machines. Behind the last dot
	// may also be the ending of a file (logo@2x.png) or of a unit of systemd.
	nobodysDomain = lazyregexp.New(`(?:^|\.)(?:example\d*|no-?reply|lists?|googlegroups|gserviceaccount|pagerduty|opsgenie)\.` +
		`|(?:^|\.)(?:your[a-z-]*|my-?(?:company|domain|org)|company|domain|foo|bar|test|sample|acme)\.[a-z]{2,4}$` +
		`|\.(?:example|test|invalid|localhost|local|internal|lan|png|jpe?g|gif|svg|webp|ya?ml|json|js|ts|css|html?|service|socket|timer|target|mount|slice|scope|conf|log|sock)$`)
	// nobody is the name of a mailbox that is a role's, a team's or a machine's.
	nobody = lazyregexp.New(`no-?_?reply|do-?not-?reply|^(?:[a-z0-9._-]*[._-])?(?:` +
		`abuse|accounts?|admin(?:istrator)?s?|alerts?|all|billing|bot|ci|contact|customer|dba?|deploy(?:er)?|dev|developers?|devops|dpo|e-?mail|eng(?:ineering)?|` +
		`feedback|git|group|hello|help(?:desk)?|hostmaster|hr|incidents?|info|infra|it|jobs|kontakt|legal|list|mail(?:er-daemon)?|marketing|me|media|name|news(?:letter)?|noc|notifications?|` +
		`office|on-?call|operations|ops|platform|postmaster|press|primary|privacy|pr|recruit|root|sales|secondary|sec|security|service|shop|somebody|someone|sre|` +
		`status|support|sysadmins?|team|test|user(?:name)?s?|web(?:master)?|you(?:r-?name)?|[a-z0-9]+-team|team-[a-z0-9-]+` +
		`)(?:[._+-](?:team|alerts?|oncall|on-call|ops|jp|en|desk))?\d{0,2}$|^[0-9a-f-]{16,}$|^\d+$`)
)

func isPerson(local, domain string) bool {
	return !nobodysDomain.MatchString(domain) && !nobody.MatchString(local)
}

func isOwn(domain string, domains []string) bool {
	return slices.ContainsFunc(domains, func(d string) bool { return domain == d || strings.HasSuffix(domain, "."+d) })
}

// remoteLogin is a command to which name@host is an account.
var remoteLogin = lazyregexp.New(`\b(?:ssh|scp|sftp|rsync|mosh|autossh|ssh-copy-id|ssh-keyscan|git|docker|psql|mysql)\s[^,.;|&。、]*$`)

// isLogin tells whether what looks like an address is an account of a host:
// in a URL, git@host:path, the argument of ssh.
func isLogin(data []byte, s source.Span) bool {
	if s.End < len(data) {
		switch rest := data[s.End:]; {
		case rest[0] == '@', rest[0] == '/':
			return true
		case rest[0] == ':' && len(rest) > 1 && (isLetterOrDigit(rest[1]) || rest[1] == '/' || rest[1] == '~'):
			return true
		}
	}
	before := data[max(s.Start-256, 0):s.Start]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	word := before[bytes.LastIndexAny(before, " \t(<\"'`")+1:]
	return bytes.Contains(word, []byte("//")) || bytes.HasSuffix(word, []byte("/")) || bytes.HasSuffix(word, []byte("@")) || remoteLogin.Match(before)
}
