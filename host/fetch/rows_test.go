package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/exporttime"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// newYear is the first day of the units below.
const newYear day = 20454 // 2026-01-01

func rowsOf(body io.Reader, allowed int64) *rows {
	s := span{newYear, newYear + 1}
	return newRows(body, Request{}.unit(s, newYear+9), s, exporttime.Clock{}, &allowance{allowed: allowed}, func(d day) bool { return d == newYear })
}

// row is a row as texts and numbers.
type row struct {
	Name, DistinctID, InsertID, Properties string
	Time                                   int64
	Day                                    string
}

// drain reads all batches.
func drain(t *testing.T, r *rows) (all []row, err error) {
	t.Helper()
	for {
		batch, err := r.Next(t.Context())
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		all = appendRows(all, batch)
	}
}

func appendRows(all []row, batch arrow.RecordBatch) []row {
	text := func(column, i int) string { return batch.Column(column).(*array.String).Value(i) }
	for i := range int(batch.NumRows()) {
		all = append(all, row{
			Name: text(0, i), DistinctID: text(2, i), InsertID: text(3, i), Properties: text(4, i),
			Time: int64(batch.Column(1).(*array.Timestamp).Value(i)), Day: batch.Column(5).(*array.Date32).Value(i).FormattedString(),
		})
	}
	return all
}

// at is a second of the first day.
func at(second int) int64 { return int64(newYear)*86400 + int64(second) }

func TestLinesBecomeRows(t *testing.T) {
	body := fmt.Sprintf(`{"event":"A","properties":{"time":%d,"distinct_id":"x","$insert_id":"i","n":1.0,"n":12345678901234567890}}

{"event":"B","properties":{"time":%d123,"distinct_id":7}}
`, at(1), at(86400))
	r := rowsOf(strings.NewReader(body), 0)
	got, err := drain(t, r)
	if err != nil {
		t.Fatal(err)
	}
	want := []row{
		{"A", "x", "i", fmt.Sprintf(`{"time":%d,"distinct_id":"x","$insert_id":"i","n":1.0,"n":12345678901234567890}`, at(1)), at(1) * 1e6, "2026-01-01"},
		{"B", "7", got[1].InsertID, fmt.Sprintf(`{"time":%d123,"distinct_id":7}`, at(86400)), at(86400)*1e6 + 123_000, "2026-01-02"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if id := got[1].InsertID; !strings.HasPrefix(id, storage.SyntheticPrefix) || len(id) != len(storage.SyntheticPrefix)+32 {
		t.Errorf("synthetic id %q", id)
	}
	footer := storage.Footer{Rows: 2, Bytes: int64(len(body)), Days: []storage.DayCount{
		{Day: "2026-01-01", Received: 1, Complete: true}, {Day: "2026-01-02", Received: 1},
	}}
	if diff := cmp.Diff(footer, r.Footer()); diff != "" {
		t.Errorf("footer (-want +got):\n%s", diff)
	}
}

func TestSyntheticIDsComeFromTheContent(t *testing.T) {
	lines := []string{
		fmt.Sprintf(`{"event":"A","properties":{"time":%d}}`, at(1)),
		fmt.Sprintf(`{"properties":{"time":%d},"event":"A"}`, at(1)),
		fmt.Sprintf(`{"event":"A","properties":{"time":%d,"$insert_id":""}}`, at(1)),
		fmt.Sprintf(`{"event":"A","properties":{"time":%d,"$insert_id":null}}`, at(1)),
		fmt.Sprintf(`{"event":"B","properties":{"time":%d}}`, at(1)),
		fmt.Sprintf(`{"event":"A","properties":{"time":%d}}`, at(2)),
	}
	got, err := drain(t, rowsOf(strings.NewReader(strings.Join(lines, "\n")), 0))
	if err != nil {
		t.Fatal(err)
	}
	again, err := drain(t, rowsOf(strings.NewReader(strings.Join(lines, "\n")), 0))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, again); diff != "" {
		t.Errorf("another fetch gives other ids:\n%s", diff)
	}
	if got[0].InsertID != got[1].InsertID {
		t.Error("the order of event and properties changes the id")
	}
	seen := map[string]int{}
	for i, r := range got[1:] {
		if other, ok := seen[r.InsertID]; ok {
			t.Errorf("lines %d and %d share an id", other, i)
		}
		seen[r.InsertID] = i
	}
}

func TestEventsOutsideTheirDaysAreKeptUnderTheNearest(t *testing.T) {
	var body strings.Builder
	for _, second := range []int{-1, 0, 86399, 86400, 2*86400 - 1, 2 * 86400, 1000 * 86400} {
		fmt.Fprintf(&body, `{"event":"A","properties":{"time":%d,"$insert_id":"i"}}`+"\n", at(second))
	}
	r := rowsOf(strings.NewReader(body.String()), 0)
	got, err := drain(t, r)
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for i, row := range got {
		days = append(days, row.Day)
		if want := []int64{-1, 0, 86399, 86400, 2*86400 - 1, 2 * 86400, 1000 * 86400}[i]; row.Time != (at(0)+want)*1e6 {
			t.Errorf("row %d has time %d", i, row.Time)
		}
	}
	one, two := "2026-01-01", "2026-01-02"
	if diff := cmp.Diff([]string{one, one, one, two, two, two, two}, days); diff != "" || r.misfiled != 3 {
		t.Errorf("%d misfiled; days (-want +got):\n%s", r.misfiled, diff)
	}
}

func TestABrokenOffExportIsNotAReject(t *testing.T) {
	good := fmt.Sprintf(`{"event":"A","properties":{"time":%d}}`+"\n", at(1))
	for name, body := range map[string]string{
		"terminated in the middle": good + "terminated early\n" + good,
		"an error in the middle":   good + `{"error":"Timeout Error."}` + "\n" + good,
		"a cut last line":          good + good[:30],
		"a cut number":             good + `{"event":"A","properties":{"time":17`,
	} {
		_, err := drain(t, rowsOf(strings.NewReader(body), 100))
		if mperr.CodeOf(err) != "EXPORT_TRUNCATED" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALineTooLongIsRejected(t *testing.T) {
	good := fmt.Sprintf(`{"event":"A","properties":{"time":%d}}`+"\n", at(1))
	r := rowsOf(io.MultiReader(strings.NewReader(good), strings.NewReader(`{"event":"`+strings.Repeat("x", maxLine)+"\n"), strings.NewReader(good)), 1)
	got, err := drain(t, r)
	if err != nil || len(got) != 2 || r.rejects.kept[0].Reason != "longer than 16 MiB" || r.rejects.kept[0].Offset != int64(len(good)) {
		t.Errorf("%d rows, %+v, %v", len(got), r.rejects.kept, err)
	}
}

func TestACancelledContextEndsTheRows(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := rowsOf(strings.NewReader(""), 0).Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Next = %v", err)
	}
}

func BenchmarkRows(b *testing.B) {
	body := strings.Join(shopLines(b, 50_000), "\n") + "\n"
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		s := span{newYear, newYear}
		r := newRows(strings.NewReader(body), storage.Unit{}, s, exporttime.Clock{}, &allowance{}, func(day) bool { return true })
		for {
			if _, err := r.Next(b.Context()); err != nil {
				if err != io.EOF {
					b.Fatal(err)
				}
				break
			}
		}
		r.close(true)
	}
	b.ReportMetric(50_000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
