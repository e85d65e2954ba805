package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/debrief-dev/debrief/internal/diag"
	"github.com/debrief-dev/debrief/internal/insight"
	"github.com/debrief-dev/debrief/schema"
)

// calendarType is the media type of calendars (RFC 5545).
const calendarType = "text/calendar"

// appointmentWords are the beginnings of what calendars show, by the kind of the
// appointment.
var appointmentWords = map[insight.AppointmentKind]diag.Text{
	insight.ForMaintenance: {En: "Maintenance: %s", Ja: "予防保守: %s"},
	insight.ForAction:      {En: "Action due: %s", Ja: "アクション期限: %s"},
	insight.ForReview:      {En: "Review: %s", Ja: "見直し: %s"},
	insight.ForExercise:    {En: "Exercise: %s", Ja: "訓練・実験: %s"},
}

// Calendar writes appointments as iCalendar (RFC 5545): lines of at most 75
// bytes that end with CRLF and cut no character, texts escaped. Times are in UTC,
// so that no zone needs to be described; whole days have no zone. An event keeps
// its UID while its day or its title changes, so that calendars which subscribe
// move it; now is its DTSTAMP. A link to the page stands there if the address of
// the site is known.
func Calendar(list []insight.Appointment, set *schema.Set, o Options, now time.Time) ([]byte, error) {
	cal := ics.NewCalendarFor("debrief")
	cal.SetProductId("-//debrief//debrief//" + strings.ToUpper(o.Lang))
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(plainLine(o.Title))
	for _, a := range list {
		event := cal.AddEvent(appointmentUID(a, o))
		event.SetDtStampTime(now)
		if a.WholeDay {
			event.SetAllDayStartAt(a.At)
			event.SetAllDayEndAt(a.At.AddDate(0, 0, 1))
			event.SetTimeTransparency(ics.TransparencyTransparent)
		} else {
			event.SetStartAt(a.At)
			if a.Length > 0 {
				event.SetEndAt(a.At.Add(a.Length))
			}
		}
		event.SetSummary(plainLine(fmt.Sprintf(appointmentWords[a.Kind].In(o.Lang), a.Title)))
		event.SetDescription(appointmentText(a, o.Lang))
		event.AddCategory(string(a.Kind))
		if page := o.page(set, a.Entry.Kind, a.Entry.ID); page != "" {
			event.SetURL(page)
		}
	}
	var b bytes.Buffer
	if err := cal.SerializeTo(&b, ics.WithNewLine("\r\n")); err != nil {
		return nil, fmt.Errorf("writing the calendar: %w", err)
	}
	return b.Bytes(), nil
}

// appointmentUID names an appointment in all calendars of the world: a hash
// before the host of the site.
func appointmentUID(a insight.Appointment, o Options) string {
	host := "debrief"
	if u, err := url.Parse(o.BaseURL); err == nil && webURL(o.BaseURL) && u.Hostname() != "" {
		host = plainLine(u.Hostname())
	}
	sum := sha256.Sum256([]byte(string(a.Kind) + "\x00" + a.Key))
	return hex.EncodeToString(sum[:16]) + "@" + host
}

// appointmentText says whose it is and which document it is of.
func appointmentText(a insight.Appointment, lang string) string {
	var lines []string
	if a.Owner != "" {
		lines = append(lines, diag.Say("Owner: %s", "担当: %s", plainLine(a.Owner)).In(lang))
	}
	if a.Kind == insight.ForAction {
		lines = append(lines, plainLine(a.Entry.ID+" "+a.Entry.Title))
	}
	return strings.Join(append(lines, plainLine(a.Entry.Path())), "\n")
}

// page is the address of a document's page, empty if that of the site is not
// known.
func (o Options) page(set *schema.Set, kind, id string) string {
	k, base := set.Kind(kind), o.base()
	if k == nil || base == "" {
		return ""
	}
	return base + escapeTarget(targetOf(k, id))
}
