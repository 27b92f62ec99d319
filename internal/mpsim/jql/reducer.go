package jql

import "github.com/dop251/goja"

// accumulator takes items and makes one value of them.
type accumulator interface {
	add(item goja.Value) error
	value() (goja.Value, error)
}

// builtin is a reducer of the library, as scripts hold it.
type builtin struct{ begin func() accumulator }

// reducers reads a reducer, or an array of them, that are built in or functions of
// accumulators and items.
func (e *engine) reducers(method string, argument goja.Value) func() accumulator {
	return e.readReducers(method, argument, func(call goja.Callable) accumulator {
		return &folded{call: call, state: func(state goja.Value) goja.Value {
			if state == nil {
				return e.vm.NewArray()
			}
			return e.vm.NewArray(state)
		}, engine: e}
	})
}

// userReducers is reducers for one person's items: functions of a state, which is
// undefined at first, and items.
func (e *engine) userReducers(method string, argument goja.Value) func() accumulator {
	return e.readReducers(method, argument, func(call goja.Callable) accumulator {
		return &folded{call: call, state: func(state goja.Value) goja.Value {
			if state == nil {
				return goja.Undefined()
			}
			return state
		}, engine: e}
	})
}

func (e *engine) readReducers(method string, argument goja.Value, generic func(goja.Callable) accumulator) func() accumulator {
	argument = given(argument)
	elements, several := e.elements(argument)
	if !several {
		return e.reducer(method, argument, generic)
	}
	begin := make([]func() accumulator, len(elements))
	for i, element := range elements {
		begin[i] = e.reducer(method, element, generic)
	}
	return func() accumulator {
		all := &together{engine: e}
		for _, b := range begin {
			all.parts = append(all.parts, b())
		}
		return all
	}
}

func (e *engine) reducer(method string, argument goja.Value, generic func(goja.Callable) accumulator) func() accumulator {
	if b, ok := argument.Export().(*builtin); ok {
		return b.begin
	}
	call, ok := goja.AssertFunction(argument)
	if !ok {
		panic(e.vm.NewTypeError(method + "() takes reducers: functions, or those of mixpanel.reducer"))
	}
	return func() accumulator { return generic(call) }
}

// batch is how many items a function gets at a time.
const batch = 32

// folded is a reducer that a script has written.
type folded struct {
	engine  *engine
	call    goja.Callable
	state   func(goja.Value) goja.Value // the first argument, of what came before
	before  goja.Value                  // nil at first
	waiting []any
}

func (f *folded) add(item goja.Value) error {
	if f.waiting = append(f.waiting, item); len(f.waiting) < batch {
		return nil
	}
	return f.fold()
}

func (f *folded) fold() (err error) {
	f.before, err = f.call(goja.Undefined(), f.state(f.before), f.engine.vm.NewArray(f.waiting...))
	f.waiting = f.waiting[:0]
	return err
}

func (f *folded) value() (goja.Value, error) {
	if len(f.waiting) > 0 || f.before == nil {
		if err := f.fold(); err != nil {
			return nil, err
		}
	}
	return f.before, nil
}

// together are several reducers over the same items.
type together struct {
	engine *engine
	parts  []accumulator
}

func (t *together) add(item goja.Value) error {
	for _, part := range t.parts {
		if err := part.add(item); err != nil {
			return err
		}
	}
	return nil
}

func (t *together) value() (goja.Value, error) {
	values := make([]any, len(t.parts))
	for i, part := range t.parts {
		value, err := part.value()
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return t.engine.vm.NewArray(values...), nil
}
