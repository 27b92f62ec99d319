package mpsim

import (
	"fmt"
	"net/http"
)

// OldDays refuses a range that begins too long ago, as plans with a short
// memory do.
type OldDays struct {
	// Days is how many days before today may be asked for.
	Days int `json:"days"`
}

// Answer implements Effect.
func (e OldDays) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, clock Clock) {
	from, err := ParseDay(r.FormValue("from_date"))
	if err == nil && from < today(clock)-Day(e.Days) {
		writeFailure(w, r, badRequest("Date range exceeds %d days into the past", e.Days))
		return
	}
	next.ServeHTTP(w, r)
}

func (e OldDays) check() error {
	if e.Days < 0 {
		return fmt.Errorf("%d days into the past", e.Days)
	}
	return nil
}

// Behind refuses a range that ends after a day that has not begun for the
// project, whose today lies some days before the clock's.
type Behind struct {
	Days int `json:"days"`
}

// Answer implements Effect.
func (e Behind) Answer(w http.ResponseWriter, r *http.Request, next http.Handler, clock Clock) {
	to, err := ParseDay(r.FormValue("to_date"))
	if err == nil && to > today(clock)-Day(e.Days) {
		writeFailure(w, r, badRequest("to_date cannot be later than today"))
		return
	}
	next.ServeHTTP(w, r)
}

// today is the clock's day in UTC.
func today(clock Clock) Day { return DayOf(clock.Now().UTC()) }
