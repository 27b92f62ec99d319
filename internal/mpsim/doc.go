// Package mpsim simulates the read side of Mixpanel's HTTP APIs, for tests, for
// demonstrations without an account, and for measuring. It was written from a
// digest of Mixpanel's public pages and shares no line with the client that is
// tested against it, so that a misreading cannot agree with itself.
//
// A [Server] is an http.Handler that stands for all of Mixpanel's hosts at once;
// paths tell them apart:
//
//	/api/2.0/export           raw event export
//	/api/query/events…        counts of events and properties, names, values, top
//	/api/query/segmentation…  an event by segment; sums, averages, ranges of numbers
//	/api/query/funnels…       saved funnels
//	/api/query/retention…     cohorts that come back; frequency under addiction
//	/api/query/stream/query   what some users did
//	/api/query/engage         profiles, page by page
//	/api/query/cohorts/list   cohorts
//	/api/query/insights       what a saved report shows; flows: /api/query/arb_funnels
//	/api/query/jql            scripts, see package jql
//	/api/app/projects/…       saved reports, lexicon, annotations
//	/api/app/me               what an account may see; the zones of projects
//	/_sim/…                   control: faults, requests (see [Server.ServeHTTP])
//
// # Data
//
// Every project holds the events of an invented shop, drawn from a seed while
// they are served: any volume in constant memory, the same bytes every time.
// [Server.Truth] yields what an export must yield.
//
// The customers have profiles, and so have two kinds of groups; [Server.Profiles]
// and [Server.GroupProfiles] yield them. While the clock is within the window of
// events, profiles are updated as it goes on; a session shows them as they stood
// at its first page. [Server.Cohorts] tells the cohorts, who is in which by a
// rule over profiles or events that no clock changes.
//
// Reports are computed from the events of the shop by package report, whose
// documentation has the rules of counting. [Server.Funnels] tells the saved
// funnels.
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
// descending order. Parameters may also come as a JSON object.
//
// Of profiles, total counts all that match; it and page_size are told on the first
// page only. The order is arbitrary, and the same on every page. A session lives
// ten minutes from its last page. Pages of a session that is unknown or belongs to
// another query, and those of a query by behaviors that fills more than one page
// and does not say as_of_timestamp, give 400 "request for page in uncached query
// for params". Of a cohort, members without a profile come last, with empty
// properties. as_of_timestamp is in UTC, is refused without behaviors or in the
// future, and ends windows of so many times 24 hours; a cohort or data_group_id
// that does not exist gives 400. A page of a session takes one of the five places
// of queries under way, though it is free by the hour.
//
// Errors of the app API are {"status": "error", "error": …}; parameters that it does
// not know are refused. A schema is bare where the path names it, in a list where
// entity_name does, and only there an unknown name is no error. The lexicon's limit
// is shared by all projects. Only analysts and above list tags of annotations.
//
// Insights show all days with events, up to today; dates are instants in the
// project's zone, those without events are left out, and a breakdown adds a level
// with a segment "$overall". A saved funnel's levels are $funnel, $step and $metric,
// those of retention $retention, $date and $segment. The id of a saved funnel is its
// funnel_id, and retention takes a bookmark_id. A saved report that is somebody's own
// gives 403. Flows begin anew each day.
//
// A script that fails gives 412 with the error, the line and the stack in one text;
// one that runs too long gives 400 "Timeout Error.". Properties of its events leave
// out time and distinct_id, which are members of the items.
//
// Reports: everything under /api/query is also under the older /api/2.0. A to_date
// after today, in the project's zone, is refused with 400, as are unit and interval
// together, a unit that the endpoint's page does not list (but segmentation also
// takes week), more than 20,000 buckets, and format csv. events takes interval where
// from_date is absent. An unknown funnel gives 404. A limit drops what is least, and
// is 255 where no page tells; interval_count is at most 1000. Lists of labels are out
// of order on purpose and counts of zero left out, as in Mixpanel's samples; sums,
// funnels, retention and frequency have all dates. With on, a date of a funnel is the
// steps by segment, a date of retention or frequency the answer by segment, each with
// a segment "$overall". Every other event of a feed, from the first on, calls the
// distinct_id "$distinct_id"; the oldest comes first. events/names, properties and
// values list the last 31 days, today included; names that the lexicon hides are
// only left out of events/names.
//
// Project secrets, OAuth and signed requests are not served.
package mpsim
