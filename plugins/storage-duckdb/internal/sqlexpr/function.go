package sqlexpr

import (
	"strings"

	"github.com/mixpanel-data/mp/sdk/expression"
)

func (c *compiler) call(node expression.Call) value {
	a := c.value(node.Arguments[0])
	switch node.Function {
	case expression.StringOf:
		return c.stringOf(a, node.Arguments[1:])
	case expression.NumberOf:
		return numberOf(a)
	case expression.BooleanOf:
		return booleanOf(a)
	case expression.Floor, expression.Round, expression.Ceil:
		if a.number == "" {
			return value{}
		}
		return value{number: string(node.Function) + "(" + a.number + ")", wild: a.wild}
	case expression.Defined:
		return value{truth: "(NOT " + c.undefined(a) + ")", total: true}
	case expression.Datetime:
		return value{time: instant(a)}
	case expression.HasPrefix:
		b := c.value(node.Arguments[1])
		if a.text == "" || b.text == "" {
			return value{}
		}
		return value{truth: "starts_with(" + a.text + ", " + b.text + ")"}
	}
	return value{}
}

// firstOf is the first of the parts that is not NULL.
func firstOf(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	switch len(kept) {
	case 0:
		return ""
	case 1:
		return kept[0]
	}
	return "coalesce(" + strings.Join(kept, ", ") + ")"
}

func (c *compiler) stringOf(a value, instead []expression.Node) value {
	v := value{text: c.textOf(a), null: a.null, nullDoubt: a.nullDoubt}
	if len(instead) == 0 {
		return v
	}
	other, undefined := c.value(instead[0]), c.undefined(a)
	if undefined == no {
		return v
	}
	v.text = "CASE WHEN " + undefined + " THEN " + orNull(c.textOf(other)) + " ELSE " + orNull(v.text) + " END"
	v.null = either(a.null, all(undefined, c.null(other)))
	return v
}

func orNull(part string) string {
	if part == "" {
		return "CAST(NULL AS VARCHAR)"
	}
	return part
}

// textOf is a value as text: a number in decimal, without an exponent and with as few digits as tell it.
func (c *compiler) textOf(v value) string {
	if v.time != "" {
		c.refusef(known("("+v.time+" NOT BETWEEN -62135596800 AND 253402300799)"), "shows a time outside of the years 1 to 9999 in some event")
	}
	return spelt(v)
}

func spelt(v value) string {
	var truth, digits, moment string
	if v.truth != "" {
		truth = "CAST(" + v.truth + " AS VARCHAR)"
	}
	if v.number != "" {
		digits = decimal(v.number)
	}
	if v.time != "" {
		moment = "TRY(strftime(make_timestamp(CAST(trunc(" + v.time + ") AS BIGINT) * 1000000), '%Y-%m-%dT%H:%M:%S'))"
	}
	return firstOf(v.text, truth, digits, moment)
}

// decimal spells a number. DuckDB has the digits, but writes 3 as 3.0, 1e20 as 1e+20 and 0.00001 as 1e-05.
func decimal(number string) string {
	return "list_transform([CAST(" + number + ` AS VARCHAR)], lambda n: CASE
		WHEN n IN ('inf', '-inf', 'nan') THEN CASE n WHEN 'inf' THEN '+Inf' WHEN '-inf' THEN '-Inf' ELSE 'NaN' END
		WHEN NOT contains(n, 'e') THEN regexp_replace(n, '\.0$', '')
		WHEN contains(n, 'e+') THEN rpad(replace(split_part(n, 'e', 1), '.', ''),
			CAST(split_part(n, 'e+', 2) AS INTEGER) + 1 + CAST(starts_with(n, '-') AS INTEGER), '0')
		ELSE CASE WHEN starts_with(n, '-') THEN '-0.' ELSE '0.' END || repeat('0', CAST(split_part(n, 'e-', 2) AS INTEGER) - 1) ||
			ltrim(replace(split_part(n, 'e', 1), '.', ''), '-')
		END)[1]`
}

func numberOf(a value) value {
	var truth, text string
	if a.truth != "" {
		truth = "CAST(" + a.truth + " AS DOUBLE)"
	}
	if a.text != "" {
		read := "TRY_CAST(" + a.text + " AS DOUBLE)"
		text = "CASE WHEN regexp_full_match(" + a.text + `, '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?') AND isfinite(` + read + ") THEN " + read + " END"
	}
	return value{number: firstOf(a.number, truth, text, a.time), wild: a.wild}
}

// booleanOf is never undefined: that is false.
func booleanOf(a value) value {
	if a.written {
		return value{truth: yes, total: true}
	}
	var number, text string
	if a.number != "" {
		number = "(" + a.number + " <> 0)"
	}
	if a.text != "" {
		text = "(" + a.text + " NOT IN ('', 'false'))"
	}
	parts := []string{a.truth, number, text}
	for _, part := range []string{a.time, a.list, a.object} {
		if part != "" {
			parts = append(parts, "CASE WHEN "+present(part)+" THEN true END")
		}
	}
	return value{truth: firstOf(append(parts, no)...), total: true}
}

// instant is a value read as a time: a time, a number of seconds, or the text of a day or a moment.
func instant(v value) string {
	text := ""
	if v.text != "" {
		text = "CASE WHEN regexp_full_match(" + v.text + `, '[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.,][0-9]+)?)?')
			THEN epoch_ms(TRY_CAST(replace(` + v.text + ", ',', '.') AS TIMESTAMP)) / 1000 END"
	}
	return firstOf(v.time, v.number, text)
}
