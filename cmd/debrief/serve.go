package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
	"github.com/debrief-dev/debrief/internal/publish"
	"github.com/debrief-dev/debrief/internal/source"
	"github.com/debrief-dev/debrief/internal/watch"
)

func newServe(a *app) *cobra.Command {
	var addr string
	var poll bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.in("Show the site while you write", "編集しながらサイトを確認する"),
		Long: a.in(`Shows the site of the repository in a browser, from memory, and loads open
pages again when a file changes. What the checks say of a page's document
stands on the page and in the terminal. It answers this machine only, unless
--addr says otherwise. Ctrl-C ends it.`,
			`リポジトリのサイトをメモリー上に生成し、ブラウザーで表示します。ファイルを保存すると、
開いているページを読み込み直します。ページの文書に対する指摘は、ページ上と端末に表示します。
--addr で変えない限り、この端末からの接続だけに応答します。Ctrl-C で終了します。`),
		Example: `  debrief serve
  debrief serve --addr 127.0.0.1:8080
  debrief serve --audience public   # as everybody will see it`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.serve(cmd.Context(), addr, poll)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:1313", a.in("`HOST:PORT` to listen at; port 0 takes a free one", "待ち受ける `HOST:PORT`。ポート 0 は空きポートを使う"))
	cmd.Flags().BoolVar(&poll, "poll", false, a.in("look for changes every few seconds, where the system does not tell of them", "変更通知が届かない環境で、数秒ごとにファイルを調べる"))
	a.addAsOf(cmd)
	a.addAudience(cmd)
	return cmd
}

// firstLook is how many documents a repository has at least whose pages are
// shown before the links between all of them are known.
const firstLook = 500

func (a *app) serve(ctx context.Context, addr string, poll bool) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return badAddress(addr)
	}
	listener, err := listen(ctx, addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	p, err := newPreview(newHostGuard(host), a.lang, func(page string, err error) {
		a.tell(diag.Say("the page %s cannot be made: %s", "ページ %s を生成できません: %s", page, err.Error()))
	})
	if err != nil {
		return err
	}
	s := &stage{app: a, preview: p, baseURL: siteURL(host, listener), made: make(chan production, 1)}
	changes, err := s.start(ctx, poll)
	if err != nil {
		return err
	}
	p.lang = a.lang // the settings may decide it
	server := &http.Server{
		Handler: p, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		DisableGeneralOptionsHandler: true, ErrorLog: log.New(io.Discard, "", 0),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	defer func() {
		close(p.closing)
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close()
		}
	}()
	a.tellAddress(s.baseURL, host)
	return s.run(ctx, changes, failed)
}

// siteURL is where a browser of this machine finds the site.
func siteURL(host string, l net.Listener) string {
	address, _ := l.Addr().(*net.TCPAddr)
	if address == nil {
		return "http://" + l.Addr().String() + "/"
	}
	if address.IP.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(address.Port)) + "/"
}

func badAddress(addr string) error {
	return &usageError{
		message: diag.Say("--addr %q is not HOST:PORT", "--addr %q は HOST:PORT の形ではありません", addr),
		hint:    diag.Text{En: "for example 127.0.0.1:1313", Ja: "例: 127.0.0.1:1313"},
	}
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	var unknown *net.DNSError
	var wrong *net.AddrError
	var parse *net.ParseError
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, &usageError{
			message: diag.Say("another program listens at %s", "%s は別のプログラムが使用中です", addr),
			hint: diag.Text{
				En: "end it, or choose another port: debrief serve --addr 127.0.0.1:0 takes a free one",
				Ja: "そのプログラムを終了するか、別のポートを指定してください。debrief serve --addr 127.0.0.1:0 は空きポートを使います",
			},
		}
	case errors.Is(err, os.ErrPermission):
		return nil, &usageError{
			message: diag.Say("the system does not let you listen at %s", "%s での待ち受けが許可されていません", addr),
			hint:    diag.Text{En: "choose a port above 1023", Ja: "1024 以上のポートを指定してください"},
		}
	case errors.As(err, &wrong), errors.As(err, &parse), errors.As(err, &unknown), errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, &usageError{
			message: diag.Say("--addr %q is no address of this machine", "--addr %q はこの端末のアドレスではありません", addr),
			hint:    diag.Text{En: "for example 127.0.0.1:1313", Ja: "例: 127.0.0.1:1313"},
		}
	}
	return nil, fmt.Errorf("listening at %s: %w", addr, err)
}

// tellAddress says where the site is, and who else can see it.
func (a *app) tellAddress(url, host string) {
	address := net.ParseIP(host)
	if !strings.EqualFold(host, "localhost") && (address == nil || !address.IsLoopback()) {
		a.tell(diag.Say("warning: whoever reaches %s over the network can read the whole site, internal documents included",
			"警告: ネットワーク経由で %s に到達できる人は、内部文書を含むサイト全体を読めます", url))
	}
	a.tell(diag.Say("the site is at %s (Ctrl-C ends it)", "サイト: %s （Ctrl-C で終了）", url))
}

