package sdktest

import (
	"fmt"
	"strings"
	"time"
)

// theVisits are few enough for every answer about them to be counted by hand; the last of them lie behind the period that
// is asked about. Nobody is a user. The clocks are those of UTC.
const theVisits = `
2026-03-01 09:00:00 ann  View {"plan":"pro","amount":1,"tags":["a","b"]}
2026-03-01 09:00:30 bob  View {"plan":"free","amount":1}
2026-03-01 10:00:00 ann  Add  {"plan":"pro"}
2026-03-01 11:00:00 ann  View {"plan":"pro","amount":5}
2026-03-01 23:59:59 ann  Buy  {"plan":"pro","amount":30}
2026-03-02 00:00:00 bob  View {"amount":"5"}
2026-03-02 12:00:00 bob  Buy  {"amount":4}
2026-03-02 13:00:00 -    View {"plan":null}
2026-03-03 08:00:00 ann  View {"plan":"free","amount":5}
2026-03-08 08:00:00 ann  View {"plan":"pro","amount":9}
2026-03-08 09:00:00 bob  Buy  {"plan":"pro","amount":9}`

// visits reads events as theVisits has them; behind says how far the clocks of the project are behind UTC at each.
func visits(lines string, behind ...time.Duration) []event {
	var events []event
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		fields := strings.Fields(line)
		clock, err := time.Parse(time.DateTime, fields[0]+" "+fields[1])
		if err != nil {
			panic(err)
		}
		at := clock
		if i < len(behind) {
			at = clock.Add(behind[i])
		}
		user := strings.Trim(fields[2], "-")
		events = append(events, event{
			Name: fields[3], Time: at, DistinctID: user, InsertID: fmt.Sprint("visit-", i), Properties: fields[4], Day: fields[0],
		})
	}
	return events
}
