package insight

import (
	"maps"
	"slices"
)

// CauseMetrics gives, for words of causes and precursors, the metrics that
// show them in time.
func CauseMetrics() map[string][]string {
	return map[string][]string{
		"error_log_spike":       {"error_rate_monitoring"},
		"memory_leak":           {"memory_trend_analysis"},
		"infinite_loop":         {"cpu_saturation_monitoring"},
		"cpu_saturation":        {"cpu_saturation_monitoring"},
		"disk_full":             {"disk_fill_prediction"},
		"connection_exhaustion": {"connection_pool_saturation"},
		"expired_certificate":   {"certificate_expiry"},
		"config_change":         {"deploy_markers", "canary_comparison"},
		"bad_deploy":            {"deploy_markers", "canary_comparison"},
		"queue_growth":          {"queue_depth_trend"},
		"dependency_failure":    {"dependency_monitoring"},
		"dns":                   {"dns_resolution_probe"},
	}
}

// CategoryMetrics gives, for categories of incidents, the metrics that are
// worth watching where such incidents happen.
func CategoryMetrics() map[string][]string {
	return map[string][]string{
		"performance":  {"response_time_percentiles", "throughput_trending", "resource_saturation_indicators"},
		"availability": {"health_check_endpoints", "dependency_monitoring", "circuit_breaker_metrics"},
		"capacity":     {"utilisation_forecast", "saturation_indicators", "autoscaling_events"},
		"data":         {"replication_lag", "backup_age", "checksum_verification"},
		"security":     {"auth_failure_rate", "privilege_change_audit", "egress_anomaly"},
		"dependency":   {"dependency_monitoring", "synthetic_probes", "timeout_budget"},
	}
}

// metricTables are the tables of a policy: the built-in ones with the
// settings' entries in place of those of the same word.
type metricTables struct{ causes, categories map[string][]string }

func (p Policy) metricTables() metricTables {
	return metricTables{replaced(CauseMetrics(), p.CauseMetrics), replaced(CategoryMetrics(), p.CategoryMetrics)}
}

func replaced(table, entries map[string][]string) map[string][]string {
	// In the order of the words: two spellings of one must not take turns.
	for _, word := range slices.Sorted(maps.Keys(entries)) {
		table[taxon(word)] = entries[word]
	}
	return table
}
