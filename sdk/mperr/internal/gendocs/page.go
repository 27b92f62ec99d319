package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

const intro = `# Errors

<!-- Generated from package sdk/mperr by "make generate"; change the comments and the table there. -->

Every error of ` + "`mp`" + ` has a code that never changes, a message for people, and details for programs. It is the same
error in the library, in a plugin and across the border between them. With ` + "`--format json`" + ` a failing command writes
it as the last line of standard error, in one line; warnings and progress come before it as text, and ` + "`--quiet`" + ` leaves
them out:

` + "```json" + `
%s
` + "```" + `

In Go, decide by family with ` + "`errors.Is`" + ` and read the details as fields with ` + "`errors.As`" + `:

` + "```go" + `
%s
` + "```" + `
`

// section is a family of codes. A code belongs to the first section that has it.
type section struct {
	title, text string
	has         func(mperr.Error) bool
}

var sections = []section{
	{"Configuration", "`errors.Is(err, mperr.ErrConfig)`.", family(mperr.ErrConfig)},
	{"Queries", "`errors.Is(err, mperr.ErrQuery)`; also `mperr.ErrAPI`.", family(mperr.ErrQuery)},
	{"Mixpanel's API", "`errors.Is(err, mperr.ErrAPI)`.", family(mperr.ErrAPI)},
	{"Storage", "`errors.Is(err, mperr.ErrStorage)`: what a storage plugin answers.", family(mperr.ErrStorage)},
	{"Plugins", "`errors.Is(err, mperr.ErrPlugin)`: the process itself, not what it answers.", family(mperr.ErrPlugin)},
	{"Everything else", "Told apart by type or code alone.", func(mperr.Error) bool { return true }},
}

func family(sentinel error) func(mperr.Error) bool {
	return func(e mperr.Error) bool { return errors.Is(e, sentinel) }
}

// entry is a row of the table with what its type's comments say.
type entry struct {
	mperr.Row

	meaning string
	details []detail
}

// render makes the whole page.
func render(folder string) ([]byte, error) {
	src, err := readSource(folder)
	if err != nil {
		return nil, err
	}
	grouped := make([][]entry, len(sections))
	for _, row := range mperr.Table() {
		made := row.New()
		name := reflect.TypeOf(made).Elem().Name()
		if src.docs[name] == "" {
			return nil, fmt.Errorf("%s: type %s has no doc comment in %s", row.Code, name, folder)
		}
		for i := range sections {
			if sections[i].has(made) {
				grouped[i] = append(grouped[i], entry{row, src.docs[name], src.details(name)})
				break
			}
		}
	}
	sample, err := sampleJSON(&mperr.TableNotFound{TableName: "event", SimilarTables: []string{"events"}})
	if err != nil {
		return nil, err
	}
	example, err := readExample(folder)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	fmt.Fprintf(&page, intro, sample, example)
	writeExits(&page, src.exits)
	page.WriteString("\n## Codes\n")
	for i, entries := range grouped {
		writeSection(&page, sections[i], entries)
	}
	return page.Bytes(), nil
}

// sampleJSON is what the command writes for an error.
func sampleJSON(e mperr.Error) ([]byte, error) {
	var shown struct {
		Error struct {
			Code    mperr.Code     `json:"code"`
			Message string         `json:"message"`
			Details map[string]any `json:"details"`
			Hint    string         `json:"hint"`
		} `json:"error"`
	}
	shown.Error.Code, shown.Error.Message = e.Code(), e.Error()
	shown.Error.Details, shown.Error.Hint = e.Details(), mperr.Hint(e)
	return json.MarshalIndent(shown, "", "  ")
}

func writeExits(page *bytes.Buffer, exits []exit) {
	page.WriteString("\n## Exit status\n\n| Status | Meaning | Codes |\n|---|---|---|\n")
	for _, e := range exits {
		var codes []string
		for _, row := range mperr.Table() {
			if row.Exit == e.status {
				codes = append(codes, "`"+string(row.Code)+"`")
			}
		}
		fmt.Fprintf(page, "| %d | %s | %s |\n", e.status, cell(e.meaning), strings.Join(codes, " "))
	}
}

func writeSection(page *bytes.Buffer, s section, entries []entry) {
	fmt.Fprintf(page, "\n### %s\n\n%s\n\n", s.title, s.text)
	page.WriteString("| Code | What it means | Details | gRPC code | Exit | Hint |\n|---|---|---|---|---|---|\n")
	for _, e := range entries {
		var keys []string
		for _, d := range e.details {
			keys = append(keys, "`"+d.key+"`")
		}
		fmt.Fprintf(page, "| `%s` | %s | %s | %s | %d | %s |\n",
			e.Code, cell(e.meaning), strings.Join(keys, " "), e.GRPC, e.Exit, e.Hint)
	}
	writeDetails(page, entries)
}

// writeDetails explains the keys of a section, each once for all codes that mean the same by it.
func writeDetails(page *bytes.Buffer, entries []entry) {
	owners := map[detail][]string{}
	var order []detail
	for _, e := range entries {
		for _, d := range e.details {
			if owners[d] == nil {
				order = append(order, d)
			}
			owners[d] = append(owners[d], "`"+string(e.Code)+"`")
		}
	}
	page.WriteString("\n| Detail | JSON | Meaning | In |\n|---|---|---|---|\n")
	for _, d := range order {
		kind := d.kind
		if d.optional {
			kind += ", may be absent"
		}
		fmt.Fprintf(page, "| `%s` | %s | %s | %s |\n", d.key, kind, cell(d.meaning), strings.Join(owners[d], " "))
	}
}

// cell makes a text safe inside a table, with a capital and without the last full stop.
func cell(text string) string {
	text = strings.ReplaceAll(strings.TrimSuffix(text, "."), "|", "\\|")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
