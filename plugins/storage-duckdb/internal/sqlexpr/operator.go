package sqlexpr

import (
	"github.com/mixpanel-data/mp/sdk/expression"
)

func (c *compiler) unary(operator expression.Operator, v value) value {
	if operator == expression.Negate {
		if v.number == "" {
			return value{}
		}
		return value{number: "(-" + v.number + ")", total: v.total && onlyNumber(v), wild: v.wild}
	}
	undefined := c.undefined(v)
	switch {
	case v.truth == "":
		return value{truth: "CASE WHEN " + undefined + " THEN true END"}
	case undefined == no:
		return value{truth: "(NOT " + v.truth + ")", total: len(v.parts()) == 1 && v.null == ""}
	}
	return value{truth: "CASE WHEN " + undefined + " THEN true ELSE NOT " + v.truth + " END"}
}

func onlyNumber(v value) bool { return len(v.parts()) == 1 && v.null == "" && !v.written }

func (c *compiler) binary(node expression.Binary) value {
	switch node.Operator {
	case expression.In:
		return c.in(node)
	case expression.Equal, expression.NotEqual:
		condition, ok := c.plainlyEqual(node)
		if !ok {
			condition = c.equal(c.value(node.Left), c.value(node.Right))
		}
		if node.Operator == expression.NotEqual {
			condition = "(NOT " + condition + ")"
		}
		return value{truth: condition, total: true}
	}
	a, b := c.value(node.Left), c.value(node.Right)
	switch node.Operator {
	case expression.And:
		return value{truth: all(c.operand("and", a), c.operand("and", b)), total: true}
	case expression.Or:
		return value{truth: either(c.operand("or", a), c.operand("or", b)), total: true}
	case expression.Less, expression.LessOrEqual, expression.Greater, expression.GreaterOrEqual:
		return ordered(string(node.Operator), a, b)
	}
	return arithmetic(node.Operator, a, b)
}

// operand is a side of and or or: true, or false, also where it is undefined.
func (c *compiler) operand(operator string, v value) string {
	other := v
	other.truth = ""
	var conditions []string
	for _, part := range other.parts() {
		conditions = append(conditions, present(part))
	}
	if v.written {
		conditions = append(conditions, yes)
	}
	conditions = append(conditions, c.null(v))
	c.refusef(either(conditions...), "an operand of %q is neither boolean nor undefined in some event", operator)
	if v.truth == "" {
		return no
	}
	if v.total {
		return v.truth
	}
	return known(v.truth)
}

// ordered compares numbers, or times with what may be read as times.
func ordered(operator string, a, b value) value {
	var parts []string
	if a.number != "" && b.number != "" {
		parts = append(parts, compared(operator, a, b))
	}
	switch {
	case a.time != "":
		if other := instant(b); other != "" {
			parts = append(parts, "("+a.time+" "+operator+" "+other+")")
		}
	case b.time != "":
		if other := instant(a); other != "" {
			parts = append(parts, "("+other+" "+operator+" "+b.time+")")
		}
	}
	switch len(parts) {
	case 0:
		return value{}
	case 1:
		return value{truth: parts[0]}
	}
	return value{truth: "coalesce(" + parts[0] + ", " + parts[1] + ")"}
}

// compared compares two numbers. To DuckDB what is no number is the greatest one, and equal to itself.
func compared(operator string, a, b value) string {
	condition := "(" + a.number + " " + operator + " " + b.number + ")"
	for _, v := range []value{a, b} {
		if v.wild {
			condition = "(" + condition + " AND NOT isnan(" + v.number + "))"
		}
	}
	return condition
}

func arithmetic(operator expression.Operator, a, b value) value {
	var v value
	if a.number != "" && b.number != "" {
		v.wild = true
		v.number = "(" + a.number + " " + string(operator) + " " + b.number + ")"
		if operator == expression.Divide || operator == expression.Remainder {
			v.number = "CASE WHEN " + b.number + " <> 0 THEN " + v.number + " END"
		}
	}
	if operator == expression.Add && a.text != "" && b.text != "" {
		v.text = "(" + a.text + " || " + b.text + ")"
	}
	return v
}
