package mpsim

import "github.com/mixpanel-data/mp/internal/mpsim/report"

// seriesBody is the answer of events, segmentation and their relatives.
type seriesBody struct {
	Data struct {
		Series []string                      `json:"series"`
		Values map[string]map[string]float64 `json:"values"`
	} `json:"data"`
	LegendSize int `json:"legend_size"`
}

func newSeriesBody(s report.Series) (body seriesBody) {
	body.Data.Series = unsorted(s.Dates)
	body.Data.Values = s.Values
	body.LegendSize = len(s.Values)
	return body
}

// unsorted puts every other label first: Mixpanel's samples are out of order, so
// clients must not rely on one.
func unsorted(labels []string) []string {
	mixed := make([]string, 0, len(labels))
	for i := 1; i < len(labels); i += 2 {
		mixed = append(mixed, labels[i])
	}
	for i := 0; i < len(labels); i += 2 {
		mixed = append(mixed, labels[i])
	}
	return mixed
}
