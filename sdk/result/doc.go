// Package result holds what the questions of mp are answered with: a fetch with [FetchResult], a report with a type of its
// name such as [SegmentationResult], and what a project contains with [Names], [List] and [LexiconResult].
//
// # Making one
//
// Each type has a constructor that takes its fields and validates them: counts and durations are not negative, rates lie
// within 0 and 1, dates are days in order. What does not hold is an [mperr.InvalidArgument] that names the field by its
// JSON key, such as steps[2].conversion_rate.
//
// # Reading one
//
// A result cannot be changed: its fields are read through methods, and slices and maps are copies. It is safe for
// concurrent use. Every type is a [Result], so one formatter serves them all:
//
//   - json.Marshal gives the whole answer under fixed keys, the same bytes each time: map keys are sorted.
//   - Table gives it as an Arrow record batch of rows and columns, computed once, on first use.
package result
