package live

import (
	"iter"
	"maps"
	"regexp"
	"slices"

	"github.com/mixpanel-data/mp/sdk/result"
)

// Doubt is what an answer gives reason to look up. Mixpanel answers a question that names an event or a property which is not
// there as it answers one of what did not happen, and so does a store.
type Doubt struct {
	// Events are those that the question names and nothing was counted of.
	Events []string
	// Property is one that no event of the name Event seems to have; "" where there is none.
	Event, Property string
	// Undefined says that events were counted and none had a value for the property: they lack it or have it as null. Else nothing
	// was counted, for which there may be other reasons.
	Undefined bool
}

// Doubt is that of an answer without counts, or one whose events all lack the property that splits them.
func (q Segmentation) Doubt(answer *result.SegmentationResult) Doubt {
	if answer.Total() == 0 {
		return Doubt{Events: []string{q.Event}}
	}
	return doubtOf(q.Event, propertyOf(q.On), answer.Series())
}

// Doubt is that of an answer without counts, or one whose events all lack the property.
func (q PropertyCounts) Doubt(answer *result.PropertyCountsResult) Doubt {
	return q.DoubtSeries(answer.Series())
}

// DoubtSeries is Doubt of the counts of an answer.
func (q PropertyCounts) DoubtSeries(series result.Series) Doubt {
	if Total(series) == 0 {
		return Doubt{Events: []string{q.Event}, Event: q.Event, Property: q.Property}
	}
	return doubtOf(q.Event, q.Property, series)
}

// Doubt is that of an answer without counts, or one whose events all lack the property.
func (q Numeric) Doubt(answer *result.NumericBucketResult) Doubt {
	if Total(answer.Series()) == 0 {
		return q.doubt(true)
	}
	return doubtOf(q.Event, propertyOf(q.On), answer.Series())
}

// DoubtSum is that of sums which are all 0.
func (q Numeric) DoubtSum(answer *result.NumericSumResult) Doubt {
	return q.doubt(isNothing(maps.Values(answer.Results())))
}

// DoubtAverage is that of averages which are all 0.
func (q Numeric) DoubtAverage(answer *result.NumericAverageResult) Doubt {
	return q.doubt(isNothing(maps.Values(answer.Results())))
}

// doubt is about the event or about the number, if there is nothing.
func (q Numeric) doubt(nothing bool) Doubt {
	if !nothing {
		return Doubt{}
	}
	return Doubt{Events: []string{q.Event}, Event: q.Event, Property: propertyOf(q.On)}
}

// Doubt is about the events that never happened.
func (q EventCounts) Doubt(answer *result.EventCountsResult) Doubt {
	series := answer.Series()
	return Doubt{Events: slices.DeleteFunc(slices.Clone(q.Events), func(event string) bool {
		return !isNothing(maps.Values(series[event]))
	})}
}

// Doubt is about the steps of a funnel that is given by its steps which nobody did.
func (q Funnel) Doubt(answer *result.FunnelResult) Doubt {
	var d Doubt
	for i, step := range answer.Steps() {
		if i < len(q.Steps) && step.Count() == 0 {
			d.Events = append(d.Events, q.Steps[i])
		}
	}
	return d
}

// Doubt is about the event by which nobody was born, and that by which nobody came back.
func (q Retention) Doubt(answer *result.RetentionResult) Doubt {
	born, returned := false, false
	for _, cohort := range answer.Cohorts() {
		born = born || cohort.Size() > 0
		returned = returned || !isNothing(slices.Values(cohort.Retention()))
	}
	var d Doubt
	if !born && q.Born != "" {
		d.Events = append(d.Events, q.Born)
	}
	if !returned && q.Return != q.Born {
		d.Events = append(d.Events, q.Return)
	}
	return d
}

// Doubt is about the event that nobody was active with.
func (q Frequency) Doubt(answer *result.FrequencyResult) Doubt {
	for _, users := range answer.Data() {
		if !isNothing(slices.Values(users)) {
			return Doubt{}
		}
	}
	if q.Event == "" {
		return Doubt{}
	}
	return Doubt{Events: []string{q.Event}}
}

// isNothing says that all numbers are 0.
func isNothing[N int64 | float64](numbers iter.Seq[N]) bool {
	for n := range numbers {
		if n != 0 {
			return false
		}
	}
	return true
}

// absent are the segments of events that do not have a property, or have it as null.
var absent = []string{"undefined", "null"}

// doubtOf is about the property that splits the counts, if all that was counted lacks it.
func doubtOf(event, property string, series result.Series) Doubt {
	for segment, counts := range series {
		if !slices.Contains(absent, segment) && !isNothing(maps.Values(counts)) {
			return Doubt{}
		}
	}
	return Doubt{Event: event, Property: property, Undefined: true}
}

// lookup matches an expression that is nothing but a property of the event, whose name needs no escapes.
var lookup = regexp.MustCompile(`^\s*properties\s*\[\s*(?:"([^"\\]+)"|'([^'\\]+)')\s*\]\s*$`)

// propertyOf is the property that On is, by its bare name or looked up; "" for another expression.
func propertyOf(on string) string {
	if found := lookup.FindStringSubmatch(on); found != nil {
		return found[1] + found[2]
	}
	if addressed.MatchString(on) {
		return ""
	}
	return on
}
