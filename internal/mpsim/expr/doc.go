// Package expr reads and evaluates the expressions that Mixpanel's endpoints
// take as where, on and born_where:
//
//	properties["amount"] > 40 and "ios" in string(properties["$os"])
//
// # Language
//
// Operands are properties["name"], user["name"], event["$time"] and
// behaviors["name"], true, false, undefined, numbers, strings in double or single
// quotes with backslash escapes, lists [1, 2], and parentheses.
//
// Operators, tightest first:
//
//	not  -            unary
//	*  /  %
//	+  -
//	<  <=  >  >=  in
//	==  !=  =         = means ==
//	and
//	or
//
// Functions: string number boolean floor round ceil defined datetime has_prefix,
// and any(name, list, condition). Words are read in upper or lower case.
//
// # Rules
//
// A property that is absent is undefined. An operator given types it does not
// take yields undefined, but for == and != which always yield a boolean and for
// "and" and "or", where an operand that is neither boolean nor undefined is an
// error. A row matches when the whole expression is true.
//
// # Where Mixpanel's pages are silent
//
// Precedence, escapes and list comparison follow C and the examples; strings
// compare case-sensitively and < on two strings is undefined; both sides of
// "and" and "or" are always evaluated, so that whether a row errs does not
// depend on the order of operands; datetime(text) is read in the frame in which
// the project writes its times.
package expr
