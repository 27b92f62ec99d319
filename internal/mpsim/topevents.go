package mpsim

import (
	"net/http"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// topEvent is an element of events/top.
type topEvent struct {
	Event         string  `json:"event"`
	Amount        float64 `json:"amount"`
	PercentChange float64 `json:"percent_change"` // a ratio, whatever its name says
}

// topEvents serves events/top: what happens most today, against yesterday.
func (s *Server) topEvents(w http.ResponseWriter, c call) error {
	of, err := c.params.counted("")
	if err != nil {
		return err
	}
	limit, err := c.params.limit("limit", 100, mostNames)
	if err != nil {
		return err
	}
	events := []topEvent{}
	for _, change := range report.Top(c.project.source(c.Context()), s.wallNow(c.project), of, limit) {
		events = append(events, topEvent{change.Event, change.Amount, change.Ratio})
	}
	return s.answer(w, c, struct {
		Type   report.Type `json:"type"`
		Events []topEvent  `json:"events"`
	}{of, events}, nil)
}
