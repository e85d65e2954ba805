package facet

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/internal/doc"
)

// DecodeService reads an entry of the catalogue.
func DecodeService(v doc.Value) Service {
	s := Service{
		Tier:                  DecodeNumber(v.Field("tier")),
		Lifecycle:             v.Field("lifecycle").Text(),
		ZoneText:              v.Field("timezone").Text(),
		OnCall:                personOf(v.Field("oncall")),
		NormalTPS:             DecodeNumber(v.Field("normal_tps")),
		Traffic:               decodeTraffic(v.Field("traffic")),
		Users:                 DecodeNumber(v.Field("users")),
		RevenuePerTransaction: DecodeMoney(v.Field("revenue_per_transaction")),
		Objectives:            decodeObjectives(v.Field("slo")),
		Dashboard:             v.Field("dashboard").Text(),
		Repo:                  v.Field("repo").Text(),
		ActiveMetrics:         texts(v.Field("active_metrics")),
		DependsOn:             texts(v.Field("depends_on")),
		Hosts:                 texts(v.Field("hosts")),
		RTO:                   DecodeDuration(v.Field("rto")),
		RPO:                   DecodeDuration(v.Field("rpo")),
	}
	if zone, err := time.LoadLocation(s.ZoneText); err == nil && s.ZoneText != "" && s.ZoneText != "Local" {
		s.Zone = zone
	}
	return s
}

// decodeTraffic reads the shape of a load; a list that is not complete gives
// none.
func decodeTraffic(v doc.Value) Traffic {
	return Traffic{Hourly: weights(v.Field("hourly"), 24), Weekday: weights(v.Field("weekday"), 7)}
}

func weights(v doc.Value, n int) []*big.Rat {
	if len(v.Items()) != n {
		return nil
	}
	out := make([]*big.Rat, 0, n)
	for _, item := range v.Items() {
		r, ok := item.Rat()
		if !ok || r.Sign() < 0 {
			return nil
		}
		out = append(out, r)
	}
	return out
}

func decodeObjectives(v doc.Value) []Objective {
	var out []Objective
	for _, o := range entries(v) {
		target, ok := decodeTarget(o)
		if !ok {
			continue
		}
		objective := Objective{
			ID:       o.Field("id").Text(),
			Target:   target,
			Window:   o.Field("window").Text(),
			Kind:     o.Field("kind").Text(),
			Measured: decodeMeasured(o.Field("measured")),
			Place:    placeOf(o),
		}
		if objective.Window == "" {
			objective.Window = "calendar_month"
		}
		if objective.Kind != "sla" {
			objective.Kind = "slo"
		}
		out = append(out, objective)
	}
	return out
}

// decodeTarget reads a target in percent, above 0 and up to 100.
func decodeTarget(o doc.Value) (*big.Rat, bool) {
	v := o
	if o.Type() == doc.Map {
		v = o.Field("target")
	}
	target, ok := ParsePercent(v)
	return target, ok && target.Sign() > 0 && target.Cmp(big.NewRat(100, 1)) <= 0
}

func decodeMeasured(v doc.Value) []Measured {
	var out []Measured
	for _, m := range v.Items() {
		if value, ok := ParsePercent(m.Field("value")); ok && m.Field("period").Text() != "" {
			out = append(out, Measured{Period: m.Field("period").Text(), Value: value, Place: placeOf(m)})
		}
	}
	return out
}

// isBackstage tells whether a value is a descriptor of Backstage's catalogue:
// https://backstage.io/docs/features/software-catalog/descriptor-format
func isBackstage(v doc.Value) bool {
	return strings.HasPrefix(v.Field("apiVersion").Text(), "backstage.io/") && v.Field("metadata").Type() == doc.Map
}

// fromBackstage gives a descriptor the shape of a service. What debrief does
// not know of it is left out: the file belongs to another program too.
func fromBackstage(v doc.Value) doc.Value {
	metadata, spec := v.Field("metadata"), v.Field("spec")
	title := metadata.Field("title")
	if !title.Exists() {
		title = metadata.Field("name")
	}
	fields := []doc.Entry{
		{Key: "kind", Value: kindOf(v, "service")},
		{Key: "id", Value: metadata.Field("name")},
		{Key: "title", Value: title},
		{Key: "summary", Value: metadata.Field("description")},
		{Key: "tags", Value: metadata.Field("tags")},
		{Key: "owner", Value: entityName(spec.Field("owner"))},
		{Key: "lifecycle", Value: spec.Field("lifecycle")},
		{Key: "depends_on", Value: entityNames(spec.Field("dependsOn"))},
		{Key: "repo", Value: sourceLocation(metadata.Field("annotations"))},
	}
	// Extensions of the site stand under their own names in the spec.
	for _, key := range []string{"tier", "timezone", "oncall", "normal_tps", "users", "revenue_per_transaction", "slo", "active_metrics", "dashboard", "rto", "rpo"} {
		fields = append(fields, doc.Entry{Key: key, Value: spec.Field(key)})
	}
	fields = slices.DeleteFunc(fields, func(e doc.Entry) bool { return !e.Value.Exists() })
	return doc.NewMap(fields, v.Span(), v.From())
}

// kindOf states a kind at the place of the key of the same name.
func kindOf(v doc.Value, kind string) doc.Value {
	k := v.Field("kind")
	return doc.NewScalar(kind, k.Span(), k.From()).Keyed(k.KeySpan())
}

