package host_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/host/fetch"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Fetch into a file of one's own, and read it where no credentials are.
func ExampleOpen() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()
	folder, err := os.MkdirTemp("", "mp-example-")
	if err != nil {
		log.Panic(err)
	}
	defer os.RemoveAll(folder)

	options.Database = filepath.Join(folder, "january.duckdb")
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	if _, err := workspace.FetchEvents(ctx, fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"}); err != nil {
		log.Panic(err)
	}
	if err := workspace.Close(); err != nil {
		log.Panic(err)
	}

	reader, err := host.Open(ctx, host.Options{
		Database: options.Database, ReadOnly: true, Home: folder, // no accounts are there
		PluginDirs: options.PluginDirs, LookupEnv: func(string) (string, bool) { return "", false },
	})
	if err != nil {
		log.Panic(err)
	}
	defer reader.Close()
	days, err := reader.Coverage(ctx, "events")
	if err != nil {
		log.Panic(err)
	}
	for _, day := range days {
		fmt.Println(day.Day, "is complete:", day.Complete)
	}
	_, err = reader.Client(ctx)
	fmt.Println("Mixpanel cannot be asked:", errors.Is(err, mperr.ErrConfig))
	// Output:
	// 2026-01-01 is complete: true
	// 2026-01-02 is complete: true
	// Mixpanel cannot be asked: true
}

// Work in a store that nobody needs afterwards.
func ExampleOptions_temporary() {
	ctx := context.Background()
	options, cleanUp := simulated() // in your program: host.Options{Account: "production"}
	defer cleanUp()

	options.Temporary = host.InMemory
	workspace, err := host.Open(ctx, options)
	if err != nil {
		log.Panic(err)
	}
	fetched, err := workspace.FetchEvents(ctx, fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-02"})
	if err != nil {
		log.Panic(err)
	}
	rows, err := workspace.Scalar(ctx, storage.Query{SQL: "SELECT count(*) FROM events"})
	if err != nil {
		log.Panic(err)
	}
	fmt.Println("all of it can be asked:", rows == fetched.Stored)
	path, err := workspace.Location(ctx)
	if err != nil {
		log.Panic(err)
	}
	if err := workspace.Close(); err != nil {
		log.Panic(err)
	}
	_, err = os.Stat(path)
	fmt.Println("gone afterwards:", errors.Is(err, os.ErrNotExist))
	// Output:
	// all of it can be asked: true
	// gone afterwards: true
}
