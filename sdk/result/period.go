package result

import "cmp"

// period is the part that every answer over time has; its methods are those of the results.
type period struct{ from, to, unit string }

func (p period) check() error {
	return cmp.Or(checkDays("from_date", p.from, "to_date", p.to), checkUnit(p.unit))
}

// FromDate is the first day, YYYY-MM-DD.
func (p period) FromDate() string { return p.from }

// ToDate is the last day, YYYY-MM-DD.
func (p period) ToDate() string { return p.to }

// Unit is minute, hour, day, week or month, as far as the question takes them.
func (p period) Unit() string { return p.unit }
