package report

import (
	"fmt"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/sqlexpr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Segmentation composes [storage.Segmentation].
func Segmentation(q storage.Segmentation, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	rows, err := c.where("where", q.Where, named(q.Event)+" AND "+c.clock.inside())
	if err != nil {
		return nil, err
	}
	segment, err := c.segment(q.On, q.Event, rows)
	if err != nil {
		return nil, err
	}
	top := ""
	if q.On != "" && q.Limit > 0 {
		top = fmt.Sprintf("WHERE segment IN (SELECT segment FROM named GROUP BY segment ORDER BY sum(events) DESC, segment LIMIT %d)", q.Limit)
	}
	wanted := ""
	if q.On != "" && len(q.Segments) > 0 {
		wanted = " WHERE segment IN (" + sqlexpr.Literals(q.Segments) + ")"
	}
	return c.made(
		"WITH kept AS (SELECT "+c.clock.bucket(q.Unit, 1)+" AS bucket, "+segment.key()+" AS key, distinct_id AS person FROM "+table.Name+" WHERE "+rows+"),",
		"counted AS (SELECT bucket, key, count(*) AS events, "+counting[q.Count]+" AS value FROM kept GROUP BY bucket, key),",
		"named AS (FROM (SELECT bucket, "+segment.Label("key")+" AS segment, events, value FROM counted)"+wanted+")",
		"SELECT segment, "+c.clock.label(q.Unit, 1)+" AS date, CAST(value AS DOUBLE) AS value FROM named", top,
		"ORDER BY segment, bucket",
	), nil
}

// counting is what is counted of rows with a person.
var counting = map[storage.Counting]string{
	storage.CountEvents:  "count(*)",
	storage.CountUsers:   "count(DISTINCT person) FILTER (person <> '')",
	storage.CountPerUser: "coalesce(count(*) FILTER (person <> '') / nullif(count(DISTINCT person) FILTER (person <> ''), 0), 0)",
}

// segment is what splits a report.
type segment struct{ sqlexpr.Segment }

// segment is that of an expression, or all rows under one name.
func (c *composer) segment(on, name, rows string) (segment, error) {
	if on == "" {
		return segment{sqlexpr.Segment{Key: sqlexpr.Literal(name), Label: func(key string) string { return key }}}, nil
	}
	compiled, err := c.expression("on", on, rows)
	if err != nil {
		return segment{}, err
	}
	return segment{compiled.Segment()}, nil
}

// key is what rows are grouped by; a row with several has one row of each.
func (s segment) key() string {
	if s.Several {
		return "unnest(" + s.Key + ")"
	}
	return s.Key
}
