package duck

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	bindings "github.com/duckdb/duckdb-go-bindings"
)

// Question is SQL from a user.
type Question struct {
	SQL string
	// Params are bound by name, as text that DuckDB casts to what the statement needs.
	Params map[string]string
	// Write allows what changes the store.
	Write bool
	// Steady is asked before and after a statement that may write, in its transaction: SQL that gives one BIGINT. Where the
	// numbers differ, nothing is committed and Query gives [ErrUnsteady]. "" holds nothing fast.
	Steady string
}

// ErrUnsteady is the error of a statement that changed what [Question.Steady] holds fast.
var ErrUnsteady = errors.New("the statement changed what must stay as it is")

var (
	// reading are the kinds of statement that cannot change anything. SHOW, DESCRIBE, SUMMARIZE and the PRAGMAs that only
	// tell something are SELECT by the time they are parsed.
	reading = []bindings.StatementType{bindings.StatementTypeSelect, bindings.StatementTypeExplain}
	// writing are the kinds that change the store. What is in neither list changes the connection or the process, or
	// reaches files: SET, PRAGMA, CALL, COPY, EXPORT, ATTACH, LOAD, PREPARE, BEGIN and the like.
	writing = []bindings.StatementType{
		bindings.StatementTypeInsert, bindings.StatementTypeUpdate, bindings.StatementTypeDelete, bindings.StatementTypeMergeInto,
		bindings.StatementTypeCreate, bindings.StatementTypeDrop, bindings.StatementTypeAlter,
	}
	// switches are functions that a SELECT can call to redirect DuckDB's own log or profile to a file. The file is out of
	// reach, but after that every statement on the instance fails.
	switches = regexp.MustCompile(`(?i)\b(enable|disable)_(logging|profiling)\s*\(`)
)

// check refuses text that DuckDB would read otherwise than it was meant: its interface ends a statement at a zero byte.
func (q Question) check() error {
	switch {
	case strings.ContainsRune(q.SQL, 0):
		return refusal("a statement cannot have a zero byte in it")
	case !utf8.ValidString(q.SQL):
		return refusal("a statement must be valid UTF-8")
	case switches.MatchString(q.SQL):
		return refusal("logging and profiling of DuckDB cannot be switched here")
	}
	return nil
}

// admits says whether a statement of this kind may run. Statements before the last are what DuckDB itself makes of a
// PIVOT: the CREATE of a temporary type. With any other, the text holds more than one statement. Where statements may
// write, a first CREATE could be more than that, so it is refused, and with it such a PIVOT.
func (q Question) admits(kind bindings.StatementType, last bool) error {
	switch {
	case !last && q.Write:
		return refusal("one statement at a time, please, where writing is allowed: this text has more than one. " +
			"A PIVOT counts as two unless it lists its values, as in PIVOT t ON column IN (a, b)")
	case !last && kind == bindings.StatementTypeCreate:
		return nil
	case !last:
		return refusal("one statement at a time, please: this text has more than one")
	case slices.Contains(reading, kind):
		return nil
	case !slices.Contains(writing, kind):
		return refusal(available)
	case !q.Write:
		return refusal("the statement changes the store, and this query may only read")
	}
	return nil
}

// available are the statements there are.
const available = "statements of this kind are not available here: only queries, and where writing is allowed " +
	"INSERT, UPDATE, DELETE, MERGE, TRUNCATE, COMMENT, and CREATE, ALTER and DROP of what is in the store"

// checkEntry refuses what DuckDB counts to CREATE and DROP although it is not about the store: secrets, which would serve
// to reach the network, and DEALLOCATE. explainable says whether DuckDB takes EXPLAIN in front of the statement, which
// it does for what is in a catalog and for no secret.
func (q Question) checkEntry(kind bindings.StatementType, explainable bool) error {
	drop := kind == bindings.StatementTypeDrop
	if !drop && kind != bindings.StatementTypeCreate {
		return nil
	}
	if !explainable || drop && !strings.Contains(strings.ToUpper(q.SQL), "DROP") {
		return refusal(available)
	}
	return nil
}

// param finds the value of a parameter. DuckDB takes $Name and $name for the same.
func (q Question) param(name string) (string, error) {
	if value, ok := q.Params[name]; ok {
		return value, nil
	}
	for given, value := range q.Params {
		if strings.EqualFold(given, name) {
			return value, nil
		}
	}
	return "", refusal("the parameter $" + name + " has no value")
}

// refusal is a Failure that this package finds itself: DuckDB has no class for it.
func refusal(text string) *Failure {
	return &Failure{Text: text, Offset: -1}
}
