package storage

import (
	"cmp"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// MostProperties bounds the properties of a [PropertyCoverage].
const MostProperties = 500

// PropertyCoverage asks in how many events properties have a value.
//
// The answer has a row for each property, in the order asked for:
//
//	property  utf8
//	total     int64: events
//	defined   int64: events in which the property is there and not null
type PropertyCoverage struct {
	// Table is the table's name.
	Table string
	// Event is the event. Required.
	Event string
	// Properties are the names of properties, at least one.
	Properties []string
	// Period is the days that are asked about.
	Period Period
}

// Name is property_coverage.
func (PropertyCoverage) Name() string { return "property_coverage" }

// Check refuses what no table answers.
func (q PropertyCoverage) Check() error {
	if len(q.Properties) == 0 || len(q.Properties) > MostProperties {
		return &mperr.InvalidArgument{Argument: "properties", Reason: fmt.Sprintf("must be 1 to %d names", MostProperties)}
	}
	return cmp.Or(checkNamed(q.Table), checkEvent("event", q.Event), q.Period.check())
}

// Schema is the schema of the answer.
func (PropertyCoverage) Schema() *arrow.Schema {
	return arrow.NewSchema([]arrow.Field{
		{Name: "property", Type: answerText}, {Name: "total", Type: answerCount}, {Name: "defined", Type: answerCount},
	}, nil)
}

func (PropertyCoverage) question() {}
