// Package sqlexpr makes SQL of expressions in Mixpanel's language, with the values that package expression's table gives,
// row by row.
//
// # Values
//
// SQL has one type for an expression, Mixpanel's language has one for each row. So a value is several expressions of SQL,
// one for each type that it may have, each of them NULL in the rows where it has another. What cannot be is left out, and
// most expressions come down to one of them: properties["amount"] > 40 over a column of numbers is "amount" > 40.
//
// # Columns and JSON
//
// A property is taken from its column where there is one, which is a hundred times faster than its JSON. A column keeps
// less: null and absent are both NULL, and the text 12 and the number 12 are the same in a column of text. Where an
// expression tells them apart, it comes with conditions of SQL that hold in rows whose value the column does not tell. If
// there is such a row among those that are asked about, the expression is compiled again: with a look at the JSON of rows
// where a column is NULL, or without columns.
//
// # Errors of rows
//
// SQL has no good place for an error in one row: a condition that a filter should have kept from it may be evaluated
// first. So what is an error comes as a condition too, a [Refusal], to be looked for before the answer is computed.
package sqlexpr
