package expression

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Limits of an expression, far beyond what a person writes.
const (
	// MaxLength is the longest text that is read, in bytes.
	MaxLength = 64 << 10
	// maxDepth bounds how deep a tree is, so that whoever walks it does not run out of stack.
	maxDepth = 500
)

// Parse reads an expression. The error is an [mperr.InvalidArgument] that names the argument the text was given for, such
// as where.
func Parse(argument, source string) (Node, error) {
	switch {
	case len(source) > MaxLength:
		return nil, &mperr.InvalidArgument{Argument: argument, Reason: "is longer than " + strconv.Itoa(MaxLength) + " bytes"}
	case !utf8.ValidString(source):
		return nil, &mperr.InvalidArgument{Argument: argument, Reason: "must be valid UTF-8"}
	}
	p := &parser{scanner: scanner{source: source}}
	root, err := p.whole()
	if err != nil {
		return nil, err.coded(argument, source)
	}
	return root, nil
}

// Property is the expression that looks up a property by its name, quotes and backslashes escaped: properties["name"].
func Property(name string) string {
	return `properties["` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"]`
}

// levels are the operators between operands, loosest first.
var levels = [][]Operator{
	{Or},
	{And},
	{Equal, NotEqual, "="},
	{Less, LessOrEqual, Greater, GreaterOrEqual, In},
	{Add, Subtract},
	{Multiply, Divide, Remainder},
}

type parser struct {
	scanner scanner
	token   token
	depth   int
}

func (p *parser) whole() (Node, *syntaxError) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	root, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if p.token.shape != end {
		return nil, p.unexpected("an operator")
	}
	return root, nil
}

func (p *parser) advance() (err *syntaxError) {
	p.token, err = p.scanner.next()
	return err
}

// expression reads the operators of a level and of tighter ones.
func (p *parser) expression(level int) (Node, *syntaxError) {
	if level == len(levels) {
		return p.unary()
	}
	left, err := p.expression(level + 1)
	for err == nil {
		operator, ok := p.operator(levels[level])
		if !ok {
			return left, nil
		}
		var right Node
		if err = p.deepen(); err == nil {
			right, err = p.expression(level + 1)
		}
		left = Binary{operator, left, right}
	}
	return nil, err
}

func (p *parser) unary() (Node, *syntaxError) {
	operator, ok := p.operator([]Operator{Not, Subtract})
	if !ok {
		return p.operand()
	}
	if err := p.deepen(); err != nil {
		return nil, err
	}
	if operator == Subtract {
		operator = Negate
	}
	operand, err := p.unary()
	return Unary{operator, operand}, err
}

// operator is the one that stands here, if it is one of these.
func (p *parser) operator(among []Operator) (Operator, bool) {
	found := Operator(p.token.text)
	if p.token.shape != sign && p.token.shape != word || !slices.Contains(among, found) {
		return "", false
	}
	if found == "=" {
		found = Equal
	}
	return found, true
}

// deepen passes a token behind which the tree goes one deeper. The depth is never given back, as operators in a row nest too.
func (p *parser) deepen() *syntaxError {
	if p.depth++; p.depth > maxDepth {
		return &syntaxError{p.token.offset, "the expression has too many operators and brackets"}
	}
	return p.advance()
}

func (p *parser) is(text string) bool { return p.token.shape == sign && p.token.text == text }

func (p *parser) expect(text string) *syntaxError {
	if !p.is(text) {
		return p.unexpected(strconv.Quote(text))
	}
	return p.advance()
}

func (p *parser) unexpected(wanted string) *syntaxError {
	return &syntaxError{p.token.offset, "expected " + wanted + ", found " + p.token.describe()}
}
