package fetch_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// shelf is a catalog with one table, whose days were fetched so long after their end.
type shelf struct {
	days []storage.Day
}

func (s shelf) Tables(context.Context) ([]storage.Table, error) {
	return []storage.Table{{Name: "events", Kind: storage.Events}}, nil
}

func (s shelf) Coverage(context.Context, string) ([]storage.Day, error) { return s.days, nil }

// answering is a shelf that answers questions with one row of numbers.
type answering struct {
	shelf

	events, late int64
	err          error
	asked        *storage.Lateness
}

func (a answering) Analyze(_ context.Context, question storage.Question) (storage.Reader, error) {
	*a.asked = question.(storage.Lateness)
	return &answer{schema: question.Schema(), numbers: []int64{a.events, a.late}}, a.err
}

type answer struct {
	schema  *arrow.Schema
	numbers []int64
}

func (a *answer) Schema() *arrow.Schema { return a.schema }

func (a *answer) Next(context.Context) (arrow.RecordBatch, error) {
	if a.numbers == nil {
		return nil, io.EOF
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, a.schema)
	for i, number := range a.numbers {
		builder.Field(i).(*array.Int64Builder).Append(number)
	}
	a.numbers = nil
	return builder.NewRecordBatch(), nil
}

func (a *answer) Close() error { return nil }

const oneDay = 24 * time.Hour

// held is a complete day that was fetched so long after its end, by UTC.
func held(t *testing.T, name string, after time.Duration) storage.Day {
	t.Helper()
	start, err := time.Parse(time.DateOnly, name)
	if err != nil {
		t.Fatal(err)
	}
	return storage.Day{Day: name, Complete: true, Received: 9, Stored: 9, FetchedAt: start.Add(oneDay + after)}
}

// fetchedAgain are the days that an append of 1 to 10 February would ask for, on the 15th, and the lookback in days.
func fetchedAgain(t *testing.T, catalog fetch.Catalog, change func(*fetch.Request)) ([]string, float64) {
	t.Helper()
	request := fetch.Request{Table: "events", Mode: storage.Append, From: "2026-02-01", To: "2026-02-10", UnitDays: 1}
	change(&request)
	now := time.Date(2026, 2, 15, 12, 0, 0, 0, time.UTC)
	foreseen, err := fetch.Foresee(t.Context(), catalog, request, fetch.Config{ProjectID: "1", Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return foreseen.Ranges, foreseen.LookbackDays
}

// february were fetched 2, 3, … 11 days after their end.
func february(t *testing.T) shelf {
	t.Helper()
	var s shelf
	for i := range 10 {
		day := time.Date(2026, 2, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		s.days = append(s.days, held(t, day, time.Duration(i+2)*oneDay))
	}
	return s
}

func TestDaysAreSettledWhenTheyWereFetchedLateEnough(t *testing.T) {
	for lookback, want := range map[time.Duration][]string{
		0:                    {},
		2 * oneDay:           {},
		2*oneDay + 1:         {"2026-02-01"},
		fetch.UsualLookback:  {"2026-02-01", "2026-02-02", "2026-02-03"},
		fetch.AutoLookback:   {"2026-02-01", "2026-02-02", "2026-02-03"}, // there is nobody to learn from
		7*oneDay - time.Hour: {"2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05"},
	} {
		got, _ := fetchedAgain(t, february(t), func(r *fetch.Request) { r.Lookback = lookback })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("lookback %s (-want +got):\n%s", lookback, diff)
		}
	}
}

func TestADayWithMoreThanIsAskedForIsLeftAsItIs(t *testing.T) {
	got, _ := fetchedAgain(t, february(t), func(r *fetch.Request) { r.Lookback, r.Events = fetch.UsualLookback, []string{"Sign Up"} })
	if len(got) != 0 {
		t.Errorf("%v would be fetched again with a filter, and lose the other events", got)
	}
}

func TestTheLookbackIsLearnedFromDaysThatHadRoom(t *testing.T) {
	days := february(t)
	days.days = append([]storage.Day{held(t, "2026-01-01", 40*oneDay), held(t, "2026-01-02", 40*oneDay), held(t, "2026-01-03", 9*oneDay)}, days.days...)
	for name, test := range map[string]struct {
		late   time.Duration
		events int64
		err    error
		want   float64
	}{
		"two days and a bit": {late: 2*oneDay + time.Hour, events: 5000, want: 3},
		"minutes":            {late: time.Minute, events: 5000, want: 1},
		"nothing late":       {events: 5000, want: 1},
		"too few events":     {late: 20 * oneDay, events: 999, want: 5},
		"very late":          {late: 90 * oneDay, events: 5000, want: 30},
		"another question":   {late: oneDay, events: 5000, err: storage.UnknownQuestion("lateness"), want: 5},
	} {
		var asked storage.Lateness
		_, got := fetchedAgain(t, answering{days, test.events, test.late.Milliseconds(), test.err, &asked}, func(r *fetch.Request) {
			r.Lookback = fetch.AutoLookback
		})
		if got != test.want {
			t.Errorf("%s: %v days, want %v", name, got, test.want)
		}
		// The other days were fetched too soon to tell.
		want := storage.Lateness{
			Table: "events", Days: []string{"2026-02-10", "2026-02-09", "2026-01-02", "2026-01-01"},
			Percentile: 99.9, Within: fetch.MaxLookback, Limit: 500_000,
		}
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Errorf("%s: what was asked (-want +got):\n%s", name, diff)
		}
	}
}

func TestNothingIsLearnedWhereAllDaysAreSettled(t *testing.T) {
	days := february(t)
	for i := range days.days {
		days.days[i].FetchedAt = days.days[i].FetchedAt.Add(60 * oneDay)
	}
	var asked storage.Lateness
	got, _ := fetchedAgain(t, answering{days, 0, 0, errors.New("not to be asked"), &asked}, func(r *fetch.Request) { r.Lookback = fetch.AutoLookback })
	if len(got) != 0 || asked.Table != "" {
		t.Errorf("%v would be fetched again; the store was asked %+v", got, asked)
	}
}

func TestANegativeLookbackIsRefused(t *testing.T) {
	err := fetch.Check(fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02", Lookback: -time.Hour}, fetch.Config{ProjectID: "1"})
	if mperr.CodeOf(err) != "INVALID_ARGUMENT" {
		t.Errorf("error = %v", err)
	}
}
