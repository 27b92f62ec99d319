package expr

// Kind returns the type of the value.
func (v Value) Kind() Kind { return v.kind }

// Float returns the number that the value is; it is false for other kinds, a
// time among them.
func (v Value) Float() (float64, bool) { return v.number, v.kind == Number }

// Items returns the values of a list, nil for other kinds. They must not be
// changed.
func (v Value) Items() []Value { return v.items }

// Any returns the value as encoding/json would decode it into an any: null and
// undefined are nil, a time is its text.
func (v Value) Any() any {
	switch v.kind {
	case Boolean:
		return v.truth
	case Number:
		return v.number
	case String, Time:
		return v.String()
	case List:
		items := make([]any, len(v.items))
		for i, item := range v.items {
			items[i] = item.Any()
		}
		return items
	case Object:
		object := make(map[string]any, len(v.object))
		for name, item := range v.object {
			object[name] = item.Any()
		}
		return object
	case Undefined, Null:
	}
	return nil
}
