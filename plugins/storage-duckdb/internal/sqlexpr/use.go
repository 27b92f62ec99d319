package sqlexpr

import "strings"

// The labels of segments whose value has no text.
const (
	labelUndefined = "'undefined'"
	labelNull      = "'null'"
)

// Matches is where the expression keeps an event; never NULL.
func (c *Compiled) Matches() string {
	if c.value.truth == "" {
		return no
	}
	return known(c.value.truth)
}

// Segment is what a report splits its counts by.
type Segment struct {
	// Key is what rows are grouped by; it may be NULL.
	Key string
	// Several says that the key is a list, of which each item is a segment of its own.
	Several bool
	// Label makes the segment's name of a key; never NULL. It is cheaper to name segments than rows.
	Label func(key string) string
}

// Segment is the expression as what splits a report: the segments by the texts of its values, undefined and null under
// these words, and of a list each item. Doubts and refusals are complete after the call.
func (c *Compiled) Segment() Segment {
	compiler := &compiler{nulls: c.Nulls, doubts: c.Doubts, refusals: c.Refusals}
	defer func() { c.Nulls, c.Doubts, c.Refusals = compiler.nulls, compiler.doubts, compiler.refusals }()
	v := c.value
	if v.list == "" && v.object == "" && !v.written && len(v.parts()) == 1 && v.null == "" && v.text == "" {
		compiler.nullDoubt(v.nullDoubt)
		compiler.textOf(v) // for what it refuses
		return Segment{Key: v.key(), Label: func(key string) string {
			return "coalesce(" + spelt(v.as(key)) + ", " + labelUndefined + ")"
		}}
	}
	same := func(key string) string { return key }
	if v.list == "" && !v.written {
		return Segment{Key: compiler.label(v), Label: same}
	}
	return Segment{Key: compiler.labels(v), Several: true, Label: same}
}

// key is the value's one part as what rows are grouped by, so that a label has one key: the moments of a second share theirs.
func (v value) key() string {
	if v.time != "" {
		return "trunc(" + v.time + ")"
	}
	return v.parts()[0]
}

// as is the value's one part under another name.
func (v value) as(name string) value {
	switch {
	case v.truth != "":
		return value{truth: name}
	case v.number != "":
		return value{number: name}
	}
	return value{time: name}
}

// label names a value that is no list.
func (c *compiler) label(v value) string {
	if v.object != "" {
		c.refusef(present(v.object), "is an object in some event, by which the local engine does not split")
	}
	label := labelUndefined
	if null := c.null(v); null != no {
		label = "CASE WHEN " + null + " THEN " + labelNull + " ELSE " + labelUndefined + " END"
	}
	return firstOf(c.textOf(v), label)
}

// labels names a value that may be a list, as a list of texts.
func (c *compiler) labels(v value) string {
	if v.written {
		items := make([]string, len(v.items))
		for i, item := range v.items {
			c.nested(item)
			items[i] = c.label(item)
		}
		return distinct("[" + strings.Join(items, ", ") + "]")
	}
	item := ofJSON("item", "'$'")
	c.refusef(known("len(list_filter(from_json("+v.list+`, '["JSON"]'), lambda item: TRY(json_type(item)) IN ('ARRAY', 'OBJECT'))) > 0`),
		"is a list with lists or objects in it in some event, by which the local engine does not split")
	item.list, item.object = "", ""
	item.null = either("item IS NULL", item.null)
	each := "list_transform(from_json(" + v.list + `, '["JSON"]'), lambda item: ` + c.label(item) + ")"
	single := v
	single.list = ""
	return "CASE WHEN " + present(v.list) + " THEN " + distinct(each) + " ELSE [" + c.label(single) + "] END"
}

// nested refuses a list in a list.
func (c *compiler) nested(item value) {
	switch {
	case item.written:
		c.refusef(yes, "is a list of lists, by which the local engine does not split")
	case item.list != "":
		c.refusef(present(item.list), "is a list of lists in some event, by which the local engine does not split")
	}
}

// distinct keeps one of each text; an empty list is undefined.
func distinct(list string) string {
	return "CASE WHEN len(" + list + ") = 0 THEN [" + labelUndefined + "] ELSE list_distinct(" + list + ") END"
}

// Number is the expression's number as DOUBLE, NULL where it is none.
func (c *Compiled) Number() string { return orNothing(c.value.number) }

func orNothing(part string) string {
	if part == "" {
		return "CAST(NULL AS DOUBLE)"
	}
	return part
}

// Present is where the value is there and not null; never NULL. It has no doubts.
func (c *Compiled) Present() string {
	if c.value.written {
		return yes
	}
	parts := c.value.parts()
	for i, part := range parts {
		parts[i] = present(part)
	}
	return either(parts...)
}
