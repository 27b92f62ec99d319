package discovery_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/host/discovery"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func refusal(status int) error {
	return &mperr.QueryFailed{Exchange: mperr.Exchange{StatusCode: status}, Message: "no"}
}

func TestAnUnknownEventComesWithSimilarNames(t *testing.T) {
	want := &mperr.EventNotFound{EventName: "order_placd", SimilarEvents: []string{"Order Placed"}}
	for name, asker := range map[string]*fake{
		"nothing known of it": {answers: map[string]string{"events/properties/top": `{}`, "events/properties/values": `[]`}},
		"refused":             {errs: map[string]error{"events/properties/top": refusal(400), "events/properties/values": refusal(404)}},
	} {
		if asker.answers == nil {
			asker.answers = map[string]string{}
		}
		asker.answers["events/names"] = `["Signup","Order Placed","Refund"]`
		p := discovery.New(asker, discovery.Config{})
		_, propertiesErr := p.Properties(t.Context(), discovery.PropertiesOptions{Event: "order_placd"})
		_, valuesErr := p.Values(t.Context(), discovery.ValuesOptions{Property: "plan", Event: "order_placd"})
		for _, err := range []error{propertiesErr, valuesErr} {
			got, ok := errors.AsType[*mperr.EventNotFound](err)
			if diff := cmp.Diff(want, got); !ok || diff != "" {
				t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
			}
		}
	}
}

// Kept names may be older than an event, so that they are asked for once more before an event is said not to be there.
func TestAnEventIsNotFoundByFreshNamesOnly(t *testing.T) {
	asker := &fake{answers: map[string]string{"events/names": `["Signup"]`, "events/properties/top": `{}`}}
	p := discovery.New(asker, discovery.Config{})
	if _, err := p.Events(t.Context(), discovery.EventsOptions{}); err != nil {
		t.Fatal(err)
	}
	asker.answers["events/names"] = `["Signup","New"]`
	got, err := p.Properties(t.Context(), discovery.PropertiesOptions{Event: "New"})
	wantJSON(t, got, err, `[]`)
	asker.wantSeen(t, "GET query events/names?limit=5000&type=general", "GET query events/properties/top?event=New&limit=5000",
		"GET query events/names?limit=5000&type=general")
}

func TestWhatCannotBeToldIsNotClaimed(t *testing.T) {
	long := `["a"` + strings.Repeat(`,"b"`, 254)
	for name, test := range map[string]struct {
		names    string
		err      error
		namesErr error
		code     mperr.Code
	}{
		"names are cut":               {names: long + "]"},
		"names are cut, refused":      {names: long + "]", err: refusal(400), code: "QUERY_FAILED"},
		"known and refused":           {names: `["New"]`, err: refusal(400), code: "QUERY_FAILED"},
		"no names":                    {namesErr: &mperr.RateLimited{}},
		"no names, refused":           {namesErr: &mperr.RateLimited{}, err: refusal(400), code: "QUERY_FAILED"},
		"another status":              {names: `["a"]`, err: refusal(422), code: "QUERY_FAILED"},
		"credentials refused midway":  {names: `["a"]`, err: &mperr.AuthFailed{}, code: "AUTH_FAILED"},
		"an event without properties": {names: `["New"]`},
	} {
		asker := &fake{
			answers: map[string]string{"events/names": test.names, "events/properties/top": `{}`},
			errs:    map[string]error{"events/properties/top": test.err, "events/names": test.namesErr},
		}
		_, err := discovery.New(asker, discovery.Config{}).Properties(t.Context(), discovery.PropertiesOptions{Event: "New"})
		if (err == nil) != (test.code == "") || err != nil && mperr.CodeOf(err) != test.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
