package storage

import (
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Target is what a session writes to.
type Target struct {
	// Table is the table's name; see [CheckTable].
	Table string
	// Kind is what its rows are.
	Kind Kind
	// Mode says what becomes of a table that is there.
	Mode Mode
	// Fingerprint identifies the request (project, filters, range): an unfinished session with the same one is continued.
	Fingerprint string
	// Metadata is stored with the table.
	Metadata Metadata
}

// Check refuses what no session can have: a name outside [CheckTable]'s rule, a kind or mode that is none, an APPEND of a result. The error is
// an [mperr.InvalidArgument].
func (t Target) Check() error {
	if err := CheckTable(t.Table); err != nil {
		return err
	}
	if t.Kind != Events && t.Kind != Profiles && t.Kind != Result {
		return &mperr.InvalidArgument{
			Argument: "kind", Value: string(t.Kind), Reason: "not a kind of table",
			Allowed: []string{string(Events), string(Profiles), string(Result)},
		}
	}
	if t.Mode != Create && t.Mode != Append && t.Mode != Replace {
		return &mperr.InvalidArgument{
			Argument: "mode", Value: string(t.Mode), Reason: "not a mode of writing",
			Allowed: []string{string(Create), string(Append), string(Replace)},
		}
	}
	if t.Kind == Result && t.Mode == Append {
		return &mperr.InvalidArgument{
			Argument: "mode", Value: string(t.Mode), Reason: "a result is stored whole", Allowed: []string{string(Create), string(Replace)},
		}
	}
	return nil
}

// Staged says that nothing of the session is visible before its commit, and nothing of it is left by an abort: that of a
// CREATE or REPLACE, and every session but those of events.
func (t Target) Staged() bool { return t.Mode != Append || t.Kind != Events }

// Metadata says how a table was fetched. Its JSON keys are those of the result types.
type Metadata struct {
	// ProjectID is the Mixpanel project that the rows came from. A table has the rows of one project.
	ProjectID string `json:"project_id,omitempty"`
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD; "" for profiles. An APPEND widens the stored range.
	FromDate string `json:"from_date,omitempty"`
	ToDate   string `json:"to_date,omitempty"`
	// FilterEvents are the event names asked for; none means all.
	FilterEvents []string `json:"filter_events,omitempty"`
	// FilterWhere is the expression in Mixpanel's language.
	FilterWhere string `json:"filter_where,omitempty"`
	// FilterCohortID is the cohort whose profiles were asked for; "" means all.
	FilterCohortID string `json:"filter_cohort_id,omitempty"`
	// FilterOutputProperties are the properties asked for of each profile; none means all.
	FilterOutputProperties []string `json:"filter_output_properties,omitempty"`
	// FilterGroupID is the data group whose profiles were asked for; "" means users.
	FilterGroupID string `json:"filter_group_id,omitempty"`
	// FilterBehaviors are the behaviors that FilterWhere speaks of, as JSON; "" is none.
	FilterBehaviors string `json:"filter_behaviors,omitempty"`
	// FilterDistinctIDs is a text that tells the distinct ids asked for from others; "" means all.
	FilterDistinctIDs string `json:"filter_distinct_ids,omitempty"`
	// FilterIncludeAllUsers says that members of the cohort were asked for also where they have no profile.
	FilterIncludeAllUsers bool `json:"filter_include_all_users,omitempty"`
	// FilterWorkspaceID is the data view that profiles were asked of, which Mixpanel calls workspace_id; "" is the one that
	// Mixpanel chooses.
	FilterWorkspaceID string `json:"filter_workspace_id,omitempty"`
	// FiltersMixed says that the table has rows by other filters than these, so that its newest row tells nothing of how
	// complete the others are. An APPEND of profiles that has it sets that of the table; only a REPLACE takes it off.
	FiltersMixed bool `json:"filters_mixed,omitempty"`
	// Question, Arguments and AskedAt tell of a result which question it answers, such as "query segmentation", with which
	// arguments, a JSON object, and when it was asked, in RFC 3339.
	Question  string `json:"question,omitempty"`
	Arguments string `json:"arguments,omitempty"`
	AskedAt   string `json:"asked_at,omitempty"`
}

// Session is an open write session.
type Session struct {
	// ID names it in later calls.
	ID string
	// Durable are the units that are stored already, ascending by FromDate.
	Durable []UnitReport
	// Columns are the property columns of the table that the session writes to.
	Columns []PropertyColumn
}

// Unit is what one request brings: the events of a run of project days, or a run of profile pages. See [EventsSchema] for
// what a project day is.
type Unit struct {
	// ID is unique in its session, not beyond it, and the same when the run is repeated: 2026-01-01..2026-01-07.
	ID string `json:"id"`
	// FromDate and ToDate are the inclusive run of days, YYYY-MM-DD; "" for profiles.
	FromDate string `json:"from_date,omitempty"`
	ToDate   string `json:"to_date,omitempty"`
	// Filter is the canonical text of the filters that these rows were fetched with; "" for none. Stored with coverage.
	Filter string `json:"filter,omitempty"`
}

// Days lists the unit's days, ascending, which are the days that it replaces. Dates that are no days, or stand the wrong
// way round, are an [mperr.InvalidArgument].
func (u Unit) Days() ([]string, error) {
	from, err := time.Parse(time.DateOnly, u.FromDate)
	if err != nil {
		return nil, &mperr.InvalidArgument{Argument: "from_date", Value: u.FromDate, Reason: "not a day as YYYY-MM-DD"}
	}
	to, err := time.Parse(time.DateOnly, u.ToDate)
	if err != nil || to.Before(from) {
		return nil, &mperr.InvalidArgument{Argument: "to_date", Value: u.ToDate, Reason: "not a day as YYYY-MM-DD at or after from_date"}
	}
	var days []string
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		days = append(days, day.Format(time.DateOnly))
	}
	return days, nil
}

