package report

import (
	"github.com/mixpanel-data/mp/internal/mpsim/calendar"
	"github.com/mixpanel-data/mp/internal/mpsim/expr"
)

// Names counts the events of the days by name.
func Names(events Source, from, to calendar.Day) map[string]int {
	counts := map[string]int{}
	for e := range events(from, to) {
		counts[e.Name]++
	}
	return counts
}

// Properties counts how many events of a name, of any if it is empty, have each
// property. The time and distinct_id, which identify an event, are none.
func Properties(events Source, from, to calendar.Day, event string) map[string]int {
	counts := map[string]*int{} // pointers, so that known names need no copy
	for e := range events(from, to) {
		if event != "" && e.Name != event {
			continue
		}
		for key := range members(e.Line) {
			name := key[1 : len(key)-1]
			n := counts[string(name)]
			if n == nil {
				n = new(int)
				counts[string(name)] = n
			}
			*n++
		}
	}
	named := make(map[string]int, len(counts))
	for key, n := range counts {
		named[nameOf([]byte(`"`+key+`"`))] += *n
	}
	delete(named, "time")
	delete(named, "distinct_id")
	return named
}

// Values counts the labels of a property of the events of a name; items of a
// list, each once. Null is no value.
func Values(events Source, from, to calendar.Day, event, property string) map[string]int {
	counts := map[string]int{}
	for e := range events(from, to) {
		if e.Name != event {
			continue
		}
		value := e.Lookup("properties", property)
		if isNothing(value) {
			continue
		}
		for _, label := range labels(value) {
			counts[label]++
		}
	}
	return counts
}

// isNothing tells whether there is no value to list.
func isNothing(v expr.Value) bool {
	switch v.Kind() {
	case expr.Undefined, expr.Null:
		return true
	case expr.List:
		return len(v.Items()) == 0
	default:
		return false
	}
}

// Most returns the names with the highest counts, at most limit of them; of
// equals the one that sorts first.
func Most(counts map[string]int, limit int) []string { return most(counts, limit) }
