package gitlog

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// world is a knowledge base at one commit of a made-up history, with the truth
// about its items.
type world struct {
	documents map[string]*sheet // by path; a sheet is never changed once it is in two worlds
}

// sheet is a document.
type sheet struct {
	prose []string
	items []thing
}

// thing is an item. What it is stays the same whatever becomes of its text.
type thing struct {
	uid     int
	id      string
	text    string
	section int
	state   State
}

func (w world) clone() world { return world{maps.Clone(w.documents)} }

// edit gives a copy of a sheet that may be changed.
func (w world) edit(path string) *sheet {
	s := &sheet{slices.Clone(w.documents[path].prose), slices.Clone(w.documents[path].items)}
	w.documents[path] = s
	return s
}

const sections = 3

// text is the document as written.
func (s *sheet) text() string {
	var b strings.Builder
	for n := range sections {
		fmt.Fprintf(&b, "# part %d\n", n)
		for i, p := range s.prose {
			if i%sections == n {
				b.WriteString(p + "\n")
			}
		}
		fmt.Fprintf(&b, "## section %d\n", n)
		for _, it := range s.items {
			if it.section != n {
				continue
			}
			box := [...]string{"- (?) ", "- [ ] ", "- [x] ", "- [-] "}[it.state]
			b.WriteString(box + it.text)
			if it.id != "" {
				b.WriteString(" {#" + it.id + "}")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// inOrder gives the items as they stand in the document.
func (s *sheet) inOrder() []thing {
	list := slices.Clone(s.items)
	slices.SortStableFunc(list, func(a, b thing) int { return a.section - b.section })
	return list
}

// maker makes up a history: documents come, items are opened, ticked,
// re-opened, reworded, moved and removed, on the mainline and on branches that
// are merged, squashed or rebased.
type worldMaker struct {
	r        *rand.Rand
	t        testing.TB
	b        *builder
	day      int
	uids     int
	paths    int
	replaced map[int]bool  // things whose whole text was replaced
	cut      []cut         // things on their way from one document to another
	gone     []goneSheet   // deleted documents
	landed   []landedWorld // the mainline
	blobs    map[string]string
	locked   map[string]bool // documents that an open branch works on
}

type cut struct {
	it  thing
	day int
}

type goneSheet struct {
	path  string
	sheet *sheet
}

type landedWorld struct {
	hash  string
	world world
}

func newWorldMaker(t testing.TB, seed uint64) *worldMaker {
	return &worldMaker{r: rand.New(rand.NewPCG(seed, 7)), t: t, b: newBuilder(t, t.TempDir()),
		replaced: map[int]bool{}, blobs: map[string]string{}, locked: map[string]bool{}}
}

var (
	english  = strings.Fields("add alert disk queue retry limit cache owner review pool runbook canary deploy rollback test metric budget quota shard replica backup restore failover latency timeout schema index token rotate certificate dashboard page oncall drill audit cleanup archive partition broker cluster gateway proxy firewall kernel memory swap inode socket thread worker batch stream cursor lease lock leader quorum snapshot checksum")
	japanese = strings.Fields("監視 追加 接続プール 上限 設定 手順書 更新 証明書 期限 自動化 負荷試験 実施 キュー 滞留 検知 通知 再試行 制御 容量 計画 見直し 権限 整理 訓練 切替 復旧 確認 配布 検証 段階")
	template = []string{"Tell the customers about it", "Write the report of the incident", "手順書を見直す", "Review with the team"}
)

func (m *worldMaker) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = english[m.r.IntN(len(english))]
	}
	if m.r.IntN(4) == 0 {
		for i := range list {
			list[i] = japanese[m.r.IntN(len(japanese))]
		}
		return strings.Join(list, "の")
	}
	return strings.Join(list, " ")
}

func (m *worldMaker) thing() thing {
	m.uids++
	it := thing{uid: m.uids, text: m.words(4 + m.r.IntN(4)), section: m.r.IntN(sections), state: StateOpen}
	if m.r.IntN(3) == 0 {
		it.id = fmt.Sprintf("ai-%d", m.uids)
	} else if m.r.IntN(12) == 0 {
		it.text = template[m.r.IntN(len(template))]
	}
	if m.r.IntN(15) == 0 {
		it.state = StateDone
	}
	return it
}

// free gives a document that no branch works on, "" if there is none.
func (m *worldMaker) free(w world) string {
	paths := slices.DeleteFunc(slices.Sorted(maps.Keys(w.documents)), func(p string) bool { return m.locked[p] })
	if len(paths) == 0 {
		return ""
	}
	return paths[m.r.IntN(len(paths))]
}

// newDocument adds a document.
func (m *worldMaker) newDocument(w world) string {
	m.paths++
	path := fmt.Sprintf("%04d.md", m.paths)
	s := &sheet{}
	for range 12 {
		s.prose = append(s.prose, m.words(8))
	}
	for range 2 + m.r.IntN(7) {
		s.items = append(s.items, m.thing())
	}
	w.documents[path] = s
	return path
}

// change does something to the document at path, and perhaps to another.
func (m *worldMaker) change(w world, path string, alone bool) {
	s := w.edit(path)
	if len(s.items) == 0 {
		s.items = append(s.items, m.thing())
		return
	}
	i := m.r.IntN(len(s.items))
	it := &s.items[i]
	switch x := m.r.IntN(100); {
	case x < 35: // tick, or open again
		switch it.state {
		case StateOpen, StateUnknown:
			it.state = StateDone
			if m.r.IntN(8) == 0 {
				it.state = StateDropped
			}
		default:
			if m.r.IntN(3) == 0 {
				it.state = StateOpen
			}
		}
	case x < 50:
		at := m.r.IntN(len(s.items) + 1)
		s.items = slices.Insert(s.items, at, m.thing())
	case x < 62: // one word is another, or a phrase comes
		words := strings.Fields(it.text)
		if m.r.IntN(2) == 0 && len(words) > 3 {
			words[m.r.IntN(len(words))] = english[m.r.IntN(len(english))]
			it.text = strings.Join(words, " ")
		} else {
			it.text += " " + m.words(1)
		}
	case x < 64:
		it.text = m.words(6)
		m.replaced[it.uid] = it.id == ""
	case x < 70:
		it.section = m.r.IntN(sections)
	case x < 74:
		s.items = slices.Delete(s.items, i, i+1)
	case x < 78 && len(s.items) > 1: // another order
		j := m.r.IntN(len(s.items))
		s.items[i], s.items[j] = s.items[j], s.items[i]
	case x < 84 && alone: // to another document
		if other := m.free(w); other != "" && other != path {
			moved := *it
			s.items = slices.Delete(s.items, i, i+1)
			o := w.edit(other)
			o.items = append(o.items, moved)
		}
	case x < 87 && alone && !slices.Contains(template, it.text): // cut, to be pasted later
		m.cut = append(m.cut, cut{*it, m.day})
		s.items = slices.Delete(s.items, i, i+1)
	case x < 90 && alone && len(m.cut) > 0 && m.day-m.cut[0].day <= 25:
		s.items = append(s.items, m.cut[0].it)
		m.cut = m.cut[1:]
	case x < 92 && alone && len(w.documents) > 5:
		m.gone = append(m.gone, goneSheet{path, w.documents[path]})
		delete(w.documents, path)
	case x < 94 && alone && len(m.gone) > 0:
		last := m.gone[len(m.gone)-1]
		if w.documents[last.path] == nil {
			w.documents[last.path] = last.sheet
			m.gone = m.gone[:len(m.gone)-1]
		}
	case x < 97 && alone: // another name
		m.paths++
		w.documents[fmt.Sprintf("%04d.md", m.paths)] = s
		delete(w.documents, path)
	default:
		s.prose[m.r.IntN(len(s.prose))] = m.words(8)
	}
}

// write writes a commit of a world.
func (m *worldMaker) write(w world, by string, wrote int, parents ...string) string {
	var items []item
	for _, path := range slices.Sorted(maps.Keys(w.documents)) {
		text := w.documents[path].text()
		if m.blobs[text] == "" {
			m.blobs[text] = m.b.object("blob", []byte(text))
		}
		items = append(items, item{"100644", path, m.blobs[text]})
	}
	return m.b.commit(made{tree: m.b.tree(items...), parents: parents, author: by, day: m.day, wrote: wrote})
}

// land puts a world on the mainline.
func (m *worldMaker) land(w world, by string, sides ...string) {
	m.day++
	var parents []string
	if len(m.landed) > 0 {
		parents = []string{m.landed[len(m.landed)-1].hash}
	}
	hash := m.write(w, by, 0, append(parents, sides...)...)
	m.landed = append(m.landed, landedWorld{hash, w})
	m.b.ref("refs/heads/main", hash)
}

// head is the world of the newest commit, to be changed.
func (m *worldMaker) head() world { return m.landed[len(m.landed)-1].world.clone() }

// branch works on a few documents, then lands as a merge, a squash or a rebase.
func (m *worldMaker) branch() {
	fork := m.landed[len(m.landed)-1]
	side, tip := fork.world.clone(), fork.hash
	own := []string{}
	for range 1 + m.r.IntN(2) {
		if p := m.free(side); p != "" {
			own = append(own, p)
			m.locked[p] = true
		}
	}
	if len(own) == 0 {
		return
	}
	for range 1 + m.r.IntN(4) {
		m.change(side, own[m.r.IntN(len(own))], false)
		m.day++
		tip = m.write(side, "bob", 0, tip)
		if m.r.IntN(2) == 0 {
			main := m.head()
			if p := m.free(main); p != "" {
				m.change(main, p, false)
				m.land(main, "ann")
			}
		}
	}
	main := m.head()
	for _, p := range own {
		main.documents[p] = side.documents[p]
		delete(m.locked, p)
	}
	if m.r.IntN(3) > 0 {
		m.land(main, "merger", tip)
	} else {
		m.land(main, "bob")
	}
}

// run makes up a number of landings.
func (m *worldMaker) run(commits int) {
	w := world{map[string]*sheet{}}
	for range 3 {
		m.newDocument(w)
	}
	m.land(w, "ann")
	for len(m.landed) < commits {
		if m.r.IntN(4) == 0 {
			m.branch()
			continue
		}
		w := m.head()
		if m.r.IntN(4) == 0 {
			m.newDocument(w)
		} else {
			p := m.free(w)
			m.change(w, p, true)
			for w.documents[p] != nil && m.r.IntN(3) == 0 {
				m.change(w, p, false)
			}
		}
		m.land(w, "ann")
	}
}

// fate is what really happened to a thing.
type fate struct {
	uid    int
	id     string
	path   string
	text   string
	here   bool
	events []string
}

// truths tells what happened to all things of a mainline: what each landing
// changed.
func (m *worldMaker) truths() map[int]*fate {
	all := map[int]*fate{}
	states := map[int]State{}
	day := func(hash string) string { return hash[:10] }
	before := map[int]bool{}
	for _, l := range m.landed {
		now := map[int]bool{}
		for _, path := range slices.Sorted(maps.Keys(l.world.documents)) {
			for _, it := range l.world.documents[path].items {
				now[it.uid] = true
				tr := all[it.uid]
				if tr == nil {
					tr = &fate{uid: it.uid, id: it.id}
					all[it.uid], states[it.uid] = tr, it.state
					tr.events = append(tr.events, "opened "+day(l.hash))
				} else {
					if !before[it.uid] {
						tr.events = append(tr.events, "restored "+day(l.hash))
					}
					if kind, ok := turn(states[it.uid], it.state); ok {
						tr.events = append(tr.events, kind.String()+" "+day(l.hash))
					}
				}
				states[it.uid], tr.path, tr.text = it.state, path, it.text
			}
		}
		for uid := range before {
			if !now[uid] {
				all[uid].events = append(all[uid].events, "removed "+day(l.hash))
			}
		}
		before = now
	}
	for uid := range before {
		all[uid].here = true
	}
	return all
}
