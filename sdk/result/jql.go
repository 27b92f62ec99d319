package result

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// JQLFields are the parts that [NewJQL] makes a JQLResult from.
type JQLFields struct {
	// Raw is Mixpanel's answer: a JSON array. Required.
	Raw json.RawMessage
}

// JQLResult is what a JQL script gave.
type JQLResult struct {
	raw   json.RawMessage
	rows  []json.RawMessage
	table lazyTable
}

// NewJQL validates and copies the answer; see the package text for the error. Bytes that are no UTF-8 are replaced.
func NewJQL(f JQLFields) (*JQLResult, error) {
	valid := bytes.ToValidUTF8(f.Raw, []byte("\uFFFD"))
	var raw bytes.Buffer
	if err := json.Compact(&raw, valid); err != nil {
		return nil, refuse("raw", "", "must be JSON: "+err.Error())
	}
	if raw.Len() == 0 || raw.Bytes()[0] != '[' {
		return nil, refuse("raw", "", "must be a JSON array")
	}
	r := &JQLResult{raw: raw.Bytes()}
	if err := json.Unmarshal(r.raw, &r.rows); err != nil {
		return nil, refuse("raw", "", "must be a JSON array: "+err.Error())
	}
	return r, nil
}

// Raw is a copy of the answer, a JSON array without white space; numbers are as Mixpanel wrote them.
func (r *JQLResult) Raw() json.RawMessage { return slices.Clone(r.raw) }

// RowCount is the length of the array.
func (r *JQLResult) RowCount() int { return len(r.rows) }

// MarshalJSON has the keys raw and row_count.
func (r *JQLResult) MarshalJSON() ([]byte, error) {
	raw := r.raw
	if raw == nil {
		raw = json.RawMessage("[]")
	}
	return encode(struct {
		Raw      json.RawMessage `json:"raw"`
		RowCount int             `json:"row_count"`
	}{raw, len(r.rows)})
}

// Table has a row for each element of the array. Where all are objects, each key is a column, in the order in which keys
// first appear, null where an object lacks it; of a key written twice in one object the last value counts. Otherwise, and
// where there are more than 1000 keys, the one column is named value. An empty array has no columns, as none are known.
//
// All columns are nullable. A column is of type bool, int64, float64 or utf8 where all its values are JSON booleans,
// integers within 64 bits, numbers, or texts. Any other column is utf8 and holds each value as JSON text, so that no
// digit is lost and "1" is not taken for 1; so is a column of nulls alone.
func (r *JQLResult) Table() arrow.RecordBatch {
	return r.table.get(func() arrow.RecordBatch { return tableOfJSON(r.rows) })
}

// tableOfJSON takes rows apart by their keys where all are objects.
func tableOfJSON(rows []json.RawMessage) arrow.RecordBatch {
	found, ok := objectColumns(rows)
	if !ok {
		found = []*jsonColumn{valueColumn(rows)}
	}
	columns := make([]column, len(found))
	for i, c := range found {
		columns[i] = c.build(len(rows))
	}
	return batchOf(len(rows), columns...)
}
