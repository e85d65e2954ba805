package main

import (
	"net/netip"
	"strings"
	"testing"
)

func TestOnlyPublicAddressesAreAsked(t *testing.T) {
	for text, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true,
		"127.0.0.1": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "224.0.0.1": false, "fd00::1": false, "fe80::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false,
	} {
		if got := public(netip.MustParseAddr(text)); got != want {
			t.Errorf("public(%s) = %t, want %t", text, got, want)
		}
	}
}

func TestLocalServersAreNotAsked(t *testing.T) {
	f := newFetcher()
	for _, url := range []string{"http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/"} {
		if err := f.fetch(url); err == nil || !strings.Contains(err.Error(), "no public address") {
			t.Errorf("%s: %v, want that it is no public address", url, err)
		}
	}
	if err := f.fetch("file:///etc/passwd"); err == nil {
		t.Error("a file was asked")
	}
}
