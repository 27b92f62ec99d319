package credential_test

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/credential"
)

const canary = "cAnArY-42"

// verbs are all that fmt knows, those it does not, and flags that make it choose another path.
func verbs() []string {
	var all []string
	for _, flags := range []string{"", "+", "#", "-", " ", "0", "20", ".3", "#+20.3"} {
		for letter := 'A'; letter <= 'z'; letter++ {
			if letter <= 'Z' || letter >= 'a' {
				all = append(all, "%"+flags+string(letter))
			}
		}
	}
	return all
}

// bypasses tells the verbs that fmt answers without asking the value, by a type name, an address or a complaint.
func bypasses(verb string) bool { return strings.ContainsAny(verb[len(verb)-1:], "Tpw") }

func TestSecretPrintsStarsForEveryVerb(t *testing.T) {
	secret := credential.NewSecret(canary)
	for _, verb := range verbs() {
		for _, value := range []any{secret, &secret} {
			got := fmt.Sprintf(verb, value)
			if bypasses(verb) {
				mustNotShow(t, verb, got)
			} else if got != "***" {
				t.Errorf("%s of a %T prints %q", verb, value, got)
			}
		}
	}
	for _, got := range []string{fmt.Sprint(secret), secret.String(), secret.GoString()} {
		if got != "***" {
			t.Errorf("printed as %q", got)
		}
	}
}

func TestEncodersGetStars(t *testing.T) {
	secret := credential.NewSecret(canary)
	if got, err := json.Marshal(map[string]any{"a": secret, "b": &secret}); string(got) != `{"a":"***","b":"***"}` {
		t.Errorf("JSON is %s, %v", got, err)
	}
	if got, err := secret.MarshalText(); string(got) != "***" {
		t.Errorf("text is %s, %v", got, err)
	}
	if got := secret.LogValue().String(); got != "***" {
		t.Errorf("slog value is %s", got)
	}
}

// Holders carry the secret where methods are not called: unexported fields, and pointers below the first level.
type (
	holder struct {
		Name string
		S    credential.Secret
		p    *credential.Secret
	}
	embedding struct{ credential.Secret }
	deep      struct {
		inner  holder
		Ptr    *holder
		any    any
		list   []credential.Secret
		byName map[string]*holder
		Fields credential.Fields
		creds  credential.Credentials
		Creds  *credential.Credentials
	}
)

func holders(t *testing.T, text string) []any {
	t.Helper()
	secret := credential.NewSecret(text)
	fields := credential.Fields{Username: "sa", Secret: secret, ProjectID: "1", Region: "us"}
	creds, err := credential.New(fields)
	if err != nil {
		t.Fatal(err)
	}
	small := holder{"n", secret, &secret}
	big := deep{small, &small, secret, []credential.Secret{secret}, map[string]*holder{"k": &small}, fields, creds, &creds}
	pointer := &secret
	return []any{
		secret, &secret, &pointer, fields, &fields, creds, &creds, small, &small, big, &big,
		[]credential.Secret{secret}, [1]*credential.Secret{&secret}, map[string]credential.Secret{"k": secret},
		map[string]any{"k": big}, []any{&big}, []credential.Credentials{creds}, &[]*credential.Credentials{&creds},
		credential.Resolution{Credentials: creds, Account: "a"}, struct{ creds credential.Credentials }{creds},
		embedding{secret}, fmt.Errorf("failed with %v", creds),
	}
}

func TestSecretShowsThroughNoPrinter(t *testing.T) {
	for _, value := range holders(t, canary) {
		for _, verb := range verbs() {
			mustNotShow(t, fmt.Sprintf("%s of %T", verb, value), fmt.Sprintf(verb, value))
		}
		mustNotShow(t, "Sprintln", fmt.Sprintln(value))
	}
}

func TestSecretShowsThroughNoEncoder(t *testing.T) {
	page := template.Must(template.New("").Parse(`{{.}} {{printf "%#v" .}}`))
	for _, value := range holders(t, canary) {
		var out bytes.Buffer
		// Whether an encoder takes the value is its own affair; what it wrote until then must be clean.
		_ = json.NewEncoder(&out).Encode(value) //nolint:errchkjson // as above
		_ = xml.NewEncoder(&out).Encode(value)
		_ = gob.NewEncoder(&out).Encode(value)
		_ = page.Execute(&out, value)
		for _, handler := range []slog.Handler{
			slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil),
		} {
			slog.New(handler).With("with", value).Info("text", "value", value, slog.Group("g", slog.Any("in", value)))
		}
		mustNotShow(t, fmt.Sprintf("an encoder of %T", value), out.String())
	}
}

func TestSecretShowsThroughNoDiff(t *testing.T) {
	everything := cmp.Exporter(func(reflect.Type) bool { return true })
	left, right := holders(t, canary), holders(t, canary+canary)
	for i := range left {
		if _, isError := left[i].(error); isError {
			continue
		}
		diff := cmp.Diff(left[i], right[i], everything)
		if diff == "" {
			t.Errorf("%T: no difference between two secrets", left[i])
		}
		mustNotShow(t, fmt.Sprintf("cmp.Diff of %T", left[i]), diff)
	}
}

// mustNotShow looks for the canary as it is and as fmt's verbs would spell its bytes.
func mustNotShow(t *testing.T, door, text string) {
	t.Helper()
	decimal := strings.Trim(fmt.Sprintf("%d", []byte(canary)), "[]")
	for _, spelling := range []string{canary, hex.EncodeToString([]byte(canary)), decimal} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(spelling)) {
			t.Errorf("%s shows the secret: %s", door, text)
		}
	}
}

func TestRevealGivesTheTextByteForByte(t *testing.T) {
	for _, text := range []string{
		"", " ", `quote " back \ slash = colon : semi ;`, "pässwörd 秘密 🔑", "tab\tline\nnul\x00", "bad \xff utf8",
		strings.Repeat("x", 1<<20),
	} {
		secret := credential.NewSecret(text)
		if secret.Reveal() != text || secret.IsEmpty() != (text == "") {
			t.Errorf("a secret of %d bytes changed", len(text))
		}
	}
	var zero credential.Secret
	if zero.Reveal() != "" || !zero.IsEmpty() || zero.String() != "***" {
		t.Error("the zero secret is not the empty one")
	}
}

func TestSecretsAreEqualByTheirText(t *testing.T) {
	a, again, b := credential.NewSecret("a"), credential.NewSecret("a"), credential.NewSecret("b")
	if !a.Equal(a) || !a.Equal(again) || a.Equal(b) || a.Equal(credential.Secret{}) { //nolint:gocritic // also with itself
		t.Error("Equal does not compare texts")
	}
	if !credential.NewSecret("").Equal(credential.Secret{}) {
		t.Error("two empty secrets differ")
	}
	if diff := cmp.Diff(a, again); diff != "" {
		t.Errorf("go-cmp sees a difference: %s", diff)
	}
}

func TestSecretIsSafeForConcurrentReaders(t *testing.T) {
	secret := credential.NewSecret(canary)
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			if secret.Reveal() != canary || fmt.Sprint(secret) != "***" {
				t.Error("a concurrent reader got something else")
			}
		})
	}
	readers.Wait()
}
