package mixpanel

import (
	"bytes"
	"encoding/json"
)

// EarlyEnd recognises the lines with which Mixpanel breaks off an export whose status was 200: a plain line such as
// "terminated early" or "export terminated early", and a JSON object that has an error and no event. The reason quotes
// the line, of which callers show the start. Both were seen on the wire and are not documented.
func EarlyEnd(line []byte) (reason string, early bool) {
	line = bytes.TrimSpace(line)
	if len(line) == 0 || len(line) > maxEarlyEnd || bytes.HasPrefix(line, []byte(`{"event"`)) {
		return "", false
	}
	if line[0] != '{' {
		if bytes.Contains(bytes.ToLower(line), []byte("terminated early")) {
			return "the body ends with the line " + string(line), true
		}
		return "", false
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(line, &fields) != nil || fields["error"] == nil || fields["event"] != nil {
		return "", false
	}
	return "Mixpanel broke off with: " + messageOf(200, line), true
}

// maxEarlyEnd is longer than any such line that was seen.
const maxEarlyEnd = 4 << 10

// tail keeps the last bytes of what is written to it.
type tail struct {
	kept []byte
	cut  bool
}

func (t *tail) write(p []byte) {
	const most = 2 * maxEarlyEnd
	if len(p) >= most {
		t.cut = t.cut || len(t.kept) > 0 || len(p) > most
		t.kept = append(t.kept[:0], p[len(p)-most:]...)
		return
	}
	if over := len(t.kept) + len(p) - most; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
		t.cut = true
	}
	t.kept = append(t.kept, p...)
}

// line is the last line that is not blank; nil where its beginning is no longer known.
func (t *tail) line() []byte {
	text := bytes.TrimSpace(t.kept)
	start := bytes.LastIndexByte(text, '\n') + 1
	if start == 0 && t.cut {
		return nil
	}
	return text[start:]
}
