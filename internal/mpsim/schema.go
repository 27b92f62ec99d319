package mpsim

// schemaEntry is an event or a kind of profile that the lexicon describes.
type schemaEntry struct {
	EntityType string `json:"entityType"`
	Name       string `json:"name"`
	SchemaJSON schema `json:"schemaJson"`
}

type schema struct {
	Schema      string                    `json:"$schema,omitempty"`
	Description string                    `json:"description,omitempty"`
	Properties  map[string]schemaProperty `json:"properties"`
	Required    []string                  `json:"required,omitempty"`
	Metadata    *schemaMetadata           `json:"metadata,omitempty"`
}

type schemaProperty struct {
	Type        string          `json:"type"`
	Description string          `json:"description,omitempty"`
	Examples    []any           `json:"examples,omitempty"`
	Metadata    *schemaMetadata `json:"metadata,omitempty"`
}

type schemaMetadata struct {
	Mixpanel lexiconMetadata `json:"com.mixpanel"`
}

type lexiconMetadata struct {
	Source       string   `json:"$source,omitempty"`
	DisplayName  string   `json:"displayName,omitempty"`
	Tags         []string `json:"tags,omitempty"`
	Hidden       bool     `json:"hidden"`
	Dropped      bool     `json:"dropped"`
	Contacts     []string `json:"contacts,omitempty"`
	TeamContacts []string `json:"teamContacts,omitempty"`
}

// named is the metadata of what is only given another name.
func named(displayName string) *schemaMetadata {
	return &schemaMetadata{lexiconMetadata{DisplayName: displayName}}
}

// schemas are the lexicon of every project: of some events, as only those have a
// schema that somebody has described, and of one that is sent no more.
var schemas = []schemaEntry{
	{"event", "Order Placed", schema{
		Schema: "https://json-schema.org/draft/2020-12/schema", Description: "Checkout finished",
		Properties: map[string]schemaProperty{
			"amount":   {Type: "number", Description: "gross", Metadata: named("Amount")},
			"currency": {Type: "string", Examples: []any{"EUR", "JPY"}},
			"items":    {Type: "array"},
			"gift":     {Type: "boolean"},
			"coupon":   {Type: "null"},
			"shipping": {Type: "object", Metadata: &schemaMetadata{lexiconMetadata{Hidden: true}}},
		},
		Required: []string{"amount", "currency"},
		Metadata: &schemaMetadata{lexiconMetadata{
			Source: "etl", DisplayName: "Order placed", Tags: []string{"core", "revenue"},
			Contacts: []string{"data@example.test"}, TeamContacts: []string{"Growth"},
		}},
	}},
	{"event", "Gutschein eingelöst", schema{Properties: map[string]schemaProperty{"quantity": {Type: "integer"}}}},
	{"event", "Demo/Trial Requested", schema{
		Properties: map[string]schemaProperty{}, Metadata: &schemaMetadata{lexiconMetadata{Hidden: true}},
	}},
	{"event", "Beta Opened", schema{
		Description: "not sent since 2024", Properties: map[string]schemaProperty{},
		Metadata: &schemaMetadata{lexiconMetadata{Dropped: true, Tags: []string{"old"}}},
	}},
	{"profile", "$user", schema{
		Description: "Customers",
		Properties: map[string]schemaProperty{
			"$email": {Type: "string", Metadata: named("E-mail")},
			"plan":   {Type: "string", Description: "what they pay for", Examples: []any{"free", "team", "pro"}},
			"orders": {Type: "integer"},
			"tags":   {Type: "array"},
		},
	}},
}
