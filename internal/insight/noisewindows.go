package insight

import (
	"math/big"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/internal/corpus"
	"github.com/debrief-dev/debrief/internal/facet"
)

// AlertWindow is a window of maintenance in which alerts fired.
type AlertWindow struct {
	Task     *corpus.Entry
	From, To time.Time // [From, To)
	Recorded bool      // an execution of the task is recorded; else the schedule declares the window
	Alerts   int
}

// setApart takes out what is not replayed: alerts that the monitoring silenced,
// and those inside a window of maintenance of their service.
func (x *replay) setApart() {
	tasks := x.plannedWork()
	at := map[windowKey]int32{}
	for i := range x.firings {
		f := &x.firings[i]
		if f.event.Status == facet.Silenced {
			f.apart = true
			x.noise.Silenced++
			continue
		}
		if f.place == none {
			continue
		}
		for _, task := range tasks[f.place] {
			w, ok := task.at(f.event.At)
			if !ok {
				continue
			}
			key := windowKey{w.Task, w.From.UnixNano()}
			n, known := at[key]
			if !known {
				n = int32(len(x.noise.Windows))
				at[key] = n
				x.noise.Windows = append(x.noise.Windows, w)
			}
			x.noise.Windows[n].Alerts++
			x.noise.Maintained++
			f.apart, f.window = true, n
			break
		}
	}
}

// windowKey names a window.
type windowKey struct {
	task *corpus.Entry
	from int64
}

// plannedWork is the tasks of maintenance that declare windows, by the numbers
// of their services, in the order of their documents. A task that names no
// service declares none.
func (x *replay) plannedWork() map[int32][]*plannedTask {
	out := map[int32][]*plannedTask{}
	for _, e := range x.r.corpus.Entries {
		if e.Maintenance == nil {
			continue
		}
		for _, s := range x.catalogue.servicesOf(e) {
			// Each service has its own: a task remembers where it has come to.
			if t := x.r.plannedTask(e); t != nil {
				n := x.service(s.id)
				out[n] = append(out[n], t)
			}
		}
	}
	return out
}

// plannedTask gives the windows of one task, to someone who asks for later and
// later times.
type plannedTask struct {
	entry    *corpus.Entry
	recorded []AlertWindow // executions of a known time and length, by time
	reach    []time.Time   // of each of them, the latest end up to it
	dealt    map[facet.Date]bool
	table    Timetable
	length   time.Duration // of windows of the schedule; 0 if there are none
	next     time.Time     // the first occurrence that may not be over; zero before the first question
	over     bool          // there is none any more
}

// plannedTask reads a task; nil if it declares no window. Executions with a time
// and a length are windows; occurrences of the schedule are, too, if it gives a
// time of the day, the document a duration, and nothing else is recorded for
// the day: that the task was skipped, or done at another time.
func (r *Results) plannedTask(e *corpus.Entry) *plannedTask {
	p := &plannedTask{entry: e, dealt: map[facet.Date]bool{}}
	zone := r.zoneOf(e)
	task := r.Task(e)
	cadence, fault := ReadSchedule(e.Maintenance.Schedule)
	table, placed := cadence.On(zone, task.anchor())
	if e.Maintenance.Schedule.Given() && !fault.is() && placed && table.Clock && task.Entry.Status != "paused" && task.Entry.Status != "retired" {
		p.table, p.length, zone = table, e.Maintenance.Duration.D, table.Zone
	}
	for _, h := range e.Maintenance.History {
		p.record(h, e.Maintenance.Duration, zone)
	}
	slices.SortStableFunc(p.recorded, func(a, b AlertWindow) int { return a.From.Compare(b.From) })
	for i, w := range p.recorded {
		if i > 0 && p.reach[i-1].After(w.To) {
			w.To = p.reach[i-1]
		}
		p.reach = append(p.reach, w.To)
	}
	if len(p.recorded) == 0 && p.length <= 0 {
		return nil
	}
	return p
}

// longestWindow bounds windows: what takes longer is no window.
const longestWindow = 31 * 24 * time.Hour

// record notes an execution.
func (p *plannedTask) record(h facet.Execution, usual facet.Duration, zone *time.Location) {
	if h.Status == "skipped" {
		p.dealt[facet.Date{Year: h.On.Year, Month: h.On.Month, Day: h.On.Day, Known: true}] = true
		return
	}
	if !h.At.Known {
		return
	}
	from := h.At.Time.In(zone)
	p.dealt[dateOf(from)] = true
	length := usual.D
	if h.Seconds.V != nil {
		length = wholeSeconds(h.Seconds.V)
	}
	if length > 0 && length <= longestWindow {
		p.recorded = append(p.recorded, AlertWindow{Task: p.entry, From: from, To: from.Add(length), Recorded: true})
	}
}

// wholeSeconds is a number of seconds, up to just more than longestWindow.
func wholeSeconds(n *big.Rat) time.Duration {
	most := num(int64(longestWindow/time.Second) + 1)
	n = lesser(larger(n, num(0)), most)
	return time.Duration(new(big.Int).Quo(n.Num(), n.Denom()).Int64()) * time.Second
}

// at gives the window that holds an instant. Instants come in order.
func (p *plannedTask) at(t time.Time) (AlertWindow, bool) {
	n, _ := slices.BinarySearchFunc(p.recorded, t, func(w AlertWindow, t time.Time) int {
		return boolInt(w.From.After(t))*2 - 1
	})
	for i := n - 1; i >= 0 && p.reach[i].After(t); i-- {
		if p.recorded[i].To.After(t) {
			return p.recorded[i], true
		}
	}
	if p.length <= 0 || p.length > longestWindow || p.over {
		return AlertWindow{}, false
	}
	return p.scheduled(t)
}

// scheduled gives the window of the schedule that holds an instant. The
// occurrence that may hold it is found again only when the one before is over,
// so that neither a busy log nor a busy schedule costs more than the other.
func (p *plannedTask) scheduled(t time.Time) (AlertWindow, bool) {
	for p.next.IsZero() || !p.next.Add(p.length).After(t) || p.dealt[dateOf(p.next.In(p.table.Zone))] {
		after := t.Add(-p.length)
		if !p.next.IsZero() && p.next.After(after) {
			after = p.next // that day is dealt with
		}
		next, ok := p.table.Next(after)
		if !ok {
			p.over = true
			return AlertWindow{}, false
		}
		p.next = next
		if next.After(t) && !p.dealt[dateOf(next.In(p.table.Zone))] {
			break
		}
	}
	if p.next.After(t) {
		return AlertWindow{}, false
	}
	return AlertWindow{Task: p.entry, From: p.next, To: p.next.Add(p.length)}, true
}