// Footer is what a unit must add up to.
type Footer struct {
	// Rows counts the rows of all batches.
	Rows int64
	// Bytes counts the bytes of the decompressed body they came from.
	Bytes int64
	// Days has one entry for each day of the unit, ascending; none for profiles.
	Days []DayCount
	// Rejects are lines that were no valid rows, the first thousand at most; DayCount.Rejected counts all. Of profiles, which
	// have no DayCount, there are no more.
	Rejects []Reject
	// Unfilled are the property columns that the rows do not fill; see the package text.
	Unfilled []Unfilled
}

// DayCount is what the host counted for one day.
type DayCount struct {
	// Day is the project day, YYYY-MM-DD.
	Day string
	// Received counts the lines for the day, rejected ones included.
	Received int64
	// Rejected counts the lines that were no valid rows. A line without a readable time counts for the unit's first day.
	Rejected int64
	// Complete says that the day had ended when it was asked for, so that only late events can change it.
	Complete bool
}

// Reject is a line that was no valid row.
type Reject struct {
	// Day is the project day that it was counted for.
	Day string
	// Offset is the line's first byte in the decompressed body.
	Offset int64
	// Reason says what is wrong with it.
	Reason string
	// Start holds the first bytes of the line, 200 at most, invalid UTF-8 replaced.
	Start string
}

// UnitReport is what a sink stored of a unit: Received = Stored + Duplicates + Rejected, and so for each day.
type UnitReport struct {
	// Unit is the unit as it was given.
	Unit Unit
	// Received counts the lines of the body, rejected ones included.
	Received int64
	// Stored counts the rows that are in the table.
	Stored int64
	// Duplicates counts the rows left out for another of the same unit, of profiles also of the same session; see the package
	// text.
	Duplicates int64
	// Rejected counts the lines that were no valid rows.
	Rejected int64
}

// Day is the coverage of one project day of a table: Received = Stored + Duplicates + Rejected.
type Day struct {
	// Day is the project day, YYYY-MM-DD.
	Day string `json:"day"`
	// Complete says that the day had ended when it was fetched.
	Complete bool `json:"complete"`
	// Filter is the canonical text of the filters it was fetched with; "" for none.
	Filter string `json:"filter,omitempty"`
	// Received, Stored, Duplicates and Rejected count as those of [UnitReport] do.
	Received   int64 `json:"received"`
	Stored     int64 `json:"stored"`
	Duplicates int64 `json:"duplicates"`
	Rejected   int64 `json:"rejected"`
	// FetchedAt is when the day's unit was stored, in UTC.
	FetchedAt time.Time `json:"fetched_at"`
}
