package facet

import "testing"

func TestService(t *testing.T) {
	text := `kind: service
id: web
title: Web
owner: ops
tier: 1
timezone: Asia/Tokyo
normal_tps: 0.8
revenue_per_transaction: {amount: "10.50", currency: USD}
traffic: {weekday: [1, 1, 1, 1, 1, 2, 0.5]}
slo:
  - {id: a, target: 99.9%}
  - {id: b, target: 99.95, window: 30d, kind: sla, measured: [{period: 2024-01, value: 99.97}]}
  - {id: c, target: high}
`
	for _, text := range []string{text, crlf(text)} {
		s := DecodeService(merged(t, "services/web.yaml", text).Value)
		if s.Tier.V.RatString() != "1" || s.NormalTPS.V.RatString() != "4/5" || s.Zone == nil || s.RevenuePerTransaction.Amount.RatString() != "21/2" {
			t.Errorf("service = %+v", s)
		}
		if len(s.Traffic.Weekday) != 7 || s.Traffic.Hourly != nil {
			t.Errorf("traffic = %+v", s.Traffic)
		}
		if len(s.Objectives) != 2 || s.Objectives[0].Target.RatString() != "999/10" || s.Objectives[0].Window != "calendar_month" || s.Objectives[1].Kind != "sla" || len(s.Objectives[1].Measured) != 1 {
			t.Errorf("objectives = %+v", s.Objectives)
		}
	}
	if s := DecodeService(merged(t, "services/empty.yaml", "title: 空\n").Value); s.Zone != nil || s.Tier.V != nil || s.Objectives != nil {
		t.Errorf("service of nothing = %+v", s)
	}
}

func TestBackstage(t *testing.T) {
	m := merged(t, "catalog-info.yaml", `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: web
  title: ウェブ
  description: Shows the shop.
  tags: [go]
  annotations: {backstage.io/source-location: "url:https://git.example/web/"}
spec:
  type: service
  lifecycle: production
  owner: group:default/ops
  dependsOn: [component:default/db, resource:queue]
`)
	want := "{kind: service, id: web, title: ウェブ, summary: Shows the shop., tags: [go], owner: ops, lifecycle: production, depends_on: [db], repo: https://git.example/web, lang: en}"
	if got := sketch(m.Value); m.Kind != "service" || got != want {
		t.Errorf("kind %q\ngot  %s\nwant %s", m.Kind, got, want)
	}
}

func TestOpenSLO(t *testing.T) {
	m := merged(t, "services/web.yaml", `title: Web
slo:
  - apiVersion: openslo/v1
    kind: SLO
    metadata: {name: avail}
    spec:
      timeWindow: [{duration: 30d, isRolling: true}]
      objectives: [{target: 0.999}]
`)
	if got := sketch(m.Value.Field("slo")); got != "[{id: avail, target: 99.9, window: 30d}]" {
		t.Errorf("slo = %s", got)
	}
}
