// Package render prints results in the formats of --format: json, jsonl, table, csv, plain, markdown, parquet, arrow.
//
// A result is either [Rows], a stream with named columns, or an [Object], one thing with named fields. Rows are printed
// as they arrive, so memory does not grow with the result; only table looks ahead, by [tablePage] rows, to align them.
// The formats parquet and arrow pass on the record batches that rows are made of, with the engine's own types; rows that
// come from elsewhere, and an object as the only row of a table, become a batch first.
package render
