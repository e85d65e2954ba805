package gitlog

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// encodeCache writes a mainline and the versions that it names: numbers as
// varints, hashes as they are, strings once each and numbered by when they
// first come.
func encodeCache(m *mainline, v *versions) []byte {
	e := &encoder{strings: map[string]uint64{}, wordings: map[*wording]uint64{}}
	e.out = make([]byte, 0, 1<<10+350*len(m.landings))
	e.number(uint64(len(m.people)))
	for _, p := range m.people {
		e.string(p.person)
		e.string(p.encoding)
	}
	met := map[blob]bool{}
	var list []blob
	note := func(b blob) {
		if !b.hash.IsZero() && !met[b] && v.known[b] != nil {
			met[b] = true
			list = append(list, b)
		}
	}
	e.number(uint64(len(m.landings)))
	for i := range m.landings {
		l := &m.landings[i]
		e.landing(l)
		for _, c := range l.changes {
			note(blob{c.path, c.is})
		}
		for _, t := range l.touches {
			note(blob{t.path, t.blob})
		}
	}
	e.number(uint64(len(list)))
	for _, b := range list {
		e.string(b.path)
		e.hash(b.hash)
		e.version(v.known[b])
	}
	return e.out
}

type encoder struct {
	out      []byte
	strings  map[string]uint64
	wordings map[*wording]uint64
}

func (e *encoder) number(n uint64)      { e.out = binary.AppendUvarint(e.out, n) }
func (e *encoder) hash(h plumbing.Hash) { e.out = append(e.out, h[:]...) }

// string writes 0 and the string where it is new, else its number from 1.
func (e *encoder) string(s string) {
	n, known := e.strings[s]
	e.number(n)
	if !known {
		e.strings[s] = uint64(len(e.strings)) + 1
		e.number(uint64(len(s)))
		e.out = append(e.out, s...)
	}
}

// noTime stands for the zero time, which has no place among the seconds.
const noTime = math.MinInt64

func (e *encoder) time(t time.Time) {
	if t.IsZero() {
		e.out = binary.AppendVarint(e.out, noTime)
		return
	}
	_, offset := t.Zone()
	e.out = binary.AppendVarint(e.out, t.Unix())
	e.out = binary.AppendVarint(e.out, int64(offset))
}

func (e *encoder) note(n note) {
	e.hash(n.hash)
	e.number(uint64(n.author))
	e.number(uint64(len(n.helpers)))
	for _, helper := range n.helpers {
		e.number(uint64(helper))
	}
	e.time(n.at)
	e.time(n.authored)
	e.string(n.subject)
}

func (e *encoder) landing(l *landing) {
	e.note(l.commit)
	e.hash(l.tree)
	e.number(uint64(len(l.sides)))
	for _, side := range l.sides {
		e.note(side)
	}
	e.number(uint64(len(l.changes)))
	for _, c := range l.changes {
		e.string(c.path)
		e.string(c.from)
		e.hash(c.was)
		e.hash(c.is)
		e.number(uint64(c.weight))
	}
	e.number(uint64(len(l.touches)))
	for _, t := range l.touches {
		e.number(uint64(t.side))
		e.string(t.path)
		e.hash(t.blob)
	}
}

func (e *encoder) version(v *version) {
	if v.missing {
		e.number(0)
		return
	}
	returns := uint64(0)
	if v.returns {
		returns = 1
	}
	e.number(1 + uint64(len(v.items))<<1 + returns)
	e.string(v.id)
	for i := range v.items {
		it := &v.items[i]
		e.wording(it.wording)
		e.string(it.id)
		e.string(it.section)
		e.number(uint64(it.line))
		marks := uint64(it.state) << 1
		if it.dates != nil {
			marks |= 1
		}
		e.number(marks)
		if it.dates != nil {
			e.time(it.dates.opened)
			e.time(it.dates.closed)
		}
	}
}

func (e *encoder) wording(w *wording) {
	n, known := e.wordings[w]
	e.number(n)
	if !known {
		e.wordings[w] = uint64(len(e.wordings)) + 1
		e.string(w.text)
		e.string(w.norm)
	}
}

// decodeCache reads what encodeCache wrote; it is not ok if anything is odd.
func decodeCache(data []byte) (*mainline, *versions, bool) {
	d := &decoder{rest: data}
	m, v := &mainline{known: map[signature]int32{}}, newVersions()
	for range d.count(2) {
		m.person(signature{d.string(), d.string()})
	}
	d.people = len(m.people)
	m.landings = make([]landing, d.count(40))
	for i := range m.landings {
		d.landing(&m.landings[i])
		if d.failed {
			return nil, nil, false
		}
	}
	count := d.count(21)
	v.known = make(map[blob]*version, count)
	for range count {
		b := blob{d.string(), d.hash()}
		v.known[b] = d.version(v.wordings)
	}
	return m, v, !d.failed && len(d.rest) == 0 && len(v.known) == count
}

