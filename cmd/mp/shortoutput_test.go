package main

import (
	"strings"
	"testing"
)

func TestAFileThatIsGivenForAPropertyIsRefused(t *testing.T) {
	days := []string{"--from", "2026-01-01", "--to", "2026-01-31"}
	for _, tt := range []struct {
		line, flag, value string
	}{
		{"query segmentation -e Signup -o file.csv", "--on", "file.csv"},
		{"query segmentation -e Signup -oOUT.PARQUET", "--on", "OUT.PARQUET"},
		{"query segmentation-sum -e Signup --on sums.json", "--on", "sums.json"},
		{"query funnel 1 -o chart.html", "--on", "chart.html"},
		{"fetch profiles -o people.jsonl", "--output-properties", "people.jsonl"},
	} {
		details := refusedDetails(t, append(strings.Fields(tt.line), days[:4*strings.Count(tt.line, "query ")]...)...)
		if details["argument"] != tt.flag || details["value"] != tt.value || !strings.Contains(details["reason"], "--output "+tt.value) {
			t.Errorf("mp %s: %v", tt.line, details)
		}
	}
}

func TestAPropertyThatIsCalledLikeAFileCanBeAsked(t *testing.T) {
	for _, given := range [][]string{
		{"--on", `properties["file.csv"]`}, {"--on", "file.csv", "--output", "-"}, {"--on", "file.csv2"}, {"--on", "v1.2"},
	} {
		s := newApp("")
		args := append([]string{"query", "segmentation", "-e", "Signup", "--from", "2026-01-01", "--to", "2026-01-31"}, given...)
		// It comes as far as to want a configuration.
		if s.runs(t, args...); !strings.Contains(s.stderr.String(), "CONFIG_ERROR") {
			t.Errorf("%q: %s", given, s.stderr.String())
		}
	}
}
