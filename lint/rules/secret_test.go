package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zricethezav/gitleaks/v8/logging"
)

// Tokens are put together here so that no scanner takes this file for a leak.
var (
	githubToken = "ghp_" + "9fK2mQ7xT4vB8nL1pR6wZ3cY5hD0sJgAeUiO"
	awsKey      = "AKIA" + "Q3EGR7VZL5XH2NUP"
	slackToken  = "xoxb-" + "263594206564-2343594206564" + "-FGqddMF8t08v8N7Oq4i57vs1"
	jsonToken   = "ey" + "JhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" + ".ey" + "JzdWIiOiI5ODIzIiwibmFtZSI6IlRhbnVraSJ9" + ".TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ"
	privateKey  = "-----BEGIN " + "RSA PRIVATE KEY-----\n" + strings.Repeat("MIIEpAIBAAKCAQEAx9Qk2v7nLr0TgYb4uWz8\n", 6) + "-----END " + "RSA PRIVATE KEY-----"
	longKey     = "q7Lw2Zt9" + "Xc4Vb1Nm8Ks5"
)

// hunt gives the secrets of a text as kind and value.
func hunt(path, text string) ([]string, *secretHunt) {
	h := &secretHunt{path: path, data: []byte(text), patterns: secretPatterns()}
	var out []string
	for _, s := range h.all() {
		out = append(out, s.kind+" "+text[s.span.Start:s.span.End])
	}
	return out, h
}

