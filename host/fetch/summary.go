package fetch

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/result"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Counts are lines of an export by what became of them, as the sink acknowledged it.
type Counts struct {
	// Received counts all lines.
	Received int64 `json:"received"`
	// Stored counts those that are rows of the table.
	Stored int64 `json:"stored"`
	// Duplicates counts those left out for another line of the same event or profile.
	Duplicates int64 `json:"duplicates"`
	// Rejected counts those that were no valid rows.
	Rejected int64 `json:"rejected"`
}

// Balances says whether every line is accounted for.
func (c Counts) Balances() bool { return c.Received == c.Stored+c.Duplicates+c.Rejected }

func (c Counts) plus(other Counts) Counts {
	return Counts{
		Received: c.Received + other.Received, Stored: c.Stored + other.Stored,
		Duplicates: c.Duplicates + other.Duplicates, Rejected: c.Rejected + other.Rejected,
	}
}

// Summary is what a fetch did. Beside an error it tells how far the fetch came. One of profiles has no days.
type Summary struct {
	// Table, Kind and Mode say what was written to, and how.
	Table string       `json:"table"`
	Kind  storage.Kind `json:"type"`
	Mode  storage.Mode `json:"mode"`
	// FromDate and ToDate are the inclusive range of days asked for, YYYY-MM-DD.
	FromDate string `json:"from_date"`
	ToDate   string `json:"to_date"`
	// Counts are of the units that this run stored.
	Counts //nolint:embeddedstructfieldcheck // the fields stand in the order of the JSON
	// Resumed are the counts of units that an interrupted run of the same request had stored before.
	Resumed Counts `json:"resumed"`
	// Days is the coverage of the requested days in ascending order, as the sink has it now. It is empty where the table is
	// not published.
	Days []storage.Day `json:"days"`
	// Pages counts the pages of profiles that were read, and Restarts how often reading them began anew.
	Pages    int `json:"pages,omitempty"`
	Restarts int `json:"restarts,omitempty"`
	// Missing counts the profiles that Mixpanel told of and did not give.
	Missing int64 `json:"missing,omitempty"`
	// Units and UnitsResumed count the units that this run stored and found stored.
	Units        int `json:"units"`
	UnitsResumed int `json:"units_resumed"`
	// DaysSkipped counts the days that the table held completely before.
	DaysSkipped int `json:"days_skipped"`
	// Misfiled counts the events whose time lies outside the days they were asked for.
	Misfiled int64 `json:"misfiled"`
	// Bytes counts the decompressed bytes of the bodies stored.
	Bytes int64 `json:"bytes"`
	// Failed are the ranges of days that are missing, ascending.
	Failed [][]string `json:"failed_date_ranges"`
	// TableRows is the number of rows in the table once it is published.
	TableRows int64 `json:"table_rows"`
	// Committed says that the table is published.
	Committed bool `json:"committed"`
	// FetchedAt is when the fetch ended.
	FetchedAt time.Time `json:"fetched_at"`
	// Duration is how long it took.
	Duration time.Duration `json:"-"`
}

// Rows counts the rows that the request has brought into the table, by this run and by those it went on from.
func (s Summary) Rows() int64 { return s.Stored + s.Resumed.Stored }

func countsOf(report storage.UnitReport) Counts {
	return Counts{
		Received: report.Received, Stored: report.Stored, Duplicates: report.Duplicates, Rejected: report.Rejected,
	}
}

// Result is the summary as the result type of a fetch, whose keys are fixed; nil with an error where the fetch did not
// get as far as a table.
func (s Summary) Result() (*result.FetchResult, error) {
	return result.NewFetch(result.FetchFields{
		Table: s.Table, Rows: s.Rows(), Type: s.Kind, Duration: s.Duration,
		FromDate: s.FromDate, ToDate: s.ToDate, FetchedAt: s.FetchedAt,
	})
}
