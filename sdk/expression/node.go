package expression

// Node is a piece of an expression: [Undefined], [Bool], [Number], [Text], [List], [Lookup], [Unary], [Binary] or [Call].
type Node interface{ isNode() }

// Undefined is the literal undefined.
type Undefined struct{}

// Bool is the literal true or false.
type Bool bool

// Number is a literal number.
type Number float64

// Text is a literal text, unescaped.
type Text string

// List is a list of items in brackets.
type List []Node

// Object is what a [Lookup] looks into.
type Object string

// The objects.
const (
	// Properties are those of the event.
	Properties Object = "properties"
	// Event is the event itself, with $time and $event_name.
	Event Object = "event"
)

// Lookup is object["name"].
type Lookup struct {
	Object Object
	Name   string
}

// Operator is an operator by its sign or keyword, in lower case.
type Operator string

// The operators. Negate and Not stand before their operand, the others between two.
const (
	Negate Operator = "negate"
	Not    Operator = "not"

	Add            Operator = "+"
	Subtract       Operator = "-"
	Multiply       Operator = "*"
	Divide         Operator = "/"
	Remainder      Operator = "%"
	Equal          Operator = "=="
	NotEqual       Operator = "!="
	Less           Operator = "<"
	LessOrEqual    Operator = "<="
	Greater        Operator = ">"
	GreaterOrEqual Operator = ">="
	In             Operator = "in"
	And            Operator = "and"
	Or             Operator = "or"
)

// Unary is [Negate] or [Not] with its operand.
type Unary struct {
	Operator Operator
	Operand  Node
}

// Binary is an operator between two operands.
type Binary struct {
	Operator    Operator
	Left, Right Node
}

// Function is a function by its name, in lower case.
type Function string

// The functions.
const (
	StringOf  Function = "string"
	NumberOf  Function = "number"
	BooleanOf Function = "boolean"
	Floor     Function = "floor"
	Round     Function = "round"
	Ceil      Function = "ceil"
	Defined   Function = "defined"
	Datetime  Function = "datetime"
	HasPrefix Function = "has_prefix"
)

// Call is a function with as many arguments as it takes: two of [HasPrefix], one or two of [StringOf], else one.
type Call struct {
	Function  Function
	Arguments []Node
}

func (Undefined) isNode() {}
func (Bool) isNode()      {}
func (Number) isNode()    {}
func (Text) isNode()      {}
func (List) isNode()      {}
func (Lookup) isNode()    {}
func (Unary) isNode()     {}
func (Binary) isNode()    {}
func (Call) isNode()      {}
