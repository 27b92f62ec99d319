package live

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/mixpanel-data/mp/host/mixpanel"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// JQLNote is what whoever asks a JQL question should know.
const JQLNote = "Mixpanel keeps JQL in maintenance mode and tells people to leave it; " +
	"mp query sql over fetched events answers such questions without it"

// JQL runs a script of Mixpanel's query language, which is a deprecated one: see [JQLNote].
//
// https://developer.mixpanel.com/reference/query-jql
type JQL struct {
	// Script is JavaScript that defines main. Required.
	Script string
	// Params is what the script sees as params; it must be JSON. nil is {}.
	Params map[string]any
}

// Validate says what cannot be asked; see the package text for the error.
func (q JQL) Validate() error {
	if strings.TrimSpace(q.Script) == "" {
		return &mperr.InvalidArgument{Argument: "script", Reason: "is required"}
	}
	if !utf8.ValidString(q.Script) {
		return &mperr.InvalidArgument{Argument: "script", Reason: "must be valid UTF-8"}
	}
	if _, err := json.Marshal(q.Params); err != nil {
		return &mperr.InvalidArgument{Argument: "params", Reason: "must be JSON: " + err.Error()}
	}
	return nil
}

// Ask has Mixpanel run the script; see the package text for errors, of which [mperr.JQLSyntaxError] is for a script that does
// not run, and [mperr.APIError] also for a project that has no JQL any more.
func (q JQL) Ask(ctx context.Context, asker Asker) (*result.JQLResult, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	values := url.Values{"script": {q.Script}}
	if q.Params != nil {
		encoded, err := json.Marshal(q.Params)
		if err != nil {
			return nil, err
		}
		values.Set("params", string(encoded))
	}
	var answer json.RawMessage
	question := mixpanel.Question{API: mixpanel.APIQuery, Path: "jql", Params: values, Post: true}
	if err := asker.Ask(ctx, question, &answer); err != nil {
		return nil, err
	}
	made, err := result.NewJQL(result.JQLFields{Raw: answer})
	return understood("jql", made, err)
}
