package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"github.com/mixpanel-data/mp/host/fetch/scan"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// synthesizer makes insert ids for events that have none, the same ones for the same content at each fetch.
type synthesizer struct {
	hash hash.Hash
	sum  []byte
	id   []byte
}

func newSynthesizer() *synthesizer {
	return &synthesizer{hash: sha256.New(), id: []byte(storage.SyntheticPrefix)}
}

// of gives the id of an event, valid until the next call: half a SHA-256 over the properties as sent and the name. A JSON
// object tells its own end, so no two events have the same text.
func (s *synthesizer) of(event *scan.Event) []byte {
	s.hash.Reset()
	s.hash.Write(event.Properties)
	s.hash.Write(event.Name)
	s.sum = s.hash.Sum(s.sum[:0])
	s.id = hex.AppendEncode(s.id[:len(storage.SyntheticPrefix)], s.sum[:16])
	return s.id
}
