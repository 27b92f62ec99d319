package sdktest

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mixpanel-data/mp/sdk/storage"
)

var textColumn = arrow.BinaryTypes.String

var columnTests = []storageTest{
	{name: "a table of events has the columns of its schema, each with a type", run: func(c *storageCase) {
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", on("2026-01-01", 3)))
		c.wantEventColumns(sink, "signups")
	}},
	{name: "a column appears with the first unit that brings it and is null in older rows", run: func(c *storageCase) {
		day1, day2, day3 := on("2026-01-01", 10), on("2026-01-02", 10), on("2026-01-03", 10)
		for i := range day2 {
			day2[i].Extra = map[string]string{"country": "PT", "amount": "41.5", "count": "9007199254740993", "gift": "true"}
		}
		day2[3].Extra = nil // null where the unit brings the column and the row has no value
		day3[0].Extra = map[string]string{"country": "São Tomé"}

		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		c.write(sink, session, unitOf("2026-01-01", "2026-01-01", day1))
		c.write(sink, session, unitOf("2026-01-02", "2026-01-02", day2).column("country", textColumn).
			column("amount", arrow.PrimitiveTypes.Float64).column("count", arrow.PrimitiveTypes.Int64).
			column("gift", arrow.FixedWidthTypes.Boolean))
		c.commit(sink, session)
		c.fill(sink, targetOf("signups", storage.Append),
			unitOf("2026-01-03", "2026-01-03", day3).column("country", textColumn).column("plan", textColumn))

		c.wantRows(sink, "signups", append(append(append([]event{}, day1...), day2...), day3...))
		c.wantEventColumns(sink, "signups", "country", "amount", "count", "gift", "plan")
	}},
	{name: "columns of a unit may stand in any order after those of the schema", run: func(c *storageCase) {
		day1, day2 := on("2026-01-01", 3), on("2026-01-02", 3)
		day1[0].Extra = map[string]string{"country": "PT", "plan": "free"}
		day2[0].Extra = map[string]string{"country": "ES", "plan": "paid"}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create),
			unitOf("2026-01-01", "2026-01-01", day1).column("country", textColumn).column("plan", textColumn),
			unitOf("2026-01-02", "2026-01-02", day2).column("plan", textColumn).column("country", textColumn))
		c.wantRows(sink, "signups", append(append([]event{}, day1...), day2...))
	}},
}

func (c *storageCase) describe(sink storage.Sink, table string) []storage.Column {
	c.Helper()
	columns, err := sink.Describe(c.ctx, table)
	c.must("describe "+table, err)
	return columns
}

// wantEventColumns checks that the columns of the events schema are there in its order, each once and with a type, and
// after them the further ones.
func (c *storageCase) wantEventColumns(sink storage.Sink, table string, further ...string) {
	c.Helper()
	var names []string
	for _, column := range c.describe(sink, table) {
		if column.Type == "" {
			c.Errorf("column %s of %s has no type", column.Name, table)
		}
		names = append(names, column.Name)
	}
	var want []string
	for _, field := range storage.EventsSchema().Fields() {
		want = append(want, field.Name)
	}
	if want = append(want, further...); !slices.Equal(want, names) {
		c.Errorf("columns of %s are %q, want %q", table, names, want)
	}
}
