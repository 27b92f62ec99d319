package sdktest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/expression"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// visit is an event as reports look at it.
type visit struct {
	event, user, insertID string
	// at is when it happened, as clocks of the zone show it.
	at time.Time
	// told is the same moment in the clock in which expressions tell times.
	told       time.Time
	properties json.RawMessage
	inside     bool // the period
}

// visitsIn are the events from a period's first day on, by time.
func visitsIn(table *memoryTable, period storage.Period) (all []visit) {
	zone, _ := period.Location() // a question's check has read it
	for _, row := range table.rows() {
		at := row.identity().time.ToTime(arrow.Microsecond)
		one := visit{
			event: row.identity().event, user: row.identity().distinctID, insertID: row.identity().insertID,
			at: at.In(zone), told: at, properties: json.RawMessage(row.text(storage.ColumnProperties)),
		}
		if period.LocalTime {
			_, ahead := one.at.Zone()
			one.told = at.Add(time.Duration(ahead) * time.Second)
		}
		day := one.at.Format(time.DateOnly)
		if one.inside = day <= period.To; day >= period.From {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b visit) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.insertID, b.insertID)) })
	return all
}

// bucket is the label of the unit of time that the visit is in.
func (v visit) bucket(unit storage.TimeUnit) string {
	switch unit {
	case storage.ByHour:
		return v.at.Format("2006-01-02 15:00:00")
	case storage.ByWeek:
		return v.at.AddDate(0, 0, -(int(v.at.Weekday())+6)%7).Format(time.DateOnly)
	case storage.ByMonth:
		return v.at.Format("2006-01") + "-01"
	}
	return v.at.Format(time.DateOnly)
}

// undefined is the value of what is not there.
type undefined struct{}

// property is a value as JSON has it: nil, a boolean, float64, text or list.
func (v visit) property(name string) (value any) {
	var properties map[string]any
	if json.Unmarshal(v.properties, &properties) != nil {
		return undefined{}
	}
	if value, ok := properties[name]; ok {
		return value
	}
	return undefined{}
}

// kept says whether an expression is true of the visit. It knows as much of the language as the suite's expressions need.
func (v visit) kept(where string) (bool, error) {
	if where == "" {
		return true, nil
	}
	value, err := v.worth("where", where)
	return value == true, err
}

func (v visit) worth(argument, text string) (any, error) {
	parsed, err := expression.Parse(argument, text)
	if err != nil {
		return nil, err
	}
	return v.eval(argument, parsed)
}

func (v visit) eval(argument string, node expression.Node) (any, error) {
	switch n := node.(type) {
	case expression.Bool:
		return bool(n), nil
	case expression.Number:
		return float64(n), nil
	case expression.Text:
		return string(n), nil
	case expression.Call:
		at, err := time.Parse("2006-01-02T15:04:05", string(n.Arguments[0].(expression.Text)))
		return at, err
	case expression.Lookup:
		if n.Object == expression.Event {
			return v.told, nil
		}
		return v.property(n.Name), nil
	}
	n := node.(expression.Binary)
	left, err := v.eval(argument, n.Left)
	right, rightErr := v.eval(argument, n.Right)
	if err = cmp.Or(err, rightErr); err != nil {
		return nil, err
	}
	switch a := left.(type) {
	case time.Time:
		return n.Operator == expression.Less && a.Before(right.(time.Time)), nil
	case float64:
		return n.Operator == expression.Greater && a > right.(float64), nil
	}
	if _, isText := left.(string); isText && n.Operator == expression.And {
		return nil, &mperr.InvalidArgument{Argument: argument, Reason: "and takes no text"}
	}
	return n.Operator == expression.Equal && left == right, nil
}

// textsOf are what a value is called in answers: each item of a list by itself.
func textsOf(value any) []string {
	switch value := value.(type) {
	case undefined:
		return []string{"undefined"}
	case nil:
		return []string{"null"}
	case string:
		return []string{value}
	case float64:
		return []string{strconv.FormatFloat(value, 'f', -1, 64)}
	case []any:
		var all []string
		for _, item := range value {
			all = append(all, textsOf(item)...)
		}
		return all
	}
	return []string{fmt.Sprint(value)}
}
