package engine_test

import (
	"os"
	"testing"
	"time"
	"fmt"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/engine"
	"github.com/mixpanel-data/mp/sdk/storage"
)

func TestZZ(t *testing.T) {
	sink, err := engine.New().Open(t.Context(), storage.Options{Location: os.Getenv("ZZ"), ReadOnly: true})
	if err != nil { t.Fatal(err) }
	defer sink.Close(t.Context())
	for _, q := range []storage.Question{storage.Summarize{Table: "events"}, storage.Breakdown{Table: "events"}, storage.Keys{Table: "events"}, storage.Keys{Table: "events", Event: "Purchase"},
		storage.ColumnStats{Table: "events", Column: "$city", Top: 3}, storage.ColumnStats{Table: "events", Column: "amount", Top: 3}, storage.ColumnStats{Table: "events", Column: "properties->>'$.$city'", Top: 10},
		storage.ColumnStats{Table: "events", Column: "insert_id", Top: 3},storage.ColumnStats{Table: "events", Column: "nope +", Top: 3},storage.ColumnStats{Table: "events", Column: "nope", Top: 3},storage.ColumnStats{Table: "events", Column: "1), (2", Top: 3},storage.ColumnStats{Table: "events", Column: "count(*)", Top: 3},
		} {
		for range 2 {
		from := time.Now()
		r, err := sink.(storage.Analyzer).Analyze(t.Context(), q)
		if err != nil { fmt.Printf("%s: %v %+v\n", q.Name(), err, err); continue }
		if err := storage.CheckAnswer(q, r.Schema()); err != nil { t.Error(err) }
		n := int64(0)
		first := ""
		for {
			b, err := r.Next(t.Context())
			if err != nil { if n == 0 || err.Error() != "EOF" {fmt.Println(err)}; break }
			n += b.NumRows()
			if first == "" { x, _ := b.MarshalJSON(); first = string(x) }
		}
		r.Close()
		fmt.Printf("%-10s %4d rows %v %.1500s\n", q.Name(), n, time.Since(from), first)
		}
	}
}
