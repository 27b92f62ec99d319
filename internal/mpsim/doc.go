// Package mpsim simulates the read side of Mixpanel's HTTP APIs, for tests, for
// demonstrations without an account, and for measuring. It was written from a
// digest of Mixpanel's public pages and shares no line with the client that is
// tested against it, so that a misreading cannot agree with itself.
//
// A [Server] is an http.Handler that stands for all of Mixpanel's hosts at once;
// paths tell them apart:
//
//	/api/2.0/export           raw event export
//	/api/query/events/names   event names; also under the older /api/2.0
//	/api/app/me               what an account may see; the zones of projects
//	/_sim/…                   control: faults, requests (see [Server.ServeHTTP])
//
// # Data
//
// Every project holds the events of an invented shop, drawn from a seed while
// they are served: any volume in constant memory, the same bytes every time.
// [Server.Truth] yields what an export must yield.
//
// # Faults
//
// [Server.Inject] makes chosen requests fail in chosen ways: refused, cut,
// slowed, stalled, or damaged. Each way is one small type, an [Effect].
//
// # Choices where Mixpanel's pages are silent
//
// Errors of the export and query APIs are {"request": …, "error": …}; a project
// that does not exist is refused as one without access is, with 403. Rows come
// in the order in which they arrived, limit keeps the first of them, and any
// range of days is served. An expression that errs on a row gives 400 if nothing
// was sent before, else the line "terminated early". GET and form POST are taken
// alike. Rate-limit headers come with 429 only. Event names are sorted in
// descending order. Project secrets, OAuth and signed requests are not served.
package mpsim
