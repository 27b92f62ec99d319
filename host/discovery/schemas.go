package discovery

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/internal/spelling"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// EntityTypes are what the Lexicon can be asked about.
func EntityTypes() []string { return []string{"event", "profile"} }

// SchemasOptions are those of [Project.Schemas].
type SchemasOptions struct {
	// EntityType is one of [EntityTypes]; "" is all.
	EntityType string
	// Refresh asks anew; Mixpanel allows five such questions a minute.
	Refresh bool
}

// Validate says what is wrong with the options.
func (o SchemasOptions) Validate() error { return oneOf("entity_type", o.EntityType, EntityTypes()) }

// Schemas gives what the Lexicon has a schema of, sorted by entity type and name. Events that were seen and that nobody has
// described are not in it.
func (p *Project) Schemas(ctx context.Context, options SchemasOptions) (*result.List[result.LexiconSchema], error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	path := p.inApp("schemas")
	if options.EntityType != "" {
		path += "/" + options.EntityType
	}
	answer, _, err := ask[array[schemaEntry]](ctx, p, mixpanel.Question{API: mixpanel.APIApp, Path: path}, options.Refresh)
	if err != nil {
		return nil, err
	}
	schemas := make([]result.LexiconSchema, len(answer))
	for i, entry := range answer {
		schemas[i] = entry.result()
	}
	slices.SortFunc(schemas, func(a, b result.LexiconSchema) int {
		return cmp.Or(cmp.Compare(a.EntityType, b.EntityType), cmp.Compare(a.Name, b.Name))
	})
	return result.NewList(schemas)
}

// SchemaOptions are those of [Project.Schema].
type SchemaOptions struct {
	// EntityType is one of [EntityTypes], Name what it is called. Required.
	EntityType, Name string
	// Refresh asks anew; Mixpanel allows five such questions a minute.
	Refresh bool
}

// Validate says what is wrong with the options.
func (o SchemaOptions) Validate() error {
	return cmp.Or(required("entity_type", o.EntityType), oneOf("entity_type", o.EntityType, EntityTypes()), required("entity_name", o.Name))
}

// Schema gives what the Lexicon says of one event or profile; [mperr.NotFound], of kind schema, where it has nothing.
func (p *Project) Schema(ctx context.Context, options SchemaOptions) (*result.LexiconResult, error) {
	if err := options.Validate(); err != nil {
		return nil, err
	}
	// The name is a parameter and no part of the path, which cannot have all names, such as "..".
	question := mixpanel.Question{
		API: mixpanel.APIApp, Path: p.inApp("schemas/" + options.EntityType), Params: url.Values{"entity_name": {options.Name}},
	}
	answer, _, err := ask[schemaAnswer](ctx, p, question, options.Refresh)
	if refused, ok := errors.AsType[*mperr.QueryFailed](err); ok && refused.StatusCode == http.StatusNotFound {
		return nil, p.schemaNotFound(ctx, options, refused.Exchange)
	}
	if err != nil {
		return nil, err
	}
	schema, ok := answer.find(options.EntityType, options.Name)
	if !ok {
		return nil, p.schemaNotFound(ctx, options, mperr.Exchange{})
	}
	return result.NewLexicon(schema)
}

// schemaNotFound names near names, where Mixpanel gives them.
func (p *Project) schemaNotFound(ctx context.Context, options SchemaOptions, exchange mperr.Exchange) error {
	missing := &mperr.NotFound{
		Exchange: exchange, Kind: "schema", Name: options.Name,
		Fix: "mp inspect lexicon-schemas -t " + options.EntityType + " lists those that there are",
	}
	known, err := p.Schemas(ctx, SchemasOptions{EntityType: options.EntityType})
	if err != nil {
		return missing
	}
	var names []string
	for _, schema := range known.Items() {
		names = append(names, schema.Name)
	}
	if near := spelling.Similar(options.Name, names, 5); len(near) > 0 {
		missing.Reason = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return missing
}
