package mperr

import "fmt"

// ExportTruncated: a body ended before its end: cut gzip, cut chunk, "terminated early", an error object after a 200.
// Nothing of it was stored.
type ExportTruncated struct {
	// FromDate is the first day asked for, YYYY-MM-DD.
	FromDate string `json:"from_date"`
	// ToDate is the last day asked for, YYYY-MM-DD.
	ToDate string `json:"to_date"`
	// Bytes counts the decompressed bytes that did arrive.
	Bytes int64 `json:"bytes"`
	// Reason says how the end was missed.
	Reason string `json:"reason"`
	// Cause stays in the process.
	Cause error `json:"-"`
}

func (e *ExportTruncated) Error() string {
	return fmt.Sprintf("export of %s ended early after %d bytes: %s", daysText(e.FromDate, e.ToDate), e.Bytes, e.Reason)
}
func (e *ExportTruncated) Code() Code                   { return "EXPORT_TRUNCATED" }
func (e *ExportTruncated) Details() map[string]any      { return detailsOf(e) }
func (e *ExportTruncated) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *ExportTruncated) Unwrap() error                { return e.Cause }

// RowsRejected: lines of an export are no valid events, and more of them than allowed. The unit was not stored.
type RowsRejected struct {
	// FromDate is the first day asked for, YYYY-MM-DD; "" for profiles.
	FromDate string `json:"from_date"`
	// ToDate is the last day asked for, YYYY-MM-DD; "" for profiles.
	ToDate string `json:"to_date"`
	// Rejected counts the lines that are no valid events.
	Rejected int64 `json:"rejected"`
	// Allowed is how many of them the caller tolerates.
	Allowed int64 `json:"allowed"`
	// FirstOffset is the byte offset of the first rejected line in the decompressed body.
	FirstOffset int64 `json:"first_offset"`
	// FirstReason says what is wrong with that line.
	FirstReason string `json:"first_reason"`
}

func (e *RowsRejected) Error() string {
	if e.FromDate == "" {
		return fmt.Sprintf("pages of profiles hold results that are no profiles: %d rejected, %d allowed; the first, at byte %d: %s",
			e.Rejected, e.Allowed, e.FirstOffset, e.FirstReason)
	}
	return fmt.Sprintf("export of %s holds lines that are no events: %d rejected, %d allowed; the first, at byte %d: %s",
		daysText(e.FromDate, e.ToDate), e.Rejected, e.Allowed, e.FirstOffset, e.FirstReason)
}
func (e *RowsRejected) Code() Code                   { return "ROWS_REJECTED" }
func (e *RowsRejected) Details() map[string]any      { return detailsOf(e) }
func (e *RowsRejected) MarshalJSON() ([]byte, error) { return jsonOf(e) }

// FetchIncomplete: some units failed after others were stored. What is stored is consistent; repeating the same command
// fetches what is missing. Of profiles nothing is stored then, and the table is as it was.
type FetchIncomplete struct {
	// Table is the table that was written to.
	Table string `json:"table"`
	// FailedDateRanges are inclusive [from, to] pairs of days, ascending.
	FailedDateRanges [][]string `json:"failed_date_ranges"`
	// StoredUnits counts the units that are stored, earlier runs included.
	StoredUnits int `json:"stored_units"`
	// FailedUnits counts the units that are missing.
	FailedUnits int `json:"failed_units"`
	// FirstCode is the code of the first failure.
	FirstCode Code `json:"first_code"`
	// FirstError is the text of the first failure.
	FirstError string `json:"first_error"`
	// MissingProfiles is how many profiles Mixpanel told of and did not give.
	MissingProfiles int64 `json:"missing_profiles,omitempty"`
	// Fix is one sentence on what to do where repeating the command does not help.
	Fix string `json:"fix,omitempty"`
	// Cause is the first failure; it stays in the process.
	Cause error `json:"-"`
}

func (e *FetchIncomplete) Error() string {
	if e.MissingProfiles > 0 {
		return fmt.Sprintf("%d profiles are missing: %s", e.MissingProfiles, e.FirstError)
	}
	text := fmt.Sprintf("table %q lacks %d of %d units", e.Table, e.FailedUnits, e.FailedUnits+e.StoredUnits)
	if len(e.FailedDateRanges) > 0 {
		text += " (" + rangesText(e.FailedDateRanges) + ")"
	}
	return text + ": " + e.FirstError
}
func (e *FetchIncomplete) Code() Code                   { return "FETCH_INCOMPLETE" }
func (e *FetchIncomplete) Details() map[string]any      { return detailsOf(e) }
func (e *FetchIncomplete) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *FetchIncomplete) Unwrap() error                { return e.Cause }
func (e *FetchIncomplete) hint() string                 { return e.Fix }

// rangesText names up to three ranges and counts the rest.
func rangesText(ranges [][]string) string {
	text := ""
	for i, pair := range ranges {
		if i == 3 {
			return text + fmt.Sprintf(" and %d more", len(ranges)-i)
		}
		if i > 0 {
			text += ", "
		}
		if len(pair) == 2 {
			text += daysText(pair[0], pair[1])
		}
	}
	return text
}
