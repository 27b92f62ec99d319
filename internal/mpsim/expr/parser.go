package expr

import (
	"slices"
	"strconv"
)

// maxDepth bounds the nesting of an expression, so that no request can exhaust
// the stack.
const maxDepth = 10_000

// Expr is a parsed expression. It may be evaluated by several goroutines at
// once.
type Expr struct{ root node }

// Parse reads an expression; its error is a *SyntaxError.
func Parse(source string) (*Expr, error) {
	p := &parser{lexer: lexer{source: source}}
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
	return &Expr{root}, nil
}

// Eval returns the value of the expression on a row. The error is an
// *OperandError.
func (e *Expr) Eval(env Env) (Value, error) { return e.root.eval(env) }

// Match tells whether the row is to be kept: whether the expression is true on
// it.
func (e *Expr) Match(env Env) (bool, error) {
	value, err := e.root.eval(env)
	return value.IsTrue(), err
}

// levels are the binary operators, loosest first; all associate to the left.
var levels = [][]string{
	{"or"},
	{"and"},
	{"==", "!=", "="},
	{"<", "<=", ">", ">=", "in"},
	{"+", "-"},
	{"*", "/", "%"},
}

type parser struct {
	lexer lexer
	token token
	depth int
	bound []*variable // names that the enclosing any() calls bind
}

func (p *parser) advance() (err error) {
	p.token, err = p.lexer.next()
	return err
}

// expression reads operators of the level and tighter ones.
func (p *parser) expression(level int) (node, error) {
	if level == len(levels) {
		return p.unary()
	}
	left, err := p.expression(level + 1)
	if err != nil {
		return nil, err
	}
	for p.isOperator(levels[level]) {
		operator := p.token.text
		if err := p.deepen(); err != nil {
			return nil, err
		}
		right, err := p.expression(level + 1)
		if err != nil {
			return nil, err
		}
		left = combine(operator, left, right)
	}
	return left, nil
}

func combine(operator string, left, right node) node {
	if operator == "and" || operator == "or" {
		return logical{operator, left, right}
	}
	return binary{binaries[operator], left, right}
}

func (p *parser) unary() (node, error) {
	var apply func(Value) Value
	switch {
	case p.isOperator([]string{"-"}):
		apply = negate
	case p.isOperator([]string{"not"}):
		apply = not
	default:
		return p.operand()
	}
	if err := p.deepen(); err != nil {
		return nil, err
	}
	operand, err := p.unary()
	if err != nil {
		return nil, err
	}
	return unary{apply, operand}, nil
}

// deepen passes a token behind which the expression nests once more. The depth
// is never given back: it bounds operators in a row as well, whose nodes nest.
func (p *parser) deepen() error {
	if p.depth++; p.depth > maxDepth {
		return &SyntaxError{p.token.offset, "the expression is too long"}
	}
	return p.advance()
}

func (p *parser) is(punctuation string) bool {
	return p.token.shape == punct && p.token.text == punctuation
}

func (p *parser) isOperator(operators []string) bool {
	return (p.token.shape == punct || p.token.shape == word) && slices.Contains(operators, p.token.text)
}

func (p *parser) expect(punctuation string) error {
	if !p.is(punctuation) {
		return p.unexpected(strconv.Quote(punctuation))
	}
	return p.advance()
}

func (p *parser) unexpected(wanted string) error {
	return &SyntaxError{p.token.offset, "expected " + wanted + ", found " + p.token.describe()}
}
