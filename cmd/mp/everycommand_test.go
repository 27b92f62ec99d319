package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/mixpanel-data/mp/cmd/mp/render"
)

// TestEveryCommandPrintsEveryFormat goes through the tree of commands, so that a new one must be given its question.
func TestEveryCommandPrintsEveryFormat(t *testing.T) {
	project := openProject(t)
	var asked []string
	eachCommand(newApp("").rootCommand(), func(command *cobra.Command) {
		if path := command.CommandPath(); !command.HasSubCommands() && !printsText(command) {
			asked = append(asked, path)
		}
	})
	for _, path := range asked {
		question, ok := questions[path]
		if !ok {
			t.Errorf("%s has no line in questions, which asks every command in every format", path)
			continue
		}
		t.Run(path, func(t *testing.T) {
			project.later(time.Hour) // Mixpanel answers a project sixty times an hour
			q := asking{project, strings.Fields(path)[1:], question}
			q.printsRows(t)
			q.printsJSON(t)
			q.keepsToTheScreen(t)
			if question.none != nil {
				q.printsNothing(t)
			}
		})
	}
	for path := range questions {
		if !slices.Contains(asked, path) {
			t.Errorf("questions has a line for %s, which is no command with rows", path)
		}
	}
}

// question is how a command is asked in the test of formats. {n} stands for another number each time, {user} for the id of a
// user with events.
type question struct {
	// args follow the command; before is a command line that goes before each time, such as one that makes what is removed.
	args, before []string
	// none are the arguments for which there is nothing; nil where there always is something.
	none []string
	// formless says that the rows alone tell which columns there are.
	formless bool
	// answers is what Mixpanel says then, where it is not the simulator that has nothing: a path and a body.
	answers [2]string
}

// asking asks a command of the project.
type asking struct {
	*project

	command  []string
	question question
}

// printed is what the command prints.
func (q asking) printed(t *testing.T, flags ...string) []byte {
	t.Helper()
	return q.print(t, q.question.args, flags)
}

func (q asking) print(t *testing.T, args, flags []string) []byte {
	t.Helper()
	return q.runs(t, q.prepared(t), slices.Concat(q.command, args, flags))
}

// prepared is a command line with another number, of which the one before has been run.
func (q asking) prepared(t *testing.T) *surroundings {
	t.Helper()
	q.number++
	if q.question.before != nil {
		q.runs(t, q.app(t), q.question.before)
	}
	return q.app(t)
}

// written is what the command writes to a file, whose ending names the format.
func (q asking) written(t *testing.T, args []string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows.parquet")
	if printed := q.print(t, args, []string{"--output", path}); len(printed) > 0 {
		t.Errorf("beside the file, standard output has %.80q", printed)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// printsRows compares the formats that have rows.
func (q asking) printsRows(t *testing.T) {
	t.Helper()
	header, rows := csvRows(t, q.printed(t, "-f", "csv"))
	if rows == 0 {
		t.Error("the question should have an answer with rows")
	}
	if got := arrowRows(t, q.printed(t, "-f", "arrow")); got.rows != rows || !slices.Equal(got.columns, header) {
		t.Errorf("arrow has %v, csv %d rows of %q", got, rows, header)
	}
	if got := parquetRows(t, q.written(t, q.question.args)); got.rows != rows || !slices.Equal(got.columns, header) {
		t.Errorf("parquet has %v, csv %d rows of %q", got, rows, header)
	}
	markdown, lines := markdownRows(t, q.printed(t, "-f", "markdown"))
	isObject := slices.Equal(markdown, []string{"field", "value"})
	if wanted := rows; !isObject && (len(markdown) != len(header) || lines != wanted) || isObject && lines != len(header) {
		t.Errorf("markdown has %d rows of %q, csv %d of %q", lines, markdown, rows, header)
	}
	plain := strings.Split(strings.TrimSuffix(string(q.printed(t, "-f", "plain")), "\n"), "\n")
	if !isObject && len(plain) != rows || isObject && len(plain) != 1 && len(plain) != len(header) {
		t.Errorf("plain has %d lines, csv %d rows: %q", len(plain), rows, plain)
	}
	if first := strings.Split(plain[0], "\t"); slices.Equal(first, header) {
		t.Errorf("plain has a header: %q", plain[0])
	}
}

// printsJSON reads the formats of JSON, bare and filtered.
func (q asking) printsJSON(t *testing.T) {
	t.Helper()
	whole := jsonOf(t, q.printed(t, "-f", "json"))
	if lines := jsonLines(t, q.printed(t, "-f", "jsonl")); lines == 0 {
		t.Error("jsonl has no lines")
	}
	if kind := jsonOf(t, q.printed(t, "--jq", "type")); kind != kindOf(whole) {
		t.Errorf("jq sees %v, json is %s", kind, kindOf(whole))
	}
	if lines := jsonLines(t, q.printed(t, "-f", "jsonl", "--jq", ".")); lines == 0 {
		t.Error("filtered jsonl has no lines")
	}
}

// keepsToTheScreen looks over the shoulder of a person at a terminal.
func (q asking) keepsToTheScreen(t *testing.T) {
	t.Helper()
	person := q.prepared(t).atTerminal()
	person.width = 80
	fitsScreen(t, q.runs(t, person, slices.Concat(q.command, q.question.args)))
	for _, format := range []string{"parquet", "arrow"} {
		person := q.app(t).atTerminal()
		args := q.filled(slices.Concat(q.command, q.question.args, []string{"-f", format}))
		if status := person.runs(t, args...); status != 3 || person.stdout.Len() > 0 {
			t.Errorf("%s to a terminal: status %d, %d bytes; want 3 and none", format, status, person.stdout.Len())
		}
	}
}

// printsNothing asks where there is nothing: each format says so in its way.
func (q asking) printsNothing(t *testing.T) {
	t.Helper()
	q.answering(t, q.question.answers)
	printed := func(flags ...string) []byte { return q.print(t, q.question.none, flags) }
	header, rows := csvRows(t, printed("-f", "csv"))
	if rows != 0 || (len(header) == 0) != q.question.formless {
		t.Errorf("csv has %d rows of %q; want none, and the columns", rows, header)
	}
	if got := arrowRows(t, printed("-f", "arrow")); got.rows != 0 || !slices.Equal(got.columns, header) {
		t.Errorf("arrow has %v; want no rows of %q", got, header)
	}
	if got := parquetRows(t, q.written(t, q.question.none)); got.rows != 0 || !slices.Equal(got.columns, header) {
		t.Errorf("parquet has %v; want no rows of %q", got, header)
	}
	if markdown, rows := markdownRows(t, printed("-f", "markdown")); rows > 0 || len(markdown) != len(header) {
		t.Errorf("markdown has %d rows of %q; want none of %q", rows, markdown, header)
	}
	if plain := printed("-f", "plain"); len(plain) > 0 {
		t.Errorf("plain has %q; want nothing", plain)
	}
	jsonOf(t, printed("-f", "json"))
	jsonLines(t, printed("-f", "jsonl"))
	jsonOf(t, printed("--jq", "."))
	person := q.app(t).atTerminal()
	person.width = 80
	if text := q.runs(t, person, slices.Concat(q.command, q.question.none)); !q.question.formless {
		fitsScreen(t, text)
	}
}

func TestTheFormatsThatAreTriedAreAll(t *testing.T) {
	tried := []string{"json", "jsonl", "table", "csv", "plain", "markdown", "parquet", "arrow"}
	if !slices.Equal(tried, render.Formats()) {
		t.Errorf("there are the formats %q; TestEveryCommandPrintsEveryFormat tries %q", render.Formats(), tried)
	}
}
