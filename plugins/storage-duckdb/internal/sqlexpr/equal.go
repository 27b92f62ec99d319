package sqlexpr

import (
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/sdk/expression"
)

// equal is whether two values are of one type and the same; never NULL.
func (c *compiler) equal(a, b value) string {
	var conditions []string
	same := func(one, other string) {
		if one != "" && other != "" {
			conditions = append(conditions, known(one+" = "+other))
		}
	}
	same(a.truth, b.truth)
	same(a.text, b.text)
	if a.number != "" && b.number != "" {
		conditions = append(conditions, known(compared("=", a, b)))
	}
	switch { // a time meets what may be read as one
	case a.time != "":
		same(a.time, instant(b))
	case b.time != "":
		same(instant(a), b.time)
	}
	conditions = append(conditions, c.equalLists(a, b))
	if (a.null != "" || a.nullDoubt != "") && (b.null != "" || b.nullDoubt != "") {
		conditions = append(conditions, all(c.null(a), c.null(b)))
	}
	if !a.total && !b.total {
		conditions = append(conditions, all(c.undefined(a), c.undefined(b)))
	}
	return either(conditions...)
}

// equalLists compares lists item by item. Two lists or objects of properties are not compared: no SQL tells whether they
// hold the same, whatever order and spelling.
func (c *compiler) equalLists(a, b value) string {
	switch {
	case a.written && b.written:
		if len(a.items) != len(b.items) {
			return no
		}
		conditions := make([]string, len(a.items))
		for i := range a.items {
			conditions[i] = c.equal(a.items[i], b.items[i])
		}
		return all(conditions...)
	case b.written:
		return c.equalLists(b, a)
	case a.written && b.list != "":
		conditions := []string{fmt.Sprintf("json_array_length(%s) = %d", b.list, len(a.items))}
		for i, item := range a.items {
			conditions = append(conditions, c.equal(item, ofList(b.list, fmt.Sprintf("'/%d'", i))))
		}
		return known(all(conditions...))
	}
	c.notBoth(a.list, b.list)
	c.notBoth(a.object, b.object)
	return no
}

func (c *compiler) notBoth(a, b string) {
	if a != "" && b != "" {
		c.refusef(all(present(a), present(b)), "compares two lists or two objects, which the local engine does not")
	}
}

// ofList is an item of a JSON array that has one there.
func ofList(list, pointer string) value {
	v := ofJSON(list, pointer)
	v.total = true
	return v
}

// in is membership in a list, or whether a text is part of another.
func (c *compiler) in(node expression.Binary) value {
	if v, ok := c.plainlyIn(node); ok {
		return v
	}
	a, b := c.value(node.Left), c.value(node.Right)
	if b.written {
		conditions := make([]string, len(b.items))
		for i, item := range b.items {
			conditions[i] = c.equal(a, item)
		}
		return value{truth: either(conditions...), total: true}
	}
	var cases []string
	if b.list != "" {
		cases = append(cases, "WHEN "+present(b.list)+" THEN "+c.member(a, b.list))
	}
	if a.text != "" && b.text != "" {
		cases = append(cases, "WHEN "+all(present(a.text), present(b.text))+" THEN contains("+b.text+", "+a.text+")")
	}
	if len(cases) == 0 {
		return value{}
	}
	return value{truth: "CASE " + strings.Join(cases, " ") + " END"}
}

// member is whether a JSON array has an item that equals a value.
func (c *compiler) member(a value, list string) string {
	for _, nested := range []string{a.list, a.object} {
		if nested != "" {
			c.refusef(all(present(nested), present(list)), "looks for a list or an object in a list, which the local engine does not")
		}
	}
	if a.written {
		c.refusef(present(list), "looks for a list in a list, which the local engine does not")
		return no
	}
	a.list, a.object = "", ""
	item := ofJSON("item", "'$'")
	item.list, item.object, item.total = "", "", true
	item.null = either("item IS NULL", item.null) // null in an array arrives as NULL
	return "len(list_filter(from_json(" + list + `, '["JSON"]'), lambda item: ` + c.equal(a, item) + ")) > 0"
}

// plainlyIn is a property with a column of text that is looked for among texts, none of which could be anything else: then
// the column tells.
func (c *compiler) plainlyIn(node expression.Binary) (value, bool) {
	lookup, isLookup := node.Left.(expression.Lookup)
	list, isList := node.Right.(expression.List)
	if !isLookup || !isList {
		return value{}, false
	}
	v, doubt := c.lookup(lookup)
	var texts []string
	for _, item := range list {
		text, ok := item.(expression.Text)
		if !ok || !plain(string(text)) {
			return value{}, false
		}
		texts = append(texts, Literal(string(text)))
	}
	if doubt == "" || len(texts) == 0 {
		return value{}, false
	}
	return value{truth: known(v.text + " IN (" + strings.Join(texts, ", ") + ")"), total: true}, true
}

// plainlyEqual is plainlyIn for one text.
func (c *compiler) plainlyEqual(node expression.Binary) (string, bool) {
	left, right := node.Left, node.Right
	if _, ok := left.(expression.Text); ok {
		left, right = right, left
	}
	v, ok := c.plainlyIn(expression.Binary{Left: left, Right: expression.List{right}})
	return v.truth, ok
}
