package report

import (
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/sqlexpr"
	"github.com/mixpanel-data/mp/sdk/expression"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Lateness composes [storage.Lateness]. The rows of a limit are those that DuckDB comes by first.
func Lateness(q storage.Lateness, table Table) (*Statement, error) {
	days := make([]string, len(q.Days))
	for i, day := range q.Days {
		days[i] = "DATE " + sqlexpr.Literal(day)
	}
	rows := storage.ColumnProjectDay + " IN (" + strings.Join(days, ", ") + ")"
	c := composer{table: table, statement: Statement{table: table.Name}}
	processed, err := c.expression("table", expression.Property("mp_processing_time_ms"), rows)
	if err != nil {
		return nil, err
	}
	limit := ""
	if q.Limit > 0 {
		limit = fmt.Sprintf("LIMIT %d", q.Limit)
	}
	return c.made(
		fmt.Sprintf("SELECT count(late) AS events, CAST(quantile_disc(late, %g) AS BIGINT) AS late", q.Percentile/100),
		"FROM (SELECT "+processed.Number()+" - "+at+" AS late FROM "+table.Name+" WHERE "+rows+" "+limit+")",
		fmt.Sprintf("WHERE late BETWEEN 0 AND %d", q.Within.Milliseconds()),
	), nil
}
