package mpsim

import (
	"bytes"
	"encoding/json"

	"github.com/mixpanel-data/mp/internal/mpsim/expr"
	"github.com/mixpanel-data/mp/internal/mpsim/shop"
)

// row is an event as expressions see it. Its line is read when first needed.
type row struct {
	event      shop.Event
	properties map[string]any
}

// Lookup implements expr.Env. The time is known by its name in the export and,
// as an instant, by the one in Mixpanel's examples, on either object.
func (r *row) Lookup(object, name string) expr.Value {
	if object != "properties" && object != "event" {
		return expr.Value{}
	}
	switch name {
	case "$time":
		return expr.Instant(float64(r.event.Stamp) / 1000)
	case "$event_name":
		return expr.Text(r.event.Name)
	case "$distinct_id":
		name = "distinct_id"
	}
	value, ok := r.read()[name]
	if !ok || object == "event" {
		return expr.Value{}
	}
	return expr.FromJSON(value)
}

func (r *row) read() map[string]any {
	if r.properties == nil {
		var line struct {
			Properties map[string]any `json:"properties"`
		}
		decoder := json.NewDecoder(bytes.NewReader(r.event.Line))
		decoder.UseNumber()
		if err := decoder.Decode(&line); err != nil {
			panic("the simulator made a line that is not JSON: " + err.Error())
		}
		r.properties = line.Properties
	}
	return r.properties
}
