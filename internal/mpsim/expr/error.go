package expr

import "fmt"

// SyntaxError says where and why an expression cannot be read.
type SyntaxError struct {
	Offset int    // bytes from the start of the expression
	Reason string // such as `expected ")"`
}

// Error implements error.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("invalid expression at offset %d: %s", e.Offset, e.Reason)
}

// OperandError reports an operand of "and" or "or" that is neither boolean nor
// undefined, the one mistake that the language does not turn into undefined.
type OperandError struct {
	Operator string // "and" or "or"
	Kind     Kind   // of the operand
}

// Error implements error.
func (e *OperandError) Error() string {
	return fmt.Sprintf("operand of %q must be boolean, not %s", e.Operator, e.Kind)
}
