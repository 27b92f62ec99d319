package live

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// checkDays wants two days in order.
func checkDays(from, to string) error {
	first, err := parseDay("from_date", from)
	if err != nil {
		return err
	}
	last, err := parseDay("to_date", to)
	if err != nil {
		return err
	}
	if last.Before(first) {
		return &mperr.InvalidArgument{Argument: "from_date", Value: from, Reason: "lies after to_date " + to}
	}
	return nil
}

func parseDay(argument, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, &mperr.InvalidArgument{Argument: argument, Reason: "is required, a day as YYYY-MM-DD"}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, &mperr.InvalidArgument{Argument: argument, Value: text, Reason: "not a day as YYYY-MM-DD, such as 2026-01-31"}
	}
	return day, nil
}

// checkName wants the name of an event or a property.
func checkName(argument, name string) error {
	if strings.TrimSpace(name) == "" {
		return &mperr.InvalidArgument{Argument: argument, Value: name, Reason: "is required"}
	}
	if !utf8.ValidString(name) {
		return &mperr.InvalidArgument{Argument: argument, Reason: "must be valid UTF-8"}
	}
	return nil
}

// checkNames wants at least one name.
func checkNames(argument string, names []string) error {
	if len(names) == 0 {
		return &mperr.InvalidArgument{Argument: argument, Reason: "is required, at least one"}
	}
	for _, name := range names {
		if err := checkName(argument, name); err != nil {
			return err
		}
	}
	return nil
}

// checkExpression wants an expression, or none; what it says is checked by whoever evaluates it.
func checkExpression(argument, text string) error {
	if text != "" && (strings.TrimSpace(text) == "" || !utf8.ValidString(text)) {
		return &mperr.InvalidArgument{Argument: argument, Reason: `must be an expression such as properties["plan"] == "pro"`}
	}
	return nil
}

// checkNumber wants a number in a range.
func checkNumber(argument string, value, low, high int) error {
	if value < low || value > high {
		return &mperr.InvalidArgument{Argument: argument, Value: strconv.Itoa(value), Reason: fmt.Sprintf("must be %d to %d", low, high)}
	}
	return nil
}

// checkID wants an id that Mixpanel may have given.
func checkID(argument string, id int64) error {
	if id > 0 {
		return nil
	}
	return &mperr.InvalidArgument{Argument: argument, Value: strconv.FormatInt(id, 10), Reason: "must be the id, a positive number"}
}

// checkTexts wants what JSON can carry; a text may be empty.
func checkTexts(argument string, texts []string) error {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return &mperr.InvalidArgument{Argument: argument, Reason: "must be valid UTF-8"}
		}
	}
	return nil
}
