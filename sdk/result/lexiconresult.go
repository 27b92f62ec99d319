package result

import (
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
)

// LexiconResult is what the Lexicon says of one event or one kind of profile.
type LexiconResult struct {
	schema LexiconSchema
	table  lazyTable
}

// NewLexicon validates and copies the schema; see the package text for the error.
func NewLexicon(schema LexiconSchema) (*LexiconResult, error) {
	if err := schema.check(""); err != nil {
		return nil, err
	}
	return &LexiconResult{schema: schema.clone()}, nil
}

// Schema is a copy of the schema.
func (r *LexiconResult) Schema() LexiconSchema { return r.schema.clone() }

// MarshalJSON has the keys entity_type, name and schema_json.
func (r *LexiconResult) MarshalJSON() ([]byte, error) { return encode(r.schema.clone()) }

// Table has a row for each property, ordered by name: property, type, description, display_name, hidden, dropped.
func (r *LexiconResult) Table() arrow.RecordBatch { return r.table.get(r.buildTable) }

func (r *LexiconResult) buildTable() arrow.RecordBatch {
	properties := r.schema.Definition.Properties
	names := sortedKeys(properties)
	property := func(name string) LexiconProperty { return properties[name] }
	metadata := func(name string) LexiconMetadata {
		if known := property(name).Metadata; known != nil {
			return *known
		}
		return LexiconMetadata{}
	}
	return batchOf(len(names), texts("property", names),
		texts("type", each(names, func(name string) string { return property(name).Type })),
		texts("description", each(names, func(name string) string { return property(name).Description })),
		texts("display_name", each(names, func(name string) string { return metadata(name).DisplayName })),
		booleans("hidden", each(names, func(name string) bool { return metadata(name).Hidden })),
		booleans("dropped", each(names, func(name string) bool { return metadata(name).Dropped })))
}

// sortedKeys are the keys in order.
func sortedKeys[Value any](of map[string]Value) []string { return slices.Sorted(maps.Keys(of)) }
