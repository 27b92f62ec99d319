package expr

// Env gives an expression the row it is evaluated on.
type Env interface {
	// Lookup returns what object["name"] is, where object is "properties",
	// "user", "event" or "behaviors"; the zero Value where there is no such
	// thing.
	Lookup(object, name string) Value
}

// node is a piece of a parsed expression.
type node interface {
	eval(Env) (Value, error)
}

type literal struct{ value Value }

func (n literal) eval(Env) (Value, error) { return n.value, nil }

// lookup is object["name"].
type lookup struct{ object, name string }

func (n lookup) eval(env Env) (Value, error) { return env.Lookup(n.object, n.name), nil }

// list is [1, "a", properties["x"]].
type list struct{ items []node }

func (n list) eval(env Env) (Value, error) {
	items := make([]Value, len(n.items))
	for i, item := range n.items {
		value, err := item.eval(env)
		if err != nil {
			return Value{}, err
		}
		items[i] = value
	}
	return Value{kind: List, items: items}, nil
}

type unary struct {
	apply   func(Value) Value
	operand node
}

func (n unary) eval(env Env) (Value, error) {
	value, err := n.operand.eval(env)
	if err != nil {
		return Value{}, err
	}
	return n.apply(value), nil
}

type binary struct {
	apply       func(a, b Value) Value
	left, right node
}

func (n binary) eval(env Env) (Value, error) {
	left, err := n.left.eval(env)
	if err != nil {
		return Value{}, err
	}
	right, err := n.right.eval(env)
	if err != nil {
		return Value{}, err
	}
	return n.apply(left, right), nil
}

// logical is "and" or "or", whose operands may err.
type logical struct {
	operator    string
	left, right node
}

func (n logical) eval(env Env) (Value, error) {
	left, err := n.operand(n.left, env)
	if err != nil {
		return Value{}, err
	}
	right, err := n.operand(n.right, env)
	if err != nil {
		return Value{}, err
	}
	if n.operator == "and" {
		return Bool(left && right), nil
	}
	return Bool(left || right), nil
}

func (n logical) operand(side node, env Env) (bool, error) {
	value, err := side.eval(env)
	if err != nil {
		return false, err
	}
	if value.kind != Boolean && value.kind != Undefined {
		return false, &OperandError{Operator: n.operator, Kind: value.kind}
	}
	return value.IsTrue(), nil
}

// anyOf is any(name, list, condition): whether an item fulfils the condition.
type anyOf struct {
	variable        *variable
	list, condition node
}

func (n anyOf) eval(env Env) (Value, error) {
	items, err := n.list.eval(env)
	if err != nil || items.kind != List {
		return Value{}, err
	}
	for _, item := range items.items {
		value, err := n.condition.eval(binding{env, n.variable, item})
		if err != nil {
			return Value{}, err
		}
		if value.IsTrue() {
			return Bool(true), nil
		}
	}
	return Bool(false), nil
}

// variable is a use of the name that any() binds.
type variable struct{ name string }

func (n *variable) eval(env Env) (Value, error) {
	for {
		bound, ok := env.(binding)
		if !ok {
			return Value{}, nil
		}
		if bound.variable == n {
			return bound.value, nil
		}
		env = bound.Env
	}
}

// binding is an environment in which a variable has a value.
type binding struct {
	Env

	variable *variable
	value    Value
}
