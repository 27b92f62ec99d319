package scan

import (
	"time"
)

// Profile is what a result of a query for profiles says. Its slices are valid as those of an [Event] are.
type Profile struct {
	// DistinctID is unescaped where it is a string, else its JSON text.
	DistinctID []byte
	// Properties is the JSON object as sent; {} where there is none.
	Properties []byte
	// Micros is $last_seen in microseconds since 1970, in UTC.
	Micros int64
	// HasLastSeen says whether Micros is set: $last_seen may be absent, or be no time.
	HasLastSeen bool
}

// noProperties are those of a profile that has none, as a user without a profile.
var noProperties = []byte("{}")

// ScanProfile reads one profile, an object with $distinct_id and $properties. The error is always a [*Fault].
func (s *Scanner) ScanProfile(text []byte) (Profile, error) {
	s.event, s.unescaped = Event{}, s.unescaped[:0]
	s.distinctID, s.time = nil, nil
	switch end := s.document(text, (*Scanner).profileMember); {
	case end < 0:
		return Profile{}, s.failed()
	case len(s.distinctID) == 0 || s.distinctID[0] == 'n':
		s.fail(NoDistinctID, -1)
		return Profile{}, s.failed()
	case s.distinctID[0] != '"' && s.distinctID[0] != '-' && s.distinctID[0]-'0' > 9:
		s.fail(DistinctIDKind, -1)
		return Profile{}, s.failed()
	}
	profile := Profile{DistinctID: s.text(s.distinctID), Properties: s.event.Properties}
	if profile.Properties == nil {
		profile.Properties = noProperties
	}
	if len(s.time) > 0 && s.time[0] == '"' {
		profile.Micros, profile.HasLastSeen = parseDate(string(s.text(s.time)))
	}
	return profile, nil
}

// profileMember reads the value of a member of a profile.
func (s *Scanner) profileMember(text, key []byte, i int) int {
	start := i
	switch string(key) {
	case "$distinct_id":
		if i = s.value(text, i, 1); i >= 0 {
			s.distinctID = text[start:i]
		}
		return i
	case "$properties":
		if i < len(text) && text[i] == 'n' {
			s.event.Properties, s.time = nil, nil
			return s.value(text, i, 1)
		}
		if i < len(text) && text[i] != '{' {
			return s.fail(ProfilePropertiesKind, i)
		}
		s.time = nil // of two objects the last counts, with nothing of the first
		if i = s.members(text, i, (*Scanner).profileProperty); i >= 0 {
			s.event.Properties = text[start:i]
		}
		return i
	}
	return s.value(text, i, 1)
}

// profileProperty reads the value of a property and notes the one that every table has as a column.
func (s *Scanner) profileProperty(text, key []byte, i int) int {
	start := i
	if i = s.value(text, i, 2); i >= 0 && string(key) == "$last_seen" {
		s.time = text[start:i]
	}
	return i
}

// dateForms are the ways in which Mixpanel and its clients write dates of profiles: in UTC unless they tell an offset. Each
// also takes a fraction of the second.
var dateForms = []string{"2006-01-02T15:04:05", time.RFC3339, time.DateTime, time.DateOnly}

// parseDate reads a date property.
func parseDate(text string) (micros int64, ok bool) {
	for _, form := range dateForms {
		if at, err := time.Parse(form, text); err == nil {
			return at.UnixMicro(), true
		}
	}
	return 0, false
}
