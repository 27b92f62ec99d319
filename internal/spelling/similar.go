package spelling

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Similar are the names that somebody who wrote name may have meant, the nearest first, most of them at most. Case and
// what stands between words do not count: order_placed is as near to Order Placed as can be.
func Similar(name string, names []string, most int) []string {
	type near struct {
		name     string
		distance int
	}
	wanted := letters(name)
	var found []near
	for _, candidate := range names {
		if distance, ok := nearness(wanted, letters(candidate)); ok {
			found = append(found, near{candidate, distance})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	meant := []string{}
	for _, n := range found[:min(most, len(found))] {
		meant = append(meant, n.name)
	}
	return meant
}

// letters are those of a name, and its digits, in lower case.
func letters(name string) []rune {
	return []rune(strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)))
}

// nearness is the distance of two names, ok where it is a third of the longer one or less, or one holds the other.
func nearness(a, b []rune) (distance int, ok bool) {
	longer, shorter := max(len(a), len(b)), min(len(a), len(b))
	if shorter == 0 {
		return 0, false
	}
	allowed := max(longer/3, 1)
	if longer-shorter <= allowed {
		if distance = slips(a, b); distance <= allowed {
			return distance, true
		}
	}
	holds := shorter >= 3 && (strings.Contains(string(a), string(b)) || strings.Contains(string(b), string(a)))
	return longer - shorter, holds
}
