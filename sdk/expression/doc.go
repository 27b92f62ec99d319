// Package expression reads Mixpanel's expression language, in which where and on of its reports are written:
//
//	properties["amount"] > 40 and "ios" in string(properties["$os"])
//
// [Parse] gives a tree; whoever evaluates it, such as a storage engine that makes SQL of it, does so by the tables below,
// which are those of Mixpanel's pages. What is outside of this language is an [mperr.InvalidArgument] that tells the place
// and what would do: an expression is never read as something near to it.
//
// # The language
//
// Operands are properties["name"], event["$time"] and event["$event_name"], true, false, undefined, numbers (1, .5, 2e3),
// text in double or single quotes, lists [1, "a"], and parentheses. In text a backslash stands before a quote or a
// backslash, or makes \n, \t, \r or \u00e9.
//
// Operators, tightest first; those of a line associate to the left:
//
//	not  -             before their operand
//	*  /  %
//	+  -
//	<  <=  >  >=  in
//	==  !=  =          = means ==
//	and
//	or
//
// Functions are string, number, boolean, floor, round, ceil, defined, datetime and has_prefix. Keywords and functions may
// be written in upper case.
//
// Not in this subset: user["name"] and behaviors["name"], which the events of a store do not have, any(), and the
// functions of Mixpanel's custom properties (if, upper, regex_match and so on).
//
// # Values
//
// A value is undefined, null, a boolean, a number of 64 bits with a fraction, a text, a time, a list or an object. A
// property that is absent is undefined. properties["$time"] and event["$time"] are the event's time, properties["time"]
// the same as a number of whole seconds; $event_name is the event's name. event has no other names: they are undefined.
//
// # Evaluation
//
// An operator or function that is given what it does not take yields undefined.
//
//	a + b            two numbers, or two texts, which are joined
//	a - b   a * b    two numbers
//	a / b   a % b    two numbers; undefined where b is 0; the remainder has the sign of a
//	-a               a number
//	a == b           always a boolean: whether both are of one type and equal, lists and objects item by item;
//	                 undefined equals undefined, null equals null; upper and lower case differ
//	a != b           always a boolean: not a == b
//	a < b  and so on two numbers, or two times; texts are not ordered
//	a in b           of a list: whether an item of it equals a; of two texts: whether a is part of b
//	a and b, a or b  booleans, undefined counts as false; any other type is an error. Both sides are always evaluated
//	not a            boolean; true where a is undefined
//
//	string(a)        a text itself, a number in decimal without exponent, true, false, a time as 2026-01-31T23:59:59;
//	                 null stays null; of lists and objects undefined. string(a, b) is string(b) where a is undefined
//	number(a)        a number itself, a decimal text, a boolean as 1 or 0, a time in seconds
//	boolean(a)       false for undefined, null, false, 0, "" and "false"; true for all else
//	floor round ceil a number; round goes away from zero at a half
//	defined(a)       whether a is not undefined
//	datetime(a)      a time, of the text 2026-01-31 or 2026-01-31T23:59:59 or of a number of seconds
//	has_prefix(a, b) two texts
//
// Where a time meets a number or a text in a comparison, that is taken as datetime takes it. Times are read, and shown, in
// the clock of the project's export: UTC, or for projects of before 2023 the project's own zone.
//
// As where, an expression keeps an event if it is true; undefined and everything else does not keep it.
package expression
