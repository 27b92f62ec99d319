package report

import "github.com/mixpanel-data/mp/sdk/storage"

// Frequency composes [storage.Frequency].
func Frequency(q storage.Frequency, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	rows, err := c.where("where", q.Where, named(q.Event)+" AND "+hasUser+" AND "+c.clock.inside())
	if err != nil {
		return nil, err
	}
	return c.made(
		"WITH active AS (SELECT DISTINCT distinct_id AS person, "+c.clock.bucket(q.Unit, 1)+" AS bucket, "+c.clock.bucket(q.Each, 1)+" AS hour",
		"FROM "+table.Name+" WHERE "+rows+"),",
		"counted AS (SELECT bucket, count(*) AS times FROM active GROUP BY bucket, person)",
		"SELECT "+c.clock.label(q.Unit, 1)+" AS date, times, count(*) AS users FROM counted GROUP BY bucket, times ORDER BY bucket, times",
	), nil
}