func TestSecrets(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"prose", "Rotate the access token and the key of the service; the password is in the vault.", nil},
		{"Japanese prose", "アクセストークンとパスワードは金庫から取り出します。パスワードは毎月変更する。", nil},
		{"in prose", "I used " + githubToken + " by hand.", []string{"github-pat " + githubToken}},
		{"in a code span", "Run `export GH=" + githubToken + "` first", []string{"github-pat " + githubToken}},
		{"in front matter", "---\ntoken: " + githubToken + "\n---\n# T\n", []string{"github-pat " + githubToken}},
		{"CRLF", "---\r\ntitle: x\r\n---\r\n\r\nAPI_KEY=" + longKey + "\r\n", []string{"generic-api-key " + longKey}},
		{"among Japanese text", "鍵は" + awsKey + "でした。", []string{"aws-access-token " + awsKey}},
		{"two kinds, one place", "slack_token: " + slackToken, []string{"slack-bot-token " + slackToken}},
		{"a named key and a nameless one", "token=" + longKey + "\n" + awsKey + "\n", []string{"generic-api-key " + longKey, "aws-access-token " + awsKey}},
		{"twice", githubToken + " " + githubToken, []string{"github-pat " + githubToken, "github-pat " + githubToken}},
		{"JSON web token", "Authorization: Bearer " + jsonToken, []string{"jwt " + jsonToken}},
		{"private key", "```\n" + privateKey + "\n```\n", []string{"private-key " + privateKey}},
		{"private key without its end", privateKey[:120], nil},
		{"curl", "curl -u deploy:" + longKey + " https://ci.example.com", []string{"curl-auth-user deploy:" + longKey}},
		{"curl over lines", "curl https://ci.example.com \\\n  -X POST \\\n  -u deploy:" + longKey + "\n", []string{"curl-auth-user deploy:" + longKey}},
		{"curl with a variable", `curl -u "$CI_USER:$CI_PASSWORD" https://ci.example.com`, nil},
		{"address with a password", "postgres://shop:hunter42@db-1:5432/shop", []string{"url-password hunter42"}},
		{"address with a stand-in", "postgres://shop:PASSWORD@db-1/shop redis://:$REDIS_PW@r/ amqp://u:<pw>@q/ https://u:xxxx@h/", nil},
		{"address with a password that holds a word", "postgres://app:s3cr3tPass@db.prod/app https://u:s3cr3tPass@git.corp.jp/x amqp://q:tokenT4nuki@q/", []string{"url-password s3cr3tPass", "url-password s3cr3tPass", "url-password tokenT4nuki"}},
		{"address with a word for the password", "postgres://app:password@db/app https://u:your-token@h/ mysql://u:DB_PASS@h/ redis://:my_secret@h/ ftp://u:changeme@h/", nil},
		{"address of one's own machine", "postgres://shop:hunter42@localhost/shop", nil},
		{"address with the usual password", "postgres://shop:postgres@db/shop", nil},
		{"address with a port", "see http://grafana.internal:3000/d/abc?x=y@z", nil},
		{"Japanese password", "パスワードは「T4nuki#2026!」です。", []string{"japanese-password T4nuki#2026!」"[:len("japanese-password T4nuki#2026!")]}},
		{"Japanese key", "APIキー：" + longKey, []string{"japanese-password " + longKey}},
		{"Japanese stand-in", "パスワード: <パスワード>、APIキー: $API_KEY、トークン: your-token-here、秘密鍵: ~/.ssh/id_ed25519.pub", nil},
		{"AWS's example", "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", nil},
		{"AWS's example, changed", "aws_access_key_id = AKIAIOSFODNN7EXAMPL4", nil},
		{"stand-ins", "token: xxxxxxxxxxxx1\ntoken=<token-1234567>\napi_key=$TOKEN12345\nsecret: ${SECRET_0123}\npassword: changeme12345\nkey = {{ .Values.key1 }}\n", nil},
		{"a word for a secret", "secret: kubernetes.io/service-account-token", nil},
		{"a digest", "image: shop@sha256:9b2c8f0d7a6e5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c", nil},
		{"a commit", "Reverted in 3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a", nil},
		{"a secret that is allowed", "token=" + longKey + " # gitleaks:allow", nil},
		{"next to one that is allowed", "token=" + longKey + " # gitleaks:allow\ntoken=" + longKey, []string{"generic-api-key " + longKey}},
		{"no characters", "\x00\xff\xfetoken=\xff" + longKey, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := hunt("runbooks/x.md", tt.text)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestManifestOfSecrets(t *testing.T) {
	const text = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ndata:\n  login: c2hvcDpUNG51a2kjMjAyNg==\n"
	if got, _ := hunt("services/x.yaml", text); len(got) != 1 || !strings.HasPrefix(got[0], "kubernetes-secret-yaml ") {
		t.Errorf("in YAML: got %q", got)
	}
}

// TestSecretIsNeverPrinted looks for the secrets in all that a finding tells.
func TestSecretIsNeverPrinted(t *testing.T) {
	text := "---\ntitle: 鍵\n---\n# T\n\n" + githubToken + "\npassword=" + longKey + "\npostgres://shop:hunter42@db/shop\n"
	_, found := findings(t, fstest.MapFS{"runbooks/x.md": {Data: []byte(text)}})
	n := 0
	for _, d := range found {
		if d.Rule != "secret" {
			continue
		}
		n++
		for _, s := range []string{githubToken, longKey, "hunter42"} {
			if told := fmt.Sprint(d.Message, d.Fixes, d.Related); strings.Contains(told, s[:6]) {
				t.Errorf("the finding tells the secret: %s", told)
			}
		}
	}
	if n != 3 {
		t.Errorf("got %d findings, want 3", n)
	}
}

// TestSecretPatterns holds the tables to what the search relies on.
func TestSecretPatterns(t *testing.T) {
	log := logging.Logger
	var printed bytes.Buffer
	logging.Logger = log.Output(&printed)
	defer func() { logging.Logger = log }()
	set := secretPatterns()
	if len(set.patterns) < 200 || len(set.allowed) == 0 {
		t.Errorf("%d patterns, %d lists of what is allowed", len(set.patterns), len(set.allowed))
	}
	worded := map[int]bool{}
	for _, w := range set.words {
		if len(w.text) < 2 || w.text != strings.ToLower(w.text) {
			t.Errorf("the word %q", w.text)
		}
		if !slices.ContainsFunc(set.at([]byte(strings.ToUpper(w.text)), nil), func(f word) bool { return f.text == w.text }) {
			t.Errorf("the word %q is not found", w.text)
		}
		for _, i := range w.patterns {
			worded[i] = true
		}
	}
	for i, p := range set.patterns {
		if r := p.rule(); r.Regex == nil || r.RuleID != p.kind {
			t.Errorf("pattern %s is %+v", p.kind, r)
		}
		if !worded[i] {
			t.Errorf("pattern %s has no word", p.kind)
		}
	}
	if printed.Len() > 0 {
		t.Errorf("gitleaks logs %q", printed.String())
	}
}

// TestSecretHuntEnds gives it text that is nothing but words of its patterns.
func TestSecretHuntEnds(t *testing.T) {
	var all strings.Builder
	for _, w := range secretPatterns().words {
		all.WriteString(w.text + "=a1b2c3d4e5f6 ")
	}
	lines := strings.Repeat(all.String(), 60_000/all.Len()) + "\n"
	text := strings.Repeat(lines, 1<<20/len(lines))
	begin := time.Now()
	_, h := hunt("runbooks/x.md", text)
	if h.searched <= mostSearched {
		t.Errorf("%d bytes to be searched are no more than the limit", h.searched)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("took %v", took)
	} else {
		t.Log(took)
	}
}

func BenchmarkSecretHunt(b *testing.B) {
	text := []byte(strings.Repeat("Rotate the access token of `team-web`, then run `kubectl -n shop rollout restart deploy/web-7` and check the key metrics.\n", 80))
	set := secretPatterns()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		h := secretHunt{path: "x.md", data: text, patterns: set}
		h.all()
	}
}
