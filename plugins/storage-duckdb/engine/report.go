package engine

import (
	"context"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/duck"
	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/report"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// report answers a question about the events of some days; ok is false for any other question.
func (s *Sink) report(ctx context.Context, question storage.Question) (answer storage.Reader, ok bool, err error) {
	switch q := question.(type) {
	case storage.Segmentation:
		answer, err = reported(ctx, s, q, q.Table, report.Segmentation)
	case storage.Funnel:
		answer, err = reported(ctx, s, q, q.Table, report.Funnel)
	case storage.Retention:
		answer, err = reported(ctx, s, q, q.Table, report.Retention)
	case storage.Frequency:
		answer, err = reported(ctx, s, q, q.Table, report.Frequency)
	case storage.Distribution:
		answer, err = reported(ctx, s, q, q.Table, report.Distribution)
	case storage.NumericSummary:
		answer, err = reported(ctx, s, q, q.Table, report.NumericSummary)
	case storage.DailyCounts:
		answer, err = reported(ctx, s, q, q.Table, report.DailyCounts)
	case storage.Engagement:
		answer, err = reported(ctx, s, q, q.Table, report.Engagement)
	case storage.PropertyCoverage:
		answer, err = reported(ctx, s, q, q.Table, report.PropertyCoverage)
	case storage.Lateness:
		answer, err = reported(ctx, s, q, q.Table, report.Lateness, storage.ColumnProjectDay)
	default:
		return nil, false, nil
	}
	return answer, true, err
}

// reported answers a question with the statement that compose makes of the table: with the property columns, or without
// them where they do not tell the values. Some questions need more columns than all do.
func reported[Q storage.Question](
	ctx context.Context, s *Sink, question Q, table string, compose func(Q, report.Table) (*report.Statement, error),
	more ...string,
) (storage.Reader, error) {
	doing := s.doing(question.Name(), table)
	var statement *report.Statement
	err := s.database.Read(ctx, func(tx *duck.Transaction) error {
		about, err := s.subjectOf(tx, table)
		if err != nil {
			return err
		}
		if err := about.needs(question, append([]string{storage.ColumnEventName, storage.ColumnEventTime, storage.ColumnDistinctID,
			storage.ColumnInsertID, storage.ColumnProperties}, more...)...); err != nil {
			return err
		}
		of := report.Table{Name: qualified(about.name), Columns: propertiesIn(about.columns)}
		statement, err = s.told(tx, about, of, func(of report.Table) (*report.Statement, error) { return compose(question, of) })
		if err != nil {
			return err
		}
		return refusedBy(tx, statement)
	})
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	answer, err := s.config.ask(ctx, duck.Question{SQL: statement.SQL})
	if err != nil {
		return nil, s.failed(ctx, doing, err)
	}
	return newReader(answer, 0, func(ctx context.Context, err error) error { return s.failed(ctx, doing, err) }), nil
}

// refusedBy is the first error that a row has in store for a statement.
func refusedBy(tx *duck.Transaction, statement *report.Statement) error {
	for _, refusal := range statement.Refusals() {
		found, err := isTrue(tx, refusal.SQL)
		if err != nil {
			return err
		}
		if found {
			return refusal.Err
		}
	}
	return nil
}

// told composes a question so that its values are told: from property columns, from these and from what is known of rows in
// which one is NULL, or from the JSON alone.
func (s *Sink) told(
	tx *duck.Transaction, about subject, of report.Table, compose func(report.Table) (*report.Statement, error),
) (*report.Statement, error) {
	statement, err := compose(of)
	if err != nil {
		return nil, err
	}
	doubt, err := isTrue(tx, statement.Doubt())
	if err != nil {
		return nil, err
	}
	if doubt {
		of.Columns = nil
		return compose(of)
	}
	unclear, err := isTrue(tx, statement.Nulls())
	if err != nil || !unclear {
		return statement, err
	}
	if of.Nulls, err = s.nulls(tx, about); err != nil {
		return nil, err
	}
	return compose(of)
}

// isTrue asks for one BOOLEAN; "" is false.
func isTrue(tx *duck.Transaction, statement string) (found bool, err error) {
	if statement == "" {
		return false, nil
	}
	err = tx.Query(func(into func(...any) error) error { return into(&found) }, statement)
	return found, err
}
