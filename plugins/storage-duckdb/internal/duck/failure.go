package duck

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// Failure is an error of DuckDB itself, taken apart.
type Failure struct { //nolint:errname // it is what DuckDB calls an error, taken apart; Go errors wrap it
	// Kind is DuckDB's own name of the class: IO, Catalog, Binder, Parser, Conversion, Out of Memory, …; "" for what this
	// package refuses itself.
	Kind string
	// Text is the message without the class.
	Text string
	// Offset is the byte of the statement that the message is about; -1 where DuckDB does not say.
	Offset int
	// Missing and Name are set where an entry of the catalog does not exist: its sort, such as Table, and its name.
	Missing, Name string
}

func (f *Failure) Error() string {
	if f.Kind == "" {
		return f.Text
	}
	return f.Kind + " Error: " + f.Text
}

// FailureOf finds DuckDB's error in err's chain; nil where there is none.
func FailureOf(err error) *Failure {
	if failure, ok := errors.AsType[*Failure](err); ok {
		return failure
	}
	if raw, ok := errors.AsType[*duckdb.Error](err); ok {
		return parseFailure(raw.Msg)
	}
	return nil
}

// parseFailure reads both forms of a message: the JSON of the setting errors_as_json, which every open database has, and
// the plain text of errors from before a database is open. The parser of SQL puts its class in front of the JSON.
func parseFailure(message string) *Failure {
	if at := strings.Index(message, `{"exception_type"`); at >= 0 {
		if failure, ok := parseJSON(message[at:]); ok {
			return failure
		}
	}
	kind, text, ok := strings.Cut(message, " Error: ")
	if !ok || len(kind) > 40 || strings.ContainsAny(kind, "\n\"{") {
		return &Failure{Text: message, Offset: -1}
	}
	return &Failure{Kind: kind, Text: text, Offset: -1}
}

func parseJSON(text string) (*Failure, bool) {
	var raw struct {
		Kind     string `json:"exception_type"`
		Message  string `json:"exception_message"`
		Position string `json:"position"`
		Subtype  string `json:"error_subtype"`
		Type     string `json:"type"`
		Name     string `json:"name"`
	}
	// A decoder stops at the end of the object; DuckDB may add lines after it.
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&raw); err != nil {
		return nil, false //nolint:nilerr // then it is plain text
	}
	failure := &Failure{Kind: raw.Kind, Text: raw.Message, Offset: -1}
	if offset, err := strconv.Atoi(raw.Position); err == nil && offset >= 0 {
		failure.Offset = offset
	}
	if raw.Subtype == "MISSING_ENTRY" {
		failure.Missing, failure.Name = raw.Type, raw.Name
	}
	return failure, true
}
