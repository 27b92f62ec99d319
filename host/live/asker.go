package live

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

// Asker asks Mixpanel. A [mixpanel.Client] is one.
type Asker interface {
	Ask(ctx context.Context, question mixpanel.Question, into any) error
}

// longAddress is how long parameters may be in an address; longer ones go as a form, which Mixpanel takes for all of its
// queries although it documents so for some only. Servers and proxies begin to refuse addresses of 8 KiB.
const longAddress = 6000

// ask sends a report's parameters and gives its answer as it came.
func ask(ctx context.Context, asker Asker, path string, params url.Values) (json.RawMessage, error) {
	var answer json.RawMessage
	question := mixpanel.Question{API: mixpanel.APIQuery, Path: path, Params: params, Post: len(params.Encode()) > longAddress}
	if err := asker.Ask(ctx, question, &answer); err != nil {
		return nil, err
	}
	return answer, nil
}

// askSaved is ask for what is saved in Mixpanel under an id: 404 says that it is not there.
func askSaved(ctx context.Context, asker Asker, kind string, id int64, path string, params url.Values) (json.RawMessage, error) {
	answer, err := ask(ctx, asker, path, params)
	refused, ok := errors.AsType[*mperr.QueryFailed](err)
	if !ok {
		return answer, err
	}
	if refused.StatusCode != http.StatusNotFound {
		named := *refused
		named.Fix = findsIDs[kind]
		return nil, &named
	}
	return nil, &mperr.NotFound{
		Exchange: refused.Exchange, Kind: kind, Name: strconv.FormatInt(id, 10), Reason: refused.Message, Fix: findsIDs[kind],
	}
}

// findsIDs says where ids of a kind are found.
var findsIDs = map[string]string{
	"funnel": "mp inspect funnels lists the saved funnels with their ids",
	"report": "mp inspect bookmarks lists the saved reports with their ids; the number behind report- in the address of a board is one",
}

// params are parameters of which those without a value are left out.
type params map[string]string

func (p params) values() url.Values {
	values := url.Values{}
	for name, value := range p {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

// list is a list as Mixpanel takes it, a JSON array; "" where there is none.
func list(names []string) (string, error) {
	if len(names) == 0 {
		return "", nil
	}
	encoded, err := json.Marshal(names)
	return string(encoded), err
}

// number is a number as a parameter; "" for 0, which leaves it to Mixpanel.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
