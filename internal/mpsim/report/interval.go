package report

// IntervalMillis is how long so many units last where intervals are measured
// from a user's own event: months have 30 days.
func (u Unit) IntervalMillis(n int) int64 {
	days := map[Unit]int64{Day: 1, Week: 7, Month: 30}[u]
	return int64(n) * days * millisPerDay
}
