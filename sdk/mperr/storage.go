package mperr

import (
	"cmp"
	"fmt"
	"strings"
)

// dropFirst is the suggestion of a TableExists whose maker gave none.
const dropFirst = "use drop() first, or replace or append to it"

// TableExists: a table that was to be created is there already and is untouched.
type TableExists struct {
	// TableName is the table that is there.
	TableName string `json:"table_name"`
	// Suggestion says how to go on; where it is left empty, drop, replace and append are named.
	Suggestion string `json:"suggestion"`
}

func (e *TableExists) Error() string {
	return fmt.Sprintf("table %q already exists: %s", e.TableName, cmp.Or(e.Suggestion, dropFirst))
}
func (e *TableExists) Code() Code { return "TABLE_EXISTS" }
func (e *TableExists) Details() map[string]any {
	details := detailsOf(e)
	details["suggestion"] = cmp.Or(e.Suggestion, dropFirst)
	return details
}
func (e *TableExists) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *TableExists) Is(target error) bool         { return target == ErrStorage }

// hint leaves the word to the table for the general suggestion, as the command's flags say more to its user.
func (e *TableExists) hint() string { return strings.TrimSuffix(e.Suggestion, dropFirst) }

// TableNotFound: no table of that name in the store.
type TableNotFound struct {
	// TableName is the name that was asked for, and nothing else.
	TableName string `json:"table_name"`
	// SimilarTables are near names, the nearest first.
	SimilarTables []string `json:"similar_tables,omitempty"`
}

func (e *TableNotFound) Error() string {
	text := fmt.Sprintf("table %q not found", e.TableName)
	if len(e.SimilarTables) > 0 {
		text += ": did you mean " + strings.Join(e.SimilarTables, ", ") + "?"
	}
	return text
}
func (e *TableNotFound) Code() Code                   { return "TABLE_NOT_FOUND" }
func (e *TableNotFound) Details() map[string]any      { return detailsOf(e) }
func (e *TableNotFound) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *TableNotFound) Is(target error) bool         { return target == ErrStorage }

// TableKindMismatch: a table holds rows of another kind than those that were to be added, to take its place or to be read.
type TableKindMismatch struct {
	// TableName is the table that is there.
	TableName string `json:"table_name"`
	// Kind is what the table holds: events, profiles or result.
	Kind string `json:"kind"`
	// Wanted is the kind that it would have to hold.
	Wanted string `json:"wanted"`
}

func (e *TableKindMismatch) Error() string {
	return fmt.Sprintf("table %q holds %s, not %s", e.TableName, contentOf(e.Kind), contentOf(e.Wanted))
}

// contentOf is a kind of table in a sentence.
func contentOf(kind string) string {
	if kind == "result" {
		return "a result"
	}
	return kind
}
func (e *TableKindMismatch) Code() Code                   { return "TABLE_KIND_MISMATCH" }
func (e *TableKindMismatch) Details() map[string]any      { return detailsOf(e) }
func (e *TableKindMismatch) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *TableKindMismatch) Is(target error) bool         { return target == ErrStorage }

// DatabaseNotFound: the store was opened for reading only and is not there.
type DatabaseNotFound struct {
	// Path is where it was looked for.
	Path string `json:"path"`
}

func (e *DatabaseNotFound) Error() string                { return fmt.Sprintf("database %s not found", e.Path) }
func (e *DatabaseNotFound) Code() Code                   { return "DATABASE_NOT_FOUND" }
func (e *DatabaseNotFound) Details() map[string]any      { return detailsOf(e) }
func (e *DatabaseNotFound) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *DatabaseNotFound) Is(target error) bool         { return target == ErrStorage }

// StorageLocked: another process holds the store and the allowed wait is over.
type StorageLocked struct {
	// Path is the store.
	Path string `json:"path"`
	// HolderPID is the process that holds it; 0 where the engine does not tell.
	HolderPID int `json:"holder_pid,omitempty"`
	// HolderCommand is the holder's program, where the system tells.
	HolderCommand string `json:"holder_command,omitempty"`
}

func (e *StorageLocked) Error() string {
	text := fmt.Sprintf("database %s is in use", e.Path)
	if e.HolderPID > 0 {
		text += fmt.Sprintf(" by process %d", e.HolderPID)
	}
	if e.HolderCommand != "" {
		text += " (" + e.HolderCommand + ")"
	}
	return text
}
func (e *StorageLocked) Code() Code                   { return "STORAGE_LOCKED" }
func (e *StorageLocked) Details() map[string]any      { return detailsOf(e) }
func (e *StorageLocked) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *StorageLocked) Is(target error) bool         { return target == ErrStorage }

// StorageFull: no space is left, for a store or for the result of a command. The running unit was rolled back; what was committed stays.
type StorageFull struct {
	// Path is the store, or where the result was to go.
	Path string `json:"path"`
	// Reason is the text of the engine or the system.
	Reason string `json:"reason,omitempty"`
}

func (e *StorageFull) Error() string {
	text := "no space left for " + e.Path
	if e.Reason != "" {
		text += ": " + e.Reason
	}
	return text
}
func (e *StorageFull) Code() Code                   { return "STORAGE_FULL" }
func (e *StorageFull) Details() map[string]any      { return detailsOf(e) }
func (e *StorageFull) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *StorageFull) Is(target error) bool         { return target == ErrStorage }

// StorageFailed: the engine failed in a way that fits no other type: permission, read-only directory, damaged file; or the
// result of a command cannot be written, for another reason than space.
type StorageFailed struct {
	// Message says what was being done and what went wrong.
	Message string `json:"-"`
	// Path is the file or folder concerned.
	Path string `json:"path,omitempty"`
	// Fix is one sentence on how to mend it.
	Fix string `json:"fix,omitempty"`
	// Cause stays in the process.
	Cause error `json:"-"`
}

func (e *StorageFailed) Error() string                { return cmp.Or(e.Message, "the store failed") }
func (e *StorageFailed) Code() Code                   { return "STORAGE_FAILED" }
func (e *StorageFailed) Details() map[string]any      { return detailsOf(e) }
func (e *StorageFailed) MarshalJSON() ([]byte, error) { return jsonOf(e) }
func (e *StorageFailed) Is(target error) bool         { return target == ErrStorage }
func (e *StorageFailed) Unwrap() error                { return e.Cause }
func (e *StorageFailed) hint() string                 { return e.Fix }
