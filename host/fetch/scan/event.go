package scan

// Event is what a line says. The slices point into the line or into the scanner's own memory: they are valid until the
// next Scan and while the line is unchanged, and must not be written to.
type Event struct {
	// Name is the event's name, unescaped.
	Name []byte
	// DistinctID is unescaped where it is a string, "" where it is absent or null, else its JSON text.
	DistinctID []byte
	// InsertID is the same of $insert_id.
	InsertID []byte
	// Properties is the JSON object as sent.
	Properties []byte
	// Members are the properties one by one, in the order of the line, where [Scanner.KeepMembers] asks for them.
	Members []Member
	// Micros is the time as sent, in microseconds since 1970; whose clock that is depends on the project.
	Micros int64
	// HasTime says whether Micros is set; a line may turn out faulty after its time was read.
	HasTime bool
	// Extra counts the members beside event and properties. Mixpanel sends none.
	Extra int
}

// Member is a property of an event.
type Member struct {
	// Key is unescaped.
	Key []byte
	// Value is the JSON text as sent, without space around it.
	Value []byte
}

// AppendText appends what a JSON string stands for, given with its quotes as a [Member] has it.
func AppendText(to, token []byte) []byte { return appendUnescaped(to, token[1:len(token)-1]) }

// Fault says why a line is no event. It is an error.
type Fault struct {
	// Reason is one of a few fixed texts, so that faults can be counted by it.
	Reason string
	// At is the byte of the line where the fault was seen; -1 where something is missing.
	At int
}

// Error is the reason.
func (f *Fault) Error() string { return f.Reason }

// The faults. Their texts are stored with rejected lines.
const (
	NotObject       = "not a JSON object"
	TrailingData    = "data after the JSON object"
	Incomplete      = "the JSON ends early"
	BadSyntax       = "invalid JSON"
	BadNumber       = "invalid JSON number"
	BadEscape       = "invalid escape in a string"
	LoneSurrogate   = "half of a surrogate pair in a string"
	ControlInString = "control character in a string"
	BadUTF8         = "invalid UTF-8"
	TooDeep         = "nested deeper than 512 levels"
	NoEvent         = "no event name"
	EventNotText    = "the event name is not a string"
	NoProperties    = "no properties"
	PropertiesKind  = "properties is not an object"
	NoTime          = "no time"
	TimeNotNumber   = "time is not a number"
	TimeOutOfRange  = "time is out of range"

	NoDistinctID          = "no $distinct_id"
	DistinctIDKind        = "$distinct_id is neither text nor a number"
	ProfilePropertiesKind = "$properties is not an object"
)

// MaxDepth is how deep the arrays and objects of a line may be nested. Mixpanel itself keeps three levels.
const MaxDepth = 512
