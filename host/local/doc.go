// Package local answers the questions of package live from a stored table of events instead of from Mixpanel: the same
// structs, the same result types, and the same numbers, by the rules of docs/local-engine.md.
//
//	engine := local.Engine{Store: sink, Table: "events", Zone: "Europe/Lisbon"}
//	signups, err := engine.Segmentation(ctx, live.Segmentation{Event: "Signup", From: "2026-01-01", To: "2026-01-31"})
//
// It also answers what Mixpanel tells by scripts alone: distribution, numeric summary, daily counts, engagement and
// property coverage.
//
// # Days that are not stored
//
// An answer counts what the table holds. Whether that is all of it is looked up in the table's coverage first: of the days
// that the answer needs, those that are missing, were still running when they were fetched, or were fetched with a filter
// are told to [Engine.Warn], or with [Engine.Strict] are an [mperr.InsufficientData]. Funnels and retention need the days
// after the range too, as far as they follow users.
package local
