// Command debrief checks postmortems, root cause analyses, runbooks and known
// issues in a Git repository and builds a knowledge site from them.
//
// This package is the only one that knows the clock, the environment and the
// file system; one file holds one subcommand.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/gitlog"
)

// version is set when a release is built.
var version = ""

// The exit codes: what scripts and CI rely on.
const (
	exitClean    = 0
	exitFindings = 1 // findings at or above the failing level
	exitTrouble  = 2 // the tool could not do its work
	exitSignal   = 128
)

func main() {
	plain := os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	os.Exit(run(os.Args[1:], &app{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
		clock:  time.Now,
		color:  !plain && term.IsTerminal(int(os.Stdout.Fd())),
		live:   !plain && term.IsTerminal(int(os.Stderr.Fd())),
	}))
}

// app is what the commands share: where they print, what surrounds them, and
// the flags that all have.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	clock          func() time.Time

	dir  string // -C
	lang string // of messages
	asOf string // --as-of
	rev  string // --rev

	audience string // --audience; empty where a command has none

	cacheDir string // --cache-dir
	noGit    bool   // --no-git

	langKnown bool // the command line or the locale chose lang; else the settings do
	color     bool // stdout is a terminal that shows colours
	live      bool // stderr is a terminal on which a line can be rewritten
}

// errFindings ends a command that printed findings at the failing level.
var errFindings = errors.New("findings at the failing level")

// usageError is an error of the command line, or of the settings: the user is
// told what to try.
type usageError struct {
	message diag.Text
	hint    diag.Text // empty if there is nothing to add
}

func (e *usageError) Error() string { return e.message.En }

// interrupted is the cause of a context that a signal ended.
type interrupted struct{ signal syscall.Signal }

func (i interrupted) Error() string { return "interrupted by " + i.signal.String() }

// run runs the command line and gives the exit code.
func run(args []string, a *app) int {
	ctx, stop := withSignals(context.Background())
	defer stop()
	a.lang, a.langKnown = language(args, a.getenv)
	root := newRoot(a)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var caught interrupted
	switch {
	case err == nil:
		return exitClean
	case errors.As(context.Cause(ctx), &caught):
		return exitSignal + int(caught.signal)
	case errors.Is(err, errFindings):
		return exitFindings
	}
	a.complain(err)
	return exitTrouble
}

// complain prints an error as people read it.
func (a *app) complain(err error) {
	var usage *usageError
	if errors.Is(err, gitlog.ErrTreeless) {
		err = treeless()
	}
	if !errors.As(err, &usage) {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			a.tell(diag.Say("%s", "%s", line))
		}
		return
	}
	a.tell(usage.message)
	if usage.hint == (diag.Text{}) {
		return
	}
	label := "hint: "
	for line := range strings.SplitSeq(usage.hint.In(a.lang), "\n") {
		fmt.Fprintf(a.stderr, "%s%s\n", label, diag.Printable(line))
		label = "      "
	}
}

// tell prints a notice on standard error; an empty one is none.
func (a *app) tell(message diag.Text) {
	if message == (diag.Text{}) {
		return
	}
	fmt.Fprintf(a.stderr, "debrief: %s\n", diag.Printable(message.In(a.lang)))
}

// withSignals gives a context that ends at an interrupt or a termination.
func withSignals(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		select {
		case s := <-signals:
			if number, ok := s.(syscall.Signal); ok {
				cancel(interrupted{number})
			}
			signal.Stop(signals) // a second signal ends the process at once
		case <-done:
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel(nil)
	}
}
