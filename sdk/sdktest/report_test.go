package sdktest

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// row is a row of an answer as JSON has it.
type row = map[string]any

// keptOf are the events of a name within the period that an expression is true of; "" is any name.
func keptOf(visits []visit, name, where string) (kept []visit, err error) {
	for _, v := range visits {
		if name != "" && v.event != name || !v.inside {
			continue
		}
		ok, err := v.kept(where)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, v)
		}
	}
	return kept, nil
}

// groups are visits by keys, of which each may have several.
func groups(visits []visit, keys func(visit) []string) map[string][]visit {
	by := map[string][]visit{}
	for _, v := range visits {
		for _, key := range keys(v) {
			by[key] = append(by[key], v)
		}
	}
	return by
}

func byUser(v visit) []string {
	if v.user == "" {
		return nil
	}
	return []string{v.user}
}

func segmentsOf(q storage.Segmentation, visits []visit) (rows []row, err error) {
	kept, err := keptOf(visits, q.Event, q.Where)
	values := map[string][]string{} // by insert id
	for _, v := range kept {
		values[v.insertID] = []string{q.Event}
		if q.On != "" {
			value, onErr := v.worth("on", q.On)
			values[v.insertID], err = textsOf(value), cmp.Or(err, onErr)
		}
	}
	segments := groups(kept, func(v visit) []string { return values[v.insertID] })
	names := slices.SortedFunc(maps.Keys(segments), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(segments[b]), len(segments[a])), cmp.Compare(a, b))
	})
	if q.On != "" && len(q.Segments) > 0 {
		names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(q.Segments, name) })
	}
	if q.Limit > 0 {
		names = names[:min(q.Limit, len(names))]
	}
	slices.Sort(names)
	for _, name := range names {
		dates := groups(segments[name], func(v visit) []string { return []string{v.bucket(q.Unit)} })
		for _, date := range slices.Sorted(maps.Keys(dates)) {
			rows = append(rows, row{"segment": name, "date": date, "value": counted(q.Count, dates[date])})
		}
	}
	return rows, err
}

func counted(how storage.Counting, visits []visit) float64 {
	users, events := groups(visits, byUser), 0
	for _, of := range users {
		events += len(of)
	}
	switch how {
	case storage.CountUsers:
		return float64(len(users))
	case storage.CountPerUser:
		return float64(events) / float64(max(1, len(users)))
	}
	return float64(len(visits))
}

func frequencyOf(q storage.Frequency, visits []visit) (rows []row, err error) {
	kept, err := keptOf(visits, q.Event, q.Where)
	dates := groups(kept, func(v visit) []string { return []string{v.bucket(q.Unit)} })
	for _, date := range slices.Sorted(maps.Keys(dates)) {
		times := map[int]int{}
		for _, of := range groups(dates[date], byUser) {
			times[len(groups(of, func(v visit) []string { return []string{v.bucket(q.Each)} }))]++
		}
		for _, n := range slices.Sorted(maps.Keys(times)) {
			rows = append(rows, row{"date": date, "times": n, "users": times[n]})
		}
	}
	return rows, err
}

func distributionOf(q storage.Distribution, visits []visit) ([]row, error) {
	kept, err := keptOf(visits, q.Event, "")
	values := groups(kept, func(v visit) []string { return textsOf(v.property(q.Property)) })
	rows := []row{{"count": len(kept)}}
	for _, value := range slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(values[b]), len(values[a])), cmp.Compare(a, b))
	}) {
		if q.Limit == 0 || len(rows) <= q.Limit {
			rows = append(rows, row{"value": value, "count": len(values[value])})
		}
	}
	return rows, err
}

func numbersOf(q storage.NumericSummary, visits []visit) ([]row, error) {
	kept, err := keptOf(visits, q.Event, "")
	var all []float64
	sum, squares := 0.0, 0.0
	for _, v := range kept {
		if n, ok := v.property(q.Property).(float64); ok {
			all, sum, squares = append(all, n), sum+n, squares+n*n
		}
	}
	if len(all) == 0 {
		return []row{{"count": 0}}, err
	}
	slices.Sort(all)
	average := sum / float64(len(all))
	percentiles := make([]float64, len(q.Percentiles))
	for i, percentile := range q.Percentiles {
		below, part := math.Modf(percentile / 100 * float64(len(all)-1))
		low, high := all[int(below)], all[min(int(below)+1, len(all)-1)]
		percentiles[i] = low + part*(high-low)
	}
	return []row{{
		"count": len(all), "min": all[0], "max": all[len(all)-1], "sum": sum, "avg": average,
		"stddev": math.Sqrt(squares/float64(len(all)) - average*average), "percentiles": percentiles,
	}}, err
}

func coverageOf(q storage.PropertyCoverage, visits []visit) (rows []row, err error) {
	kept, err := keptOf(visits, q.Event, "")
	for _, property := range q.Properties {
		defined := 0
		for _, v := range kept {
			if value := v.property(property); value != nil && value != (undefined{}) {
				defined++
			}
		}
		rows = append(rows, row{"property": property, "total": len(kept), "defined": defined})
	}
	return rows, err
}

func dailyOf(q storage.DailyCounts, visits []visit) (rows []row, err error) {
	kept, err := keptOf(visits, "", "")
	days := groups(kept, func(v visit) []string { return []string{v.bucket(storage.ByDay)} })
	for _, day := range slices.Sorted(maps.Keys(days)) {
		events := groups(days[day], func(v visit) []string { return []string{v.event} })
		for _, event := range slices.Sorted(maps.Keys(events)) {
			if len(q.Events) == 0 || slices.Contains(q.Events, event) {
				rows = append(rows, row{"date": day, "event": event, "count": len(events[event])})
			}
		}
	}
	return rows, err
}

func engagementOf(q storage.Engagement, visits []visit) (rows []row, err error) {
	kept, err := keptOf(visits, "", "")
	kept = slices.DeleteFunc(kept, func(v visit) bool { return len(q.Events) > 0 && !slices.Contains(q.Events, v.event) })
	users := map[int]int{}
	for _, of := range groups(kept, byUser) {
		users[len(of)]++
	}
	for _, n := range slices.Sorted(maps.Keys(users)) {
		rows = append(rows, row{"events": n, "users": users[n]})
	}
	return rows, err
}
