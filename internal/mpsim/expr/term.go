package expr

// Env gives an expression the row it is evaluated on.
type Env interface {
	// Lookup returns what object["name"] is, where object is "properties",
	// "user", "event" or "behaviors"; the zero Value where there is no such
	// thing.
	Lookup(object, name string) Value
}

// term is a compiled piece of an expression: what it is worth in a scope.
type term func(*scope) (Value, error)

// scope is a row, and inside any() the item in question and the scope around.
type scope struct {
	Env

	item  Value
	outer *scope
}

func constant(value Value) term {
	return func(*scope) (Value, error) { return value, nil }
}

// lookup is object["name"].
func lookup(object, name string) term {
	return func(s *scope) (Value, error) { return s.Lookup(object, name), nil }
}

// on gives the operand to a function.
func on(apply func(Value) Value, operand term) term {
	return func(s *scope) (Value, error) {
		value, err := operand(s)
		if err != nil {
			return Value{}, err
		}
		return apply(value), nil
	}
}

// onAll gives all operands to a function.
func onAll(apply func([]Value) Value, operands []term) term {
	return func(s *scope) (Value, error) {
		values := make([]Value, len(operands))
		for i := range operands {
			var err error
			if values[i], err = operands[i](s); err != nil {
				return Value{}, err
			}
		}
		return apply(values), nil
	}
}

// list is [1, "a", properties["x"]].
func list(items []Value) Value { return Value{kind: List, items: items} }

// anyOf is any(name, list, condition): whether an item fulfils the condition.
func anyOf(items, condition term) term {
	return func(s *scope) (Value, error) {
		among, err := items(s)
		if err != nil || among.kind != List {
			return Value{}, err
		}
		for _, item := range among.items {
			if fulfils, err := condition(&scope{s.Env, item, s}); err != nil || fulfils.IsTrue() {
				return fulfils, err
			}
		}
		return Bool(false), nil
	}
}

// item is the name that an any() binds, so many calls further out.
func item(out int) term {
	return func(s *scope) (Value, error) {
		for range out {
			s = s.outer
		}
		return s.item, nil
	}
}
