package discovery

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// required wants a text that says something.
func required(argument, value string) error {
	if strings.TrimSpace(value) == "" {
		return &mperr.InvalidArgument{Argument: argument, Reason: "is required"}
	}
	return nil
}

// oneOf wants one of the words, or "".
func oneOf(argument, value string, words []string) error {
	if value == "" || slices.Contains(words, value) {
		return nil
	}
	return &mperr.InvalidArgument{Argument: argument, Value: value, Reason: "is not one of those that there are", Allowed: words}
}

// mostNames is the most names that are asked for; Mixpanel gives no more than five thousand of a list.
const mostNames = 5000

// atMost wants a number from 1 to mostNames, or 0.
func atMost(argument string, n int) error {
	if n >= 0 && n <= mostNames {
		return nil
	}
	return &mperr.InvalidArgument{Argument: argument, Value: strconv.Itoa(n), Reason: "must be between 1 and " + strconv.Itoa(mostNames)}
}

// days wants two days in order; each may be "".
func days(from, to string) error {
	if err := cmp.Or(day("from_date", from), day("to_date", to)); err != nil {
		return err
	}
	if from != "" && to != "" && to < from {
		return &mperr.InvalidArgument{Argument: "to_date", Value: to, Reason: "must not be before " + from}
	}
	return nil
}

func day(argument, value string) error {
	if _, err := time.Parse(time.DateOnly, value); value != "" && err != nil {
		return &mperr.InvalidArgument{Argument: argument, Value: value, Reason: "must be a day such as 2026-01-31"}
	}
	return nil
}
