// Package facet holds the typed parts of documents: times, timeline, impact,
// causes, action items, procedure, solutions, service.
//
// Two steps meet here. Merge reads what a document says in any of its forms
// (front matter, "Key: value" lines, tables, headings, lists, its path) into
// one Value in the shape of the kind's schema, every part with its place and
// origin. The decoders then turn that Value into the types below, each on its
// own, so that one bad value spoils only itself.
//
// Absent is never zero: a time that is not known does not exist, a number
// that is not given has no value.
package facet

import (
	"math/big"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
	"github.com/debrief-dev/debrief/internal/source"
)

// Place is where a part of a document stands and how it was read.
type Place struct {
	Span source.Span
	From doc.Provenance
}

// Instant is a point in time as a document gives it.
type Instant struct {
	Time  time.Time // in the zone in which it was written
	Known bool
	Place
}

// Date is a calendar day, in the zone of its document.
type Date struct {
	Year  int
	Month time.Month
	Day   int
	Known bool
	Place
}

// Number is an exact number. V is nil if it is not given.
type Number struct {
	V *big.Rat
	Place
}

// Money is an exact amount of a currency (ISO 4217). Amount is nil if it is
// not given; Currency is empty if the document leaves it to the settings.
type Money struct {
	Amount   *big.Rat
	Currency string
	Place
}

// Times are the milestones of an incident.
type Times struct {
	Zone         *time.Location // of the document; nil if it states none
	ZoneText     string         // as stated: "Asia/Tokyo", "JST", "UTC"
	Started      Instant
	Detected     Instant
	Reported     Instant
	Acknowledged Instant
	Declared     Instant
	Escalated    Instant // only from the timeline
	Identified   Instant
	Mitigated    Instant
	Resolved     Instant
	Published    Instant
}

// Milestone is what a row of a timeline marks.
type Milestone string

// The milestones.
const (
	Start       Milestone = "start"
	Detect      Milestone = "detect"
	Page        Milestone = "page"
	Acknowledge Milestone = "ack"
	Declare     Milestone = "declare"
	Hypothesis  Milestone = "hypothesis"
	Verify      Milestone = "verify"
	Escalate    Milestone = "escalate"
	Communicate Milestone = "communicate"
	Identify    Milestone = "identify"
	Mitigate    Milestone = "mitigate"
	Resolve     Milestone = "resolve"
	Confirm     Milestone = "confirm"
	Note        Milestone = "note"
)

// TimelineRow is an entry of a timeline, in the order of the document. At is
// not known where its clock cannot be read or its day is not certain.
type TimelineRow struct {
	At     Instant
	Type   Milestone
	Event  string
	Actor  string
	Text   string
	Source string
	Place
}

// Impact is what an incident cost, as its document states it.
type Impact struct {
	Users                 Number
	UsersTotal            Number
	RequestsFailed        Number
	ErrorRatio            Number // 0–1
	NormalTPS             Number
	RevenuePerTransaction Money
	RevenueLoss           Money
	RecoveredRatio        Number // 0–1
	Tickets               Number
	DataLoss              string // none, possible, confirmed or empty
	Security              bool
	RedundancyLost        bool // a spare was used up
	InternalOnly          bool // the users are those of the organisation itself
	SLAExcluded           bool
	Segments              []Segment
	StatedDuration        Duration // "2時間15分", for comparison only
	Place
}

// Duration is a length of time as a document states it.
type Duration struct {
	D     time.Duration
	Known bool
	Text  string
	Place
}

// Segment is a part of an incident with an error ratio of its own.
type Segment struct {
	From, To   Instant
	Service    string
	ErrorRatio Number
	Users      Number
	Note       string
	Place
}

// Layer is one of the three layers of a root cause analysis.
type Layer string

// The layers.
const (
	Technical      Layer = "technical"
	Process        Layer = "process"
	Organizational Layer = "organizational"
)

// Cause is a cause of an incident, or of a known issue.
type Cause struct {
	ID         string
	Text       string
	Layer      Layer // empty if the document does not tell
	Group      string
	Taxonomy   string
	Role       string
	Because    []string
	BecauseAt  []source.Span // of Because
	Likelihood Number        // 0–1, known issues only
	Place
}

// Status is the state of an action item.
type Status string

// The states. Unknown is an item without check box and without a word about
// its state: never counted as open or closed.
const (
	Open       Status = "open"
	InProgress Status = "in_progress"
	Blocked    Status = "blocked"
	Done       Status = "done"
	WontDo     Status = "wont_do"
	Unknown    Status = "unknown"
)

