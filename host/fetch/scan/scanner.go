package scan

// Scanner reads lines. The zero value is ready; it is used by one goroutine at a time.
type Scanner struct {
	// KeepMembers asks for [Event.Members].
	KeepMembers bool

	event Event
	fault Fault
	// The tokens of the line as they stand in it; nil where they are absent.
	name, distinctID, insertID, time []byte
	// unescaped holds the strings that could not be taken from the line as they are.
	unescaped []byte
	// escaped says that the string read last has escapes.
	escaped bool
}

// Scan reads one line, without or with its line end. The event is never nil and is the scanner's own; beside an error,
// which is always a [*Fault], it holds what was found before the fault.
func (s *Scanner) Scan(line []byte) (*Event, error) {
	s.event, s.unescaped = Event{Members: s.event.Members[:0]}, s.unescaped[:0]
	s.name, s.distinctID, s.insertID, s.time = nil, nil, nil, nil
	end := s.document(line, (*Scanner).topMember)
	untimed := s.settleTime()
	switch {
	case end < 0:
		return &s.event, s.failed()
	case s.name == nil:
		s.fail(NoEvent, -1)
	case s.name[0] != '"':
		s.fail(EventNotText, -1)
	case s.event.Properties == nil:
		s.fail(NoProperties, -1)
	case untimed != "":
		s.fail(untimed, -1)
	default:
		s.event.Name, s.event.DistinctID, s.event.InsertID = s.text(s.name), s.text(s.distinctID), s.text(s.insertID)
		return &s.event, nil
	}
	return &s.event, s.failed()
}

// failed copies the fault: callers keep errors for longer than a line.
func (s *Scanner) failed() error {
	fault := s.fault
	return &fault
}

// fail notes a fault and returns the position that means one.
func (s *Scanner) fail(reason string, at int) int {
	s.fault = Fault{Reason: reason, At: at}
	return -1
}

// document reads the whole line: an object with space around it, whose members it hands to each.
func (s *Scanner) document(line []byte, each func(*Scanner, []byte, []byte, int) int) int {
	i := space(line, 0)
	if i == len(line) || line[i] != '{' {
		return s.fail(NotObject, i)
	}
	if i = s.members(line, i, each); i < 0 {
		return i
	}
	if i = space(line, i); i != len(line) {
		return s.fail(TrailingData, i)
	}
	return i
}

// topMember reads the value of a member of the line's object.
func (s *Scanner) topMember(line, key []byte, i int) int {
	start := i
	switch string(key) {
	case "event":
		if i = s.value(line, i, 1); i >= 0 {
			s.name = line[start:i]
		}
		return i
	case "properties":
		if i < len(line) && line[i] != '{' {
			return s.fail(PropertiesKind, i)
		}
		// Of two properties objects the last counts, with nothing of the first.
		s.distinctID, s.insertID, s.time, s.event.Members = nil, nil, nil, s.event.Members[:0]
		if i = s.members(line, i, (*Scanner).property); i >= 0 {
			s.event.Properties = line[start:i]
		}
		return i
	}
	s.event.Extra++
	return s.value(line, i, 1)
}

// property reads the value of a property and notes the three that every table has as columns.
func (s *Scanner) property(line, key []byte, i int) int {
	start := i
	if i = s.value(line, i, 2); i < 0 {
		return i
	}
	if s.KeepMembers {
		s.event.Members = append(s.event.Members, Member{Key: key, Value: line[start:i]})
	}
	switch string(key) {
	case "time":
		s.time = line[start:i]
	case "distinct_id":
		s.distinctID = line[start:i]
	case "$insert_id":
		s.insertID = line[start:i]
	}
	return i
}

// settleTime sets the event's time, or gives the reason why there is none.
func (s *Scanner) settleTime() (reason string) {
	if s.time == nil {
		return NoTime
	}
	s.event.Micros, reason = parseTime(s.time)
	s.event.HasTime = reason == ""
	return reason
}
