// Package jql runs scripts in Mixpanel's JavaScript Query Language over data that
// the caller has:
//
//	function main() {
//	  return Events({from_date: "2026-01-01", to_date: "2026-01-31"})
//	    .filter(e => e.properties.amount > 40)
//	    .groupBy(["properties.plan"], mixpanel.reducer.count());
//	}
//
// # Language
//
// main returns what Events(…) or People(…) becomes by filter, map, flatten,
// groupBy, groupByUser, reduce, sortAsc and sortDesc. Built in are
// mixpanel.reducer.{any, avg, count, max, max_by, min, min_by, null,
// numeric_percentiles, numeric_summary, sum, top}, mixpanel.to_number,
// mixpanel.numeric_bucket and mixpanel.{daily, weekly, monthly}_time_buckets. There
// is no join, no applyGroupLimits, and no multiple keys for one item.
//
// An accessor is a path such as "properties.plan", or a function of an item. Keys
// must be scalars; one that is absent is null. Rows of groups come in the order in
// which their first items came.
//
// # Where Mixpanel's pages are silent
//
// A reducer that is a function is called with a few items at a time, and with what
// it yielded before, as it would be on many machines. sum, avg, min, max and
// numeric_summary take numbers only and leave other values out; avg, min and max of
// nothing are null. top keeps the items with the largest "value". to_number reads
// decimal text and yields null for other things; of a text that is no number, and
// of a function, it makes an accessor.
package jql
