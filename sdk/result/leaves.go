package result

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// leaf is a value inside objects, with the keys that lead to it.
type leaf struct {
	path  []string
	value json.RawMessage
}

// leavesOf lists what a JSON value holds that is no object and no list, ordered by path. The keys of a list are its positions.
func leavesOf(path []string, value json.RawMessage) []leaf {
	var leaves []leaf
	inside := func(key string, value json.RawMessage) {
		leaves = append(leaves, leavesOf(append(slices.Clone(path), key), value)...)
	}
	switch value[0] {
	case '{':
		var object map[string]json.RawMessage
		_ = json.Unmarshal(value, &object) // it was read before
		for _, key := range slices.Sorted(maps.Keys(object)) {
			inside(key, object[key])
		}
	case '[':
		var list []json.RawMessage
		_ = json.Unmarshal(value, &list) // it was read before
		for i, element := range list {
			inside(strconv.Itoa(i), element)
		}
	default:
		return []leaf{{path: path, value: value}}
	}
	return leaves
}

// datedLeaves is the table date, …, count: the innermost key of each path is its date.
func datedLeaves(leaves []leaf, headers []string) arrow.RecordBatch {
	dates, values := make([]string, len(leaves)), &jsonColumn{name: "count"}
	outer := make([]leaf, len(leaves))
	for i, l := range leaves {
		inner := len(l.path) - 1
		dates[i], outer[i] = l.path[inner], leaf{path: l.path[:inner]}
		values.set(i, l.value)
	}
	columns := append([]column{texts("date", dates)}, levels(outer, headers, "date", "count")...)
	return batchOf(len(leaves), append(columns, values.build(len(leaves)))...)
}

// pathLeaves is the table …, value.
func pathLeaves(leaves []leaf, headers []string) arrow.RecordBatch {
	values := &jsonColumn{name: "value"}
	for i, l := range leaves {
		values.set(i, l.value)
	}
	return batchOf(len(leaves), append(levels(leaves, headers, "value"), values.build(len(leaves)))...)
}

// levels are the columns of the paths, null where a path is shorter than others. With no rows there is one for each header.
func levels(leaves []leaf, headers []string, taken ...string) []column {
	paths := each(leaves, func(l leaf) []string { return l.path })
	depth := longest(paths)
	if len(leaves) == 0 {
		depth = len(headers)
	}
	columns := make([]column, depth)
	for i := range depth {
		name := levelName(i, headers)
		if slices.Contains(taken, name) {
			name = fmt.Sprintf("%s_%d", name, i+1)
		}
		taken = append(taken, name)
		columns[i] = someTexts(name, across(paths, i))
	}
	return columns
}

// levelName is the header of a level without its dollar sign.
func levelName(i int, headers []string) string {
	if i < len(headers) {
		if name := strings.TrimPrefix(headers[i], "$"); name != "" {
			return name
		}
	}
	return fmt.Sprintf("segment_%d", i+1)
}
