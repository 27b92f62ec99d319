package result

import (
	"cmp"

	"github.com/apache/arrow-go/v18/arrow"
)

// LexiconSchema is what the Lexicon says of an event or of a profile. The table of a [List] has the columns entity_type,
// name, property_count and description.
type LexiconSchema struct {
	// EntityType is event, profile, or what Mixpanel adds to these. Required.
	EntityType string `json:"entity_type"`
	// Name is the event's name, or that of the profiles' group.
	Name string `json:"name"`
	// Definition is the schema itself.
	Definition LexiconDefinition `json:"schema_json"`
}

// LexiconDefinition describes an event or a profile.
type LexiconDefinition struct {
	// Properties are by name; may be none.
	Properties map[string]LexiconProperty `json:"properties"`
	// Description is "" where nobody wrote one.
	Description string `json:"description,omitempty"`
	// Metadata is nil where Mixpanel has none.
	Metadata *LexiconMetadata `json:"metadata,omitempty"`
}

// LexiconProperty describes a property.
type LexiconProperty struct {
	// Type is one of JSON Schema: array, boolean, integer, null, number, object, string.
	Type string `json:"type"`
	// Description is "" where nobody wrote one.
	Description string `json:"description,omitempty"`
	// Metadata is nil where Mixpanel has none.
	Metadata *LexiconMetadata `json:"metadata,omitempty"`
}

// LexiconMetadata is what Mixpanel itself knows of an event, a profile or a property.
type LexiconMetadata struct {
	// Source is where the schema came from; "" is null in JSON.
	Source string
	// DisplayName is the name that Mixpanel's pages show; "" is null in JSON.
	DisplayName string
	// Tags, Contacts and TeamContacts may be none.
	Tags, Contacts, TeamContacts []string
	// Hidden says that Mixpanel's pages leave it out, Dropped that it is not stored any more.
	Hidden, Dropped bool
}

// MarshalJSON has the keys source, display_name, tags, hidden, dropped, contacts and team_contacts.
func (m LexiconMetadata) MarshalJSON() ([]byte, error) {
	m = m.clone()
	return encode(struct {
		Source       *string  `json:"source"`
		DisplayName  *string  `json:"display_name"`
		Tags         []string `json:"tags"`
		Hidden       bool     `json:"hidden"`
		Dropped      bool     `json:"dropped"`
		Contacts     []string `json:"contacts"`
		TeamContacts []string `json:"team_contacts"`
	}{orNull(m.Source), orNull(m.DisplayName), m.Tags, m.Hidden, m.Dropped, m.Contacts, m.TeamContacts})
}

func (m LexiconMetadata) clone() LexiconMetadata {
	m.Tags, m.Contacts, m.TeamContacts = listed(m.Tags), listed(m.Contacts), listed(m.TeamContacts)
	return m
}

// orNull is nil for "".
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func cloneMetadata(m *LexiconMetadata) *LexiconMetadata {
	if m == nil {
		return nil
	}
	cloned := m.clone()
	return &cloned
}

func (s LexiconSchema) check(place string) error {
	err := cmp.Or(checkName(place+"entity_type", s.EntityType), checkText(place+"name", s.Name),
		checkText(place+"schema_json.description", s.Definition.Description))
	for _, name := range sortedKeys(s.Definition.Properties) {
		property := s.Definition.Properties[name]
		err = cmp.Or(err, checkText(place+"schema_json.properties", name),
			checkText(place+"schema_json.properties."+name+".description", property.Description))
	}
	return err
}

func (s LexiconSchema) clone() LexiconSchema {
	properties := make(map[string]LexiconProperty, len(s.Definition.Properties))
	for name, property := range s.Definition.Properties {
		property.Metadata = cloneMetadata(property.Metadata)
		properties[name] = property
	}
	s.Definition.Properties, s.Definition.Metadata = properties, cloneMetadata(s.Definition.Metadata)
	return s
}

func (LexiconSchema) tableOf(schemas []LexiconSchema) arrow.RecordBatch {
	return batchOf(len(schemas),
		texts("entity_type", each(schemas, func(s LexiconSchema) string { return s.EntityType })),
		texts("name", each(schemas, func(s LexiconSchema) string { return s.Name })),
		integers("property_count", each(schemas, func(s LexiconSchema) int64 { return int64(len(s.Definition.Properties)) })),
		texts("description", each(schemas, func(s LexiconSchema) string { return s.Definition.Description })))
}
