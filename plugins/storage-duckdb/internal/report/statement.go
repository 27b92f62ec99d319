package report

import (
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/sqlexpr"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Table is what a question is about.
type Table struct {
	// Name is the table's name in SQL, qualified and quoted.
	Name string
	// Columns are the property columns that may be used.
	Columns []storage.PropertyColumn
	// Nulls tells null from absent where they are NULL; see [sqlexpr.Scope].
	Nulls map[string]string
}

// Statement is a question in SQL.
type Statement struct {
	// SQL gives the answer, in the columns of the question's schema.
	SQL string

	table  string
	checks []check
}

// check is what is to be known of the rows that an expression looks at.
type check struct {
	argument string
	rows     string // condition
	compiled *sqlexpr.Compiled
}

// Nulls is SQL for one BOOLEAN: whether property columns do not tell null from absent in some row. "" is no.
func (s *Statement) Nulls() string {
	return s.any(func(c *sqlexpr.Compiled) []string { return c.Nulls })
}

// Doubt is SQL for one BOOLEAN: whether property columns do not tell the values in some row. "" is no.
func (s *Statement) Doubt() string {
	return s.any(func(c *sqlexpr.Compiled) []string { return c.Doubts })
}

// any asks for each condition by itself, as DuckDB can stop at the first row, or pass over whole blocks of rows.
func (s *Statement) any(conditions func(*sqlexpr.Compiled) []string) string {
	var found []string
	for _, c := range s.checks {
		for _, condition := range conditions(c.compiled) {
			found = append(found, s.exists(c, condition))
		}
	}
	if len(found) == 0 {
		return ""
	}
	return "SELECT " + strings.Join(found, " OR ")
}

func (s *Statement) exists(c check, condition string) string {
	return "EXISTS (FROM " + s.table + " WHERE " + c.rows + " AND " + condition + ")"
}

// Refusal is an error that the question ends with if there is a row for it.
type Refusal struct {
	// SQL gives one BOOLEAN: whether there is such a row.
	SQL string
	// Err is the error.
	Err error
}

// Refusals are to be looked for before the answer.
func (s *Statement) Refusals() []Refusal {
	var refusals []Refusal
	for _, c := range s.checks {
		for _, refusal := range c.compiled.Refusals {
			refusals = append(refusals, Refusal{
				SQL: "SELECT " + s.exists(c, refusal.Condition),
				Err: &mperr.InvalidArgument{Argument: c.argument, Reason: refusal.Reason},
			})
		}
	}
	return refusals
}

// composer makes one statement.
type composer struct {
	table     Table
	clock     clock
	statement Statement
}

func compose(table Table, period storage.Period) (*composer, error) {
	clock, err := newClock(period)
	return &composer{table: table, clock: clock, statement: Statement{table: table.Name}}, err
}

// expression compiles an expression that is looked at in these rows.
func (c *composer) expression(argument, source, rows string) (*sqlexpr.Compiled, error) {
	compiled, err := sqlexpr.Compile(argument, source, sqlexpr.Scope{
		Columns: c.table.Columns, Nulls: c.table.Nulls, Millis: c.clock.written(),
	})
	if err != nil {
		return nil, err
	}
	c.statement.checks = append(c.statement.checks, check{argument, rows, compiled})
	return compiled, nil
}

// where narrows rows to those that an expression keeps; "" keeps all.
func (c *composer) where(argument, source, rows string) (string, error) {
	if source == "" {
		return rows, nil
	}
	compiled, err := c.expression(argument, source, rows)
	if err != nil {
		return "", err
	}
	return rows + " AND " + compiled.Matches(), nil
}

func (c *composer) made(sql ...string) *Statement {
	c.statement.SQL = strings.Join(sql, "\n")
	return &c.statement
}

// named is the condition of rows of some events; none is all.
func named(events ...string) string {
	names := slices.DeleteFunc(slices.Clone(events), func(event string) bool { return event == "" })
	switch len(names) {
	case 0:
		return "true"
	case 1:
		return storage.ColumnEventName + " = " + sqlexpr.Literal(names[0])
	}
	return storage.ColumnEventName + " IN (" + sqlexpr.Literals(names) + ")"
}

// hasUser is the condition of rows that belong to a user.
const hasUser = storage.ColumnDistinctID + " <> ''"
