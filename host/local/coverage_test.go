package local_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/live"
	"github.com/mixpanel-data/mp/host/local"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// store has some days and answers every question with no rows. It counts those that were not about names.
type store struct {
	days  []storage.Day
	asked int
}

func (s *store) Coverage(context.Context, string) ([]storage.Day, error) { return s.days, nil }

func (s *store) Analyze(_ context.Context, question storage.Question) (storage.Reader, error) {
	if _, names := question.(storage.Breakdown); !names {
		s.asked++
	}
	return nothing{question.Schema()}, nil
}

type nothing struct{ schema *arrow.Schema }

func (n nothing) Schema() *arrow.Schema                         { return n.schema }
func (nothing) Next(context.Context) (arrow.RecordBatch, error) { return nil, io.EOF }
func (nothing) Close() error                                    { return nil }

// days are complete days of January 2026, those named partial and filtered apart.
func days(from, to, partial, filtered int) (made []storage.Day) {
	for n := from; n <= to; n++ {
		day := storage.Day{Day: time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), Complete: n != partial}
		if n == filtered {
			day.Filter = `{"events":["a"]}`
		}
		made = append(made, day)
	}
	return made
}

func TestDaysThatTheTableLacksAreTold(t *testing.T) {
	const fix = ": mp fetch events t --append --from "
	seven := live.Funnel{Steps: []string{"a", "b"}, From: "2026-01-05", To: "2026-01-06"}
	for name, test := range map[string]struct {
		engine local.Engine
		days   []storage.Day
		funnel *live.Funnel
		want   []string
	}{
		"nothing lacks":              {days: days(4, 8, 0, 0)},
		"a day of UTC is needed too": {engine: local.Engine{Zone: "Asia/Tokyo"}, days: days(5, 8, 0, 0), want: []string{"t lacks 2026-01-04" + fix + "2026-01-04 --to 2026-01-08 brings the days"}},
		"none with days of the zone": {engine: local.Engine{Zone: "Asia/Tokyo", LocalTime: true}, days: days(5, 8, 0, 0)},
		"some are not as they should be": {days: days(5, 7, 6, 7), want: []string{
			"t lacks 2026-01-08, and has a part only of 2026-01-06, and has, through a filter, 2026-01-07" + fix + "2026-01-05 --to 2026-01-08 brings the days",
		}},
		"a funnel looks further":  {funnel: &seven, days: days(5, 8, 0, 0), want: []string{"t lacks 5 days from 2026-01-09 to 2026-01-13" + fix + "2026-01-05 --to 2026-01-13 brings the days"}},
		"but not into the future": {funnel: &live.Funnel{Steps: seven.Steps, From: "2026-01-20", To: "2026-01-20"}, days: days(20, 21, 0, 0)},
		"none of a table of SQL's": {want: []string{
			"t lacks 4 days from 2026-01-05 to 2026-01-08: no day of it is known, as of tables that SQL made; mp fetch events keeps account of its own",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var warned []string
			engine, held := test.engine, &store{days: test.days}
			engine.Store, engine.Table = held, "t"
			engine.Warn = func(text string) { warned = append(warned, text) }
			engine.Now = func() time.Time { return time.Date(2026, 1, 21, 12, 0, 0, 0, time.UTC) }
			if err := ask(t, engine, test.funnel); err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, text := range test.want {
				want = append(want, "the answer counts only what is stored: table "+text)
			}
			if diff := cmp.Diff(want, warned); diff != "" {
				t.Errorf("warned (-want +got):\n%s", diff)
			}
			engine.Strict = true
			err := ask(t, engine, test.funnel)
			if _, insufficient := errors.AsType[*mperr.InsufficientData](err); insufficient != (len(want) > 0) || held.asked > 2 {
				t.Errorf("strict gives %v", err)
			}
		})
	}
}

func ask(t *testing.T, engine local.Engine, funnel *live.Funnel) error {
	t.Helper()
	if funnel != nil {
		_, err := engine.Funnel(t.Context(), *funnel)
		return err
	}
	_, err := engine.Segmentation(t.Context(), live.Segmentation{Event: "a", From: "2026-01-05", To: "2026-01-08"})
	return err
}

func TestAnAnswerOfNothingHasEveryLabel(t *testing.T) {
	engine := local.Engine{Store: &store{days: days(1, 31, 0, 0)}, Table: "t"}
	for unit, want := range map[live.Unit]int{live.Minute: 7 * 24 * 60, live.Hour: 7 * 24, live.Day: 7, live.Week: 2, live.Month: 1} {
		answer, err := engine.Segmentation(t.Context(), live.Segmentation{Event: "a", From: "2026-01-03", To: "2026-01-09", Unit: unit})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(answer.Series()["total"]); got != want {
			t.Errorf("%s: %d labels, want %d", unit, got, want)
		}
	}
	retention, err := engine.Retention(t.Context(), live.Retention{Born: "a", Return: "b", From: "2026-01-03", To: "2026-01-09", Interval: 3})
	if err != nil || len(retention.Cohorts()) != 3 || len(retention.Cohorts()[0].Retention()) != 11 {
		t.Errorf("retention %v, %v", retention, err)
	}
}

func TestWhatCannotBeAskedNamesTheField(t *testing.T) {
	engine := local.Engine{Store: &store{}, Table: "t", Zone: "Atlantis"}
	_, zone := engine.DailyCounts(t.Context(), "2026-01-01", "2026-01-02")
	engine.Zone = ""
	_, steps := engine.Funnel(t.Context(), live.Funnel{ID: 7, From: "2026-01-01", To: "2026-01-02"})
	_, on := engine.Funnel(t.Context(), live.Funnel{Steps: []string{"a", "b"}, From: "2026-01-01", To: "2026-01-02", On: `user["x"]`})
	_, compounded := engine.Retention(t.Context(), live.Retention{Return: "a", From: "2026-01-01", To: "2026-01-02", Compounded: true})
	_, buckets := engine.Engagement(t.Context(), "2026-01-01", "2026-01-02", []int64{2})
	_, property := engine.NumericSummary(t.Context(), local.Property{Event: "a", From: "2026-01-01", To: "2026-01-02"})
	_, percentiles := engine.NumericSummary(t.Context(), local.Property{Event: "a", Property: "p", From: "2026-01-01", To: "2026-01-02"}, 101)
	for argument, err := range map[string]error{
		"zone": zone, "steps": steps, "on": on, "retention_type": compounded, "buckets": buckets, "property": property, "percentiles": percentiles,
	} {
		if invalid, ok := errors.AsType[*mperr.InvalidArgument](err); !ok || invalid.Argument != argument {
			t.Errorf("%s: %v", argument, err)
		}
	}
}
