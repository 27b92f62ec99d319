package fetch_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/internal/mpsim"
	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestRequestsThatMakeNoSenseAreRefusedBeforeAnything(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 10}) // it is 2026-02-15
	asked := w.exports()
	for name, test := range map[string]struct {
		change   func(*fetch.Request)
		argument string
	}{
		"no table":             {func(r *fetch.Request) { r.Table = "" }, "table"},
		"a table of the store": {func(r *fetch.Request) { r.Table = "_metadata" }, "table"},
		"an unknown mode":      {func(r *fetch.Request) { r.Mode = "upsert" }, "mode"},
		"no first day":         {func(r *fetch.Request) { r.From = "" }, "from_date"},
		"no last day":          {func(r *fetch.Request) { r.To = "" }, "to_date"},
		"a short form":         {func(r *fetch.Request) { r.From = "2026-1-1" }, "from_date"},
		"no such day":          {func(r *fetch.Request) { r.To = "2026-02-30" }, "to_date"},
		"a time":               {func(r *fetch.Request) { r.To = "2026-01-31T00:00:00Z" }, "to_date"},
		"backwards":            {func(r *fetch.Request) { r.From, r.To = "2026-01-02", "2026-01-01" }, "from_date"},
		"tomorrow":             {func(r *fetch.Request) { r.To = "2026-02-16" }, "to_date"},
		"before Mixpanel":      {func(r *fetch.Request) { r.From = "1970-12-31" }, "from_date"},
		"a negative limit":     {func(r *fetch.Request) { r.Limit = -1 }, "limit"},
		"a limit too great":    {func(r *fetch.Request) { r.Limit = 100_001 }, "limit"},
		"negative units":       {func(r *fetch.Request) { r.UnitDays = -1 }, "unit_days"},
		"units too long":       {func(r *fetch.Request) { r.UnitDays = 101 }, "unit_days"},
		"no workers":           {func(r *fetch.Request) { r.Workers = -1 }, "workers"},
		"too many workers":     {func(r *fetch.Request) { r.Workers = 21 }, "workers"},
		"negative rejects":     {func(r *fetch.Request) { r.MaxRejects = -1 }, "max_rejects"},
		"a blank event":        {func(r *fetch.Request) { r.Events = []string{"A", " "} }, "events"},
		"an event of bytes":    {func(r *fetch.Request) { r.Events = []string{"\xff"} }, "events"},
		"a blank expression":   {func(r *fetch.Request) { r.Where = "  " }, "where"},
		"a broken expression":  {func(r *fetch.Request) { r.Where = "\xff" }, "where"},
	} {
		request := january
		test.change(&request)
		_, err := w.fetch(request)
		refused, ok := errors.AsType[*mperr.InvalidArgument](err)
		if !ok || refused.Argument != test.argument || refused.Reason == "" {
			t.Errorf("%s: %v", name, err)
		}
		if checked := fetch.Check(request, w.config); checked == nil || checked.Error() != err.Error() {
			t.Errorf("%s: Check = %v, Events = %v", name, checked, err)
		}
	}
	if err := fetch.Check(january, w.config); err != nil {
		t.Errorf("Check of a good request = %v", err)
	}
	if asked() != 0 {
		t.Errorf("%d requests", asked())
	}
}

func TestALimitOverALongRangeIsRefused(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 10})
	_, err := w.fetch(fetch.Request{Table: "t", From: "2025-10-01", To: "2026-01-09", Limit: 1})
	large, ok := errors.AsType[*mperr.DateRangeTooLarge](err)
	if !ok || large.DaysRequested != 101 || large.MaxDays != 100 {
		t.Errorf("%v", err)
	}
}

func TestTheLimitsThemselvesAreTaken(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 10})
	request := fetch.Request{Table: "t", From: "2025-11-08", To: "2026-02-15", Limit: 100_000, Workers: 20, UnitDays: 100}
	if summary, err := w.fetch(request); err != nil || summary.Received != 10 {
		t.Errorf("%v, %+v", err, summary)
	}
}

func TestTodayDependsOnWhereTheDaysAre(t *testing.T) {
	for name, test := range map[string]struct {
		exportTime credential.ExportTime
		zone, now  string
		today      string
	}{
		"UTC days of a project in the west": {credential.ExportUTC, "America/Los_Angeles", "2026-03-02T02:00:00Z", "2026-03-02"},
		"UTC days of a project in the east": {credential.ExportUTC, "Asia/Tokyo", "2026-03-01T18:00:00Z", "2026-03-01"},
		"an old project in the west":        {credential.ExportProject, "America/Los_Angeles", "2026-03-02T02:00:00Z", "2026-03-01"},
		"an old project in the east":        {credential.ExportProject, "Asia/Tokyo", "2026-03-01T18:00:00Z", "2026-03-02"},
	} {
		w := newWorld(t, mpsim.Project{Events: 10, Timezone: test.zone, ExportTime: mpsim.ExportTime(test.exportTime)})
		w.clock.set(test.now)
		if _, err := w.fetch(fetch.Request{Table: "t", From: test.today, To: test.today}); err != nil {
			t.Errorf("%s: today is refused: %v", name, err)
		}
		today, err := time.Parse(time.DateOnly, test.today)
		if err != nil {
			t.Fatal(err)
		}
		tomorrow := today.AddDate(0, 0, 1).Format(time.DateOnly)
		_, err = w.fetch(fetch.Request{Table: "t", Mode: storage.Replace, From: test.today, To: tomorrow})
		if mperr.CodeOf(err) != "INVALID_ARGUMENT" || !strings.Contains(err.Error(), "today is "+test.today) {
			t.Errorf("%s: tomorrow: %v", name, err)
		}
	}
}

func TestAConfigThatMakesNoSenseIsRefused(t *testing.T) {
	w := newWorld(t, mpsim.Project{Events: 10})
	sink := w.open()
	defer w.close(sink)
	for argument, config := range map[string]fetch.Config{
		"project_id":  {},
		"export_time": {ProjectID: "1", ExportTime: "local"},
		"timezone":    {ProjectID: "1", ExportTime: credential.ExportProject},
	} {
		_, err := fetch.Events(t.Context(), w.client, sink, january, config)
		refused, ok := errors.AsType[*mperr.InvalidArgument](err)
		if !ok || refused.Argument != argument {
			t.Errorf("%s: %v", argument, err)
		}
	}
}
