package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// located tells where in a query an error is: the line, the column, and what stands there. An error that names no place
// stays as it is.
func located(query string, err error) error {
	failed, ok := errors.AsType[*mperr.QueryFailed](err)
	if !ok || failed.Position < 1 {
		return err
	}
	runes := []rune(query)
	at := min(failed.Position-1, len(runes))
	before, after := string(runes[:at]), string(runes[at:])
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	told := *failed
	told.Message = fmt.Sprintf("%s (line %d, column %d, %s)", failed.Error(), line, column, standing(after))
	return &told
}

// standing is the beginning of what stands at a place, to its line's end at most.
func standing(after string) string {
	const most = 24
	rest, _, _ := strings.Cut(after, "\n")
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return "at the end"
	}
	if runes := []rune(rest); len(runes) > most {
		rest = string(runes[:most]) + "…"
	}
	return "at: " + render.Visible(rest)
}
