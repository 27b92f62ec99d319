package powers_test

import (
	"slices"
	"testing"

	"github.com/mixpanel-data/mp/sdk/internal/powers"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// everything has all powers; nothing of it is called.
type everything struct {
	storage.Sink
	storage.Querier
	storage.Sampler
	storage.Analyzer
}

func TestSinkHasThePowersThatWereJoinedAndNoOther(t *testing.T) {
	all := powers.Optional{Querier: everything{}, Sampler: everything{}, Analyzer: everything{}}
	for mask := range 8 {
		joining := all
		if mask&1 == 0 {
			joining.Querier = nil
		}
		if mask&2 == 0 {
			joining.Sampler = nil
		}
		if mask&4 == 0 {
			joining.Analyzer = nil
		}
		want := joining.Capabilities()
		if got := powers.Of(powers.Join(everything{}, joining)).Capabilities(); !slices.Equal(got, want) {
			t.Errorf("joined %v, has %v", want, got)
		}
		if len(want) != mask&1+mask>>1&1+mask>>2 {
			t.Errorf("mask %b gives %v", mask, want)
		}
	}
}
