package plot

import "strings"

// The library writes names into SVG as they are, where <, > and & are markup. So they stand for themselves in a private
// form while it measures and breaks lines, and become what XML has for them at the end.
var (
	mask   = strings.NewReplacer("<", "\ue000", ">", "\ue001", "&", "\ue002", "\ue000", " ", "\ue001", " ", "\ue002", " ")
	unmask = strings.NewReplacer("\ue000", "&lt;", "\ue001", "&gt;", "\ue002", "&amp;")
)

func unmasked(svg []byte) []byte { return []byte(unmask.Replace(string(svg))) }
