// Package host is mp as a library: a [Workspace] fetches Mixpanel data into a local store and answers questions over it.
//
// # Opening
//
// [Open] takes [Options], whose zero value does what the command does without flags: credentials from the plugins that
// ~/.mp/config.toml names, the store at ~/.mp/data/PROJECT_ID.duckdb. Nothing is started until it is needed; Close stops
// everything that was.
//
//	workspace, err := host.Open(ctx, host.Options{Account: "production"})
//	if err != nil { … }
//	defer workspace.Close()
//	fetched, err := workspace.FetchEvents(ctx, fetch.Request{Table: "events", From: "2026-01-01", To: "2026-01-31"})
//	rows, err := workspace.Query(ctx, storage.Query{SQL: "SELECT count(*) FROM events"})
//
// # What it can be asked
//
//   - Fetching: FetchEvents, FetchProfiles; StreamEvents and StreamProfiles without a store.
//   - The store: Query (SQL), Tables, Describe, Coverage, Sample, Summarize, Breakdown, PropertyKeys, ColumnStats, Drop.
//   - The project: Events, Properties, PropertyValues, Funnels, Cohorts, Bookmarks, TopEvents, LexiconSchemas, Annotations.
//   - Mixpanel's reports: Segmentation, Funnel, Retention, Frequency and others, which take the structs of package live.
//   - The same from the store: Local.
//
// # What does the work
//
// The facade only puts together: host/credential asks the providers, host/mixpanel talks to Mixpanel, host/fetch plans,
// downloads and checks, host/discovery, host/live and host/local ask, host/plugin runs the plugin processes, and a storage
// plugin keeps the tables. Each can be used without the facade.
//
// # Errors
//
// Every error satisfies [mperr.Error] or wraps one that does; see package sdk/mperr.
package host
