package result

// days is the inclusive range of days that an answer is about; its methods are those of the results that have one.
type days struct{ from, to string }

func (d days) check() error { return checkDays("from_date", d.from, "to_date", d.to) }

// FromDate is the first day, YYYY-MM-DD.
func (d days) FromDate() string { return d.from }

// ToDate is the last day, YYYY-MM-DD.
func (d days) ToDate() string { return d.to }
