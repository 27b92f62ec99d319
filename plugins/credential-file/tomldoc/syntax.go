package tomldoc

import (
	"bytes"
	"errors"
	"slices"

	gotoml "github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// This is the only file that knows go-toml, whose low-level parser promises no stability: its version is pinned.

// statement is a key with its value, or the header of a table, in whole lines.
type statement struct {
	// header is true for [table] and [[table]], false for key = value.
	header bool
	// path is the full dotted name.
	path []string
	// span is the statement's lines with their ends and a comment behind it.
	span span
	// value is where a text, number, date or boolean stands; empty for arrays and inline tables.
	value span
	// names are the places of path and of the keys inside an inline table.
	names []name
}

type span struct{ start, end int }

// name is a place where a path is named.
type name struct {
	path   []string
	offset int
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// maxDepth is how deep keys and values may be nested: the time of BurntSushi/toml v1.6.0 grows with its square and more.
const maxDepth = 64

// checkSyntax refuses what is not TOML. The host reads the same file with go-toml, and go-toml refuses tables defined twice
// in ways that BurntSushi/toml v1.6.0 lets pass, such as a [table] that extends an inline one.
func checkSyntax(text []byte) error {
	var values any
	err := gotoml.Unmarshal(bytes.TrimPrefix(text, byteOrderMark), &values)
	if err == nil {
		return nil
	}
	out := &SyntaxError{Reason: reasonFor(err.Error())}
	if decode, ok := errors.AsType[*gotoml.DecodeError](err); ok {
		out.Line, _ = decode.Position()
	}
	return out
}

// scan lists the statements of a text that checkSyntax accepts.
func scan(text []byte) ([]statement, error) {
	mark := 0
	if bytes.HasPrefix(text, byteOrderMark) {
		mark = len(byteOrderMark)
	}
	parser := unstable.Parser{}
	parser.Reset(text[mark:])
	var out []statement
	var table []string
	for parser.NextExpression() {
		s, ok := readStatement(parser.Expression(), table, mark)
		if !ok {
			return nil, &SyntaxError{Line: 1 + countLines(text[:s.span.start]), Reason: "something is nested too deeply"}
		}
		s.span = wholeLines(text, s.span)
		if s.header {
			table = s.path
		}
		out = append(out, s)
	}
	return out, nil
}

// readStatement copies what is wanted of a node, which lives only until the next one. base is where the parser's text
// begins. ok is false where the nesting is too deep.
func readStatement(node *unstable.Node, table []string, base int) (s statement, ok bool) {
	path, at := keyOf(node, base)
	if node.Kind != unstable.KeyValue {
		last := path[len(path)-1]
		s := statement{header: true, path: path, span: span{at, at + len(last)}, names: []name{{path, at}}}
		return s, len(path) <= maxDepth
	}
	path = append(slices.Clone(table), path...)
	s = statement{path: path, span: spanOf(node.Raw, base), names: []name{{path, at}}}
	value := node.Value()
	if len(path) > maxDepth || isDeeper(value, maxDepth-len(path)) {
		return s, false
	}
	switch value.Kind {
	case unstable.InlineTable:
		s.names = addInner(s.names, value, path, base)
	case unstable.Array:
	default:
		s.value = spanOf(value.Raw, base)
	}
	return s, true
}

// isDeeper says whether a value has more than so many arrays and inline tables in one another.
func isDeeper(value *unstable.Node, levels int) bool {
	if value.Kind != unstable.Array && value.Kind != unstable.InlineTable && value.Kind != unstable.KeyValue {
		return false
	}
	if levels <= 0 {
		return true
	}
	for it := value.Children(); it.Next(); {
		if isDeeper(it.Node(), levels-1) {
			return true
		}
	}
	return false
}

func addInner(names []name, table *unstable.Node, path []string, base int) []name {
	for it := table.Children(); it.Next(); {
		pair := it.Node()
		if pair.Kind != unstable.KeyValue {
			continue
		}
		key, at := keyOf(pair, base)
		inner := append(slices.Clone(path), key...)
		names = append(names, name{inner, at})
		if pair.Value().Kind == unstable.InlineTable {
			names = addInner(names, pair.Value(), inner, base)
		}
	}
	return names
}

// keyOf is a node's dotted name and where it begins.
func keyOf(node *unstable.Node, base int) ([]string, int) {
	var path []string
	offset := -1
	for it := node.Key(); it.Next(); {
		if offset < 0 {
			offset = base + int(it.Node().Raw.Offset)
		}
		path = append(path, string(it.Node().Data))
	}
	return path, offset
}

func spanOf(r unstable.Range, base int) span {
	return span{base + int(r.Offset), base + int(r.Offset) + int(r.Length)}
}

// wholeLines widens a span to the beginning of its first and the end of its last line. Statements never share a line.
func wholeLines(text []byte, s span) span {
	s.start = bytes.LastIndexByte(text[:s.start], '\n') + 1
	if bytes.HasPrefix(text, byteOrderMark) && s.start == 0 {
		s.start = len(byteOrderMark)
	}
	if end := bytes.IndexByte(text[s.end:], '\n'); end >= 0 {
		s.end += end + 1
	} else {
		s.end = len(text)
	}
	return s
}

func countLines(text []byte) int { return bytes.Count(text, []byte("\n")) }
