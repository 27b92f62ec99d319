// Package report computes the answers of Mixpanel's reports from events, one
// small type per report: the second implementation of Mixpanel's counting rules,
// against which others are tested. It was written from Mixpanel's public pages
// and shares no line with anything else that counts.
//
// These are the rules. Those that Mixpanel's pages do not state are marked with
// an asterisk: another implementation agrees if it keeps them as well.
//
// # Events
//
// Of events with the same name, distinct_id, time and $insert_id only the one
// with the latest mp_processing_time_ms exists. Events without an $insert_id are
// all different.
//
// A user is a distinct_id, as text. Events without one, or with an empty one,
// count as events* but belong to no user*: they are left out of numbers of
// users, funnels, retention and frequency.
//
// Dates and labels are those that clocks showed in the project's time zone, also
// on days of 23 or 25 hours: an hour that happens twice is one label*.
//
// In expressions distinct_id and $distinct_id are texts*, $event_name is the
// name, time is a number of whole epoch seconds, and $time is an instant*; both
// as the project writes times. See package expr for the language. An event that
// an expression errs on fails the report, if its name is asked for and it lies
// in the span.
//
// # Buckets
//
// From and to are whole days, both inside. Events outside are not counted, also
// where a bucket begins before from or ends after to*. A bucket is labelled by
// its first day, YYYY-MM-DD, which for a week is its Monday and for a month its
// first*, even if that is before from*; hours and minutes are labelled
// "YYYY-MM-DD HH:MM:SS"*. An interval of n days makes buckets of n days from
// "from" on. The list of labels has all buckets of the span, 24 hours for every
// day*; counts of zero are left out of the values.
//
// # Segments
//
// "on" puts an event under the text of its value: numbers as the shortest
// decimal of the float64 without an exponent, true or false, "undefined" where
// it is undefined, "null" for null*. An event whose value is a list counts once
// under each different item*, under "undefined" if the list is empty*; objects
// and lists within lists are compact JSON with sorted names*. The limit keeps
// the segments with the most events, whatever is counted*, and of equals the
// one that sorts first by its bytes*. Segments that the limit drops are in no
// sum of others*.
//
// # Counts (events, segmentation, events/properties)
//
// general counts events, unique the users in the bucket, average the events that
// have a user divided by the users*. Unique and average are not made for hours
// and minutes.
//
// # Numbers (segmentation/sum, average, numeric)
//
// What is not a number adds 0: texts, booleans, absent values. A sum is rounded
// to the millionth*, half away from zero*; an average is that rounded sum divided
// by the number of matching events, also of those that added 0*. Buckets without
// events are 0*.
//
// Ranges are [n·w, (n+1)·w), labelled "2,000 - 2,100". The width w is the least
// of 1, 2, 5, 10, 20, 50, … with (highest value − lowest value) ÷ w ≤ 10*. What
// is not a number is under "undefined"*.
//
// # Funnels
//
// Only events of users that pass "where" take part, for every step*. Each user
// enters once: with their first event of step 1 whose date is in from … to, and
// counts in the bucket of that date, at every step. Events of the same user are
// put in the order of their instants, and of one instant by the bytes of their
// $insert_id*, absent first*.
//
// Let p be the instant of the entry. A later step is done by the first event in
// that order that has the step's name, does no earlier step*, lies on from or
// later*, and at p − 2 s or later (steps within two seconds are interchangeable),
// and not later than the entry plus the length of the funnel, though it may be
// after to. Then p becomes the instant of that event if that is later*, and the
// next step is looked for; where there is none the user stays at that step.
// Entries are not tried again*: later events of step 1 mean nothing.
//
// A step's time from the step before is what p grew by, from the start what it
// grew by since the entry; averages over the users who did the step are whole
// seconds, halves rounded up*, and null for the first step and for steps that
// nobody did. step_conv_ratio is the count divided by that of the step before,
// overall_conv_ratio by that of the first; for the first step both are 1; where
// the divisor is 0 they are 0*. worst is the index of the step that lost the
// most users, the first of equals*.
//
// "on" is evaluated on the entry*. A user whose value is a list counts in each
// item's segment*. The limit keeps the segments with the most entries*.
//
// # Retention
//
// Days are 24 hours, weeks 7 days and months 30 days* wherever intervals are
// measured; the dates of cohorts are the buckets of above. Events of the name
// asked for, of any name if none is, that pass "where" are returns. Interval i of
// a user are the instants t with i·length ≤ t − birth < (i+1)·length and
// t > birth*: an event at the very instant of the birth is no return. counts has
// interval_count + 1 numbers. Returns are looked for after to as well, as far as
// the intervals go.
//
// birth: a user is born with their first event of born_event that passes
// born_where and whose date is in from … to*, and belongs to the cohort of that
// date alone. first is the number of users born, counts[i] of those who returned
// in interval i.
//
// compounded: a user belongs to the cohort of every bucket in which they have a
// return, and is born there with the first of them*; born_event and born_where
// mean nothing.
//
// Unbounded: counts[i] are those who returned in one of the intervals i …
// interval_count*.
//
// "on" is evaluated on returns; a segment has the whole cohort's first* and the
// users who returned with such an event. The limit keeps the segments with the
// highest sum of counts*.
//
// # Frequency (retention/addiction)
//
// data[date][k] is the number of users with events in at least k+1 different
// hours or days of the bucket, hours being those that clocks showed*. There are
// as many numbers as the longest bucket has hours or days: 24, 168 or 744 hours,
// 1, 7 or 31 days*. With "on" an event counts for the segments of its value; the
// limit keeps those with the most events*.
//
// # Others
//
// events/top compares what happened today until now with yesterday until the
// same time on the clock*; percent_change is the difference divided by
// yesterday's amount, 0 if that is 0*. events/properties/top and values look at
// 31 days*, today included.
package report
