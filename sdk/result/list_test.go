package result_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/result"
)

func lexicon() []result.LexiconSchema {
	return []result.LexiconSchema{
		{EntityType: "event", Name: "Order Placed", Definition: result.LexiconDefinition{
			Description: "Checkout finished",
			Properties: map[string]result.LexiconProperty{
				"plan": {Type: "string"},
				"amount": {
					Type: "number", Description: "gross <EUR>",
					Metadata: &result.LexiconMetadata{DisplayName: "Amount", Hidden: true, Tags: []string{"core"}},
				},
			},
			Metadata: &result.LexiconMetadata{Source: "etl", Contacts: []string{"data@example.test"}, TeamContacts: []string{"Growth"}, Dropped: true},
		}},
		{EntityType: "profile", Name: "$user"},
	}
}

func annotations() []result.Annotation {
	return []result.Annotation{
		{ID: 640, Date: "2026-01-02 12:00:00", Description: "Pricing change", User: "Rui Lima", Tags: []string{"Launches", "Prices"}},
		{ID: 641, Date: "2026-01-03"},
	}
}

// listOf is a list of items that are known to be good.
func listOf[Item result.Listed[Item]](t *testing.T, items ...Item) *result.List[Item] {
	t.Helper()
	list, err := result.NewList(items)
	return must(t, list, err)
}

// listSamples is one full and one empty answer of each kind of list.
func listSamples(t *testing.T) map[string]result.Result {
	t.Helper()
	names, namesErr := result.NewNames(result.NamesFields{Column: "event", Names: []string{"", "<Sign Up>", "日本"}, Truncated: true})
	noNames, noNamesErr := result.NewNames(result.NamesFields{Column: "value"})
	schema, schemaErr := result.NewLexicon(lexicon()[0])
	noSchema, noSchemaErr := result.NewLexicon(lexicon()[1])
	return map[string]result.Result{
		"names": must(t, names, namesErr), "names_empty": must(t, noNames, noNamesErr),
		"funnels": listOf(t, result.FunnelInfo{FunnelID: 1, Name: "Checkout"}, result.FunnelInfo{FunnelID: 2}), "funnels_empty": listOf[result.FunnelInfo](t),
		"cohorts": listOf(t, result.SavedCohort{
			ID: 88123, Name: "Power & users", Count: 1432, Description: "many", Created: "2026-01-03 09:10:11", IsVisible: true,
		}, result.SavedCohort{ID: 1}), "cohorts_empty": listOf[result.SavedCohort](t),
		"top_events": listOf(t, result.TopEvent{Event: "Order Placed", Count: 310, PercentChange: -0.08}), "top_events_empty": listOf[result.TopEvent](t),
		"bookmarks": listOf(t, result.BookmarkInfo{
			ID: 7, Name: "KPIs", Type: "insights", ProjectID: 424242, Created: "2026-01-01T00:00:00", Modified: "2026-01-02T00:00:00",
			WorkspaceID: 51, DashboardID: 9, Description: "weekly", CreatorID: 5, CreatorName: "Rui",
		}, result.BookmarkInfo{ID: 8}), "bookmarks_empty": listOf[result.BookmarkInfo](t),
		"annotations": listOf(t, annotations()...), "annotations_empty": listOf[result.Annotation](t),
		"lexicon_schemas": listOf(t, lexicon()...), "lexicon_schemas_empty": listOf[result.LexiconSchema](t),
		"lexicon_schema": must(t, schema, schemaErr), "lexicon_schema_empty": must(t, noSchema, noSchemaErr),
	}
}

func TestListsGiveBackTheirItems(t *testing.T) {
	names, err := result.NewNames(result.NamesFields{Column: "event", Names: []string{"a", "b"}, Truncated: true})
	if must(t, names, err); names.Len() != 2 || !names.Truncated() || names.Names()[1] != "b" {
		t.Errorf("%v, %d, %v", names.Names(), names.Len(), names.Truncated())
	}
	list := listOf(t, result.FunnelInfo{FunnelID: 1, Name: "Checkout"})
	if diff := cmp.Diff([]result.FunnelInfo{{FunnelID: 1, Name: "Checkout"}}, list.Items()); diff != "" || list.Len() != 1 {
		t.Errorf("%d items (-want +got):\n%s", list.Len(), diff)
	}
	if none := listOf[result.TopEvent](t); none.Len() != 0 || len(none.Items()) != 0 {
		t.Errorf("%v", none.Items())
	}
	schema, err := result.NewLexicon(lexicon()[0])
	if got := must(t, schema, err).Schema(); got.Name != "Order Placed" || len(got.Definition.Properties) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestChangingItemsChangesNoList(t *testing.T) {
	given := []string{"a"}
	names, err := result.NewNames(result.NamesFields{Column: "event", Names: given})
	unchanged(t, must(t, names, err), func() { given[0], names.Names()[0] = "x", "x" })

	schemas := lexicon()
	list := listOf(t, schemas...)
	spoil := func(s []result.LexiconSchema) {
		s[0].Definition.Metadata.Contacts[0] = "x"
		s[0].Definition.Properties["amount"].Metadata.Tags[0] = "x"
		s[0].Definition.Properties["new"] = result.LexiconProperty{}
		s[1] = result.LexiconSchema{}
	}
	unchanged(t, list, func() { spoil(list.Items()); spoil(schemas) })

	notes := annotations()
	noted := listOf(t, notes...)
	unchanged(t, noted, func() { notes[0].Tags[0], noted.Items()[0].Tags[0] = "x", "x" })
}

func TestListsAreRefused(t *testing.T) {
	notText := "a\xff"
	wantListRefusal(t, "[1].funnel_id", result.FunnelInfo{FunnelID: 1}, result.FunnelInfo{FunnelID: -1})
	wantListRefusal(t, "[0].name", result.FunnelInfo{FunnelID: 1, Name: notText})
	wantListRefusal(t, "[0].count", result.SavedCohort{ID: 1, Count: -1})
	wantListRefusal(t, "[0].percent_change", result.TopEvent{PercentChange: infinite()})
	wantListRefusal(t, "[0].event", result.TopEvent{Event: notText})
	wantListRefusal(t, "[0].id", result.BookmarkInfo{})
	wantListRefusal(t, "[0].date", result.Annotation{ID: 1, Date: "soon"})
	wantListRefusal(t, "[0].tags[1]", result.Annotation{ID: 1, Date: "2026-01-01", Tags: []string{"a", notText}})
	wantListRefusal(t, "[0].entity_type", result.LexiconSchema{})
	names, err := result.NewNames(result.NamesFields{Column: "event", Names: []string{"a", notText}})
	wantRefusal(t, names, err, "[1]")
	names, err = result.NewNames(result.NamesFields{})
	wantRefusal(t, names, err, "column")
	schema, err := result.NewLexicon(result.LexiconSchema{Name: "a"})
	wantRefusal(t, schema, err, "entity_type")
}

func wantListRefusal[Item result.Listed[Item]](t *testing.T, field string, items ...Item) {
	t.Helper()
	list, err := result.NewList(items)
	wantRefusal(t, list, err, field)
}

func infinite() float64 {
	zero := 0.0
	return 1 / zero
}
