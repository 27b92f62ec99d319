package mperr

import (
	"context"
	"encoding/json"
	"errors"
)

// Code is the stable, machine-readable name of a kind of error, in upper snake case.
type Code string

// Error is what every error of mp satisfies. Values are immutable once returned and safe for concurrent readers.
type Error interface {
	error
	// MarshalJSON gives exactly {"code":…,"message":…,"details":{…}}.
	json.Marshaler
	// Code names the kind of error.
	Code() Code
	// Details are the error's fields as plain JSON values; the map is the caller's own.
	Details() map[string]any
}

// The families. They are matched with errors.Is and are never returned themselves.
var (
	// ErrConfig: CONFIG_ERROR, ACCOUNT_NOT_FOUND, ACCOUNT_EXISTS, CREDENTIALS_NOT_CONFIGURED.
	ErrConfig = errors.New("configuration error")
	// ErrAPI: every answer of Mixpanel that is not a success.
	ErrAPI = errors.New("mixpanel api error")
	// ErrQuery: QUERY_FAILED and JQL_SYNTAX_ERROR.
	ErrQuery = errors.New("query error")
	// ErrStorage: what a storage plugin answers.
	ErrStorage = errors.New("storage error")
	// ErrPlugin: the plugin process itself, not what it answered.
	ErrPlugin = errors.New("plugin error")
)

// From gives the coded error in err's chain: err's own where it has one, [Canceled] or [DeadlineExceeded] for the
// context's errors, else an [UnknownError] with err's text. It returns nil for nil.
func From(err error) Error {
	if err == nil {
		return nil
	}
	if coded, ok := errors.AsType[Error](err); ok {
		return coded
	}
	switch {
	case errors.Is(err, context.Canceled):
		return &Canceled{Cause: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &DeadlineExceeded{Cause: err}
	}
	return &UnknownError{Message: err.Error(), Cause: err}
}

// CodeOf is the code of [From](err), or "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	return From(err).Code()
}

// ExitCode is the exit status a command ends with for err: the table's, 0 for nil.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	return RowOf(From(err).Code()).Exit
}

// Hint is one sentence on how to mend err: the error's own where it carries one (a field Fix or Suggestion), else the
// table's. It may be empty.
func Hint(err error) string {
	if err == nil {
		return ""
	}
	coded := From(err)
	if own, ok := coded.(interface{ hint() string }); ok && own.hint() != "" {
		return own.hint()
	}
	return RowOf(coded.Code()).Hint
}
