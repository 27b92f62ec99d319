package result

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

func TestLazyTableIsBuiltOnFirstUseAndOnce(t *testing.T) {
	var table lazyTable
	var builds atomic.Int64
	build := func() arrow.RecordBatch {
		builds.Add(1)
		return batchOf(1, integers("n", []int64{1}))
	}
	if table.batch != nil {
		t.Error("a table before the first use")
	}
	var callers sync.WaitGroup
	for range 16 {
		callers.Go(func() { table.get(build) })
	}
	callers.Wait()
	if got := builds.Load(); got != 1 {
		t.Errorf("built %d times", got)
	}
}
