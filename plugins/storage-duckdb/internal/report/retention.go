package report

import (
	"fmt"
	"strconv"
	"time"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// lengths are the days of a unit where intervals are measured from a user's own event.
var lengths = map[storage.TimeUnit]int64{storage.ByDay: 1, storage.ByWeek: 7, storage.ByMonth: 30}

// mostAhead keeps times within what DuckDB can tell.
const mostAhead = 200 * 365 * 24 * time.Hour

// Retention composes [storage.Retention]: a table of the users with their birth, and of each return the interval in which
// it lies.
func Retention(q storage.Retention, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	every := 1
	if q.Unit == storage.ByDay {
		every = q.Interval
	}
	length := int64(q.Interval) * lengths[q.Unit] * millisPerDay
	reach := int64(mostAhead / time.Millisecond)
	if int64(q.Intervals)+1 <= reach/length {
		reach = (int64(q.Intervals) + 1) * length
	}
	c.clock.ahead = time.Duration(reach) * time.Millisecond
	births, err := c.where("born_where", q.BornWhere, named(q.Born)+" AND "+hasUser+" AND "+c.clock.inside())
	if err != nil {
		return nil, err
	}
	returns, err := c.where("where", q.Where, named(q.Return)+" AND "+hasUser+" AND "+c.clock.since())
	if err != nil {
		return nil, err
	}
	counted := "SELECT bucket, number, count(*) AS users FROM came GROUP BY bucket, number"
	if q.Unbounded {
		counted = `SELECT bucket, number, count(*) AS users FROM (
			SELECT bucket, unnest(range(0, max(number) + 1)) AS number FROM came GROUP BY bucket, id) GROUP BY bucket, number`
	}
	return c.made(
		"WITH born AS MATERIALIZED (SELECT person, min(moment) AS birth, arg_min(bucket, moment) AS bucket, row_number() OVER () AS id FROM (",
		"SELECT distinct_id AS person, "+at+" AS moment, "+c.clock.bucket(q.Unit, every)+" AS bucket FROM "+table.Name,
		"WHERE "+births+") GROUP BY person),",
		"came AS (SELECT DISTINCT bucket, id, (moment - birth) // "+strconv.FormatInt(length, 10)+" AS number FROM (",
		"SELECT distinct_id AS person, "+at+" AS moment FROM "+table.Name+" WHERE "+returns+") JOIN born USING (person)",
		fmt.Sprintf("WHERE moment > birth AND moment < birth + %d)", reach),
		"SELECT "+c.clock.label(q.Unit, every)+" AS date, CAST(number AS BIGINT) AS interval, users FROM (",
		"SELECT bucket, NULL AS number, count(*) AS users FROM born GROUP BY bucket UNION ALL "+counted+")",
		"ORDER BY bucket, number NULLS FIRST",
	), nil
}
