package mixpanel

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
)

// formOf is the body that a request was sent with; "" where it had none.
func formOf(request *http.Request) string {
	if request.GetBody == nil {
		return ""
	}
	body, err := request.GetBody()
	if err != nil {
		return ""
	}
	text, err := io.ReadAll(body) // of a text in memory
	if err != nil {
		return ""
	}
	return string(text)
}

// script is the JQL of a request, where errors may hold it.
func (c *Client) script(request *http.Request) string {
	if !c.config.ShowRequests {
		return ""
	}
	form, err := url.ParseQuery(formOf(request))
	if err != nil {
		return ""
	}
	return c.redact.start(form.Get("script"), maxWords)
}

// errorInside finds the failure in an answer whose status was 200, an old habit of the server: an object with an error in
// words. The error's kind is looked at, as the names of properties are keys of an answer too, and one may be called error.
func errorInside(text []byte) (reason string, failed bool) {
	if len(text) == 0 || text[0] != '{' {
		return "", false
	}
	var fields struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(text, &fields) != nil || len(fields.Error) == 0 {
		return "", false
	}
	var words string
	if json.Unmarshal(fields.Error, &words) != nil {
		words = jsonMessage(fields.Error)
	}
	return words, words != ""
}
