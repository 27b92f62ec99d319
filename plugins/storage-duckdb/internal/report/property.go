package report

import (
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/sqlexpr"
	"github.com/mixpanel-data/mp/sdk/expression"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Distribution composes [storage.Distribution].
func Distribution(q storage.Distribution, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	rows := named(q.Event) + " AND " + c.clock.inside()
	segment, err := c.segment(expression.Property(q.Property), "", rows)
	if err != nil {
		return nil, err
	}
	limit := ""
	if q.Limit > 0 {
		limit = fmt.Sprintf("LIMIT %d", q.Limit)
	}
	return c.made(
		"WITH kept AS (SELECT "+segment.key()+" AS key FROM "+table.Name+" WHERE "+rows+"),",
		"counted AS (SELECT key, count(*) AS count FROM kept GROUP BY key),",
		"top AS (SELECT "+segment.Label("key")+" AS value, count FROM counted ORDER BY count DESC, value "+limit+")",
		"SELECT value, count FROM (SELECT NULL AS value, count(*) AS count FROM "+table.Name+" WHERE "+rows,
		"UNION ALL FROM top) ORDER BY value IS NOT NULL, count DESC, value",
	), nil
}

// NumericSummary composes [storage.NumericSummary].
func NumericSummary(q storage.NumericSummary, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	rows := named(q.Event) + " AND " + c.clock.inside()
	compiled, err := c.expression("property", expression.Property(q.Property), rows)
	if err != nil {
		return nil, err
	}
	percentiles := "CAST([] AS DOUBLE[])"
	if len(q.Percentiles) > 0 {
		parts := make([]string, len(q.Percentiles))
		for i, percentile := range q.Percentiles {
			parts[i] = fmt.Sprintf("%g", percentile/100)
		}
		percentiles = "quantile_cont(x, [" + strings.Join(parts, ", ") + "])"
	}
	return c.made(
		"SELECT count(x) AS count, min(x) AS min, max(x) AS max, fsum(x) AS sum, fsum(x) / nullif(count(x), 0) AS avg, stddev_pop(x) AS stddev,",
		"CASE WHEN count(x) > 0 THEN "+percentiles+" END AS percentiles",
		"FROM (SELECT "+compiled.Number()+" AS x FROM "+table.Name+" WHERE "+rows+") WHERE isfinite(x)",
	), nil
}

// PropertyCoverage composes [storage.PropertyCoverage].
func PropertyCoverage(q storage.PropertyCoverage, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	counts, lines := make([]string, len(q.Properties)), make([]string, len(q.Properties))
	for i, property := range q.Properties {
		compiled, err := sqlexpr.Compile("properties", expression.Property(property), sqlexpr.Scope{Columns: table.Columns, Millis: c.clock.written()})
		if err != nil {
			return nil, err
		}
		counts[i] = fmt.Sprintf(", count(*) FILTER (%s) AS defined_%d", compiled.Present(), i)
		lines[i] = fmt.Sprintf("SELECT %d AS place, %s AS property, total, defined_%d AS defined FROM counted", i, sqlexpr.Literal(property), i)
	}
	return c.made(
		"WITH counted AS MATERIALIZED (SELECT count(*) AS total"+strings.Join(counts, ""),
		"FROM "+table.Name+" WHERE "+named(q.Event)+" AND "+c.clock.inside()+")",
		"SELECT property, total, defined FROM ("+strings.Join(lines, " UNION ALL ")+") ORDER BY place",
	), nil
}
