package sdktest

import (
	"fmt"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// The property columns of the tests.
var (
	planColumn  = storage.PropertyColumn{Property: "$plan", Name: "$plan", Type: storage.Varchar}
	seatsColumn = storage.PropertyColumn{Property: "seats", Name: "seats", Type: storage.BigInt}
	twinColumn  = storage.PropertyColumn{Property: "Seats", Name: "Seats_2", Type: storage.Varchar}
)

var propertyTests = []storageTest{
	{name: "property columns come back with their properties", needs: storage.CapabilityColumns, run: func(c *storageCase) {
		sink := c.open()
		rows := with(on("2026-01-01", 3), `{"$plan":"pro","seats":5}`, "$plan", "pro", "seats", "5")
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", rows).property(planColumn, seatsColumn))
		sink = c.reopen(sink)
		c.wantRows(sink, "signups", rows)
		c.wantProperties(sink, planColumn, seatsColumn)
	}},
	{name: "one of two names for a property is INVALID_ARGUMENT and leaves nothing", needs: storage.CapabilityColumns, run: func(c *storageCase) {
		sink := c.open()
		rows := with(on("2026-01-01", 3), `{"seats":5}`, "seats", "5")
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", rows).property(seatsColumn))
		session := c.begin(sink, targetOf("signups", storage.Append))
		other := unitOf("2026-01-02", "2026-01-02", on("2026-01-02", 1)).property(storage.PropertyColumn{Property: "Seats", Name: "seats", Type: storage.BigInt})
		_, err := sink.WriteUnit(c.ctx, session.ID, other.unit, other)
		wantError[*mperr.InvalidArgument](c.T, "write a column of another property", err)
		c.commit(sink, session)
		c.wantRows(sink, "signups", rows)
		c.wantProperties(sink, seatsColumn)
	}},
	{name: "rows marked as unfilled take their values from the properties", needs: storage.CapabilityColumns, run: func(c *storageCase) {
		sink := c.open()
		rows := with(on("2026-01-01", 4), `{"$plan":"free"}`, "$plan", "free")
		copy(rows[1:], with(rows[1:2], `{"$plan":["a","b"],"$plan":"second","seats":7}`, storage.FieldUnfilled, "-1"))
		copy(rows[2:], with(rows[2:3], `{"$plan":["a","b"],"$plan":"second","seats":7}`, "seats", "7", storage.FieldUnfilled, "1"))
		marked := unitOf("2026-01-01", "2026-01-01", rows).property(planColumn, seatsColumn)
		marked.extra = append(marked.extra, storage.UnfilledField())
		for i := range rows {
			if rows[i].Extra[storage.FieldUnfilled] == "" {
				rows[i].Extra = map[string]string{"$plan": "free", storage.FieldUnfilled: "0"}
			}
		}
		want := with(rows, `{"$plan":"free"}`, "$plan", "free")
		copy(want[1:], with(want[1:3], `{"$plan":["a","b"],"$plan":"second","seats":7}`, "$plan", `["a","b"]`, "seats", "7"))
		c.fill(sink, targetOf("signups", storage.Create), marked)
		c.wantRows(sink, "signups", want)
		c.wantProperties(sink, planColumn, seatsColumn)
	}},
	{name: "a property column that comes late is filled in the rows before it", needs: storage.CapabilityColumns, run: func(c *storageCase) {
		sink := c.open()
		day1 := with(on("2026-01-01", 5), `{"seats":5,"Seats":"few"}`)
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", day1))
		day2 := with(on("2026-01-02", 2), `{"seats":9,"Seats":null}`, "seats", "9")
		c.fill(sink, targetOf("signups", storage.Append), unitOf("2026-01-02", "2026-01-02", day2).property(seatsColumn, twinColumn))
		c.wantRows(sink, "signups", append(with(day1, day1[0].Properties, "seats", "5", "Seats_2", "few"), day2...))
		c.wantProperties(sink, seatsColumn, twinColumn)
	}},
	{name: "a unit without a property column of its table gets it from the properties", needs: storage.CapabilityColumns, run: func(c *storageCase) {
		sink := c.open()
		day1 := with(on("2026-01-01", 5), `{"seats":5}`, "seats", "5")
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", day1).property(seatsColumn))
		day2 := with(on("2026-01-02", 2), `{"seats":-9}`)
		c.fill(sink, targetOf("signups", storage.Append), unitOf("2026-01-02", "2026-01-02", day2))
		c.wantRows(sink, "signups", append(day1, with(day2, day2[0].Properties, "seats", "-9")...))
		c.wantProperties(sink, seatsColumn)
	}},
	{name: "a property column whose type does not suffice is changed and filled", needs: storage.CapabilityColumns, run: func(c *storageCase) {
		for _, mode := range []storage.Mode{storage.Create, storage.Append} {
			sink := c.open()
			if mode == storage.Append {
				c.fill(sink, targetOf("signups", storage.Replace))
			}
			session := c.begin(sink, targetOf("signups", mode))
			day1 := with(on("2026-01-01", 5), `{"seats":9007199254740993}`, "seats", "9007199254740993")
			c.write(sink, session, unitOf("2026-01-01", "2026-01-01", day1).property(seatsColumn))
			day2 := with(on("2026-01-02", 4), `{"seats":"many"}`)
			flip := unitOf("2026-01-02", "2026-01-02", day2).property(seatsColumn)
			wider := storage.PropertyColumn{Property: "seats", Name: "seats", Type: storage.Varchar}
			flip.footer.Unfilled = []storage.Unfilled{{PropertyColumn: wider, Rows: 4}}
			c.write(sink, session, flip)
			day3 := with(on("2026-01-03", 3), `{"seats":3}`, "seats", "3")
			c.write(sink, session, unitOf("2026-01-03", "2026-01-03", day3).property(seatsColumn)) // begun before the change
			c.commit(sink, session)
			want := append(append(day1, with(day2, day2[0].Properties, "seats", "many")...), day3...)
			c.wantRows(sink, "signups", want)
			c.wantProperties(sink, wider)
			c.must("drop", sink.Drop(c.ctx, "signups"))
			c.must("close", sink.Close(c.ctx))
		}
	}},
	{name: "whole numbers beyond 2^53 are not rounded by a change of type", needs: storage.CapabilityColumns, run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		for day, seats := range map[string]string{"2026-01-01": "12", "2026-01-02": "9007199254740993"} {
			c.write(sink, session, unitOf(day, day, with(on(day, 2), `{"seats":`+seats+`}`, "seats", seats)).property(seatsColumn))
		}
		flip := unitOf("2026-01-03", "2026-01-03", with(on("2026-01-03", 1), `{"seats":1.5}`)).property(seatsColumn)
		number := storage.PropertyColumn{Property: "seats", Name: "seats", Type: storage.Double}
		flip.footer.Unfilled = []storage.Unfilled{{PropertyColumn: number, Rows: 1}}
		c.write(sink, session, flip)
		c.commit(sink, session)
		seats := map[string]int{}
		rows, _ := c.rows(sink, "signups", 10)
		for _, row := range rows {
			seats[row.Extra["seats"]]++
		}
		if diff := cmp.Diff(map[string]int{"12": 2, "9007199254740993": 2, "1.5": 1}, seats); len(rows) > 0 && diff != "" {
			c.Errorf("values of the column (-want +got):\n%s", diff)
		}
	}},
	{name: "a property column that a footer names first is added and filled", needs: storage.CapabilityColumns, run: func(c *storageCase) {
		sink := c.open()
		session := c.begin(sink, targetOf("signups", storage.Create))
		day1 := with(on("2026-01-01", 3), `{"seats":5}`)
		c.write(sink, session, unitOf("2026-01-01", "2026-01-01", day1))
		day2 := with(on("2026-01-02", 2), `{"seats":6}`)
		late := unitOf("2026-01-02", "2026-01-02", day2)
		late.footer.Unfilled = []storage.Unfilled{{PropertyColumn: seatsColumn, Rows: 2}}
		c.write(sink, session, late)
		c.commit(sink, session)
		c.wantRows(sink, "signups", append(with(day1, day1[0].Properties, "seats", "5"), with(day2, day2[0].Properties, "seats", "6")...))
		c.wantProperties(sink, seatsColumn)
	}},
}

