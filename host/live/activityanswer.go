package live

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/sdk/result"
)

// read reads {"results":{"events":[…]}}, also where the outer layers are missing.
func (q ActivityFeed) read(answer json.RawMessage) ([]result.ActivityFields, error) {
	var read []struct {
		Event      string          `json:"event"`
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(within(within(answer, "results", "data"), "events"), &read); err != nil {
		return nil, err
	}
	events := make([]result.ActivityFields, len(read))
	for i, one := range read {
		event, err := q.readActivity(one.Properties)
		if err != nil {
			return nil, fmt.Errorf("event %d, %q: %w", i+1, one.Event, err)
		}
		event.Event = one.Event
		events[i] = event
	}
	return events, nil
}

// readActivity takes time and user out of the properties; Mixpanel writes distinct_id with and without a dollar sign.
func (q ActivityFeed) readActivity(properties json.RawMessage) (result.ActivityFields, error) {
	var read struct {
		Time     *quantity       `json:"time"`
		Dollared json.RawMessage `json:"$distinct_id"`
		Plain    json.RawMessage `json:"distinct_id"`
	}
	if err := json.Unmarshal(properties, &read); err != nil {
		return result.ActivityFields{}, err
	}
	if read.Time == nil || *read.Time == 0 {
		return result.ActivityFields{}, errors.New("it has no time")
	}
	at, err := q.timeOf(float64(*read.Time))
	if err != nil {
		return result.ActivityFields{}, err
	}
	return result.ActivityFields{
		Time: at, DistinctID: cmp.Or(textOf(read.Dollared), textOf(read.Plain)), Properties: properties,
	}, nil
}

const (
	// milliseconds is where a number of seconds would be in the year 5138, so that it must be one of milliseconds.
	milliseconds = 1e11
	// farthest is more milliseconds from 1970 than any time that can be written with four digits for its year.
	farthest = 1e14
)

// timeOf is the instant of a time as sent. One outside the years 1 to 9999 has no form in JSON, and is no time of an event.
func (q ActivityFeed) timeOf(epoch float64) (time.Time, error) {
	millis := epoch
	if math.Abs(epoch) < milliseconds {
		millis *= 1000
	}
	if math.Abs(millis) <= farthest { // which NaN is not
		micros := exporttime.NewClock(q.ExportTime, q.Location).Instant(int64(math.Round(millis)) * 1000)
		if at := time.UnixMicro(micros).UTC(); at.Year() >= 1 && at.Year() <= 9999 {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("its time %v is outside the years 1 to 9999", epoch)
}

// textOf is an id that may be written as a text or a number; "" for none.
func textOf(id json.RawMessage) string {
	var text string
	if len(id) == 0 || string(id) == "null" || json.Unmarshal(id, &text) == nil {
		return text
	}
	return string(id)
}
