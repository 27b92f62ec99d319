package result_test

import (
	"encoding/json"
	"fmt"

	"github.com/mixpanel-data/mp/sdk/result"
)

func Example() {
	answer, err := result.NewFunnel(result.FunnelFields{
		FunnelID: 7, FunnelName: "Purchase", FromDate: "2026-01-01", ToDate: "2026-01-31", ConversionRate: 0.25,
		Steps: []result.StepFields{
			{Event: "View", Count: 100, ConversionRate: 1},
			{Event: "Buy", Count: 25, ConversionRate: 0.25},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	steps, err := json.Marshal(answer.Steps())
	fmt.Println(string(steps), err)

	table := answer.Table()
	fmt.Println(table.NumRows(), "rows;", table.ColumnName(3), "of the last:", table.Column(3).ValueStr(1))
	// Output:
	// [{"event":"View","count":100,"conversion_rate":1},{"event":"Buy","count":25,"conversion_rate":0.25}] <nil>
	// 2 rows; conversion_rate of the last: 0.25
}
