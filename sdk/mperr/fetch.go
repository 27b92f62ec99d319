package mperr

import "fmt"

// ExportTruncated: a body ended before its end: cut gzip, cut chunk, "terminated early", an error object after a 200.
// Nothing of it was stored.
type ExportTruncated struct {
	FromDate string `json:"from_date"`
	ToDate   string `json:"to_date"`
	// Bytes counts the decompressed bytes that did arrive.
	Bytes  int64  `json:"bytes"`
	Reason string `json:"reason"`
	Cause  error  `json:"-"`
}

func (e *ExportTruncated) Error() string {
	return fmt.Sprintf("export %s..%s ended early after %d bytes: %s", e.FromDate, e.ToDate, e.Bytes, e.Reason)
}
func (e *ExportTruncated) Code() Code                   { return "EXPORT_TRUNCATED" }
func (e *ExportTruncated) Details() map[string]any      { return detailsOf(e) }
func (e *ExportTruncated) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *ExportTruncated) Unwrap() error                { return e.Cause }

// RowsRejected: lines of an export are no valid events, and more of them than allowed. The unit was not stored.
type RowsRejected struct {
	FromDate string `json:"from_date"`
	ToDate   string `json:"to_date"`
	Rejected int64  `json:"rejected"`
	Allowed  int64  `json:"allowed"`
	// FirstOffset is the byte offset of the first rejected line in the decompressed body.
	FirstOffset int64  `json:"first_offset"`
	FirstReason string `json:"first_reason"`
}

func (e *RowsRejected) Error() string {
	return fmt.Sprintf("export %s..%s has %d lines that are no events (allowed: %d); the first, at byte %d: %s",
		e.FromDate, e.ToDate, e.Rejected, e.Allowed, e.FirstOffset, e.FirstReason)
}
func (e *RowsRejected) Code() Code                   { return "ROWS_REJECTED" }
func (e *RowsRejected) Details() map[string]any      { return detailsOf(e) }
func (e *RowsRejected) MarshalJSON() ([]byte, error) { return jsonOf(e) }

// FetchIncomplete: some units failed after others were stored. What is stored is consistent; repeating the same command
// fetches what is missing.
type FetchIncomplete struct {
	Table string `json:"table"`
	// FailedDateRanges are inclusive [from, to] pairs of days, ascending.
	FailedDateRanges [][]string `json:"failed_date_ranges"`
	StoredUnits      int        `json:"stored_units"`
	FailedUnits      int        `json:"failed_units"`
	// FirstError is the code and text of the first failure.
	FirstCode  Code   `json:"first_code"`
	FirstError string `json:"first_error"`
	Cause      error  `json:"-"`
}

func (e *FetchIncomplete) Error() string {
	return fmt.Sprintf("%d of %d units of table %q are missing (%s): %s",
		e.FailedUnits, e.FailedUnits+e.StoredUnits, e.Table, rangesText(e.FailedDateRanges), e.FirstError)
}
func (e *FetchIncomplete) Code() Code                   { return "FETCH_INCOMPLETE" }
func (e *FetchIncomplete) Details() map[string]any      { return detailsOf(e) }
func (e *FetchIncomplete) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *FetchIncomplete) Unwrap() error                { return e.Cause }

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
			text += pair[0] + ".." + pair[1]
		}
	}
	return text
}
