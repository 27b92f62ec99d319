package engine_test

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// generated is a unit of events like those of a shop, with some 600 bytes of properties each, in memory.
type generated struct {
	unit    storage.Unit
	batches []arrow.RecordBatch
	footer  storage.Footer
	copies  int64
}

// report is what a sink has to say about it.
func (g *generated) report() storage.UnitReport {
	return storage.UnitReport{Unit: g.unit, Received: g.footer.Rows, Stored: g.footer.Rows - g.copies, Duplicates: g.copies}
}

// spec says which events to generate.
type spec struct {
	// From is the first day; the first of January 2026 where it is empty.
	From string
	// Rows events are spread evenly over Days days, one where it is 0.
	Rows, Days int
	// Batch is the number of rows in a batch, 8192 where it is 0.
	Batch int
	// Every Repeat-th event comes twice, in a later batch and with a later processing time; none where it is 0.
	Repeat int
	// Lines get the events as Mixpanel exports them, where it is not nil.
	Lines io.Writer
}

// generate makes the events of a spec, always the same ones.
func generate(tb testing.TB, of spec) *generated {
	tb.Helper()
	first, err := time.Parse(time.DateOnly, cmp.Or(of.From, "2026-01-01"))
	if err != nil {
		tb.Fatal(err)
	}
	days, size := max(of.Days, 1), cmp.Or(of.Batch, 8192)
	g := &generated{unit: storage.Unit{FromDate: first.Format(time.DateOnly), ToDate: first.AddDate(0, 0, days-1).Format(time.DateOnly)}}
	g.unit.ID = g.unit.FromDate + ".." + g.unit.ToDate
	for day := range days {
		g.footer.Days = append(g.footer.Days, storage.DayCount{Day: first.AddDate(0, 0, day).Format(time.DateOnly), Complete: true})
	}
	random := rand.New(rand.NewPCG(1, 2))
	builder := array.NewRecordBuilder(memory.DefaultAllocator, storage.EventsSchema())
	defer builder.Release()
	var again []func()
	for i := range of.Rows {
		day := i * days / of.Rows
		at := first.AddDate(0, 0, day).Add(time.Duration(random.Int64N(86400)) * time.Second)
		name, user := eventNames[random.IntN(len(eventNames))], fmt.Sprintf("user-%08x", random.IntN(50_000)*2654435761)
		id := fmt.Sprintf("%016x%06x", random.Uint64(), i)
		properties := shopProperties(random, at, user, id)
		put := func(properties []byte) {
			appendEvent(builder, name, at, user, id, properties)
			g.footer.Rows++
			g.footer.Days[day].Received++
			if of.Lines != nil {
				fmt.Fprintf(of.Lines, `{"event":%q,"properties":%s}`+"\n", name, properties)
			}
		}
		put(properties)
		if of.Repeat > 0 && i%of.Repeat == 0 {
			later := bytes.Replace(properties, []byte(`"mp_processing_time_ms":`), []byte(`"mp_processing_time_ms":9`), 1)
			again = append(again, func() { put(later) })
			g.copies++
		}
		if builder.Field(0).Len() >= size {
			g.batches = append(g.batches, builder.NewRecordBatch())
		}
		// Copies come a few batches after the first ones.
		if len(again) > 0 && (len(again) == 1000 || i == of.Rows-1) {
			for _, put := range again {
				put()
			}
			again = again[:0]
		}
	}
	if builder.Field(0).Len() > 0 {
		g.batches = append(g.batches, builder.NewRecordBatch())
	}
	return g
}

var eventNames = []string{"Page View", "Sign Up", "Purchase", "Search", "Log In", "Add To Cart"}

func appendEvent(builder *array.RecordBuilder, name string, at time.Time, user, id string, properties []byte) {
	builder.Field(0).(*array.StringBuilder).Append(name)
	builder.Field(1).(*array.TimestampBuilder).Append(arrow.Timestamp(at.UnixMicro()))
	builder.Field(2).(*array.StringBuilder).Append(user)
	builder.Field(3).(*array.StringBuilder).Append(id)
	builder.Field(4).(*array.StringBuilder).BinaryBuilder.Append(properties)
	builder.Field(5).(*array.Date32Builder).Append(arrow.Date32FromTime(at))
}

func shopProperties(random *rand.Rand, at time.Time, user, id string) []byte {
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	return fmt.Appendf(nil, `{"time":%d,"distinct_id":%q,"$insert_id":%q,"mp_processing_time_ms":%d,"$browser":%q,"$os":"Mac OS X",`+
		`"$city":"San Francisco","mp_country_code":%q,"amount":%d.%02d,"logged_in":true,"plan":%q,`+
		`"$current_url":"https://shop.example.com/products/%d?ref=%s","$screen_width":1920,"$screen_height":1080,"tags":["a","b","c"],`+
		`"cart":{"items":%d,"currency":"USD"},"query":"\u65e5\u672c caf\u00e9 %s","session":"%x","$referrer":null,`+
		`"$lib_version":"2.47.0","mp_lib":"web","$device_id":"%x"}`,
		at.Unix(), user, id, at.UnixMilli()+random.Int64N(5000), pick("Chrome", "Safari", "Firefox", "Edge"), pick("US", "DE", "JP", "BR", "IN"),
		random.IntN(1000), random.IntN(100), pick("free", "pro"), random.IntN(100_000), strconv.FormatUint(random.Uint64(), 36),
		random.IntN(10), strconv.FormatUint(random.Uint64(), 36), random.Uint64(), uint64(random.IntN(60_000))*11400714819323198485)
}

// rows reads the unit from its beginning.
func (g *generated) rows() *generatedRows { return &generatedRows{of: g} }

type generatedRows struct {
	of    *generated
	given int
}

func (r *generatedRows) Schema() *arrow.Schema { return storage.EventsSchema() }

func (r *generatedRows) Next(context.Context) (arrow.RecordBatch, error) {
	if r.given == len(r.of.batches) {
		return nil, io.EOF
	}
	r.given++
	return r.of.batches[r.given-1], nil
}

func (r *generatedRows) Footer() storage.Footer { return r.of.footer }

// exported writes lines to a file and gives its path.
func exported(tb testing.TB, write func(io.Writer)) string {
	tb.Helper()
	file, err := os.CreateTemp(tb.TempDir(), "*.ndjson")
	if err != nil {
		tb.Fatal(err)
	}
	lines := bufio.NewWriterSize(file, 1<<20)
	write(lines)
	if err := lines.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := file.Close(); err != nil {
		tb.Fatal(err)
	}
	return file.Name()
}
