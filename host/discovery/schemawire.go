package discovery

import (
	"cmp"
	"encoding/json"

	"github.com/mixpanel-data/mp/sdk/result"
)

// schemaEntry is an entry of the Lexicon.
type schemaEntry struct {
	EntityType word       `json:"entityType"`
	Name       word       `json:"name"`
	Schema     schemaJSON `json:"schemaJson"`
}

type schemaJSON struct {
	Description word                      `json:"description"`
	Properties  map[string]propertySchema `json:"properties"`
	Metadata    schemaMetadata            `json:"metadata"`
}

type propertySchema struct {
	Type        word           `json:"type"`
	Description word           `json:"description"`
	Metadata    schemaMetadata `json:"metadata"`
}

// schemaMetadata is Mixpanel's own part of what anybody may write there.
type schemaMetadata struct {
	Mixpanel *struct {
		Source       word   `json:"$source"`
		DisplayName  word   `json:"displayName"`
		Tags         []word `json:"tags"`
		Hidden       flag   `json:"hidden"`
		Dropped      flag   `json:"dropped"`
		Contacts     []word `json:"contacts"`
		TeamContacts []word `json:"teamContacts"`
	} `json:"com.mixpanel"`
}

func (s schemaEntry) result() result.LexiconSchema {
	properties := make(map[string]result.LexiconProperty, len(s.Schema.Properties))
	for name, property := range s.Schema.Properties {
		properties[name] = result.LexiconProperty{
			// What has no type is a text, as everywhere in Mixpanel.
			Type: cmp.Or(string(property.Type), "string"), Description: string(property.Description), Metadata: property.Metadata.result(),
		}
	}
	return result.LexiconSchema{EntityType: string(s.EntityType), Name: string(s.Name), Definition: result.LexiconDefinition{
		Properties: properties, Description: string(s.Schema.Description), Metadata: s.Schema.Metadata.result(),
	}}
}

func (m schemaMetadata) result() *result.LexiconMetadata {
	if m.Mixpanel == nil {
		return nil
	}
	return &result.LexiconMetadata{
		Source: string(m.Mixpanel.Source), DisplayName: string(m.Mixpanel.DisplayName), Tags: texts(m.Mixpanel.Tags),
		Hidden: bool(m.Mixpanel.Hidden), Dropped: bool(m.Mixpanel.Dropped),
		Contacts: texts(m.Mixpanel.Contacts), TeamContacts: texts(m.Mixpanel.TeamContacts),
	}
}

// schemaAnswer is the answer about one schema, which is seen as a list of entries, as an entry, and as the schema alone.
type schemaAnswer struct{ entries []schemaEntry }

func (s *schemaAnswer) UnmarshalJSON(text []byte) error {
	text = unwrapped(text)
	if len(text) > 0 && text[0] == '[' {
		return json.Unmarshal(text, &s.entries)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	var entry schemaEntry
	var err error
	switch {
	case len(fields) == 0:
		return nil
	case fields["schemaJson"] != nil:
		err = json.Unmarshal(text, &entry)
	default:
		err = json.Unmarshal(text, &entry.Schema)
	}
	s.entries = []schemaEntry{entry}
	return err
}

func (s schemaAnswer) size() int { return len(s.entries) }

// find gives the schema of a name. A schema alone is that of the name that was asked for.
func (s schemaAnswer) find(entityType, name string) (result.LexiconSchema, bool) {
	for _, entry := range s.entries {
		if entry.Name == "" && entry.EntityType == "" {
			entry.Name, entry.EntityType = word(name), word(entityType)
		}
		if string(entry.Name) == name && (entry.EntityType == "" || string(entry.EntityType) == entityType) {
			entry.EntityType = word(entityType)
			return entry.result(), true
		}
	}
	return result.LexiconSchema{}, false
}