// entityName drops kind and namespace of a reference: "group:default/web".
func entityName(v doc.Value) doc.Value {
	if v.Type() != doc.Scalar {
		return v
	}
	name := v.Text()
	if _, rest, ok := strings.Cut(name, ":"); ok {
		name = rest
	}
	if _, rest, ok := strings.Cut(name, "/"); ok {
		name = rest
	}
	return doc.NewScalar(name, v.Span(), v.From()).Keyed(v.KeySpan())
}

// entityNames keeps references to components; resources and APIs are no
// services.
func entityNames(v doc.Value) doc.Value {
	var out []doc.Value
	for _, item := range v.Items() {
		kind, _, ok := strings.Cut(strings.ToLower(item.Text()), ":")
		if !ok || kind == "component" || kind == "system" {
			out = append(out, entityName(item))
		}
	}
	if len(out) == 0 {
		return doc.Value{}
	}
	return doc.NewList(out, v.Span(), v.From()).Keyed(v.KeySpan())
}

// sourceLocation reads Backstage's annotation of the repository.
func sourceLocation(annotations doc.Value) doc.Value {
	v := annotations.Field("backstage.io/source-location")
	url := strings.TrimSuffix(strings.TrimPrefix(v.Text(), "url:"), "/")
	if !strings.HasPrefix(url, "https://") {
		return doc.Value{}
	}
	return doc.NewScalar(url, v.Span(), v.From()).Keyed(v.KeySpan())
}

// isOpenSLO tells whether a value is a service-level objective of OpenSLO:
// https://github.com/OpenSLO/OpenSLO
func isOpenSLO(v doc.Value) bool {
	return strings.HasPrefix(strings.ToLower(v.Field("apiVersion").Text()), "openslo/") && strings.EqualFold(v.Field("kind").Text(), "SLO")
}

// OpenObjectives reads an object of OpenSLO: the service that it names, and its
// objectives in the shape of a catalogue's. It is not ok if the value is no
// such object, names no service or has no objective that can be read.
func OpenObjectives(v doc.Value) (service doc.Value, objectives []Objective, ok bool) {
	if !isOpenSLO(v) {
		return doc.Value{}, nil, false
	}
	service = v.Get("/spec/service")
	if list := openSLO(v); list.Type() == doc.List {
		objectives = decodeObjectives(list)
	}
	for i := range objectives {
		objectives[i].Place = Place{From: doc.Provenance{Origin: doc.FromOther, Note: verbatim("OpenSLO")}}
	}
	return service, objectives, service.Type() == doc.Scalar && service.Text() != "" && len(objectives) > 0
}

// objectivesOf gives a list of objectives the shape of the schema: OpenSLO's
// ratio targets become percentages, its windows those of debrief.
func objectivesOf(v doc.Value) doc.Value {
	if v.Type() == doc.Map && isOpenSLO(v) {
		return openSLO(v)
	}
	items := slices.Clone(v.Items())
	changed := false
	for i, item := range items {
		if isOpenSLO(item) {
			if o := openSLO(item); len(o.Items()) > 0 {
				items[i], changed = o.Items()[0], true
			}
		}
	}
	if !changed {
		return v
	}
	return doc.NewList(items, v.Span(), v.From()).Keyed(v.KeySpan())
}

func openSLO(v doc.Value) doc.Value {
	spec := v.Field("spec")
	window := openWindow(spec.Field("timeWindow"))
	var out []doc.Value
	for _, o := range spec.Field("objectives").Items() {
		target := openTarget(o)
		if !target.Exists() {
			continue
		}
		fields := []doc.Entry{{Key: "id", Value: v.Get("/metadata/name")}, {Key: "target", Value: target}, {Key: "window", Value: window}, {Key: "sli", Value: spec.Field("description")}}
		fields = slices.DeleteFunc(fields, func(e doc.Entry) bool { return !e.Value.Exists() })
		out = append(out, doc.NewMap(fields, o.Span(), o.From()))
	}
	if len(out) == 0 {
		return v
	}
	return doc.NewList(out, v.Span(), v.From()).Keyed(v.KeySpan())
}

// openTarget reads targetPercent, or target as a share of one.
func openTarget(o doc.Value) doc.Value {
	if p := o.Field("targetPercent"); p.Exists() {
		return p
	}
	v := o.Field("target")
	r, ok := v.Rat()
	if !ok || r.Sign() <= 0 || r.Cmp(big.NewRat(1, 1)) > 0 {
		return doc.Value{}
	}
	return doc.NewPlain(decimalText(r.Mul(r, big.NewRat(100, 1))), v.Span(), v.From()).Keyed(v.KeySpan())
}

func openWindow(v doc.Value) doc.Value {
	if len(v.Items()) == 0 {
		return doc.Value{}
	}
	w := v.Items()[0]
	length := w.Field("duration")
	rolling, _ := w.Field("isRolling").Bool()
	text := length.Text()
	if !rolling {
		text = map[string]string{"1M": "calendar_month", "1Q": "calendar_quarter", "1Y": "calendar_year", "1w": "calendar_week"}[text]
	}
	if text == "" {
		return doc.Value{}
	}
	return doc.NewScalar(text, length.Span(), length.From())
}

// decimalText writes a number with as many digits as it has.
func decimalText(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	n, _ := r.FloatPrec()
	return r.FloatString(n)
}
