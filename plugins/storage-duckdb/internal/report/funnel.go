package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/mixpanel-data/mp/plugins/storage-duckdb/internal/sqlexpr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// interchangeable is how much earlier than the step before it a step may come.
const interchangeable = 2 * time.Second

// order is that of a user's events: by time, and at the same time those without an insert id of their own first.
const order = "moment, NOT starts_with(insert_id, '" + storage.SyntheticPrefix + "'), insert_id"

// Funnel composes [storage.Funnel]: a table of the events that take part, and from it for each step a table of the users
// who did it, with the moment at which the step counts as done.
func Funnel(q storage.Funnel, table Table) (*Statement, error) {
	c, err := compose(table, q.Period)
	if err != nil {
		return nil, err
	}
	c.clock.ahead = q.Window
	rows, err := c.where("where", q.Where, named(q.Steps...)+" AND "+hasUser+" AND "+c.clock.since())
	if err != nil {
		return nil, err
	}
	place := "0"
	if repeats(q.Steps) {
		place = "row_number() OVER (PARTITION BY distinct_id ORDER BY " + order + ")"
	}
	inside := fmt.Sprintf("%s <= %d", c.clock.wall(), c.clock.to.UnixMilli()+millisPerDay-1)
	sql := []string{
		"WITH walked AS MATERIALIZED (SELECT distinct_id AS person, event_name AS name, moment, bucket, inside, " + place + " AS place FROM (",
		"SELECT distinct_id, event_name, insert_id, " + at + " AS moment, " + c.clock.bucket(q.Unit, 1) + " AS bucket, " + inside + " AS inside FROM " + table.Name,
		"WHERE " + rows + ")),",
		"step_0 AS (SELECT person, arg_min(bucket, moment) AS bucket, min(moment) AS entry, min(moment) AS done, [min(place)] AS used",
		"FROM walked WHERE inside AND name = " + sqlexpr.Literal(q.Steps[0]) + " GROUP BY person)",
	}
	for i, name := range q.Steps[1:] {
		sql = append(sql, step(i+1, name, q.Window, repeats(q.Steps)))
	}
	counts := make([]string, len(q.Steps))
	for i := range q.Steps {
		counts[i] = fmt.Sprintf("SELECT bucket, %d AS step, count(*) AS users FROM step_%d GROUP BY bucket", i, i)
	}
	sql = append(sql, "SELECT "+c.clock.label(q.Unit, 1)+" AS date, CAST(step AS BIGINT) AS step, users FROM (",
		strings.Join(counts, "\nUNION ALL "), ") ORDER BY bucket, step")
	return c.made(sql...), nil
}

// step is the table of the users who did a step after the one before.
func step(i int, name string, window time.Duration, repeating bool) string {
	unused, used := "", "before.used"
	if repeating {
		unused, used = " AND NOT list_contains(before.used, walked.place)", "list_append(before.used, min(walked.place))"
	}
	return fmt.Sprintf(`, step_%d AS MATERIALIZED (SELECT person, before.bucket, before.entry, greatest(before.done, min(walked.moment)) AS done, %s AS used
FROM walked JOIN step_%d AS before USING (person)
WHERE name = %s AND walked.moment BETWEEN before.done - %d AND before.entry + %d%s
GROUP BY person, before.bucket, before.entry, before.done, before.used)`,
		i, used, i-1, sqlexpr.Literal(name), interchangeable.Milliseconds(), window.Milliseconds(), unused)
}

// repeats says whether an event is that of several steps, so that it matters which of them it has done.
func repeats(steps []string) bool {
	seen := map[string]bool{}
	for _, step := range steps {
		if seen[step] {
			return true
		}
		seen[step] = true
	}
	return false
}
