package expression

import (
	"fmt"
	"strconv"
)

// arity is how many arguments a function takes, at least and at most.
var arity = map[Function][2]int{
	StringOf: {1, 2}, NumberOf: {1, 1}, BooleanOf: {1, 1}, Floor: {1, 1}, Round: {1, 1}, Ceil: {1, 1},
	Defined: {1, 1}, Datetime: {1, 1}, HasPrefix: {2, 2},
}

// operand reads what stands between operators.
func (p *parser) operand() (Node, *syntaxError) {
	found := p.token
	switch {
	case found.shape == numeral:
		return Number(found.number), p.advance()
	case found.shape == quoted:
		return Text(found.text), p.advance()
	case found.shape == word:
		return p.named()
	case p.is("("):
		return p.group()
	case p.is("["):
		items, err := p.sequence("[", "]")
		return List(items), err
	}
	return nil, p.unexpected("a value")
}

func (p *parser) group() (Node, *syntaxError) {
	if err := p.deepen(); err != nil {
		return nil, err
	}
	inner, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	return inner, p.expect(")")
}

// named reads what begins with a word: a constant, a look-up or a call.
func (p *parser) named() (Node, *syntaxError) {
	name := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	switch name.text {
	case "true", "false":
		return Bool(name.text == "true"), nil
	case "undefined":
		return Undefined{}, nil
	case string(Properties), string(Event):
		return p.lookup(Object(name.text))
	}
	if takes, ok := arity[Function(name.text)]; ok {
		return p.call(name, takes)
	}
	return nil, &syntaxError{name.offset, p.unknown(name.text)}
}

// unknown says of a name that means nothing here what it may have been meant for.
func (p *parser) unknown(name string) string {
	switch {
	case name == "user" || name == "behaviors":
		return name + "[…] is not known to events that are stored: only Mixpanel can tell it"
	case p.is("("):
		return "there is no function " + name + "() here; there are boolean, ceil, datetime, defined, floor, has_prefix, number, round and string"
	}
	return "unknown name " + name + "; a property is written " + Property(name) + ", a text in quotes"
}

func (p *parser) lookup(object Object) (Node, *syntaxError) {
	if err := p.expect("["); err != nil {
		return nil, err
	}
	name := p.token
	if name.shape != quoted {
		return nil, p.unexpected("a name in quotes")
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	return Lookup{object, name.text}, p.expect("]")
}

func (p *parser) call(name token, takes [2]int) (Node, *syntaxError) {
	arguments, err := p.sequence("(", ")")
	if err != nil {
		return nil, err
	}
	if len(arguments) < takes[0] || len(arguments) > takes[1] {
		wanted := strconv.Itoa(takes[0])
		if takes[1] > takes[0] {
			wanted += " or " + strconv.Itoa(takes[1])
		}
		return nil, &syntaxError{name.offset, fmt.Sprintf("%s() takes %s arguments, not %d", name.text, wanted, len(arguments))}
	}
	return Call{Function(name.text), arguments}, nil
}

// sequence reads expressions between brackets, with commas between them.
func (p *parser) sequence(open, closing string) ([]Node, *syntaxError) {
	if !p.is(open) {
		return nil, p.unexpected(strconv.Quote(open))
	}
	if err := p.deepen(); err != nil {
		return nil, err
	}
	var items []Node
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