// decoder reads numbers and strings until something is odd; from then on all
// are zero.
type decoder struct {
	rest     []byte
	failed   bool
	strings  []string
	wordings []*wording
	people   int
}

func (d *decoder) fail() {
	d.failed, d.rest = true, nil
}

func (d *decoder) number(limit uint64) uint64 {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 || n > limit {
		d.fail()
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

// count reads how many things follow of which each has at least size bytes.
func (d *decoder) count(size int) int { return int(d.number(uint64(len(d.rest) / size))) }

func (d *decoder) hash() (h plumbing.Hash) {
	if len(d.rest) < len(h) {
		d.fail()
		return h
	}
	copy(h[:], d.rest)
	d.rest = d.rest[len(h):]
	return h
}

func (d *decoder) string() string {
	n := d.number(uint64(len(d.strings)))
	if n > 0 {
		return d.strings[n-1]
	}
	size := d.count(1)
	if d.failed || size > len(d.rest) {
		d.fail()
		return ""
	}
	s := string(d.rest[:size])
	d.rest = d.rest[size:]
	d.strings = append(d.strings, s)
	return s
}

func (d *decoder) signed() int64 {
	n, size := binary.Varint(d.rest)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *decoder) time() time.Time {
	seconds := d.signed()
	if seconds == noTime || d.failed {
		return time.Time{}
	}
	offset := d.signed()
	if max(seconds, -seconds) > latest || max(offset, -offset) > 86400 {
		d.fail()
		return time.Time{}
	}
	zone := time.UTC
	if offset != 0 {
		zone = time.FixedZone("", int(offset))
	}
	return time.Unix(seconds, 0).In(zone)
}

func (d *decoder) note() note {
	n := note{hash: d.hash(), author: d.person()}
	if count := d.count(1); count > 0 {
		n.helpers = make([]int32, count)
	}
	for i := range n.helpers {
		n.helpers[i] = d.person()
	}
	n.at, n.authored, n.subject = d.time(), d.time(), d.string()
	if d.people == 0 {
		d.fail()
	}
	return n
}

func (d *decoder) person() int32 { return int32(d.number(uint64(max(d.people-1, 0)))) }

func (d *decoder) landing(l *landing) {
	l.commit, l.tree = d.note(), d.hash()
	if n := d.count(25); n > 0 {
		l.sides = make([]note, n)
	}
	for i := range l.sides {
		l.sides[i] = d.note()
	}
	if n := d.count(43); n > 0 {
		l.changes = make([]change, n)
	}
	for i := range l.changes {
		l.changes[i] = change{path: d.string(), from: d.string(), was: d.hash(), is: d.hash(), weight: weight(d.number(uint64(substantial)))}
	}
	if n := d.count(22); n > 0 {
		l.touches = make([]touch, n)
	}
	for i := range l.touches {
		l.touches[i] = touch{side: int32(d.number(uint64(max(len(l.sides)-1, 0)))), path: d.string(), blob: d.hash()}
	}
	if len(l.touches) > 0 && len(l.sides) == 0 {
		d.fail()
	}
}

func (d *decoder) version(w *wordings) *version {
	head := d.number(MaxItems<<1 + 2)
	if head == 0 {
		return &version{missing: true}
	}
	n := (head - 1) >> 1
	v := &version{id: d.string(), returns: (head-1)&1 != 0}
	if n == 0 || d.failed {
		return v
	}
	v.items = make([]listed, 0, min(int(n), len(d.rest)))
	for range n {
		it := listed{wording: d.wording(w), id: d.string(), section: d.string(), line: int32(d.number(math.MaxInt32))}
		marks := d.number(uint64(StateDropped)<<1 | 1)
		it.state = State(marks >> 1)
		if marks&1 != 0 {
			it.dates = &dates{d.time(), d.time()}
		}
		if d.failed {
			return v
		}
		v.items = append(v.items, it)
	}
	return v
}

func (d *decoder) wording(w *wordings) *wording {
	n := d.number(uint64(len(d.wordings)))
	if n > 0 {
		return d.wordings[n-1]
	}
	made := &wording{text: d.string(), norm: d.string()}
	d.wordings = append(d.wordings, made)
	w.texts[made.text] = made
	return made
}
