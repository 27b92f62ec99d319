package tomldoc

import (
	"slices"

	"github.com/BurntSushi/toml"
)

// Document is a TOML text with its values and the places of its keys. It is immutable and safe for concurrent use.
type Document struct {
	text       []byte
	tree       map[string]any
	keys       []toml.Key
	statements []statement
	// places has the offset of each path that is named, or of the first that is named below it.
	places map[string]int
}

// Parse reads a text; an empty one is an empty document. The error is a [*SyntaxError]. The document keeps the slice.
func Parse(text []byte) (*Document, error) {
	if err := checkSyntax(text); err != nil {
		return nil, err
	}
	statements, err := scan(text)
	if err != nil {
		return nil, err
	}
	tree := map[string]any{}
	meta, err := toml.Decode(string(text), &tree)
	if err != nil {
		return nil, valueError(err)
	}
	return &Document{text: text, tree: tree, keys: meta.Keys(), statements: statements, places: placesOf(statements)}, nil
}

// Bytes is the text. It is not to be changed.
func (d *Document) Bytes() []byte { return d.text }

// Value is what stands under a path: a string, int64, float64, bool, time.Time, []any, []map[string]any or
// map[string]any, which is not to be changed.
func (d *Document) Value(path ...string) (any, bool) {
	var value any = d.tree
	for _, key := range path {
		table, ok := value.(map[string]any)
		if !ok {
			return nil, false
		}
		if value, ok = table[key]; !ok {
			return nil, false
		}
	}
	return value, true
}

// Names lists the keys of a table in the order in which the text first mentions them.
func (d *Document) Names(path ...string) []string {
	names := []string{}
	seen := map[string]bool{}
	for _, key := range d.keys {
		if len(key) <= len(path) || !hasPrefix(key, path) || seen[key[len(path)]] {
			continue
		}
		seen[key[len(path)]] = true
		names = append(names, key[len(path)])
	}
	return names
}

// Line is where a path is defined, counted from 1; the line of its nearest ancestor where it is not in the text, and 0
// where that is not known either.
func (d *Document) Line(path ...string) int {
	for ; len(path) > 0; path = path[:len(path)-1] {
		if offset, ok := d.places[Key(path...)]; ok {
			return 1 + countLines(d.text[:offset])
		}
	}
	return 0
}

func placesOf(statements []statement) map[string]int {
	places := map[string]int{}
	exact := map[string]bool{}
	for _, s := range statements {
		for _, name := range s.names {
			for depth := 1; depth < len(name.path); depth++ {
				above := Key(name.path[:depth]...)
				if _, known := places[above]; !known {
					places[above] = name.offset
				}
			}
			if key := Key(name.path...); !exact[key] {
				places[key], exact[key] = name.offset, true
			}
		}
	}
	return places
}

// Key writes a path as TOML does, with quotes where a part needs them.
func Key(path ...string) string { return toml.Key(path).String() }

func hasPrefix(path, prefix []string) bool {
	return len(path) >= len(prefix) && slices.Equal(path[:len(prefix)], prefix)
}
