package columns_test

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestAMarkNamesTheOneColumnThatIsLeftToTheSink(t *testing.T) {
	sheet := chosen(t, `{"n":1,"s":"x","t":"y"}`).Sheet()
	add(t, sheet, `{"s":"plain"}`, `{"s":1.50}`, `{"t":[1]}`, `{"s":"\u0000","t":{}}`, `{"n":2}`)
	taken := sheet.Take()
	marks, ok := taken[len(taken)-1].(*array.Int16)
	if !ok {
		t.Fatalf("the marks are %v", taken[len(taken)-1])
	}
	if diff := cmp.Diff([]int16{0, 2, 3, storage.UnfilledSeveral, 0}, marks.Int16Values()); diff != "" {
		t.Error(diff)
	}
}
