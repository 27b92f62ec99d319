package duck

import (
	"errors"
	"slices"
	"strings"

	bindings "github.com/duckdb/duckdb-go-bindings"
)

// connection is a native connection. It is used by one goroutine, but for interrupts.
type connection struct{ native bindings.Connection }

// exec runs a statement whose answer does not matter.
func (c *connection) exec(statement string) error {
	var result bindings.Result
	defer bindings.DestroyResult(&result)
	if bindings.Query(c.native, statement, &result) == bindings.StateError {
		return parseFailure(bindings.ResultError(&result))
	}
	return nil
}

// prepare makes q ready to run: every statement but the last has run then, and the last one is bound to its parameters.
func (c *connection) prepare(q Question) (*statement, error) {
	var extracted bindings.ExtractedStatements
	defer func() { bindings.DestroyExtracted(&extracted) }()
	count := bindings.ExtractStatements(c.native, q.SQL, &extracted)
	if count == 0 {
		if message := bindings.ExtractStatementsError(extracted); message != "" {
			return nil, parseFailure(message)
		}
		return nil, refusal("there is no statement in the text")
	}
	used := map[string]bool{}
	for i := range count {
		prepared, err := c.prepareOne(q, extracted, i, i == count-1, used)
		if err != nil {
			return nil, err
		}
		if i == count-1 {
			if err := q.allUsed(used); err != nil {
				prepared.destroy()
				return nil, err
			}
			return prepared, nil
		}
		err = prepared.run()
		prepared.destroy()
		if err != nil {
			return nil, err
		}
	}
	return nil, errors.New("DuckDB prepared no statement")
}

func (c *connection) prepareOne(
	q Question, extracted bindings.ExtractedStatements, i bindings.IdxT, last bool, used map[string]bool,
) (*statement, error) {
	s := &statement{}
	if bindings.PrepareExtractedStatement(c.native, extracted, i, &s.native) == bindings.StateError {
		defer s.destroy()
		return nil, parseFailure(bindings.PrepareError(s.native))
	}
	kind := bindings.PreparedStatementType(s.native)
	err := q.admits(kind, last)
	if err == nil && last {
		err = q.checkEntry(kind, c.parses("EXPLAIN "+q.SQL))
	}
	if err == nil {
		err = s.bind(q, used)
	}
	if err != nil {
		s.destroy()
		return nil, err
	}
	return s, nil
}

// parses says whether text is SQL, of tables that need not be there.
func (c *connection) parses(text string) bool {
	var extracted bindings.ExtractedStatements
	defer func() { bindings.DestroyExtracted(&extracted) }()
	return bindings.ExtractStatements(c.native, text, &extracted) > 0
}

// allUsed refuses values for parameters that the text does not have: a misspelt name would pass unseen.
func (q Question) allUsed(used map[string]bool) error {
	names := make([]string, 0, len(q.Params))
	for name := range q.Params {
		if !used[strings.ToLower(name)] {
			names = append(names, "$"+name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return refusal("the statement has no parameter " + strings.Join(names, ", "))
}

// statement is a prepared statement.
type statement struct{ native bindings.PreparedStatement }

func (s *statement) destroy() { bindings.DestroyPrepare(&s.native) }

func (s *statement) bind(q Question, used map[string]bool) error {
	for i := bindings.IdxT(1); i <= bindings.NParams(s.native); i++ {
		name := bindings.ParameterName(s.native, i)
		value, err := q.param(name)
		if err != nil {
			return err
		}
		used[strings.ToLower(name)] = true
		if bindings.BindVarcharLength(s.native, i, value, bindings.IdxT(len(value))) == bindings.StateError {
			return parseFailure(bindings.PrepareError(s.native))
		}
	}
	return nil
}

// run executes the statement to its end and drops what it answers.
func (s *statement) run() error {
	var result bindings.Result
	defer func() { bindings.DestroyResult(&result) }()
	return s.execute(&result, false)
}

// execute fills in result, which the caller destroys. Where it streams, rows are computed as they are fetched.
func (s *statement) execute(result *bindings.Result, stream bool) error {
	var pending bindings.PendingResult
	defer func() { bindings.DestroyPending(&pending) }()
	begin := bindings.PendingPrepared
	if stream {
		// Marked as deprecated without a successor; it is the only way of DuckDB's C interface to answers that do not have
		// to fit in memory.
		begin = bindings.PendingPreparedStreaming
	}
	if begin(s.native, &pending) == bindings.StateError {
		return parseFailure(bindings.PendingError(pending))
	}
	if bindings.ExecutePending(pending, result) == bindings.StateError {
		return parseFailure(bindings.ResultError(result))
	}
	return nil
}
