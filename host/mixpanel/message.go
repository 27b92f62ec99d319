package mixpanel

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Sizes of what an error keeps of a body.
const (
	maxErrorBody = 500
	maxMessage   = 300
	// maxWords is for texts that are taken apart, and for requests that are shown.
	maxWords = 4 << 10
)

// messageOf is the server's own words in the body of an error. Mixpanel's services answer {"error":…}, {"message":…},
// {"status":"error","error":…}, a bare JSON string or plain text; a proxy in between may answer with a page, which says
// nothing that the status does not.
func messageOf(status int, body []byte) string {
	text := strings.TrimSpace(jsonMessage(body))
	if text == "" && !bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) && !json.Valid(body) {
		text = strings.TrimSpace(string(body))
	}
	if text == "" {
		text = strings.ToLower(http.StatusText(status))
	}
	return text
}

func jsonMessage(body []byte) string {
	var bare string
	if json.Unmarshal(body, &bare) == nil {
		return bare
	}
	var fields struct {
		Error   json.RawMessage `json:"error"`
		Message json.RawMessage `json:"message"`
	}
	if json.Unmarshal(body, &fields) != nil {
		return ""
	}
	for _, field := range []json.RawMessage{fields.Error, fields.Message} {
		if json.Unmarshal(field, &bare) == nil && bare != "" {
			return bare
		}
		// {"error":{"message":…}}, and whatever else an object may hold.
		if len(field) > 0 && field[0] == '{' {
			if inner := jsonMessage(field); inner != "" {
				return inner
			}
			return string(field)
		}
	}
	return ""
}

// withoutQuery is a body as errors may show it. Mixpanel's envelope repeats the request with its filters; the query is cut
// off, as it is from the request's own address.
func withoutQuery(body []byte) string {
	var fields map[string]json.RawMessage
	var request string
	if json.Unmarshal(body, &fields) == nil && json.Unmarshal(fields["request"], &request) == nil {
		path, _, _ := strings.Cut(request, "?")
		fields["request"], _ = json.Marshal(path) //nolint:errchkjson // a string never fails
		if cut, err := json.Marshal(fields); err == nil {
			body = cut
		}
	}
	return string(body)
}

// shorten keeps the first bytes of a text, as valid UTF-8.
func shorten(text string, most int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
