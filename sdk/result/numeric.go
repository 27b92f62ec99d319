package result

import "cmp"

// NumericFields are the parts that the three numeric answers have in common.
type NumericFields struct {
	// Event is the event that was counted. Required.
	Event string
	// FromDate and ToDate are the inclusive range of days, YYYY-MM-DD. Required.
	FromDate, ToDate string
	// PropertyExpr is the expression that gave the numbers. Required.
	PropertyExpr string
	// Unit is hour or day. Required.
	Unit string
}

// numeric is the part that the three numeric answers have in common; its methods are those of the results.
type numeric struct {
	period

	event, expr string
}

func (f NumericFields) common() numeric {
	return numeric{periodOf(f.FromDate, f.ToDate, f.Unit), f.Event, f.PropertyExpr}
}

func (n numeric) check() error {
	return cmp.Or(checkName("event", n.event), n.period.check(), checkName("property_expr", n.expr))
}

// Event is the event that was counted.
func (n numeric) Event() string { return n.event }

// PropertyExpr is the expression that gave the numbers.
func (n numeric) PropertyExpr() string { return n.expr }

// numericKeys are the keys that the JSON of the numeric answers has in common.
type numericKeys struct {
	Event        string `json:"event"`
	FromDate     string `json:"from_date"`
	ToDate       string `json:"to_date"`
	PropertyExpr string `json:"property_expr"`
	Unit         string `json:"unit"`
}

func (n numeric) keys() numericKeys { return numericKeys{n.event, n.from, n.to, n.expr, n.unit} }
