package fetch

import "testing"

func TestDaysOfTimesBefore1970(t *testing.T) {
	for micros, want := range map[int64]day{0: 0, -1: -1, microsPerDay - 1: 0, microsPerDay: 1, -microsPerDay: -1, -microsPerDay - 1: -2} {
		if got := dayOfMicros(micros); got != want {
			t.Errorf("dayOfMicros(%d) = %d, want %d", micros, got, want)
		}
	}
}
