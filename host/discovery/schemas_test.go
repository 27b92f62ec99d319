package discovery_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

const (
	orderSchema = `{"description":"Checkout finished",
		"properties":{"amount":{"type":"number","description":"gross","metadata":{"com.mixpanel":{"displayName":"Amount","hidden":false,"dropped":true}}},
			"tags":{"type":["array","null"]},"odd":{}},
		"metadata":{"com.mixpanel":{"$source":"etl","displayName":"Order placed","tags":["core"],"hidden":0,"contacts":["data@example.test"],"teamContacts":["Growth"]}}}`
	orderEntry = `{"entityType":"event","name":"Order Placed","schemaJson":` + orderSchema + `}`
	orderJSON  = `{"entity_type":"event","name":"Order Placed","schema_json":{"properties":{` +
		`"amount":{"type":"number","description":"gross","metadata":{"source":null,"display_name":"Amount","tags":[],"hidden":false,"dropped":true,"contacts":[],"team_contacts":[]}},` +
		`"odd":{"type":"string"},"tags":{"type":"[\"array\",\"null\"]"}},"description":"Checkout finished",` +
		`"metadata":{"source":"etl","display_name":"Order placed","tags":["core"],"hidden":false,"dropped":false,"contacts":["data@example.test"],"team_contacts":["Growth"]}}}`
)

func TestSchemasAreSortedAndKeptByEntityType(t *testing.T) {
	p, asker := project("projects/424242/schemas", `{"status":"ok","results":[
		{"entityType":"profile","name":"$user","schemaJson":{}},`+orderEntry+`,{"entityType":"event","name":"A","schemaJson":null}]}`)
	asker.answers["projects/424242/schemas/profile"] = `{"status":"ok","results":[{"entityType":"profile","name":"$user","schemaJson":{"metadata":{"other":1}}}]}`
	for range 2 {
		got, err := p.Schemas(t.Context(), discovery.SchemasOptions{})
		wantJSON(t, got, err, `[{"entity_type":"event","name":"A","schema_json":{"properties":{}}},`+orderJSON+
			`,{"entity_type":"profile","name":"$user","schema_json":{"properties":{}}}]`)
		profiles, err := p.Schemas(t.Context(), discovery.SchemasOptions{EntityType: "profile"})
		wantJSON(t, profiles, err, `[{"entity_type":"profile","name":"$user","schema_json":{"properties":{}}}]`)
	}
	asker.wantSeen(t, "GET app projects/424242/schemas?", "GET app projects/424242/schemas/profile?")
}

func TestOneSchemaIsReadInEveryForm(t *testing.T) {
	for _, answer := range map[string]string{
		"list":              `{"status":"ok","results":[` + orderEntry + `]}`,
		"among others":      `{"results":[{"entityType":"event","name":"Order","schemaJson":{}},` + orderEntry + `]}`,
		"entry":             `{"status":"ok","results":` + orderEntry + `}`,
		"schema":            `{"status":"ok","results":` + orderSchema + `}`,
		"without envelope":  orderSchema,
		"entry, bare":       orderEntry,
		"list, bare":        `[` + orderEntry + `]`,
		"of no entity type": `[` + strings.Replace(orderEntry, `"entityType":"event",`, "", 1) + `]`,
	} {
		p, asker := project("projects/424242/schemas/event", answer)
		got, err := p.Schema(t.Context(), discovery.SchemaOptions{EntityType: "event", Name: "Order Placed"})
		wantJSON(t, got, err, orderJSON)
		asker.wantSeen(t, "GET app projects/424242/schemas/event?entity_name=Order+Placed")
	}
}

func TestAMissingSchemaIsNotFound(t *testing.T) {
	for name, answer := range map[string]string{"empty list": `{"results":[]}`, "another": `{"results":[` + orderEntry + `]}`, "nothing": `{}`, "status 404": ""} {
		p, asker := project("projects/424242/schemas/event", answer)
		if answer == "" {
			asker.errs = map[string]error{"projects/424242/schemas/event": refusal(404)}
		}
		_, err := p.Schema(t.Context(), discovery.SchemaOptions{EntityType: "event", Name: "order placd"})
		missing, ok := errors.AsType[*mperr.NotFound](err)
		if !ok || missing.Kind != "schema" || missing.Name != "order placd" || !strings.Contains(mperr.Hint(err), "lexicon-schemas -t event") {
			t.Errorf("%s: %v; %s", name, err, mperr.Hint(err))
		}
		if name == "another" && !strings.Contains(err.Error(), "did you mean Order Placed?") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASchemaThatCannotBeAskedForIsNotMissing(t *testing.T) {
	p, asker := project("", "")
	asker.errs = map[string]error{"projects/424242/schemas/event": &mperr.RateLimited{}}
	_, err := p.Schema(t.Context(), discovery.SchemaOptions{EntityType: "event", Name: "a"})
	if mperr.CodeOf(err) != "RATE_LIMITED" {
		t.Error(err)
	}
}
