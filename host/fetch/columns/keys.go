package columns

import (
	"encoding/binary"

	"github.com/mixpanel-data/mp/sdk/storage"
)

// keys are the keys of properties that a sheet has met.
type keys struct {
	known map[string]*entry
	// recent are the entries met last, by a hash of their keys.
	recent [1 << 9]*entry
	// counted are the properties without a column, in the order they came.
	counted []*tally
}

// entry says what becomes of a key: it has a column, or is counted, or neither.
type entry struct {
	key    string
	column int // -1 for none
	tally  *tally
}

func newKeys(columns []storage.PropertyColumn) keys {
	known := make(map[string]*entry, len(columns))
	for i, column := range columns {
		known[column.Property] = &entry{key: column.Property, column: i}
	}
	return keys{known: known}
}

// entry finds what becomes of a key; nil for one that is too much to count.
func (k *keys) entry(key []byte) *entry {
	at := &k.recent[hash(key)%uint64(len(k.recent))]
	if e := *at; e != nil && e.key == string(key) {
		return e
	}
	e := k.known[string(key)]
	if e == nil {
		if len(k.counted) == mostCounted {
			return nil
		}
		e = &entry{key: string(key), column: -1}
		if canName(e.key) {
			e.tally = &tally{property: e.key}
			k.counted = append(k.counted, e.tally)
			k.known[e.key] = e
		}
	}
	*at = e
	return e
}

// hash mixes the length of a key with its first and last eight bytes, which tell most keys apart.
func hash(key []byte) uint64 {
	h := uint64(len(key))
	if len(key) >= 8 {
		h ^= binary.LittleEndian.Uint64(key)*0x9e3779b97f4a7c15 ^ binary.LittleEndian.Uint64(key[len(key)-8:])*0xff51afd7ed558ccd
	} else {
		for _, c := range key {
			h = (h ^ uint64(c)) * 0x100000001b3
		}
	}
	return h ^ h>>32 ^ h>>47
}
