package sdktest

import (
	"fmt"
	"strings"
)

// differenceShown bounds how much of a value a failure shows; a property may have a megabyte.
const differenceShown = 120

// difference tells how the rows of a table differ from those wanted; "" where they are the same. The order of rows does
// not count. It tells of the first row that differs: the others tend to differ for the same reason.
func difference(want, got []event) string {
	want, got = sorted(want), sorted(got)
	for i := range min(len(want), len(got)) {
		if told := want[i].difference(got[i]); told != "" {
			return fmt.Sprintf("row %d of %d in order of day, time, name, user and insert id:\n%s", i+1, len(want), told)
		}
	}
	if len(want) != len(got) {
		return fmt.Sprintf("there are %d rows, want %d", len(got), len(want))
	}
	return ""
}

func (e event) difference(got event) string {
	var told []string
	tell := func(name, want, got string) {
		if want != got {
			told = append(told, fmt.Sprintf("\t%s is %s, want %s", name, around(got, want), around(want, got)))
		}
	}
	tell("project_day", e.Day, got.Day)
	tell("event_time", e.Time.String(), got.Time.String())
	tell("event_name", e.Name, got.Name)
	tell("distinct_id", e.DistinctID, got.DistinctID)
	tell("insert_id", e.InsertID, got.InsertID)
	tell("properties", e.Properties, got.Properties)
	tell("further columns", fmt.Sprint(e.Extra), fmt.Sprint(got.Extra)) // fmt prints maps in order of keys
	return strings.Join(told, "\n")
}

// around quotes a text near its first byte that differs from another.
func around(text, other string) string {
	at := 0
	for at < min(len(text), len(other)) && text[at] == other[at] {
		at++
	}
	from := max(0, at-differenceShown/2)
	to := min(len(text), from+differenceShown)
	quoted := fmt.Sprintf("%q", text[from:to])
	if from > 0 || to < len(text) {
		quoted += fmt.Sprintf(" (bytes %d to %d of %d)", from, to, len(text))
	}
	return quoted
}
