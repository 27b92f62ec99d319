package sdktest

import (
	"strings"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// exactProperties are texts that a parse and a rewrite would change, or that a careless store would break.
var exactProperties = []string{
	`{}`,
	`{"big":12345678901234567890123456789,"beyond_float":9007199254740993,"negative":-9223372036854775809}`,
	`{"one":1,"one_point":1.0,"exponent":1e2,"upper":1E+2,"zero":-0.0,"trailing":0.10,"tiny":1e-400,"huge":1e400}`,
	`{"twice":1,"twice":2}`,
	`{"Key":1,"key":2,"KEY":3}`,
	`{"z":1,"a":2,"m":{"z":1,"a":2}}`,
	`{"escaped":"\u00e9\u00E9\/\\\"\b\f\n\r\t","raw":"é/"}`,
	`{"separators":"` + "\u2028\u2029" + `","escaped":"\u2028"}`,
	`{"nul":"\u0000","after":"nul"}`,
	`{"emoji":"😀","pair":"\ud83d\ude00","html":"<a href='x'>&amp;</a>"}`,
	`{ "spaces" : [ 1 ,  2 ] ,` + "\t" + `"tab" : null }`,
	`{"":"empty key","$insert_id":"x","a.b":1,"quote\"key":true}`,
	`{"deep":` + strings.Repeat(`[`, 100) + strings.Repeat(`]`, 100) + `}`,
}

var byteTests = []storageTest{
	{name: "properties come back byte for byte", run: func(c *storageCase) {
		events := on("2026-01-01", len(exactProperties))
		for i, text := range exactProperties {
			events[i].Properties = text
		}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.wantRows(sink, "signups", events)
		c.wantRows(c.reopen(sink), "signups", events)
	}},
	{name: "a property of a megabyte comes back whole", run: func(c *storageCase) {
		events := on("2026-01-01", 1)
		events[0].Properties = `{"long":"` + strings.Repeat("äöü\\n0123456789", 1<<16) + `"}`
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.wantRows(sink, "signups", events)
	}},
	{name: "names and ids come back as they were", run: func(c *storageCase) {
		texts := []string{
			"", " ", "plain", `quote " and ' and \`, "tab\tand\nline", "é 日本語 😀", "line\u2028separator", "NULL", "null", "(null)",
			"1", "true", "{}", "'; DROP TABLE signups; --", "$ae_session", strings.Repeat("x", 300),
		}
		var events []event
		for i, text := range texts {
			e := on("2026-01-01", i+1)[i]
			e.Name, e.DistinctID, e.InsertID = text, text, text
			events = append(events, e)
		}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.wantRows(sink, "signups", events)
	}},
	{name: "times come back to the microsecond", run: func(c *storageCase) {
		events := on("2026-01-01", 5)
		for i, moment := range []time.Time{
			time.Date(2026, 1, 1, 12, 34, 56, 789012000, time.UTC),
			time.Date(2026, 1, 1, 12, 34, 56, 789013000, time.UTC),
			time.Unix(0, 0).UTC(),
			time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC),
			time.Date(2099, 12, 31, 23, 59, 59, 1000, time.UTC),
		} {
			events[i].Time = moment
		}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.wantRows(sink, "signups", events)
	}},
}
