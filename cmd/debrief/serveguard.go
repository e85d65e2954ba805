package main

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// hostGuard knows by which names a preview may be asked for. A page of the web
// can make a browser ask any address, under a name of its own that leads here
// (DNS rebinding); it cannot make the browser say one of these.
type hostGuard struct {
	names     map[string]bool // in lower case, without port
	addresses bool            // any address too: a name that leads here is none
}

// newHostGuard allows what names this machine, and the host of --addr. One that
// stands for all addresses of the machine allows whatever is an address.
func newHostGuard(host string) hostGuard {
	g := hostGuard{names: map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}}
	address, err := netip.ParseAddr(host)
	if host == "" || err == nil && address.IsUnspecified() {
		g.addresses = true
	} else {
		g.names[strings.ToLower(host)] = true
	}
	return g
}

// allows tells whether a Host header is one of ours.
func (g hostGuard) allows(host string) bool {
	name := host
	if h, port, err := net.SplitHostPort(host); err == nil {
		if !digits(port) {
			return false
		}
		name = h
	} else if inner, ok := strings.CutPrefix(host, "["); ok {
		if name, ok = strings.CutSuffix(inner, "]"); !ok {
			return false
		}
	}
	if g.names[strings.ToLower(name)] {
		return true
	}
	address, err := netip.ParseAddr(name)
	return g.addresses && err == nil && address.Zone() == ""
}

// digits tells whether a port is a number.
func digits(port string) bool {
	return port != "" && len(port) <= 5 && strings.Trim(port, "0123456789") == ""
}

// refuses tells why a request is not answered; status 0 if it is.
func (g hostGuard) refuses(r *http.Request) (status int, reason string) {
	if !g.allows(r.Host) {
		return http.StatusForbidden, "this preview does not answer to that name"
	}
	if origin := r.Header.Values("Origin"); len(origin) > 1 || len(origin) == 1 && origin[0] != "http://"+r.Host && origin[0] != "https://"+r.Host {
		return http.StatusForbidden, "other sites may not read this preview"
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" && !followsLink(r) {
		return http.StatusForbidden, "other sites may not read this preview"
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusMethodNotAllowed, "this preview can only be read"
	}
	return 0, ""
}

// followsLink tells whether a person followed a link of another site: the page
// opens in a window of its own, into which that site cannot look.
func followsLink(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}
