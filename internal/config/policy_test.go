package config

import (
	"testing"
	"time"
)

func TestPolicyOfDetectionAndRecurrence(t *testing.T) {
	c, found := read(t, "policy:\r\n  detection: {threshold: 10分, inclusive: true}\r\n  recurrence: {window: 90d}\r\n")
	if len(found) > 0 {
		t.Fatalf("findings: %v", found)
	}
	if d := c.Policy.Detection; d.Threshold != 10*time.Minute || !d.Inclusive {
		t.Errorf("detection: %+v", d)
	}
	if w := c.Policy.Recurrence.Window; w != 90*24*time.Hour {
		t.Errorf("recurrence: %v", w)
	}
	for text, want := range map[string]string{
		"policy: {detection: {threshold: soon}}\n":  `1:33 bad-format "soon"`,
		"policy: {detection: {threshold: 0m}}\n":    `1:33 bad-format "0m"`,
		"policy: {detection: {inclusive: maybe}}\n": `1:33 unknown-value "maybe"`,
		"policy: {recurrence: {windw: 1d}}\n":       `1:23 unknown-field "windw"`,
	} {
		if _, found := read(t, text); len(found) != 1 || found[0] != want {
			t.Errorf("%q: got %v, want %s", text, found, want)
		}
	}
}
