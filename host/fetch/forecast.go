package fetch

import (
	"context"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Catalog is what a store tells of its tables. A [storage.Sink] is one.
type Catalog interface {
	// Tables lists the tables.
	Tables(ctx context.Context) ([]storage.Table, error)
	// Coverage gives the days of a table.
	Coverage(ctx context.Context, table string) ([]storage.Day, error)
}

// Forecast is what [Events] would do.
type Forecast struct {
	// Table and Mode say what would be written to, and how.
	Table string       `json:"table"`
	Mode  storage.Mode `json:"mode"`
	// FromDate and ToDate are the inclusive range of days asked for, YYYY-MM-DD.
	FromDate string `json:"from_date"`
	ToDate   string `json:"to_date"`
	// Days is the number of days requested, DaysSkipped how many of them are there already and settled.
	Days        int `json:"days"`
	DaysSkipped int `json:"days_skipped"`
	// LookbackDays is how long after their end days are fetched again, learned where that was asked for; 0 where they are not.
	LookbackDays float64 `json:"lookback_days"`
	// Requests is how many exports would be asked for, and Ranges are their days, FROM..TO or the one day.
	Requests int      `json:"requests"`
	Ranges   []string `json:"date_ranges"`
	// PerHour is the project's quota of exports an hour and BudgetLeft what is left of it now; nil where there is none.
	PerHour    *int `json:"per_hour"`
	BudgetLeft *int `json:"budget_left"`
	// ResumesAt is when the first request may be sent, where none is left.
	ResumesAt *time.Time `json:"resumes_at"`
	// Expected is how long the fetch would take. Measured says that it counts the time that answers take, as lately seen;
	// else it is no more than the time until the last request may be sent.
	Expected time.Duration `json:"-"`
	Measured bool          `json:"measured"`
}

// Foresee tells what [Events] would do with a request, asks Mixpanel nothing and stores nothing. Catalog is nil where there
// is no store yet. What an interrupted run of the same request has stored of a table that is being created or replaced is
// not seen, so that fewer requests may do. Errors are those of Events that come before any download.
func Foresee(ctx context.Context, catalog Catalog, request Request, config Config) (Forecast, error) {
	r, err := prepare(request, config)
	if err != nil {
		return Forecast{}, err
	}
	if catalog == nil {
		catalog = nothing{}
	}
	r.catalog = catalog
	if err := r.refusal(ctx); err != nil {
		return Forecast{}, interrupted(ctx, err)
	}
	if err := r.sameProject(ctx); err != nil {
		return Forecast{}, interrupted(ctx, err)
	}
	units, err := r.plan(ctx, nil)
	if err != nil {
		return Forecast{}, interrupted(ctx, err)
	}
	return r.forecast(units), nil
}

func (r *run) forecast(units []span) Forecast {
	told := Forecast{
		Table: r.request.Table, Mode: r.request.Mode, FromDate: r.request.From, ToDate: r.request.To,
		Days: r.days.days(), DaysSkipped: r.summary.DaysSkipped, Requests: len(units), Ranges: []string{},
		LookbackDays: r.lookback.Hours() / 24,
	}
	for _, unit := range units {
		told.Ranges = append(told.Ranges, datesOf(r.request.unit(unit, r.today)))
	}
	budget := r.config.Budget()
	if budget.Left >= 0 {
		told.PerHour, told.BudgetLeft = &budget.PerHour, &budget.Left
	}
	if !budget.Resumes.IsZero() {
		told.ResumesAt = &budget.Resumes
	}
	told.Expected, told.Measured = budget.duration(len(units), r.request.Workers), budget.Typical > 0
	return told
}

// refusal is the error with which Begin would refuse the table.
func (r *run) refusal(ctx context.Context) error {
	tables, err := r.catalog.Tables(ctx)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if !strings.EqualFold(table.Name, r.request.Table) {
			continue
		}
		switch {
		case r.request.Mode == storage.Create:
			return &mperr.TableExists{TableName: table.Name}
		case table.Kind != storage.Events:
			return &mperr.TableKindMismatch{TableName: table.Name, Kind: string(table.Kind), Wanted: string(storage.Events)}
		}
		return nil
	}
	if r.request.Mode == storage.Append {
		return &mperr.TableNotFound{TableName: r.request.Table}
	}
	return nil
}

// nothing is the catalog of a store that is not there.
type nothing struct{}

func (nothing) Tables(context.Context) ([]storage.Table, error)         { return nil, nil }
func (nothing) Coverage(context.Context, string) ([]storage.Day, error) { return nil, nil }
