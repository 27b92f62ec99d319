package result

import (
	"cmp"
	"encoding/json"
)

// ColumnSummary is what a [SummaryResult] tells of one column.
type ColumnSummary struct {
	// Name is the column's name. Required.
	Name string
	// Type is the engine's name of the type. Required.
	Type string
	// Min and Max are the least and the greatest value as text; nil where there is none, or no useful order.
	Min, Max *string
	// ApproxUnique is about how many different values there are.
	ApproxUnique int64
	// Avg, Std and the quartiles are nil unless the column holds numbers.
	Avg, Std, Q25, Q50, Q75 *float64
	// Count is the number of rows of the table.
	Count int64
	// NullPercentage is the share of rows without a value, 0 to 100.
	NullPercentage float64
}

func (c ColumnSummary) check(place string) error {
	return cmp.Or(checkText(place+"column_name", c.Name), checkName(place+"column_type", c.Type), checkCount(place+"approx_unique", c.ApproxUnique),
		checkCount(place+"count", c.Count), checkPercentage(place+"null_percentage", c.NullPercentage),
		checkSome(place+"min", c.Min, checkText), checkSome(place+"max", c.Max, checkText),
		checkSome(place+"avg", c.Avg, checkFinite), checkSome(place+"std", c.Std, checkFinite),
		checkSome(place+"q25", c.Q25, checkFinite), checkSome(place+"q50", c.Q50, checkFinite), checkSome(place+"q75", c.Q75, checkFinite))
}

func (c ColumnSummary) clone() ColumnSummary {
	c.Min, c.Max = copied(c.Min), copied(c.Max)
	c.Avg, c.Std, c.Q25, c.Q50, c.Q75 = copied(c.Avg), copied(c.Std), copied(c.Q25), copied(c.Q50), copied(c.Q75)
	return c
}

// MarshalJSON has the keys column_name, column_type, min, max, approx_unique, avg, std, q25, q50, q75, count and
// null_percentage. Min and max are numbers where the column has a mean, with all their digits, and texts elsewhere.
func (c ColumnSummary) MarshalJSON() ([]byte, error) {
	numeric := c.Avg != nil
	return encode(struct {
		Name           string   `json:"column_name"`
		Type           string   `json:"column_type"`
		Min            any      `json:"min"`
		Max            any      `json:"max"`
		ApproxUnique   int64    `json:"approx_unique"`
		Avg            *float64 `json:"avg"`
		Std            *float64 `json:"std"`
		Q25            *float64 `json:"q25"`
		Q50            *float64 `json:"q50"`
		Q75            *float64 `json:"q75"`
		Count          int64    `json:"count"`
		NullPercentage float64  `json:"null_percentage"`
	}{
		c.Name, c.Type, valueOf(c.Min, numeric), valueOf(c.Max, numeric), c.ApproxUnique,
		c.Avg, c.Std, c.Q25, c.Q50, c.Q75, c.Count, c.NullPercentage,
	})
}

// valueOf is a text as JSON has it: null for none, and a number as written where it is one and numbers are meant.
func valueOf(text *string, numeric bool) any {
	switch {
	case text == nil:
		return nil
	case numeric && isNumber(*text):
		return json.Number(*text)
	}
	return *text
}

// isNumber says whether a text is a number of JSON, which NaN and infinity are not.
func isNumber(text string) bool {
	return text != "" && (text[0] == '-' || text[0] >= '0' && text[0] <= '9') && json.Valid([]byte(text))
}

// copied is a pointer to a value of its own.
func copied[T any](value *T) *T {
	if value == nil {
		return nil
	}
	own := *value
	return &own
}
