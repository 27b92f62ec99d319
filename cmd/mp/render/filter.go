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

// run gives what the expression makes of an encoded value, each result encoded. Numbers that it passes on keep every digit.
func (f *Filter) run(encoded []byte) ([]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	var results []json.RawMessage
	for iterator := f.code.RunWithContext(f.ctx, value); ; {
		result, ok := iterator.Next()
		if !ok {
			return results, nil
		}
		if err, failed := result.(error); failed {
			return results, f.ended(err)
		}
		encoded, err := gojq.Marshal(result)
		if err != nil {
			return nil, err
		}
		results = append(results, encoded)
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
// itself, more as an array.
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

// filtered prints what the filter makes of a value.
func (p filterPrinter) filtered(encoded []byte) error {
	results, err := p.filter.run(encoded)
	if err != nil {
		return err
	}
	if p.lines {
		for _, result := range results {
			if _, err := p.w.Write(append(result, '\n')); err != nil {
				return err
			}
		}
		return nil
	}
	whole := json.RawMessage("[]")
	switch {
	case len(results) == 1:
		whole = results[0]
	case len(results) > 1:
		if whole, err = compact(results); err != nil {
			return err
		}
	}
	laidOut, err := indented(whole, "")
	if err != nil {
		return err
	}
	_, err = p.w.Write(append(laidOut, '\n'))
	return err
}
