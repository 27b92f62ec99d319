package jql

import (
	"bytes"
	"context"
	"errors"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// deepest bounds the calls within calls of a script.
const deepest = 1000

// Run runs a script and returns what main yields as a JSON array. Params is the
// JSON of the global of that name, "" for an empty object. The error is a
// *ScriptError, or that of ctx, which ends scripts that would not end by
// themselves.
func Run(ctx context.Context, script, params string, data Data) ([]byte, error) {
	e := newEngine(ctx, script, data)
	stop := context.AfterFunc(ctx, func() { e.vm.Interrupt(ctx.Err()) })
	defer stop()
	result, err := e.run(params)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return result, e.explain(err)
}

// engine is one run of a script.
type engine struct {
	ctx    context.Context //nolint:containedctx // that of Run, whose callbacks have none
	vm     *goja.Runtime
	script string
	data   Data
	parse  goja.Callable
	text   goja.Callable
}

func newEngine(ctx context.Context, script string, data Data) *engine {
	e := &engine{ctx: ctx, vm: goja.New(), script: script, data: data}
	e.vm.SetMaxCallStackSize(deepest)
	e.vm.SetFieldNameMapper(goja.UncapFieldNameMapper())
	// Taken before the script can change them.
	object := e.vm.Get("JSON").ToObject(e.vm)
	e.parse, _ = goja.AssertFunction(object.Get("parse"))
	e.text, _ = goja.AssertFunction(object.Get("stringify"))
	return e
}

func (e *engine) run(params string) ([]byte, error) {
	if params == "" {
		params = "{}"
	}
	value, err := e.decode([]byte(params))
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]any{
		"params": value, "mixpanel": e.library(), "Events": e.events, "People": e.people,
	} {
		if err := e.vm.Set(name, value); err != nil {
			return nil, err
		}
	}
	// Source maps would be read from files that the script names.
	tree, err := parser.ParseFile(nil, "", e.script, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, err
	}
	program, err := goja.CompileAST(tree, false)
	if err != nil {
		return nil, err
	}
	if _, err := e.vm.RunProgram(program); err != nil {
		return nil, err
	}
	return e.main()
}

// main calls the script's function of that name and writes what it yields.
func (e *engine) main() ([]byte, error) {
	main, ok := goja.AssertFunction(e.vm.Get("main"))
	if !ok {
		return nil, errors.New("ReferenceError: main is not defined")
	}
	returned, err := main(goja.Undefined())
	if err != nil {
		return nil, err
	}
	p, ok := returned.Export().(*pipeline)
	if !ok {
		return nil, errors.New("TypeError: main() must return a transformation of Events() or People()")
	}
	var out bytes.Buffer
	out.WriteByte('[')
	err = p.each(func(item goja.Value) error {
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		text, err := e.encode(item)
		out.WriteString(text)
		return err
	})
	out.WriteByte(']')
	return out.Bytes(), err
}

func (e *engine) decode(text []byte) (goja.Value, error) {
	return e.parse(goja.Undefined(), e.vm.ToValue(string(text)))
}

// encode writes a value as JSON; what JSON has no word for is null.
func (e *engine) encode(value goja.Value) (string, error) {
	text, err := e.text(goja.Undefined(), value)
	if err != nil || goja.IsUndefined(text) {
		return "null", err
	}
	return text.String(), nil
}
