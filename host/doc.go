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
//	for row, err := range workspace.Rows(ctx, storage.Query{SQL: "SELECT event_name, count(*) FROM events GROUP BY 1"}) { … }
//
// A store that Options.Database names needs no credentials for what is asked of it; what asks Mixpanel ends with a
// configuration error then. Options.Temporary makes a store that is gone afterwards.
//
// # What it can be asked
//
// Each group has an example that runs as a test, beside the method that is named first.
//
//   - Opening: [Open], [Options], Info, Location, Close; accounts: Resolve, Accounts, AccountStore, TestCredentials.
//   - Fetching: [Workspace.FetchEvents], in the example of the package, ForecastEvents, [Workspace.FetchProfiles].
//   - Streaming, without a store: [Workspace.StreamEvents], [Workspace.StreamProfiles].
//   - SQL: [Workspace.Rows], Scalar, SQL with values of Go, Query with Arrow's record batches.
//   - The stored tables, without SQL: [Workspace.Breakdown], Summarize, PropertyKeys, ColumnStats, Sample, Tables, Schema,
//     Coverage, CheckTime; Drop, DropAll.
//   - The project: [Workspace.Events], Properties, PropertyValues, Funnels, Cohorts, Bookmarks, TopEvents, LexiconSchemas,
//     LexiconSchema, Annotations.
//   - Mixpanel's reports: [Workspace.Segmentation], [Workspace.Funnel], [Workspace.Retention], Frequency, EventCounts,
//     PropertyCounts, ActivityFeed, SavedReport, Flows, JQL and others, which take the structs of package live.
//   - The same from stored events: [Workspace.Local]; its answers and Mixpanel's as tables: [Workspace.StoreResult].
//   - What there is no method for: Sink, the open store, and Client, which asks Mixpanel.
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
