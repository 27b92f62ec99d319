package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// filterText is the canonical text of what narrows a request, "" for nothing. Days whose texts are equal hold the same
// selection of events.
func (r Request) filterText() string {
	filter := struct {
		Events []string `json:"events,omitempty"`
		Where  string   `json:"where,omitempty"`
		Limit  int      `json:"limit,omitempty"`
	}{r.eventNames(), r.Where, r.Limit}
	if len(filter.Events) == 0 && filter.Where == "" && filter.Limit == 0 {
		return ""
	}
	return string(mustJSON(filter))
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
		Version    int        `json:"version"`
		Project    string     `json:"project"`
		From       string     `json:"from"`
		To         string     `json:"to"`
		Filter     string     `json:"filter"`
		Refetch    bool       `json:"refetch"`
		ExportTime ExportTime `json:"export_time"`
		Zone       string     `json:"zone"`
	}{1, config.ProjectID, r.From, r.To, r.filterText(), r.Refetch, config.ExportTime, config.clock().location().String()}))
	return hex.EncodeToString(sum[:])
}

func (r Request) metadata() storage.Metadata {
	return storage.Metadata{FromDate: r.From, ToDate: r.To, FilterEvents: r.eventNames(), FilterWhere: r.Where}
}

// mustJSON encodes structs of strings and numbers, which cannot fail.
func mustJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
