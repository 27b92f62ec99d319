package plot

import "math"

// spread lays the values of a line over so many places of a screen. With room for all, each value stands at its own place
// and the places between lead from one to the next. With more values than places, each two places have the least and the
// greatest of their share, in the order in which they came: no peak is lost. A gap stays a gap.
func spread(values []float64, places int) []float64 {
	if crowded(len(values), places) > 1 {
		return extremes(values, places)
	}
	spread := gaps(places)
	for i := range values {
		at := place(i, len(values), places)
		spread[at] = values[i]
		if i+1 == len(values) {
			break
		}
		next := place(i+1, len(values), places)
		for between := at + 1; between < next; between++ {
			part := float64(between-at) / float64(next-at)
			spread[between] = values[i]*(1-part) + values[i+1]*part
		}
	}
	return steady(spread)
}

// place is where a value of a line stands.
func place(i, values, places int) int {
	if values < 2 {
		return 0
	}
	return int(math.Round(float64(i) * float64(places-1) / float64(values-1)))
}

// crowded is how many values two places share; 1 where each value has its own place.
func crowded(values, places int) int {
	if values <= places {
		return 1
	}
	pairs := max(places/2, 1)
	return (values + pairs - 1) / pairs
}

func extremes(values []float64, places int) []float64 {
	pairs := max(places/2, 1)
	spread := gaps(2 * pairs)
	for pair := range pairs {
		least, greatest := -1, -1
		for i := pair * len(values) / pairs; i < (pair+1)*len(values)/pairs; i++ {
			if math.IsNaN(values[i]) {
				continue
			}
			if least < 0 || values[i] < values[least] {
				least = i
			}
			if greatest < 0 || values[i] > values[greatest] {
				greatest = i
			}
		}
		if least >= 0 {
			spread[2*pair], spread[2*pair+1] = values[min(least, greatest)], values[max(least, greatest)]
		}
	}
	return spread
}

// steady widens a value between two gaps to two places, as one alone would not be drawn.
func steady(values []float64) []float64 {
	for i := 0; i+1 < len(values); i++ {
		alone := (i == 0 || math.IsNaN(values[i-1])) && math.IsNaN(values[i+1])
		if alone && !math.IsNaN(values[i]) {
			values[i+1] = values[i]
			i++
		}
	}
	if last := len(values) - 1; last > 1 && !math.IsNaN(values[last]) && math.IsNaN(values[last-1]) {
		values[last-1] = values[last]
	}
	return values
}
