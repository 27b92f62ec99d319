// Package render prints results in the formats of --format: json, jsonl, table, csv, plain.
//
// A result is either [Rows], a stream with named columns, or an [Object], one thing with named fields. Rows are printed
// as they arrive, so memory does not grow with the result; only table looks ahead, by [tablePage] rows, to align them.
package render
