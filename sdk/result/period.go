package result

import "cmp"

// period is the part that every answer over time has; its methods are those of the results.
type period struct {
	days

	unit string
}

func periodOf(from, to, unit string) period { return period{days{from, to}, unit} }

func (p period) check() error { return cmp.Or(p.days.check(), checkUnit(p.unit)) }

// Unit is minute, hour, day, week or month, as far as the question takes them.
func (p period) Unit() string { return p.unit }
