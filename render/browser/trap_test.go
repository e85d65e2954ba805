//go:build browser

package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/debugger"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// ownScript is the name of the scripts of the tests.
const ownScript = "\n//# sourceURL=test-of-debrief.js"

// trap notes what attacks do in a tab: scripts that run, what is asked from
// elsewhere, and what the policy had to stop.
type trap struct {
	server string // "http://127.0.0.1:1234/"
	mu     sync.Mutex
	ran    []string
	asked  map[network.RequestID]string
	held   []string
}

// alarms stand in the place of what attacks call.
const alarms = `for (const name of ['alert', 'prompt', 'confirm', 'print', 'open']) {
	globalThis[name] = (...args) => { caught(name + ' ' + args.join(' ').slice(0, 80)); return null }
}
document.write = document.writeln = () => caught('document.write')`

// setTrap listens to a tab of the site on a server.
func setTrap(t *testing.T, ctx context.Context, server string) *trap {
	t.Helper()
	tr := &trap{server: server, asked: map[network.RequestID]string{}}
	errs := []error{chromedp.Listen(ctx, tr.see)}
	add := func(_ any, err error) { errs = append(errs, err) }
	add(chromedp.Call(ctx, network.Enable, network.EnableParams{}))
	add(chromedp.Call(ctx, log.Enable, cdp.Empty{}))
	add(chromedp.Call(ctx, page.Enable, page.EnableParams{}))
	add(chromedp.Call(ctx, runtime.Enable, cdp.Empty{}))
	add(chromedp.Call(ctx, runtime.AddBinding, runtime.AddBindingParams{Name: "caught"}))
	add(chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: alarms + ownScript}))
	add(chromedp.Call(ctx, debugger.Enable, debugger.EnableParams{}))
	add(chromedp.Call(ctx, debugger.SetSkipAllPauses, debugger.SetSkipAllPausesParams{Skip: true}))
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return tr
}

func (tr *trap) see(event any) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventBindingCalled:
		tr.ran = append(tr.ran, "calls "+e.Payload)
	case *page.EventJavascriptDialogOpening:
		tr.ran = append(tr.ran, fmt.Sprintf("opens a dialog: %s", e.Message))
	case *page.EventWindowOpen:
		tr.ran = append(tr.ran, "opens a window: "+e.URL)
	case *debugger.EventScriptParsed:
		own := strings.HasPrefix(e.URL, tr.server+"assets/") || strings.HasPrefix(e.URL, tr.server+"search/") && strings.HasSuffix(e.URL, ".js") // the index of a site for disk
		if !own && e.URL != "test-of-debrief.js" && e.URL != "" {
			tr.ran = append(tr.ran, fmt.Sprintf("is a script of %s:%d", e.URL, e.StartLine+1))
		}
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, tr.server) && !strings.HasPrefix(u, "data:") {
			tr.asked[e.RequestID] = u
		}
	case *network.EventWebSocketCreated:
		tr.asked[e.RequestID] = e.URL
	case *network.EventLoadingFailed:
		if e.BlockedReason != "" { // it never left
			delete(tr.asked, e.RequestID)
		}
	case *log.EventEntryAdded:
		if e.Entry.Source == "security" {
			tr.held = append(tr.held, "is held by the policy: "+e.Entry.Text)
		}
	}
}

// take gives what was noted since the last time.
func (tr *trap) take() (ran, asked, held []string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	for _, u := range tr.asked {
		asked = append(asked, "asks for "+u)
	}
	ran, held = tr.ran, tr.held
	tr.ran, tr.held = nil, nil
	clear(tr.asked)
	return ran, asked, held
}

// poke does to every element what a reader may do to it, but follows no link
// to a page, and tells what should not be there at all.
const poke = `(async () => {
	const links = /^(https?|mailto):$/
	const protocol = (to) => { try { return new URL(to, location.href).protocol } catch { return '' } }
	addEventListener('click', (e) => {
		const a = e.target.closest?.('a')
		if (a && !/^(javascript|data|vbscript|blob):$/.test(protocol(a.href?.baseVal ?? a.href))) e.preventDefault()
	}, true)
	addEventListener('submit', (e) => e.preventDefault(), true)
	const wrong = []
	const events = ['mouseover', 'mouseenter', 'mousemove', 'mousedown', 'mouseup', 'mouseout', 'dblclick', 'contextmenu', 'wheel', 'pointerover', 'pointerdown',
		'touchstart', 'focus', 'focusin', 'blur', 'keydown', 'keypress', 'keyup', 'input', 'beforeinput', 'change', 'invalid', 'select', 'copy', 'cut', 'paste', 'drag',
		'dragstart', 'dragover', 'drop', 'animationstart', 'animationend', 'transitionend', 'toggle', 'load', 'error', 'begin', 'end', 'play', 'canplay', 'loadstart', 'scroll']
	for (const d of document.querySelectorAll('details')) d.open = true
	for (const e of [...document.querySelectorAll('*')].slice(0, 6000)) {
		for (const a of e.attributes) {
			if (/^on|^style$|^srcdoc$/i.test(a.name)) wrong.push('has the attribute ' + a.name + '=' + a.value)
			if (/^(href|src|action|formaction|data|xlink:href|poster|background)$/i.test(a.name)) {
				const to = protocol(a.value)
				if (to && !links.test(to)) wrong.push('leads to ' + a.value)
			}
		}
		if (e.matches('embed[name], form[name], iframe[name], img[name], object[id]')) wrong.push('takes a name of the document: ' + (e.name || e.id))
		for (const type of events) e.dispatchEvent(new Event(type))
		e.focus?.()
		if (e.click) e.click()
		else e.dispatchEvent(new MouseEvent('click', { cancelable: true }))
	}
	await new Promise((r) => setTimeout(r, 20))
	return wrong.slice(0, 5)
})()` + ownScript
