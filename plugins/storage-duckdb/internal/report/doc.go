// Package report makes SQL of the questions about stored events that Mixpanel's reports answer: segmentation, funnel,
// retention, frequency and their like. docs/local-engine.md has the rules that they count by; the types of package storage
// have the rows that they answer with.
//
// A question becomes a [Statement]: SQL that gives the answer, and checks to make first. Property columns are used where
// they tell the values; where a check finds that they do not, the question is composed again without them. See package
// sqlexpr.
package report
