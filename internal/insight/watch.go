package insight

import "github.com/debrief-dev/debrief/internal/corpus"

// watch is which metrics are active today, by taxon: those that services list,
// those of the inventories of monitoring and of their alerts, and those that
// alerting rules of Prometheus watch.
type watch struct {
	all map[string]bool            // of inventories and rules that name no service
	of  map[string]map[string]bool // by the id of a service
}

func newWatch(c *corpus.Corpus) watch {
	w := watch{all: map[string]bool{}, of: map[string]map[string]bool{}}
	services := newCatalogue(c)
	for _, e := range c.Entries {
		switch {
		case e.Kind == "service":
			w.add(e.Service.ActiveMetrics, []service{{e.ID, e}})
		case e.Monitoring != nil:
			named := services.servicesOf(e)
			w.add(e.Monitoring.ActiveMetrics, named)
			for _, a := range e.Monitoring.Alerts {
				of := named
				if a.Service != "" {
					of = []service{services.find(a.Service)}
				}
				w.add([]string{a.Metric}, of)
			}
		}
	}
	for _, x := range c.Watches() {
		var of []service
		for _, e := range x.Services {
			of = append(of, service{e.ID, e})
		}
		if x.Entry == nil {
			w.add([]string{x.Metric}, of)
		}
	}
	return w
}

// add notes metrics as active for services, for all if none is named.
func (w watch) add(metrics []string, services []service) {
	for _, m := range metrics {
		if m = taxon(m); m == "" {
			continue
		}
		if len(services) == 0 {
			w.all[m] = true
		}
		for _, s := range services {
			if w.of[s.id] == nil {
				w.of[s.id] = map[string]bool{}
			}
			w.of[s.id][m] = true
		}
	}
}

// covers tells whether a metric is active for one of the services of an
// incident.
func (w watch) covers(in *Incident, metric string) bool {
	metric = taxon(metric)
	if w.all[metric] {
		return true
	}
	for _, id := range in.Services {
		if w.of[id][metric] {
			return true
		}
	}
	return false
}
