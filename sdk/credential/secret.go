package credential

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
)

// redacted is what a Secret shows.
const redacted = "***"

// Secret holds a text that must not be shown. It prints *** through every fmt verb, JSON, text and slog; only [Secret.Reveal]
// gives the text. The zero value is the empty secret. Compare with [Secret.Equal]; == does not compile.
type Secret struct {
	// A closure is what no printer, differ or encoder can look into. They call no method on unexported fields, and
	// go-cmp follows a pointer and prints the text behind it.
	text func() string
}

// NewSecret wraps a text.
func NewSecret(text string) Secret { return Secret{text: func() string { return text }} }

// Reveal gives the text. Call it where the text leaves for its destination and nowhere else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return s.text()
}

// IsEmpty says whether there is no text.
func (s Secret) IsEmpty() bool { return s.Reveal() == "" }

// Equal compares the texts in constant time.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// Format prints *** for every verb and flag.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// String is ***.
func (Secret) String() string { return redacted }

// GoString is ***.
func (Secret) GoString() string { return redacted }

// MarshalJSON is "***".
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText is ***.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue is ***.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
