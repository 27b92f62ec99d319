package expr

import "fmt"

// named makes a term of what begins with a word: a constant, a lookup or a call.
func (c *compiler) named(word token) term {
	switch word.sign {
	case "true", "false":
		return constant(Bool(word.sign == "true"))
	case "undefined":
		return constant(Value{})
	case "properties", "user", "event", "behaviors":
		c.need("[")
		name := c.take()
		if name.sign != aString {
			return c.expected("a property name in quotes", name)
		}
		c.need("]")
		return lookup(word.sign, name.value.text)
	case "any":
		return c.anyOf(word)
	}
	function, ok := functions[word.sign]
	if !ok {
		return c.fail(word.offset, fmt.Sprintf("unknown name %q", word.sign))
	}
	c.need("(")
	c.nest(word)
	args := c.terms(")")
	if len(args) < function.least || len(args) > function.most {
		return c.fail(word.offset, fmt.Sprintf("%s() does not take %d arguments", word.sign, len(args)))
	}
	return onAll(function.apply, args)
}

// anyOf makes a term of any(name, list, condition).
func (c *compiler) anyOf(word token) term {
	c.need("(")
	c.nest(word)
	name := c.take()
	if !name.word {
		return c.expected("a name for the items", name)
	}
	c.need(",")
	items := c.climb(0)
	c.need(",")
	c.bound = append(c.bound, name.sign)
	condition := c.climb(0)
	c.bound = c.bound[:len(c.bound)-1]
	c.need(")")
	return anyOf(items, condition)
}
