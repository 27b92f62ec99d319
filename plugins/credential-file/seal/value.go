package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// prefix marks a sealed value. A plain-text secret cannot begin with it.
const prefix = "age:"

// maxOpened is the largest secret, with its wrapping, that is opened.
const maxOpened = 1 << 20

// Place is what a value is bound to.
type Place struct{ Account, Field string }

// content is what is encrypted.
type content struct {
	Account string `json:"account"`
	Field   string `json:"field"`
	Secret  string `json:"secret"`
}

var (
	// ErrDamaged: the value is not what was written.
	ErrDamaged = errors.New("the encrypted value is damaged")
	// errOtherKey: the value was sealed with a key that is not at hand.
	errOtherKey = errors.New("sealed with another key")
)

// MovedError: the value was sealed for another place.
type MovedError struct{ From Place }

func (e *MovedError) Error() string {
	return fmt.Sprintf("the encrypted value belongs to the %s of account %q", e.From.Field, e.From.Account)
}

// IsSealed says whether a value is a sealed one rather than plain text.
func IsSealed(value string) bool { return strings.HasPrefix(value, prefix) }

// sealTo encrypts a secret for a place.
func sealTo(key *age.X25519Identity, place Place, secret string) (string, error) {
	plain, err := json.Marshal(content{place.Account, place.Field, secret}) //nolint:gosec // it is encrypted next
	if err != nil {
		return "", fmt.Errorf("encode: %w", err)
	}
	var sealed bytes.Buffer
	writer, err := age.Encrypt(&sealed, key.Recipient())
	if err != nil {
		return "", fmt.Errorf("encrypt: %w", err)
	}
	if _, err := writer.Write(plain); err != nil {
		return "", fmt.Errorf("encrypt: %w", err)
	}
	if err := writer.Close(); err != nil {
		return "", fmt.Errorf("encrypt: %w", err)
	}
	return prefix + base64.StdEncoding.EncodeToString(sealed.Bytes()), nil
}

// openWith decrypts a value that belongs to a place: errOtherKey, [ErrDamaged] or [*MovedError] where it cannot.
func openWith(key *age.X25519Identity, place Place, value string) (string, error) {
	sealed, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(value, prefix))
	if err != nil {
		return "", ErrDamaged
	}
	reader, err := age.Decrypt(bytes.NewReader(sealed), key)
	if _, other := errors.AsType[*age.NoIdentityMatchError](err); other {
		return "", errOtherKey
	}
	if err != nil {
		return "", ErrDamaged
	}
	plain, err := io.ReadAll(io.LimitReader(reader, maxOpened))
	if err != nil {
		return "", ErrDamaged
	}
	var opened content
	if err := json.Unmarshal(plain, &opened); err != nil {
		return "", ErrDamaged
	}
	if from := (Place{opened.Account, opened.Field}); from != place {
		return "", &MovedError{From: from}
	}
	return opened.Secret, nil
}
