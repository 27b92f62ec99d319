package tomldoc

import (
	"math"
	"reflect"
	"time"
)

// cloneTree copies the tables of a tree; other values are shared, as nobody changes them.
func cloneTree(tree map[string]any) map[string]any {
	out := make(map[string]any, len(tree))
	for key, value := range tree {
		if table, ok := value.(map[string]any); ok {
			value = cloneTree(table)
		}
		out[key] = value
	}
	return out
}

// setPath stores a value, making tables on the way; it leaves the tree alone where the way is blocked.
func setPath(tree map[string]any, path []string, value any) {
	for _, key := range path[:len(path)-1] {
		if _, ok := tree[key]; !ok {
			tree[key] = map[string]any{}
		}
		table, ok := tree[key].(map[string]any)
		if !ok {
			return
		}
		tree = table
	}
	tree[path[len(path)-1]] = value
}

// deletePath removes a value.
func deletePath(tree map[string]any, path []string) {
	for _, key := range path[:len(path)-1] {
		table, ok := tree[key].(map[string]any)
		if !ok {
			return
		}
		tree = table
	}
	delete(tree, path[len(path)-1])
}

// pruneEmpty removes the tables of a path that are empty, the innermost first.
func pruneEmpty(tree map[string]any, path []string) {
	if len(path) == 0 {
		return
	}
	table, ok := tree[path[0]].(map[string]any)
	if !ok {
		return
	}
	pruneEmpty(table, path[1:])
	if len(table) == 0 {
		delete(tree, path[0])
	}
}

// sameTree compares values; NaN equals NaN.
func sameTree(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && sameTable(a, b)
	case []map[string]any:
		b, ok := b.([]map[string]any)
		return ok && sameList(a, b)
	case []any:
		b, ok := b.([]any)
		return ok && sameList(a, b)
	case float64:
		b, ok := b.(float64)
		return ok && (a == b || math.IsNaN(a) && math.IsNaN(b))
	case time.Time:
		b, ok := b.(time.Time)
		return ok && a.Equal(b) && a.Location().String() == b.Location().String()
	}
	return reflect.DeepEqual(a, b)
}

func sameTable(a, b map[string]any) bool {
	if len(a) != len(b) {
		return false
	}
	for key, value := range a {
		other, ok := b[key]
		if !ok || !sameTree(value, other) {
			return false
		}
	}
	return true
}

func sameList[T any](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !sameTree(a[i], b[i]) {
			return false
		}
	}
	return true
}
