package sdktest

import (
	"os"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/internal/powers"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

var powerTests = []storageTest{
	{name: "an engine declares powers that the contract knows, each once and always the same", run: func(c *storageCase) {
		declared := c.engine.Capabilities()
		known := append(slices.Clone(powers.Methods), storage.CapabilityColumns)
		for i, power := range declared {
			if !slices.Contains(known, power) {
				c.Errorf("capability %q is not known, want one of %q", power, known)
			}
			if slices.Contains(declared[:i], power) {
				c.Errorf("capability %q is declared twice", power)
			}
		}
		if again := c.engine.Capabilities(); !slices.Equal(declared, again) {
			c.Errorf("capabilities were %q and are %q", declared, again)
		}
	}},
	{name: "a sink has the powers that its engine declares and no others", run: func(c *storageCase) {
		sink := c.open()
		declared := c.engine.Capabilities()
		has := powers.Of(sink).Capabilities()
		for _, power := range powers.Methods {
			says, can := slices.Contains(declared, power), slices.Contains(has, power)
			if says != can {
				c.Errorf("capability %q: declared %t, has the method %t", power, says, can)
			}
		}
	}},
}

var openTests = []storageTest{
	{name: "opening a new location makes an empty store", run: func(c *storageCase) {
		if tables := c.tables(c.open()); len(tables) != 0 {
			c.Errorf("a new store has tables %v, want none", tables)
		}
	}},
	{name: "a store tells its location and its engine", run: func(c *storageCase) {
		info, err := c.open().Info(c.ctx)
		c.must("info", err)
		if info.Location != c.location {
			c.Errorf("location is %q, want %q as it was opened", info.Location, c.location)
		}
		if info.Engine == "" {
			c.Error("the engine has no name")
		}
	}},
	{name: "opening a missing store for reading is DATABASE_NOT_FOUND and makes none", run: func(c *storageCase) {
		options := c.options()
		options.ReadOnly = true
		_, err := c.engine.Open(c.ctx, options)
		wantError[*mperr.DatabaseNotFound](c.T, "open for reading", err)
		if _, err := os.Stat(c.location); err == nil {
			c.Errorf("opening for reading made %s", c.location)
		}
		_, err = c.engine.Open(c.ctx, options)
		wantError[*mperr.DatabaseNotFound](c.T, "open for reading once more", err)
	}},
	{name: "a store open for reading shows its tables to several readers and takes no writes", run: func(c *storageCase) {
		events := on("2026-01-01", 5)
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.must("close", sink.Close(c.ctx))

		options := c.options()
		options.ReadOnly = true
		reader, beside := c.openWith(options), c.openWith(options)
		_, err := reader.Begin(c.ctx, targetOf("logins", storage.Create))
		wantCoded(c.T, "begin a create", err)
		_, err = reader.Begin(c.ctx, targetOf("signups", storage.Append))
		wantCoded(c.T, "begin an append", err)
		wantCoded(c.T, "drop", reader.Drop(c.ctx, "signups"))
		c.wantRows(reader, "signups", events)
		c.wantRows(beside, "signups", events)
	}},
	{name: "closing twice does nothing more", run: func(c *storageCase) {
		sink := c.open()
		c.must("close", sink.Close(c.ctx))
		c.must("close again", sink.Close(c.ctx))
		c.open()
	}},
	{name: "what was written is the same after closing and opening", run: func(c *storageCase) {
		events := append(on("2026-01-01", 120), on("2026-01-02", 30)...)
		events[0].Extra = map[string]string{"country": "PT"}
		sink := c.open()
		c.fill(sink, targetOf("signups", storage.Create),
			unitOf("2026-01-01", "2026-01-02", events).column("country", textColumn))
		tables, days, columns := c.tables(sink), c.coverage(sink, "signups"), c.describe(sink, "signups")

		sink = c.reopen(sink)
		c.wantRows(sink, "signups", events)
		for _, same := range []struct {
			what          string
			before, after any
		}{
			{"tables", tables, c.tables(sink)},
			{"coverage", days, c.coverage(sink, "signups")},
			{"columns", columns, c.describe(sink, "signups")},
		} {
			if diff := cmp.Diff(same.before, same.after); diff != "" {
				c.Errorf("%s differ after opening again (-before +after):\n%s", same.what, diff)
			}
		}
	}},
	{name: "a store that another process holds is STORAGE_LOCKED until it lets go", process: true, lock: true, run: func(c *storageCase) {
		sink := c.open()
		second := launch(c.T, dial.KindStorage, c.cfg.Binary, c.env, c.cfg.Timeout)
		other := guardEngine(second.engine())
		_, err := other.Open(c.ctx, c.options())
		wantError[*mperr.StorageLocked](c.T, "open beside a writer", err)

		patient := c.options()
		patient.Wait = c.cfg.Timeout
		opened := make(chan error, 1)
		go func() { // ends at the test's deadline at the latest
			sink, err := other.Open(c.ctx, patient)
			if err == nil {
				err = sink.Close(c.ctx)
			}
			opened <- err
		}()
		events := on("2026-01-01", 50)
		c.fill(sink, targetOf("signups", storage.Create), unitOf("2026-01-01", "2026-01-01", events))
		c.wantRows(sink, "signups", events)
		c.must("close the store", sink.Close(c.ctx))
		c.must("open after the other process let go", <-opened)
	}},
}
