package expr

// Expr is an expression that was read. It may be evaluated by several goroutines at
// once.
type Expr struct{ root term }

// Parse reads an expression; its error is a *SyntaxError.
func Parse(source string) (*Expr, error) {
	tokens, err := tokenize(source)
	if err != nil {
		return nil, err
	}
	c := &compiler{tokens: tokens}
	root := c.climb(0)
	if t := c.take(); t.sign != theEnd {
		c.expected("an operator", t)
	}
	if c.wrong != nil {
		return nil, c.wrong
	}
	return &Expr{root}, nil
}

// Eval returns the value of the expression on a row. The error is an
// *OperandError.
func (e *Expr) Eval(env Env) (Value, error) { return e.root(&scope{Env: env}) }

// Match tells whether the row is to be kept: whether the expression is true on
// it.
func (e *Expr) Match(env Env) (bool, error) {
	value, err := e.Eval(env)
	return err == nil && value.IsTrue(), err
}
