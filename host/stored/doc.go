// Package stored makes results of what an open store tells about its tables: it asks a [storage.Analyzer] and reads the
// answer. It knows no engine and no process.
package stored