// Over tells whether nothing is left to do: the item is done, or was given up.
// An item of unknown state is not known to be over.
func (s Status) Over() bool { return s == Done || s == WontDo }

// Action is an action item.
type Action struct {
	ID       string // explicit, or made of the document's id and the text
	Text     string
	Status   Status
	Owner    string
	Priority string // p0–p4 or empty
	Type     string
	Term     string // short, mid, long or empty
	Created  Date
	Due      Date
	Closed   Date
	DueFrom  string // empty if written, "term" if computed from the term
	Ticket   string
	Cause    string
	Evidence string
	Reason   string
	Box      *source.Span // of the mark of a task item
	Place
}

// Command is a line to run in a runbook.
type Command struct {
	Run      string // without prompt
	Shell    string // language of the block: bash, sql …; empty if none
	ReadOnly bool
	Expect   string // output that the document shows after it
	Place
}

// Step is a step of a runbook.
type Step struct {
	ID              string // s1, s2 … unless given
	Title           string
	Description     string
	Commands        []Command
	ExpectedOutput  string
	SuccessCriteria string
	Check           Condition // that tells that the step went well; its Metric is empty if there is none
	OnSuccess       string
	OnFailure       string
	Rollback        string
	Risk            string
	Section         string // the section it stands in: diagnosis, mitigation, steps …
	Heading         string // anchor of the heading it was read from, with prefix; empty if none
	Place
}

// Branch is a decision of a runbook.
type Branch struct {
	ID        string
	Condition string
	Check     Condition // the same for a machine, read from the words if need be; its Metric is empty if there is none
	Action    string    // what to do, in words, or a reference
	Goto      string    // id of a step, branch or document, an anchor, or empty
	Else      string
	Depth     int // 0 for a root decision; a branch of depth n+1 belongs to the last of depth n
	Place
}

// Escalation is a rule of a runbook or service: when to call whom.
type Escalation struct {
	Condition string
	After     Duration
	Action    string
	To        string
	Channel   string
	Severity  string
	Place
}

// Solution is a remedy of a known issue.
type Solution struct {
	ID        string
	Title     string
	Steps     []string
	ForCauses []string // ids of causes of the document
	Runbook   string
	Time      Duration
	Risk      string
	Type      string
	Outcomes  []Outcome
	Place
}

// Outcome is one recorded try of a solution.
type Outcome struct {
	On       Date
	Success  bool
	Incident string
	Note     string
	Place
}

// Service is an entry of the catalogue.
type Service struct {
	Tier                  Number
	Lifecycle             string
	Zone                  *time.Location // nil if not given
	ZoneText              string
	OnCall                string
	NormalTPS             Number
	Traffic               Traffic
	Users                 Number
	RevenuePerTransaction Money
	Objectives            []Objective
	Dashboard, Repo       string
	ActiveMetrics         []string
	DependsOn             []string
	Hosts                 []string
	RTO, RPO              Duration // recovery time and recovery point objectives
}

// Traffic is the shape of a service's load over the day and the week:
// relative weights that scale NormalTPS. Empty means constant.
type Traffic struct {
	Hourly  []*big.Rat // 24 weights, from 00:00
	Weekday []*big.Rat // 7 weights, from Monday
}

// Objective is a service-level objective.
type Objective struct {
	ID       string
	Target   *big.Rat // percent, 0 < target <= 100
	Window   string   // calendar_month, calendar_quarter, calendar_year, calendar_week or rolling, "30d"
	Kind     string   // slo or sla
	Measured []Measured
	Place
}

// Measured is an availability that was measured elsewhere, percent.
type Measured struct {
	Period string // 2023-01, 2023-Q1, 2023
	Value  *big.Rat
	Place
}

// Alert is an alerting rule of Prometheus, from a rule file or a
// PrometheusRule object.
type Alert struct {
	Name        string
	Group       string
	Expr        string // that fires it
	For         Duration
	Severity    string // the label of that name; empty if none
	Service     string // the label of that name; empty if none
	RunbookURL  string // the annotation runbook_url, else runbook; empty if none
	Summary     string // the annotation summary, else description or message
	Description string // the annotation description, else message; empty if it is the summary
	File        *source.File
	Place             // of the name; the zero provenance
	URL         Place // of the address; where there is none, of the name
}

// Ticket is an issue of a tracker, from a snapshot of it.
type Ticket struct {
	Key            string // as the tracker writes it: "#123", "ABC-123"; empty if the snapshot has only the address
	URL            string // empty if the snapshot has none
	Title          string
	State          Status    // Open, InProgress, Done, WontDo or empty
	Opened, Closed time.Time // zero if the snapshot does not tell
	File           *source.File
	Place          // of the record
}
