package credential

import (
	"encoding/json"
	"fmt"
	"testing"
)

// showEverywhere prints a value through every door a program has.
func showEverywhere(t *testing.T, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%v %+v %#v %s %q", value, value, value, value, value) + string(encoded)
}
