package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
)

// groups measures a question about a property, from the call in a program of mp's library to the last row, in a store that
// is open: from its column, and from the JSON.
func groups(ctx context.Context, s *scene, table *figures) error {
	for _, question := range []struct {
		name, query string
		times       int
		most        float64
	}{
		{"count by a property column", `SELECT "$browser", count(*) FROM events GROUP BY 1`, 21, 10},
		{"count by the same property in the JSON", `SELECT prop(properties, '$browser'), count(*) FROM events GROUP BY 1`, 3, 0},
	} {
		measured, err := s.inside(ctx, "ask", filepath.Join(s.bin, "plugins"), s.store, strconv.Itoa(question.times), question.query)
		if err != nil {
			return err
		}
		if question.most > 0 {
			table.atMost(question.name, measured["median_ms"], question.most, "%.1f ms")
		} else {
			table.add(question.name, fmt.Sprintf("%.0f ms", measured["median_ms"]), "")
		}
	}
	return nil
}
