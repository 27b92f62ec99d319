package result_test

import (
	"encoding/json"
	"fmt"

	"github.com/mixpanel-data/mp/sdk/result"
)

// A list is an array in JSON and rows in a table.
func ExampleList() {
	funnels, err := result.NewList([]result.FunnelInfo{{FunnelID: 31001, Name: "Checkout"}, {FunnelID: 31002, Name: "Onboarding"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.Marshal(funnels)
	fmt.Println(string(text), err)

	table := funnels.Table()
	fmt.Println(table.ColumnName(1), "of the last:", table.Column(1).ValueStr(1))
	// Output:
	// [{"funnel_id":31001,"name":"Checkout"},{"funnel_id":31002,"name":"Onboarding"}] <nil>
	// name of the last: Onboarding
}
