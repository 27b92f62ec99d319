package expression

import (
	"fmt"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// syntaxError says where and why a text is no expression. It does not leave the package.
type syntaxError struct {
	offset int // bytes from the start
	reason string
}

// coded is the error as callers see it: the place is counted in characters from 1, as editors do.
func (e *syntaxError) coded(argument, source string) error {
	return &mperr.InvalidArgument{
		Argument: argument, Value: source,
		Reason: fmt.Sprintf("at character %d: %s", utf8.RuneCountInString(source[:e.offset])+1, e.reason),
	}
}
