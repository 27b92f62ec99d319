// Package powers puts a sink and its optional powers together, so that a type assertion tells which ones it has.
package powers

import "github.com/mixpanel-data/mp/sdk/storage"

// Methods are the capabilities that add a method to a sink.
var Methods = []storage.Capability{storage.CapabilitySQL, storage.CapabilitySample, storage.CapabilityAnalyze}

// Optional are the optional powers of a sink; nil is a power that it does not have.
type Optional struct {
	Querier  storage.Querier
	Sampler  storage.Sampler
	Analyzer storage.Analyzer
}

// Of gives the powers that a sink has.
func Of(sink storage.Sink) (o Optional) {
	o.Querier, _ = sink.(storage.Querier)
	o.Sampler, _ = sink.(storage.Sampler)
	o.Analyzer, _ = sink.(storage.Analyzer)
	return o
}

// Capabilities are the names of the powers that are there.
func (o Optional) Capabilities() (names []storage.Capability) {
	if o.Querier != nil {
		names = append(names, storage.CapabilitySQL)
	}
	if o.Sampler != nil {
		names = append(names, storage.CapabilitySample)
	}
	if o.Analyzer != nil {
		names = append(names, storage.CapabilityAnalyze)
	}
	return names
}

// Join gives a sink that has exactly the powers that are there: a Go value that has the methods of others would claim
// what it cannot do. Powers that the sink has of itself are not seen through it.
func Join(sink storage.Sink, o Optional) storage.Sink {
	if o.Analyzer == nil {
		return joinPlain(sink, o)
	}
	switch {
	case o.Querier != nil && o.Sampler != nil:
		return struct {
			storage.Sink
			storage.Querier
			storage.Sampler
			storage.Analyzer
		}{sink, o.Querier, o.Sampler, o.Analyzer}
	case o.Querier != nil:
		return struct {
			storage.Sink
			storage.Querier
			storage.Analyzer
		}{sink, o.Querier, o.Analyzer}
	case o.Sampler != nil:
		return struct {
			storage.Sink
			storage.Sampler
			storage.Analyzer
		}{sink, o.Sampler, o.Analyzer}
	default:
		return struct {
			storage.Sink
			storage.Analyzer
		}{sink, o.Analyzer}
	}
}

// joinPlain is Join for a sink that is no analyzer.
func joinPlain(sink storage.Sink, o Optional) storage.Sink {
	switch {
	case o.Querier != nil && o.Sampler != nil:
		return struct {
			storage.Sink
			storage.Querier
			storage.Sampler
		}{sink, o.Querier, o.Sampler}
	case o.Querier != nil:
		return struct {
			storage.Sink
			storage.Querier
		}{sink, o.Querier}
	case o.Sampler != nil:
		return struct {
			storage.Sink
			storage.Sampler
		}{sink, o.Sampler}
	default:
		return struct{ storage.Sink }{sink}
	}
}
