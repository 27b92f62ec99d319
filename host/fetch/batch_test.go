package fetch

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

func TestBatchesAreBounded(t *testing.T) {
	var body strings.Builder
	for i := range batchRows + 1 {
		fmt.Fprintf(&body, `{"event":"A","properties":{"time":%d}}`+"\n", at(i))
	}
	for i := range 3 * batchBytes / 1000 {
		fmt.Fprintf(&body, `{"event":"A","properties":{"time":%d,"p":"%01000d"}}`+"\n", at(i), i)
	}
	r := rowsOf(strings.NewReader(body.String()), 0)
	var byRows, byBytes int
	for {
		batch, err := r.Next(t.Context())
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		size := len(batch.Column(4).Data().Buffers()[2].Bytes())
		switch rows := batch.NumRows(); {
		case rows > batchRows || size > batchBytes+1100:
			t.Errorf("batch of %d rows and %d bytes", rows, size)
		case rows == batchRows:
			byRows++
		case size > batchBytes*9/10:
			byBytes++
		}
	}
	if byRows != 1 || byBytes < 2 {
		t.Errorf("%d batches are full by rows and %d by bytes, want 1 and 2 at least", byRows, byBytes)
	}
}

// endless repeats a text up to a size.
type endless struct {
	text string
	left int64
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), e.left)], e.text[e.at:])
	e.at, e.left = (e.at+n)%len(e.text), e.left-int64(n)
	return n, nil
}

func TestMemoryDoesNotGrowWithTheBody(t *testing.T) {
	line := fmt.Sprintf(`{"event":"A","properties":{"time":%d,"distinct_id":"x","p":"%s"}}`+"\n", at(1), strings.Repeat("v", 500))
	const size = 24 << 20
	r := rowsOf(&endless{text: line, left: size / int64(len(line)) * int64(len(line))}, 0)
	var most uint64
	for batches := 0; ; batches++ {
		_, err := r.Next(t.Context())
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if batches%4 == 0 {
			runtime.GC()
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			most = max(most, stats.HeapAlloc)
		}
	}
	if most > 12<<20 {
		t.Errorf("%d MB live while reading %d MB", most>>20, size>>20)
	}
}
