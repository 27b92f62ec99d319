//go:build !duckdb_arrow

package duck

// Without the tag the driver leaves its Arrow interface out. The undefined name makes the compiler say what to do.
var _ = BUILD_WITH_TAGS_duckdb_arrow
