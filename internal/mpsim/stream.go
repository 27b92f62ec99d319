package mpsim

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/mixpanel-data/mp/internal/mpsim/report"
)

// feedEvent is an event of stream/query.
type feedEvent struct {
	Event      string          `json:"event"`
	Properties json.RawMessage `json:"properties"`
}

// stream serves stream/query: what some users did, the oldest first.
func (s *Server) stream(w http.ResponseWriter, c call) error {
	if err := c.params.require("distinct_ids"); err != nil {
		return err
	}
	users, err := c.params.names("distinct_ids")
	if err != nil {
		return err
	}
	from, to, err := s.dates(c)
	if err != nil {
		return err
	}
	var body struct {
		Status  string `json:"status"`
		Results struct {
			Events []feedEvent `json:"events"`
		} `json:"results"`
	}
	body.Status, body.Results.Events = "ok", []feedEvent{}
	for i, entry := range report.Feed(c.project.source(c.Context()), from, to, users) {
		body.Results.Events = append(body.Results.Events, feedEvent{entry.Event, fed(entry.Properties, i)})
	}
	return s.answer(w, c, body, nil)
}

// fed are the properties of a feed's event: every other one, from the first on,
// calls the distinct_id $distinct_id. Mixpanel's samples mix the two.
func fed(properties []byte, i int) []byte {
	if i%2 == 1 {
		return properties
	}
	// The shop writes the id once, and the name of no property or value in this
	// spelling before it.
	return bytes.Replace(properties, []byte(`,"distinct_id":`), []byte(`,"$distinct_id":`), 1)
}
