package shop

import (
	"fmt"
	"slices"
)

// Shares says which part of the events is unusual in which way, each as a
// number of 0 … 1. The zero Shares gives none.
type Shares struct {
	// Duplicate events come twice: same name, distinct_id, time and $insert_id,
	// same properties, but a later mp_processing_time_ms.
	Duplicate float64
	// MissingInsertID events have no $insert_id.
	MissingInsertID float64
	// ReusedInsertID events carry the $insert_id of the event before them in the
	// visit, under another name: they are not duplicates.
	ReusedInsertID float64
	// MissingDistinctID events have no distinct_id.
	MissingDistinctID float64
	// NumericDistinctID visits have a number as distinct_id.
	NumericDistinctID float64
	// BigInteger events have a property of an integer beyond 2^53, some beyond
	// 2^63.
	BigInteger float64
	// FloatForm events write a whole number as 3.0, which others write as 3.
	FloatForm float64
	// CaseTwin events have a property "Plan" beside the usual "plan".
	CaseTwin float64
	// Late events are processed two minutes to five days after they happened,
	// others within seconds.
	Late float64
}

// DefaultShares returns the shares of a project in ordinary health.
func DefaultShares() Shares {
	return Shares{
		Duplicate:         0.005,
		MissingInsertID:   0.002,
		ReusedInsertID:    0.001,
		MissingDistinctID: 0.001,
		NumericDistinctID: 0.002,
		BigInteger:        0.01,
		FloatForm:         0.02,
		CaseTwin:          0.005,
		Late:              0.02,
	}
}

func (s Shares) validate() error {
	all := []float64{
		s.Duplicate, s.MissingInsertID, s.ReusedInsertID, s.MissingDistinctID, s.NumericDistinctID,
		s.BigInteger, s.FloatForm, s.CaseTwin, s.Late,
	}
	outside := func(share float64) bool { return !(share >= 0 && share <= 1) }
	if i := slices.IndexFunc(all, outside); i >= 0 {
		return fmt.Errorf("share of unusual events %v is not between 0 and 1", all[i])
	}
	return nil
}
