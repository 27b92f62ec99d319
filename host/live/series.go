package live

import (
	"encoding/json"
	"errors"

	"github.com/mixpanel-data/mp/sdk/result"
)

// seriesAnswer is the answer of the reports that count over time.
type seriesAnswer struct {
	// Labels are all dates, in any order.
	Labels []string `json:"series"`
	// Values may lack dates on which nothing was counted.
	Values map[string]map[string]quantity `json:"values"`
}

func readSeries(answer json.RawMessage) (seriesAnswer, error) {
	var read seriesAnswer
	if err := json.Unmarshal(within(answer, "data", "results"), &read); err != nil {
		return read, err
	}
	if read.Labels == nil && read.Values == nil {
		return read, errors.New("it holds neither series nor values")
	}
	return read, nil
}

// full is the counts of each name, 0 on dates that the answer lists and has no count for. Names are those given, which
// may have no count at all, and those of the answer.
func (a seriesAnswer) full(names ...string) result.Series {
	out := make(result.Series, len(a.Values))
	for _, name := range names {
		out[name] = a.row(nil)
	}
	for name, counts := range a.Values {
		out[name] = a.row(counts)
	}
	return out
}

func (a seriesAnswer) row(counts map[string]quantity) map[string]float64 {
	row := make(map[string]float64, len(a.Labels))
	for _, date := range a.Labels {
		row[date] = 0
	}
	for date, n := range counts {
		row[date] = float64(n)
	}
	return row
}

// only is the counts of an answer that has one name, which is name if there is any.
func (a seriesAnswer) only(name string) (map[string]float64, error) {
	if counts, ok := a.Values[name]; ok || len(a.Values) == 0 {
		return a.row(counts), nil
	}
	if len(a.Values) > 1 {
		return nil, errors.New("it holds several series and none is called " + name)
	}
	for _, counts := range a.Values {
		return a.row(counts), nil
	}
	return a.row(nil), nil
}
