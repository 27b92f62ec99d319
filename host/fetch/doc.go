// Package fetch brings events and profiles from Mixpanel into a store, so that what is stored is complete, exact and counted.
//
// [Events] does it all: it validates the request, opens a write session, plans units, downloads them in parallel and
// publishes the table. A unit is a run of days that one request brings; it is stored whole or not at all. What a run that
// ended short has stored stays, and the same request goes on from there.
//
// # Days
//
// Days are Mixpanel's export days: those by which from_date and to_date divide the events. They are UTC days for projects
// made since 2023 ([UTC]) and days of the project's zone for older ones ([Project]), whose times are wall clock readings
// stored as if they were UTC. In both cases an event's day is the day of its time as sent, which is what goes into the
// column project_day; so a request for a day brings the events with that project_day and no others, and writing a day
// again replaces it exactly. An event whose time lies outside the days it was asked for is kept under the nearest of
// them, so that this stays true, and counted in [Summary.Misfiled].
//
// A day is complete once it had ended when it was asked for. The day that is still running makes a unit of its own and
// is fetched anew by each run.
//
// # From a line to a row
//
// Lines are split at '\n' bytes, checked and taken apart by package scan. Times are asked for in milliseconds and read by
// their size, in seconds or milliseconds. An event without $insert_id gets an id made from its content; see
// [storage.SyntheticPrefix]. Properties are stored byte for byte. A line that is no event is rejected: counted, kept with
// its offset and reason, and an error where there are more than [Request.MaxRejects].
//
// # Profiles
//
// [Profiles] reads pages: the first one tells of a session, in which the others are read by five workers. Runs of pages are
// units. As the pages of two sessions do not go together, a run that ended short is not gone on from: nothing of it is
// visible, and the next one begins anew. It costs one query of the hour, however many pages there are.
//
// # What holds requests back
//
// The exporter does. Mixpanel takes 3 exports a second and 60 an hour from a project, of which a fetch counts none: a
// [mixpanel.Client] with a Quota sends each request when its time has come. One without sends at once and obeys what
// Mixpanel refuses, as often as its [mixpanel.Retry] says; a refusal beyond that stops the run.
//
// # What is retried
//
// The exporter repeats requests that got no answer. A body that broke off or stalled is asked for again here, as a whole
// unit; of what it had brought nothing stays. A unit that fails all the same does not keep the others from being stored;
// three in a row do, as then Mixpanel or the network is down. An error that repetition cannot mend stops the run.
package fetch
