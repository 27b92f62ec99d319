package sdktest

import (
	"context"
	"testing"

	"github.com/mixpanel-data/mp/sdk/dial"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// storageCase is one subtest with an engine and the place of a store of its own. Its methods fail the subtest rather
// than return errors, so that a test reads as the story it tells.
type storageCase struct {
	*testing.T

	ctx      context.Context
	cfg      StorageConfig
	env      []string
	location string
	engine   storage.Engine
	// plugin is the process behind the engine; nil for a Go value.
	plugin *process
}

func newStorageCase(t *testing.T, cfg StorageConfig) *storageCase {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), cfg.Timeout)
	t.Cleanup(cancel)
	c := &storageCase{T: t, ctx: ctx, cfg: cfg, env: envOf(t, cfg.Env), location: cfg.Location(t)}
	c.start()
	return c
}

// start makes the engine ready; for a binary it launches a process.
func (c *storageCase) start() {
	c.Helper()
	if c.cfg.Engine != nil {
		c.engine = guardEngine(c.cfg.Engine)
		return
	}
	c.plugin = launch(c.T, dial.KindStorage, c.cfg.Binary, c.env, c.cfg.Timeout)
	c.engine = guardEngine(c.plugin.engine())
}

func (c *storageCase) options() storage.Options {
	return storage.Options{Location: c.location, Settings: c.cfg.Settings}
}

// open opens the store for writing and closes it when the subtest ends.
func (c *storageCase) open() storage.Sink {
	c.Helper()
	return c.openWith(c.options())
}

func (c *storageCase) openWith(options storage.Options) storage.Sink {
	c.Helper()
	sink, err := c.engine.Open(c.ctx, options)
	c.must("open the store", err)
	c.Cleanup(func() {
		// The subtest's context has ended by now. A killed plugin cannot answer, so the error is not looked at.
		ctx, cancel := context.WithTimeout(context.Background(), graceAfterEnd)
		defer cancel()
		_ = sink.Close(ctx)
	})
	return sink
}

// reopen closes the store and opens it again, in a new process where there are processes.
func (c *storageCase) reopen(sink storage.Sink) storage.Sink {
	c.Helper()
	c.must("close the store", sink.Close(c.ctx))
	if c.plugin != nil {
		c.plugin.stop()
		c.start()
	}
	return c.open()
}

// must ends the subtest on an error.
func (c *storageCase) must(what string, err error) {
	c.Helper()
	if err != nil {
		c.Fatalf("%s: %v", what, err)
	}
}
