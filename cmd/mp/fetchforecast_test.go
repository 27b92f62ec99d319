package main

import (
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/fetch"
)

func TestAForecastIsALine(t *testing.T) {
	left, none, perHour := 45, 0, 60
	resumes := time.Date(2026, 2, 1, 14, 5, 0, 0, time.UTC)
	for want, forecast := range map[string]fetch.Forecast{
		"0 requests, 45 of 60 left in this hour": {BudgetLeft: &left, PerHour: &perHour},
		"1 request; at least 0s":                 {Requests: 1},
		"61 requests, 45 of 60 left in this hour; about 1h4m10s": {
			Requests: 61, BudgetLeft: &left, PerHour: &perHour, Expected: 64*time.Minute + 10*time.Second + time.Millisecond, Measured: true,
		},
		"2 requests, 0 of 60 left in this hour; resumes at 14:05; at least 50m0s": {
			Requests: 2, BudgetLeft: &none, PerHour: &perHour, ResumesAt: &resumes, Expected: 50 * time.Minute,
		},
	} {
		if got := forecastText(forecast, time.UTC); got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	}
}
