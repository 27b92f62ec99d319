package mpsim

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strconv"
)

// mostBody bounds the body that parameters are read from; net/http bounds forms
// alike.
const mostBody = 10 << 20

// readParams reads the query string and the body, a form or a JSON object.
func readParams(w http.ResponseWriter, r *http.Request) (params, error) {
	if err := r.ParseForm(); err != nil {
		return params{}, badRequest("the parameters cannot be read: %v", err)
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Method != http.MethodPost || kind != "application/json" {
		return params{r.Form}, nil
	}
	var members map[string]json.RawMessage
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBody)).Decode(&members); err != nil {
		return params{}, badRequest("the body is not a JSON object: %v", err)
	}
	for name, value := range members {
		setJSON(r.Form, name, value)
	}
	return params{r.Form}, nil
}

// setJSON sets a parameter to what a form would say: strings without quotes,
// everything else as JSON, null not at all.
func setJSON(form url.Values, name string, value json.RawMessage) {
	var text *string
	if json.Unmarshal(value, &text) != nil {
		form.Set(name, string(value))
	} else if text != nil {
		form.Set(name, *text)
	}
}

// list is a JSON array of texts, of which some senders write numbers as such;
// nil if absent.
func (p params) list(name string) ([]string, error) {
	if p.text(name) == "" {
		return nil, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal([]byte(p.text(name)), &items); err != nil || items == nil {
		return nil, badRequest(`%s must be a JSON array, such as ["a","b"]`, name)
	}
	list := make([]string, len(items))
	for i, item := range items {
		if json.Unmarshal(item, &list[i]) == nil && item[0] == '"' {
			continue
		}
		if _, err := strconv.ParseFloat(string(item), 64); err != nil {
			return nil, badRequest("%s: %s is neither text nor a number", name, item)
		}
		list[i] = string(item)
	}
	return list, nil
}