// with gives events with other properties and further columns, which are pairs of name and text.
func with(events []event, properties string, columns ...string) []event {
	altered := changed(events, properties)
	for i := range altered {
		altered[i].Extra = nil
		for at := 0; at < len(columns); at += 2 {
			if altered[i].Extra == nil {
				altered[i].Extra = map[string]string{}
			}
			altered[i].Extra[columns[at]] = columns[at+1]
		}
	}
	return altered
}

// property adds property columns; the events' Extra hold their values.
func (u *unitRows) property(columns ...storage.PropertyColumn) *unitRows {
	for _, column := range columns {
		u.extra = append(u.extra, column.Field())
	}
	return u
}

// wantProperties checks the property columns of the table signups, as it is described and as a session tells it.
func (c *storageCase) wantProperties(sink storage.Sink, want ...storage.PropertyColumn) {
	c.Helper()
	var described, wanted []string
	for _, column := range c.describe(sink, "signups") {
		if column.Property != "" {
			described = append(described, fmt.Sprintf("%s holds %s", column.Name, column.Property))
		}
	}
	for _, column := range want {
		wanted = append(wanted, fmt.Sprintf("%s holds %s", column.Name, column.Property))
	}
	if diff := cmp.Diff(wanted, described); diff != "" {
		c.Errorf("described property columns (-want +got):\n%s", diff)
	}
	session := c.begin(sink, targetOf("signups", storage.Append))
	if diff := cmp.Diff(want, session.Columns); diff != "" {
		c.Errorf("property columns of a session (-want +got):\n%s", diff)
	}
	c.must("abort", sink.Abort(c.ctx, session.ID))
}
