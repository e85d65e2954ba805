package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"
)

// fetcher asks the web whether addresses still lead somewhere. Addresses come
// from documents that strangers write: nothing of the local network is asked,
// and nothing is read beyond the head of an answer.
//
// Each address is asked once; it may be used by several goroutines.
type fetcher struct {
	client *http.Client
	known  sync.Map // address: *answer
}

// answer is what an address gave.
type answer struct {
	once sync.Once
	err  error
}

// fetchTime bounds one address, redirects and all.
const fetchTime = 20 * time.Second

func newFetcher() *fetcher {
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		if !public(at.Addr()) {
			return fmt.Errorf("%s is no public address", at.Addr())
		}
		return nil
	}}
	return &fetcher{client: &http.Client{
		Timeout:   fetchTime,
		Transport: &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10},
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > 5 {
				return errors.New("more than five redirects")
			}
			return nil
		},
	}}
}

// public tells whether an address is one of the open internet.
func public(a netip.Addr) bool {
	a = a.Unmap()
	shared := netip.MustParsePrefix("100.64.0.0/10") // carriers' networks, RFC 6598
	return a.IsGlobalUnicast() && !a.IsPrivate() && !a.IsLoopback() && !a.IsLinkLocalUnicast() && !shared.Contains(a)
}

// fetch says what is wrong with an address; nil if something is there.
func (f *fetcher) fetch(url string) error {
	entry, _ := f.known.LoadOrStore(url, &answer{})
	a := entry.(*answer)
	a.once.Do(func() { a.err = f.look(url) })
	return a.err
}

func (f *fetcher) look(url string) error {
	err := f.ask(http.MethodHead, url)
	var status statusError
	if errors.As(err, &status) && status != http.StatusNotFound && status != http.StatusGone {
		err = f.ask(http.MethodGet, url) // some servers know only GET
	}
	if errors.As(err, &status) && (status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusTooManyRequests) {
		return nil // something is there that strangers may not see
	}
	return err
}

// statusError is an answer that says that something is wrong.
type statusError int

func (s statusError) Error() string { return fmt.Sprintf("%d %s", int(s), http.StatusText(int(s))) }

func (f *fetcher) ask(method, url string) error {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return err
	}
	request.Header.Set("User-Agent", "debrief/"+versionText())
	answer, err := f.client.Do(request)
	if err != nil {
		return err
	}
	if err := answer.Body.Close(); err != nil {
		return err
	}
	if answer.StatusCode >= 400 {
		return statusError(answer.StatusCode)
	}
	return nil
}
