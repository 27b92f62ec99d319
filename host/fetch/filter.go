package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// filter is what narrows a request.
type filter struct {
	Events []string `json:"events,omitempty"`
	Where  string   `json:"where,omitempty"`
	Limit  int      `json:"limit,omitempty"`
}

func (r Request) filter() filter { return filter{r.eventNames(), r.Where, r.Limit} }

// filterText is the canonical text of what narrows a request, "" for nothing. Days whose texts are equal hold the same
// selection of events.
func (r Request) filterText() string {
	f := r.filter()
	if len(f.Events) == 0 && f.Where == "" && f.Limit == 0 {
		return ""
	}
	return string(mustJSON(f))
}

// parseFilter reads what filterText wrote. It says no to the text of another program.
func parseFilter(text string) (f filter, ok bool) {
	if text == "" {
		return filter{}, true
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	return f, decoder.Decode(&f) == nil
}

// contains says whether f selects all that other selects, as far as can be told without reading expressions.
func (f filter) contains(other filter) bool {
	if f.Limit > 0 && (other.Limit == 0 || other.Limit > f.Limit) || f.Where != "" && f.Where != other.Where {
		return false
	}
	if len(f.Events) == 0 {
		return true
	}
	missing := func(name string) bool { return !slices.Contains(f.Events, name) }
	return len(other.Events) > 0 && !slices.ContainsFunc(other.Events, missing)
}

// eventNames are the names wanted, sorted and each once.
func (r Request) eventNames() []string {
	names := slices.Clone(r.Events)
	slices.Sort(names)
	return slices.Compact(names)
}

// fingerprint identifies what a session writes: two requests with the same one may share their units.
func (r Request) fingerprint(config Config) string {
	sum := sha256.Sum256(mustJSON(struct {
		Version    int                   `json:"version"`
		Project    string                `json:"project"`
		From       string                `json:"from"`
		To         string                `json:"to"`
		Filter     string                `json:"filter"`
		Refetch    bool                  `json:"refetch"`
		ExportTime credential.ExportTime `json:"export_time"`
		Zone       string                `json:"zone"`
	}{1, config.ProjectID, r.From, r.To, r.filterText(), r.Refetch, config.ExportTime, config.clock().Location().String()}))
	return hex.EncodeToString(sum[:])
}

func (r Request) metadata(config Config) storage.Metadata {
	return storage.Metadata{ProjectID: config.ProjectID, FromDate: r.From, ToDate: r.To, FilterEvents: r.eventNames(), FilterWhere: r.Where}
}

// mustJSON encodes structs of strings and numbers, which cannot fail.
func mustJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
