package result

import "fmt"

// percentage is the share that a part has of a whole, 0 to 100; 0 of nothing.
func percentage(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

func checkPercentage(field string, share float64) error {
	if share >= 0 && share <= 100 {
		return nil
	}
	return refuse(field, fmt.Sprint(share), "must lie between 0 and 100")
}
