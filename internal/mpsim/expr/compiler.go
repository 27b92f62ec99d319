package expr

import "fmt"

// maxNesting bounds how deep terms are within terms, so that no request can exhaust
// the stack.
const maxNesting = 10_000

// compiler makes terms of tokens. The first thing that is wrong is kept, and takes it to the end of the tokens, where there
// is nothing more to be made; so none of its methods has an error to return.
type compiler struct {
	tokens  []token // those that are left, the last being the end
	nesting int
	bound   []string // the names that the any() calls around bind, the innermost last
	wrong   error
}

// take passes a token.
func (c *compiler) take() token {
	first := c.tokens[0]
	if first.sign != theEnd {
		c.tokens = c.tokens[1:]
	}
	return first
}

// skip passes a token if it has the sign.
func (c *compiler) skip(sign string) bool {
	there := c.tokens[0].sign == sign
	if there {
		c.take()
	}
	return there
}

func (c *compiler) fail(offset int, reason string) term {
	if c.wrong == nil {
		c.wrong = &SyntaxError{offset, reason}
	}
	c.tokens = c.tokens[len(c.tokens)-1:]
	return constant(Value{})
}

func (c *compiler) expected(wanted string, instead token) term {
	return c.fail(instead.offset, fmt.Sprintf("expected %s, found %s", wanted, instead))
}

// need passes a token that has to be there.
func (c *compiler) need(sign string) {
	if t := c.take(); t.sign != sign {
		c.expected(fmt.Sprintf("%q", sign), t)
	}
}

// nest counts a token behind which a term is within another. It is never given back: operators in a row nest their terms as
// brackets do.
func (c *compiler) nest(t token) {
	if c.nesting++; c.nesting > maxNesting {
		c.fail(t.offset, "the expression is too long")
	}
}

// climb makes a term of an operand and of the operators behind it that bind tighter than a power.
func (c *compiler) climb(power int) term {
	left := c.operand()
	for {
		operator := infixes[c.tokens[0].sign]
		if operator.power <= power {
			return left
		}
		c.nest(c.take())
		left = operator.join(left, c.climb(operator.power))
	}
}

// operand makes a term of what stands between operators.
func (c *compiler) operand() term {
	t := c.take()
	switch t.sign {
	case aNumber, aString:
		return constant(t.value)
	case "-":
		c.nest(t)
		return on(negate, c.operand())
	case "not":
		c.nest(t)
		return on(not, c.operand())
	case "(":
		c.nest(t)
		inside := c.climb(0)
		c.need(")")
		return inside
	case "[":
		c.nest(t)
		return onAll(list, c.terms("]"))
	}
	if !t.word {
		return c.expected("a value", t)
	}
	for out := range c.bound {
		if c.bound[len(c.bound)-1-out] == t.sign {
			return item(out)
		}
	}
	return c.named(t)
}

// terms are between a bracket that was passed and the one that closes it, with commas between them.
func (c *compiler) terms(closing string) (all []term) {
	if c.skip(closing) {
		return nil
	}
	for all = append(all, c.climb(0)); c.wrong == nil && !c.skip(closing); all = append(all, c.climb(0)) {
		c.need(",")
	}
	return all
}
