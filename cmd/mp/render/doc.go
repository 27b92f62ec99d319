// Package render prints results in the formats of --format: json, jsonl, table, csv, plain, arrow.
//
// A result is either [Rows], a stream with named columns, or an [Object], one thing with named fields. Rows are printed
// as they arrive, so memory does not grow with the result; only table looks ahead, by [tablePage] rows, to align them.
// The format arrow passes on the record batches that rows are made of, and has no form for anything else.
package render
