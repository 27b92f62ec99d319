package arrival

// Count counts events of one name and day by themselves.
func Count(properties []string) []KeySet {
	c := newCensus(identityColumns{})
	for _, text := range properties {
		c.count(c.group(1, "Buy"), text)
	}
	return c.sets()
}
