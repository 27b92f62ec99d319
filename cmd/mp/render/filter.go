package render

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/itchyny/gojq"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Filter is a jq expression that results pass on their way out, in the formats json and jsonl.
type Filter struct {
	ctx  context.Context //nolint:containedctx // ends a run that does not end by itself; printers have none to give
	text string
	code *gojq.Code
}

// ParseFilter reads a jq expression; [mperr.InvalidArgument] for one that is wrong. It sees neither the environment nor
// files. ctx is that of the command: its end ends every run.
func ParseFilter(ctx context.Context, expression string) (*Filter, error) {
	f := &Filter{ctx: ctx, text: expression}
	query, err := gojq.Parse(expression)
	if err != nil {
		return nil, f.refused("is no jq expression", err)
	}
	if f.code, err = gojq.Compile(query); err != nil {
		return nil, f.refused("is no jq expression", err)
	}
	return f, nil
}

func (f *Filter) refused(what string, err error) error {
	return &mperr.InvalidArgument{Argument: "--jq", Value: f.text, Reason: what + ": " + err.Error()}
}

// run gives what the expression makes of an encoded value, result by result, each encoded, as an expression may never end.
// An error that give returns ends it. Numbers that it passes on keep every digit.
func (f *Filter) run(encoded []byte, give func(json.RawMessage) error) error {
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	for iterator := f.code.RunWithContext(f.ctx, value); ; {
		result, ok := iterator.Next()
		if !ok {
			return nil
		}
		if err, failed := result.(error); failed {
			return f.ended(err)
		}
		encoded, err := gojq.Marshal(result)
		if err != nil {
			return err
		}
		if err := give(encoded); err != nil {
			return err
		}
	}
}

// ended is the error that a run ended with: none where the expression halted by itself.
func (f *Filter) ended(err error) error {
	if f.ctx.Err() != nil {
		return f.ctx.Err()
	}
	if halt, ok := errors.AsType[*gojq.HaltError](err); ok && halt.Value() == nil {
		return nil
	}
	return f.refused("jq failed", err)
}

// filterPrinter prints what a filter makes of results. In lines (jsonl) rows pass it one by one, in constant memory, and
// each result is a line. Otherwise (json) it gets all rows as one array: nothing it gives is printed as [], one result as
// itself, more as an array, which an error in the middle leaves open.
type filterPrinter struct {
	w      io.Writer
	filter *Filter
	lines  bool
}

func (p filterPrinter) object(object Object) error {
	encoded, err := object.MarshalJSON()
	if err != nil {
		return err
	}
	return p.filtered(encoded)
}

func (p filterPrinter) rows(rows Rows) error {
	all, separator := []byte("["), ""
	for encoded, err := range rows.encoded() {
		if err != nil {
			return err
		}
		if !p.lines {
			all = append(append(all, separator...), encoded...)
			separator = ","
		} else if err := p.filtered(encoded); err != nil {
			return err
		}
	}
	if p.lines {
		return nil
	}
	return p.filtered(append(all, ']'))
}

// filtered prints what the filter makes of a value, each result as it comes, so that a reader who has enough ends it.
func (p filterPrinter) filtered(encoded []byte) error {
	if p.lines {
		return p.filter.run(encoded, func(result json.RawMessage) error {
			_, err := p.w.Write(append(result, '\n'))
			return err
		})
	}
	var first json.RawMessage // waits for a second one, which makes an array of them
	array := arrayPrinter{w: p.w}
	err := p.filter.run(encoded, func(result json.RawMessage) error {
		if first == nil {
			first = result
			return nil
		}
		if !array.open {
			if err := array.add(first); err != nil {
				return err
			}
		}
		return array.add(result)
	})
	switch {
	case err != nil:
		return err
	case first != nil && !array.open:
		return printValue(p.w, first)
	}
	return array.close()
}
