package result

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// refuse names the field that cannot be used.
func refuse(field, value, reason string) error {
	return &mperr.InvalidArgument{Argument: field, Value: value, Reason: reason}
}

// checkName wants a text that says something.
func checkName(field, value string) error {
	if strings.TrimSpace(value) == "" {
		return refuse(field, value, "must not be empty")
	}
	return checkText(field, value)
}

// checkText wants what JSON and Arrow can carry unchanged.
func checkText(field, value string) error {
	if !utf8.ValidString(value) {
		return refuse(field, value, "must be valid UTF-8")
	}
	return nil
}

func checkCount(field string, n int64) error {
	if n < 0 {
		return refuse(field, strconv.FormatInt(n, 10), "must not be negative")
	}
	return nil
}

// checkID wants an id of Mixpanel's.
func checkID(field string, id int64) error {
	if id <= 0 {
		return refuse(field, strconv.FormatInt(id, 10), "must be positive")
	}
	return nil
}

// checkFinite wants a number that JSON can carry.
func checkFinite(field string, n float64) error {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return refuse(field, strconv.FormatFloat(n, 'g', -1, 64), "must be a finite number")
	}
	return nil
}

// checkAmount wants a number that something can be counted to.
func checkAmount(field string, n float64) error {
	if err := checkFinite(field, n); err != nil || n >= 0 {
		return err
	}
	return refuse(field, strconv.FormatFloat(n, 'g', -1, 64), "must not be negative")
}

// checkRate wants a fraction; NaN is none.
func checkRate(field string, rate float64) error {
	if rate >= 0 && rate <= 1 {
		return nil
	}
	return refuse(field, strconv.FormatFloat(rate, 'g', -1, 64), "must lie between 0 and 1")
}

// checkDays wants two days in order.
func checkDays(fromField, from, toField, to string) error {
	if _, err := time.Parse(time.DateOnly, from); err != nil {
		return refuse(fromField, from, "must be a day such as 2026-01-31")
	}
	if _, err := time.Parse(time.DateOnly, to); err != nil {
		return refuse(toField, to, "must be a day such as 2026-01-31")
	}
	if to < from {
		return refuse(toField, to, "must not be before "+from)
	}
	return nil
}

// checkMoment wants a day, with or without a time behind it: Mixpanel labels some series 2026-01-31T00:00:00-08:00.
func checkMoment(field, value string) error {
	day, rest := value, ""
	if len(value) > len(time.DateOnly) {
		day, rest = value[:len(time.DateOnly)], value[len(time.DateOnly):]
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil || (rest != "" && rest[0] != 'T' && rest[0] != ' ') {
		return refuse(field, value, "must begin with a day such as 2026-01-31")
	}
	return checkText(field, value)
}

// checkUnit wants one of the units Mixpanel's reports are drawn in.
func checkUnit(unit string) error {
	switch unit {
	case "minute", "hour", "day", "week", "month":
		return nil
	}
	return refuseOther("unit", unit, "minute", "hour", "day", "week", "month")
}

// refuseOther names the values that would do.
func refuseOther(field, value string, allowed ...string) error {
	return &mperr.InvalidArgument{Argument: field, Value: value, Reason: "not one of the values that do", Allowed: allowed}
}
