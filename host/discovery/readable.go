package discovery

import (
	"encoding/json"
	"fmt"

	"github.com/mixpanel-data/mp/host/mixpanel"
)

// readable is a list whose items are read one by one, so that a strange one does not cost the others.
type readable[Item any] struct {
	items []Item
	// unread says of each item that is left out why.
	unread []string
}

// UnmarshalJSON fails where no item can be read, as the list is one of something else then.
func (r *readable[Item]) UnmarshalJSON(text []byte) error {
	var all array[json.RawMessage]
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	r.items, r.unread = nil, nil
	var failed error
	for i, one := range all {
		var item Item
		if err := json.Unmarshal(one, &item); err != nil {
			r.unread, failed = append(r.unread, fmt.Sprintf("item %d: %s", i+1, mixpanel.Unexpected(err))), err
			continue
		}
		r.items = append(r.items, item)
	}
	if len(r.items) == 0 {
		return failed
	}
	return nil
}

func (r readable[Item]) size() int { return len(r.items) }
