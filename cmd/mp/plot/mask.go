package plot

import (
	"slices"
	"strings"
)

// The library writes names into SVG as they are, where <, > and & are markup. So they stand for themselves in a private
// form while it measures and breaks lines, and become what XML has for them at the end.
var (
	mask   = strings.NewReplacer("<", "\ue000", ">", "\ue001", "&", "\ue002", "\ue000", " ", "\ue001", " ", "\ue002", " ")
	unmask = strings.NewReplacer("\ue000", "&lt;", "\ue001", "&gt;", "\ue002", "&amp;")
)

func (c Chart) masked() Chart {
	c.Title, c.Question, c.LeftOut = mask.Replace(c.Title), mask.Replace(c.Question), mask.Replace(c.LeftOut)
	c.Labels, c.Series = slices.Clone(c.Labels), slices.Clone(c.Series)
	for i, label := range c.Labels {
		c.Labels[i] = mask.Replace(label)
	}
	for i, series := range c.Series {
		c.Series[i].Name = mask.Replace(series.Name)
	}
	return c
}

func unmasked(svg []byte) []byte { return []byte(unmask.Replace(string(svg))) }
