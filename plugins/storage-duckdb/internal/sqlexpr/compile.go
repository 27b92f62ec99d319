package sqlexpr

import (
	"fmt"
	"strconv"

	"github.com/mixpanel-data/mp/sdk/expression"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// Refusal is a condition of SQL that holds in rows for which the expression has no value but an error.
type Refusal struct {
	// Condition is never NULL.
	Condition string
	// Reason is the error's.
	Reason string
}

// Compiled is an expression as SQL, over the columns of an events table.
type Compiled struct {
	value value
	// Nulls are conditions, never NULL. Where one holds in a row, columns do not tell there whether a property is null or
	// absent; [Scope.Nulls] does.
	Nulls []string
	// Doubts are conditions, never NULL. Where one holds in a row, columns do not tell the value there at all.
	Doubts []string
	// Refusals are the rows with errors.
	Refusals []Refusal
}

// maxSize bounds the SQL of an expression: some operators need an operand several times over.
const maxSize = 128 << 10

// Compile makes SQL of an expression. The error is an [mperr.InvalidArgument] for the argument, of text that is no
// expression and of one that is too long for SQL.
func Compile(argument, source string, scope Scope) (*Compiled, error) {
	root, err := expression.Parse(argument, source)
	if err != nil {
		return nil, err
	}
	c := &compiler{scope: scope}
	v := c.value(root)
	if c.tooLong {
		return nil, &mperr.InvalidArgument{Argument: argument, Value: source, Reason: "is too deeply nested for the local engine"}
	}
	return &Compiled{value: v, Nulls: c.nulls, Doubts: c.doubts, Refusals: c.refusals}, nil
}

type compiler struct {
	scope    Scope
	nulls    []string
	doubts   []string
	refusals []Refusal
	tooLong  bool
}

// value compiles a node. Once the SQL is too long, what it gives does not matter.
func (c *compiler) value(node expression.Node) value {
	if c.tooLong {
		return value{}
	}
	v := c.compiled(node)
	if v.size() > maxSize {
		c.tooLong = true
		return value{}
	}
	return v
}

func (c *compiler) compiled(node expression.Node) value {
	switch node := node.(type) {
	case expression.Bool:
		return value{truth: strconv.FormatBool(bool(node)), total: true}
	case expression.Number:
		return value{number: number(float64(node)), total: true}
	case expression.Text:
		return value{text: Literal(string(node)), total: true}
	case expression.List:
		return c.list(node)
	case expression.Lookup:
		v, doubt := c.lookup(node)
		c.doubt(doubt)
		return v
	case expression.Unary:
		return c.unary(node.Operator, c.value(node.Operand))
	case expression.Binary:
		return c.binary(node)
	case expression.Call:
		return c.call(node)
	case expression.Undefined:
	}
	return value{}
}

// number is a number in SQL; what is beyond a literal is spelt as text.
func number(f float64) string { return "CAST('" + strconv.FormatFloat(f, 'g', -1, 64) + "' AS DOUBLE)" }

func (c *compiler) list(node expression.List) value {
	v := value{written: true, total: true}
	for _, item := range node {
		v.items = append(v.items, c.value(item))
	}
	return v
}

// lookup is a property or a part of the event. doubt is where a text may be something else.
func (c *compiler) lookup(node expression.Lookup) (v value, doubt string) {
	switch node.Name {
	case "$time":
		return value{time: "(" + c.scope.Millis + " / 1000)", total: true}, ""
	case "$event_name":
		return value{text: storage.ColumnEventName, total: true}, ""
	case "distinct_id", "$distinct_id":
		return value{text: "nullif(" + storage.ColumnDistinctID + ", '')"}, ""
	}
	if node.Object == expression.Event {
		return value{}, ""
	}
	if node.Name == "time" { // the JSON has what the export was asked for, milliseconds
		return value{number: "CAST(" + c.scope.Millis + " // 1000 AS DOUBLE)", total: true}, ""
	}
	if column, ok := c.scope.column(node.Name); ok {
		return ofColumn(column, c.scope.Nulls)
	}
	return ofJSON(storage.ColumnProperties, Pointer(node.Name)), ""
}

func (c *compiler) doubt(condition string) {
	if condition != "" && condition != no {
		c.doubts = append(c.doubts, condition)
	}
}

func (c *compiler) refusef(condition, format string, args ...any) {
	if condition != no {
		c.refusals = append(c.refusals, Refusal{condition, fmt.Sprintf(format, args...)})
	}
}

func (c *compiler) nullDoubt(condition string) {
	if condition != "" {
		c.nulls = append(c.nulls, condition)
	}
}

// null is where a value is null.
func (c *compiler) null(v value) string {
	c.nullDoubt(v.nullDoubt)
	if v.null == "" {
		return no
	}
	return v.null
}

// undefined is where a value is undefined.
func (c *compiler) undefined(v value) string {
	if v.total {
		return no
	}
	c.nullDoubt(v.nullDoubt)
	var conditions []string
	for _, part := range v.parts() {
		conditions = append(conditions, "("+part+" IS NULL)")
	}
	if v.null != "" {
		conditions = append(conditions, "(NOT "+v.null+")")
	}
	return all(conditions...)
}
