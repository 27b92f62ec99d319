package storage

// Kind says what the rows of a table are.
type Kind string

// The kinds of table.
const (
	Events   Kind = "events"
	Profiles Kind = "profiles"
	// Result is the answer to a question, with columns of its own; see [ResultSchema].
	Result Kind = "result"
)

// Mode says what a session does with an existing table.
type Mode string

// The modes of a session.
const (
	// Create makes a new table and fails where it exists.
	Create Mode = "create"
	// Append adds days to an existing table of the same kind, replacing days that are there.
	Append Mode = "append"
	// Replace swaps the whole table, which may not exist yet, for a new one of the same kind.
	Replace Mode = "replace"
)

// Capability names an optional power of an engine.
type Capability string

// The capabilities.
const (
	// CapabilitySQL: the Sink is a [Querier].
	CapabilitySQL Capability = "sql"
	// CapabilitySample: the Sink is a [Sampler].
	CapabilitySample Capability = "sample"
	// CapabilityAnalyze: the Sink is an [Analyzer].
	CapabilityAnalyze Capability = "analyze"
	// CapabilityColumns: the Sink keeps property columns; see the package text. It adds no method.
	CapabilityColumns Capability = "columns"
)
