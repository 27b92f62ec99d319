package expr

import (
	"fmt"
	"slices"
	"strconv"
)

// operand reads what stands between operators.
func (p *parser) operand() (node, error) {
	token := p.token
	switch token.shape {
	case number:
		return literal{Num(token.number)}, p.advance()
	case text:
		return literal{Text(token.text)}, p.advance()
	case word:
		return p.name()
	case punct:
		switch token.text {
		case "(":
			return p.group()
		case "[":
			items, err := p.sequence("[", "]")
			return list{items}, err
		}
	case end:
	}
	return nil, p.unexpected("a value")
}

// group is an expression in parentheses.
func (p *parser) group() (node, error) {
	if err := p.deepen(); err != nil {
		return nil, err
	}
	inner, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	return inner, p.expect(")")
}

// name is whatever begins with a word: a constant, a lookup, a call, a variable.
func (p *parser) name() (node, error) {
	token := p.token
	if i := slices.IndexFunc(p.bound, func(v *variable) bool { return v.name == token.text }); i >= 0 {
		return p.bound[i], p.advance()
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	switch token.text {
	case "true", "false":
		return literal{Bool(token.text == "true")}, nil
	case "undefined":
		return literal{}, nil
	case "properties", "user", "event", "behaviors":
		return p.lookup(token.text)
	case "any":
		return p.anyOf()
	}
	if f, ok := functions[token.text]; ok {
		return p.call(token, f)
	}
	return nil, &SyntaxError{token.offset, "unknown name " + strconv.Quote(token.text)}
}

func (p *parser) lookup(object string) (node, error) {
	if err := p.expect("["); err != nil {
		return nil, err
	}
	name := p.token
	if name.shape != text {
		return nil, p.unexpected("a property name in quotes")
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	return lookup{object, name.text}, p.expect("]")
}

func (p *parser) call(name token, f function) (node, error) {
	args, err := p.sequence("(", ")")
	if err != nil {
		return nil, err
	}
	if len(args) < f.least || len(args) > f.most {
		return nil, &SyntaxError{name.offset, fmt.Sprintf("%s() does not take %d arguments", name.text, len(args))}
	}
	return call{f, args}, nil
}

// anyOf reads any(name, list, condition), from the bracket on.
func (p *parser) anyOf() (node, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	if p.token.shape != word {
		return nil, p.unexpected("a name for the items")
	}
	v := &variable{p.token.text}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.expect(","); err != nil {
		return nil, err
	}
	list, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if !p.is(",") {
		return nil, p.unexpected(`","`)
	}
	if err := p.deepen(); err != nil {
		return nil, err
	}
	p.bound = append([]*variable{v}, p.bound...)
	condition, err := p.expression(0)
	p.bound = p.bound[1:]
	if err != nil {
		return nil, err
	}
	return anyOf{v, list, condition}, p.expect(")")
}

// sequence is expressions between brackets, separated by commas.
func (p *parser) sequence(open, closing string) ([]node, error) {
	if !p.is(open) {
		return nil, p.unexpected(strconv.Quote(open))
	}
	if err := p.deepen(); err != nil {
		return nil, err
	}
	var items []node
	for !p.is(closing) {
		if len(items) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
		item, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, p.advance()
}
