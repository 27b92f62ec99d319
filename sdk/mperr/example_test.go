package mperr_test

import (
	"errors"
	"fmt"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// dropTable fails as a storage plugin does.
func dropTable() error {
	return fmt.Errorf("drop: %w", &mperr.TableNotFound{TableName: "event", SimilarTables: []string{"events"}})
}

func Example() {
	err := dropTable()

	var missing *mperr.TableNotFound
	switch {
	case errors.As(err, &missing):
		fmt.Println("no table", missing.TableName, "but there is", missing.SimilarTables)
	case errors.Is(err, mperr.ErrStorage):
		fmt.Println(err, "–", mperr.Hint(err))
	}
	// Output: no table event but there is [events]
}
