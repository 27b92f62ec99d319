package report

import "github.com/mixpanel-data/mp/sdk/storage"

// DailyCounts composes [storage.DailyCounts].
func DailyCounts(q storage.DailyCounts, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	return c.made(
		"SELECT "+c.clock.label(storage.ByDay, 1)+" AS date, event, count FROM (",
		"SELECT "+c.clock.bucket(storage.ByDay, 1)+" AS bucket, event_name AS event, count(*) AS count FROM "+table.Name,
		"WHERE "+named(q.Events...)+" AND "+c.clock.inside()+" GROUP BY bucket, event) ORDER BY bucket, event",
	), nil
}

// Engagement composes [storage.Engagement].
func Engagement(q storage.Engagement, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	return c.made(
		"SELECT events, count(*) AS users FROM (SELECT count(*) AS events FROM "+table.Name,
		"WHERE "+named(q.Events...)+" AND "+hasUser+" AND "+c.clock.inside()+" GROUP BY distinct_id) GROUP BY events ORDER BY events",
	), nil
}
