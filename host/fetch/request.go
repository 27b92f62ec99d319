package fetch

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Limits of a request.
const (
	// MaxLimit is the greatest limit that Mixpanel's export takes.
	MaxLimit = 100_000
	// MaxLimitDays is the longest range with a limit, as it must be a single request.
	MaxLimitDays = 100
	// MaxUnitDays is the longest unit.
	MaxUnitDays = 100
	// MaxWorkers keeps below a fifth of the hundred exports that Mixpanel lets a project run at once.
	MaxWorkers = 20
)

// Request says which events to bring into which table.
type Request struct {
	// Table is the table's name; see [storage.CheckTable].
	Table string
	// Mode says what happens to a table that is there; "" is [storage.Create].
	Mode storage.Mode
	// From and To are the inclusive range of days, YYYY-MM-DD.
	From, To string
	// Events are the names wanted; none means all.
	Events []string
	// Where is an expression in Mixpanel's language; "" filters nothing.
	Where string
	// Limit ends the export after that many events, 1 to MaxLimit; 0 means no limit. The days of a limited fetch are never
	// complete.
	Limit int
	// UnitDays is how many days one request brings, 1 to MaxUnitDays; 0 chooses by the range.
	UnitDays int
	// Workers is how many units are under way at once, 1 to MaxWorkers; 0 is 4.
	Workers int
	// MaxRejects is how many lines of the whole run may be no events.
	MaxRejects int64
	// NoColumns adds no property columns to the table. Those that it has are filled all the same.
	NoColumns bool
	// Refetch fetches days again that the table holds completely. It means something for APPEND only.
	Refetch bool
	// Lookback fetches days again that were fetched sooner after their end than that, as late events may have changed them
	// since; 0 takes a day that had ended as settled, [AutoLookback] learns it. It means something for APPEND only.
	Lookback time.Duration
}

// check gives the days of the request, or refuses what cannot be fetched, before anything is asked or stored. Today is the
// running export day.
func (r Request) check(today day, zone string) (span, error) {
	if err := storage.CheckTable(r.Table); err != nil {
		return span{}, err
	}
	switch r.Mode {
	case storage.Create, storage.Append, storage.Replace:
	default:
		return span{}, &mperr.InvalidArgument{Argument: "mode", Value: string(r.Mode), Reason: "not a mode",
			Allowed: []string{string(storage.Create), string(storage.Append), string(storage.Replace)}}
	}
	days, err := r.days(today, zone)
	if err != nil {
		return span{}, err
	}
	if err := r.checkNumbers(); err != nil {
		return span{}, err
	}
	if err := r.checkFilter(); err != nil {
		return span{}, err
	}
	if r.Limit > 0 && days.days() > MaxLimitDays {
		return span{}, &mperr.DateRangeTooLarge{FromDate: r.From, ToDate: r.To, DaysRequested: days.days(), MaxDays: MaxLimitDays}
	}
	return days, nil
}

func (r Request) days(today day, zone string) (span, error) {
	from, err := parseDay("from_date", r.From)
	if err != nil {
		return span{}, err
	}
	to, err := parseDay("to_date", r.To)
	if err != nil {
		return span{}, err
	}
	switch {
	case from > to:
		return span{}, &mperr.InvalidArgument{Argument: "from_date", Value: r.From, Reason: "lies after to_date " + r.To}
	case from < firstDay:
		return span{}, &mperr.InvalidArgument{Argument: "from_date", Value: r.From,
			Reason: "Mixpanel keeps no events before " + firstDay.String()}
	case to > today:
		return span{}, &mperr.InvalidArgument{Argument: "to_date", Value: r.To,
			Reason: fmt.Sprintf("lies in the future: today is %s (%s); ask for days up to that", today, zone)}
	}
	return span{from: from, to: to}, nil
}

func (r Request) checkNumbers() error {
	for _, number := range []struct {
		name             string
		value, low, high int
	}{
		{"limit", r.Limit, 1, MaxLimit},
		{"unit_days", r.UnitDays, 1, MaxUnitDays},
		{"workers", r.Workers, 1, MaxWorkers},
	} {
		if number.value != 0 && (number.value < number.low || number.value > number.high) {
			return &mperr.InvalidArgument{Argument: number.name, Value: strconv.Itoa(number.value),
				Reason: fmt.Sprintf("must be %d to %d", number.low, number.high)}
		}
	}
	if r.Lookback < 0 && r.Lookback != AutoLookback {
		return &mperr.InvalidArgument{Argument: "lookback", Value: r.Lookback.String(), Reason: "must not be negative"}
	}
	if r.MaxRejects < 0 {
		return &mperr.InvalidArgument{Argument: "max_rejects", Value: strconv.FormatInt(r.MaxRejects, 10), Reason: "must not be negative"}
	}
	return nil
}

func (r Request) checkFilter() error {
	for _, name := range r.Events {
		if strings.TrimSpace(name) == "" || !utf8.ValidString(name) {
			return &mperr.InvalidArgument{Argument: "events", Value: name, Reason: "an event name must be text and not blank"}
		}
	}
	if r.Where != "" && (strings.TrimSpace(r.Where) == "" || !utf8.ValidString(r.Where)) {
		return &mperr.InvalidArgument{Argument: "where", Reason: "must be an expression such as properties[\"plan\"] == \"pro\""}
	}
	return nil
}
