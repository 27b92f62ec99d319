package tomldoc

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Pair is a key and its text.
type Pair struct{ Key, Value string }

// SetText gives a top-level key a text, replacing its value where it has one. The error is an [*EditError].
func (d *Document) SetText(key, value string) (*Document, error) {
	want := cloneTree(d.tree)
	want[key] = value
	byHand := fmt.Sprintf("write %s = %s above the first [table]", quoteKey(key), quoteText(value))
	for _, s := range d.statements {
		if s.header || !slices.Equal(s.path, []string{key}) {
			continue
		}
		if s.value.end == 0 {
			return nil, &EditError{Line: d.Line(key), ByHand: byHand}
		}
		return d.become(splice(d.text, s.value, quoteText(value)), want, d.Line(key), byHand)
	}
	line := quoteKey(key) + " = " + quoteText(value) + d.lineEnd()
	return d.become(d.insertAtTop(line), want, 1, byHand)
}

// AddTable appends a table of texts at the end. The error is an [*EditError].
func (d *Document) AddTable(path []string, pairs ...Pair) (*Document, error) {
	table := map[string]any{}
	eol := d.lineEnd()
	var block strings.Builder
	block.WriteString("[" + quotePath(path) + "]" + eol)
	for _, pair := range pairs {
		table[pair.Key] = pair.Value
		block.WriteString(quoteKey(pair.Key) + " = " + quoteText(pair.Value) + eol)
	}
	want := cloneTree(d.tree)
	setPath(want, path, table)

	text := slices.Clone(d.text)
	if len(d.body()) > 0 {
		if !bytes.HasSuffix(text, []byte("\n")) {
			text = append(text, eol...)
		}
		text = append(text, eol...)
	}
	byHand := fmt.Sprintf("add %s to it with the keys %s", quotePath(path), keysOf(pairs))
	return d.become(append(text, block.String()...), want, d.Line(path...), byHand)
}

// Delete removes a key, or a table with all that is in it and the comments between its keys. Comments above its header
// and behind its last key stay. The error is an [*EditError].
func (d *Document) Delete(path ...string) (*Document, error) {
	want := cloneTree(d.tree)
	deletePath(want, path)
	text := slices.Clone(d.text)
	for _, cut := range slices.Backward(d.blocks(path)) {
		text = slices.Delete(text, cut.start, cut.end)
	}
	// Cutting the last [a.b] also takes away the a that it implied.
	pruneEmpty(want, path[:len(path)-1])
	changed, err := Parse(text)
	if err == nil {
		left := cloneTree(changed.tree)
		pruneEmpty(left, path[:len(path)-1])
		if sameTree(left, want) {
			return changed, nil
		}
	}
	return nil, &EditError{Line: d.Line(path...), ByHand: "delete " + quotePath(path)}
}

// blocks are the spans to cut for a path: each header with the pairs under it, and each pair elsewhere.
func (d *Document) blocks(path []string) []span {
	var out []span
	underHeader := false
	for _, s := range d.statements {
		matches := hasPrefix(s.path, path)
		switch {
		case !matches:
		case s.header:
			out = append(out, span{d.blankBefore(s.span.start), s.span.end})
		case underHeader:
			out[len(out)-1].end = s.span.end
		default:
			out = append(out, s.span)
		}
		if s.header {
			underHeader = matches
		}
	}
	return out
}

// blankBefore moves a header's start over one empty line above it, which AddTable writes.
func (d *Document) blankBefore(start int) int {
	for _, eol := range []string{"\r\n", "\n"} {
		above, ok := bytes.CutSuffix(d.text[:start], []byte(eol))
		if ok && (bytes.HasSuffix(above, []byte("\n"))) {
			return len(above)
		}
	}
	return start
}

// become is the document of a changed text, if that reads as wanted.
func (d *Document) become(text []byte, want map[string]any, line int, byHand string) (*Document, error) {
	changed, err := Parse(text)
	if err != nil || !sameTree(changed.tree, want) {
		return nil, &EditError{Line: line, ByHand: byHand}
	}
	return changed, nil
}

func keysOf(pairs []Pair) string {
	keys := make([]string, len(pairs))
	for i, pair := range pairs {
		keys[i] = pair.Key
	}
	return strings.Join(keys, ", ")
}