// start makes the first site, and begins to watch before its files are read.
func (s *stage) start(ctx context.Context, poll bool) (<-chan watch.Change, error) {
	a := s.app
	w, err := s.openRepository(a)
	if err != nil {
		return nil, err
	}
	watcher, err := watch.Start(ctx, s.watched(w, poll))
	if err != nil {
		return nil, fmt.Errorf("watching %s: %w", w.root, err)
	}
	if watcher.Polling != nil && !poll {
		a.tell(polls(watcher.Polling))
	}
	sum, err := settingsSum(w.files)
	if err != nil {
		return nil, err
	}
	done := a.progress(diag.Text{En: "reading the documents", Ja: "文書を読み込んでいます"}, nil)
	p := s.produce(ctx, production{opened: w, settings: sum})
	done()
	fmt.Fprint(a.stderr, p.said)
	if p.err != nil {
		return nil, p.err
	}
	a.tell(p.notice)
	if len(p.w.corpus.Entries) > firstLook {
		early, err := s.plan(p.w, true)
		if err != nil {
			return nil, err
		}
		s.follow(p)
		p.pages = early
	}
	s.use(p)
	return watcher.Changes, nil
}

// follow makes the whole site behind the scenes, of what is read already.
func (s *stage) follow(p production) {
	s.making = true
	go func() {
		p.err = p.warm(nil)
		s.made <- p
	}()
}

// watched is what is watched of a workspace: not the sites that were built into
// it, nor what no document is read from.
func (s *stage) watched(w *workspace, poll bool) watch.Options {
	o := watch.Options{Root: w.root, Poll: poll, Now: s.app.clock, Skip: func(folder string) bool {
		name := folder[strings.LastIndexByte(folder, '/')+1:]
		if strings.HasPrefix(name, ".") && name != ".debrief" || name == "node_modules" || name == "vendor" {
			return true
		}
		return slices.ContainsFunc(w.config.Corpus.Ignore, func(glob string) bool { return source.Match(glob, folder) }) ||
			publish.Is(filepath.Join(w.root, filepath.FromSlash(folder)))
	}}
	if dir, err := gitlog.Dir(w.root); err == nil && !s.app.noGit {
		o.Also = []string{filepath.Join(dir, "HEAD"), filepath.Join(dir, "logs", "HEAD")}
	}
	return o
}

// polls says that changes are seen late, and why.
func polls(why error) diag.Text {
	if errors.Is(why, syscall.ENOSPC) || errors.Is(why, syscall.EMFILE) {
		return diag.Text{
			En: "the system watches no more folders (fs.inotify.max_user_watches): looking for changes every few seconds instead",
			Ja: "監視できるフォルダー数の上限（fs.inotify.max_user_watches）に達したため、数秒ごとに変更を調べます",
		}
	}
	return diag.Say("the system does not tell of changes (%s): looking for them every few seconds instead",
		"変更通知を利用できないため（%s）、数秒ごとに変更を調べます", why.Error())
}

// run shows changes until the context ends, which is how it ends well.
func (s *stage) run(ctx context.Context, changes <-chan watch.Change, failed <-chan error) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case err := <-failed:
			return fmt.Errorf("serving: %w", err)
		case c := <-changes:
			if c.Polling != nil {
				s.app.tell(polls(c.Polling))
			}
			s.change(ctx, c)
		case p := <-s.made:
			s.finish(ctx, p)
		case <-s.due:
			s.begin(ctx)
		}
	}
}

// mostNamed is how many changed files are named.
const mostNamed = 3

// tellChanged says on standard error what is shown now, and prints what the
// checks say of the documents among it.
func (s *stage) tellChanged(names []string, took time.Duration) {
	if len(names) == 0 {
		return
	}
	shown := strings.Join(names[:min(len(names), mostNamed)], ", ")
	if more := len(names) - mostNamed; more > 0 {
		shown = diag.Say("%s and %s", "%s ほか %s", shown, diag.Amount(more, "other", "others", " 件")).In(s.app.lang)
	}
	s.app.tell(diag.Say("%s: shown after %s", "%s: %sで反映しました", shown, roundly(took)))
	if len(names) > mostDrafts {
		return // "debrief lint" tells
	}
	present, _ := s.preview.present()
	var found []diag.Diagnostic
	var documents []string
	for _, name := range names {
		if corpus.Wanted(name, nil) {
			found, documents = append(found, present.checks.of(name)...), append(documents, name)
		}
	}
	if len(documents) > 0 {
		_ = diag.WriteText(s.app.stdout, s.app.findingsReport(found, documents)) // a closed terminal ends the command otherwise
	}
}

// roundly is a length of time as people say it.
func roundly(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", max(1, d.Milliseconds()))
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
