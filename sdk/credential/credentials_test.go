package credential_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func complete() credential.Fields {
	return credential.Fields{
		Username: "sa.mixpanel", Secret: credential.NewSecret(canary), ProjectID: "12345", Region: "eu",
		Timezone: "Europe/Lisbon", ExportTime: "project", BaseURL: "http://127.0.0.1:8080",
	}
}

func mustNew(t *testing.T, fields credential.Fields) credential.Credentials {
	t.Helper()
	made, err := credential.New(fields)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestNewGivesBackWhatItGot(t *testing.T) {
	made := mustNew(t, complete())
	got := []string{
		made.Username(), made.Secret().Reveal(), made.ProjectID(), string(made.Region()), made.Timezone(), string(made.ExportTime()), made.BaseURL(),
	}
	want := []string{"sa.mixpanel", canary, "12345", "eu", "Europe/Lisbon", "project", "http://127.0.0.1:8080"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if made.IsZero() || !(credential.Credentials{}).IsZero() {
		t.Error("IsZero does not tell made credentials from none")
	}
}

func TestNewRefusesBlankFields(t *testing.T) {
	for name, blank := range map[string]func(*credential.Fields, string){
		"username":   func(f *credential.Fields, text string) { f.Username = text },
		"secret":     func(f *credential.Fields, text string) { f.Secret = credential.NewSecret(text) },
		"project_id": func(f *credential.Fields, text string) { f.ProjectID = text },
		"region":     func(f *credential.Fields, text string) { f.Region = text },
	} {
		for _, text := range []string{"", " ", "\t\r\n", "\u00a0\u2003"} {
			fields := complete()
			blank(&fields, text)
			made, err := credential.New(fields)
			wantArgument(t, err, name)
			if !made.IsZero() {
				t.Errorf("%s %q: credentials beside an error", name, text)
			}
		}
	}
	fields := complete()
	fields.Secret = credential.Secret{}
	_, err := credential.New(fields)
	wantArgument(t, err, "secret")
}

// wantArgument checks that err blames one field, and shows no secret.
func wantArgument(t *testing.T, err error, name string) {
	t.Helper()
	bad, ok := errors.AsType[*mperr.InvalidArgument](err)
	if !ok || bad.Argument != name || bad.Reason == "" {
		t.Errorf("got %v, want an InvalidArgument of %s", err, name)
		return
	}
	encoded, failed := json.Marshal(bad)
	if failed != nil {
		t.Error(failed)
	}
	mustNotShow(t, "the error", fmt.Sprintf("%v %+v %s", err, bad, encoded))
}

func TestRegionIsReadWhateverItsCase(t *testing.T) {
	for text, want := range map[string]credential.Region{
		"us": credential.US, "US": credential.US, "Eu": credential.EU, " in\n": credential.IN, "IN": credential.IN,
	} {
		fields := complete()
		fields.Region = text
		if got := mustNew(t, fields).Region(); got != want {
			t.Errorf("region %q became %q, want %q", text, got, want)
		}
	}
	lower, upper := complete(), complete()
	upper.Region = "EU"
	if !mustNew(t, lower).Equal(mustNew(t, upper)) {
		t.Error("credentials differ by the case of the region")
	}
}

func TestUnknownRegionIsNamedBesideTheKnownOnes(t *testing.T) {
	for _, text := range []string{"uk", "US1", "u s", "u\x00s", "ＵＳ", "eu-west"} {
		fields := complete()
		fields.Region = text
		_, err := credential.New(fields)
		wantArgument(t, err, "region")
		for _, part := range []string{fmt.Sprintf("%q", text), "us, eu, in"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not name %s", err, part)
			}
		}
	}
	var names []string
	for _, region := range credential.Regions() {
		parsed, err := credential.ParseRegion(string(region))
		if err != nil || parsed != region {
			t.Errorf("ParseRegion(%s) = %s, %v", region, parsed, err)
		}
		names = append(names, string(region))
	}
	if diff := cmp.Diff([]string{"us", "eu", "in"}, names); diff != "" {
		t.Errorf("regions (-want +got):\n%s", diff)
	}
}

func TestTimezoneMustBeInTheTZDatabase(t *testing.T) {
	for _, name := range []string{"", "UTC", "Europe/Lisbon", "America/Argentina/Buenos_Aires", "Asia/Kolkata"} {
		fields := complete()
		fields.Timezone, fields.ExportTime = name, "utc"
		if got := mustNew(t, fields).Timezone(); got != name {
			t.Errorf("zone %q became %q", name, got)
		}
	}
	for _, name := range []string{"Local", "Europe/Atlantis", "../etc/passwd", "/etc/localtime", "GMT+25", " UTC", "PST8"} {
		fields := complete()
		fields.Timezone = name
		_, err := credential.New(fields)
		wantArgument(t, err, "timezone")
		if err != nil && !strings.Contains(err.Error(), name) {
			t.Errorf("%q does not name %s", err, name)
		}
	}
}

func TestSpecialCharactersSurvive(t *testing.T) {
	for _, text := range []string{`a"b\c=d`, "user:with:colons", "Łukasz 名前 🔑", "spaces inside ", "%s%d&=?#"} {
		fields := complete()
		fields.Username, fields.Secret = text, credential.NewSecret(text+"with:colons")
		made := mustNew(t, fields)
		if made.Username() != text || made.Secret().Reveal() != text+"with:colons" {
			t.Errorf("%q changed: %q %q", text, made.Username(), made.Secret().Reveal())
		}
	}
}

func TestNewRefusesControlCharacters(t *testing.T) {
	for name, set := range map[string]func(*credential.Fields, string){
		"username":   func(f *credential.Fields, text string) { f.Username = text },
		"secret":     func(f *credential.Fields, text string) { f.Secret = credential.NewSecret(text) },
		"project_id": func(f *credential.Fields, text string) { f.ProjectID = text },
	} {
		for _, control := range []string{"\n", "\r\n", "\t", "\x00", "\x1b[31m", "\x7f", "\u0085"} {
			fields := complete()
			set(&fields, canary+control)
			_, err := credential.New(fields)
			wantArgument(t, err, name)
			if err != nil && !strings.Contains(err.Error(), fmt.Sprintf("control character at byte %d", len(canary)+1)) {
				t.Errorf("%s with %q: %v", name, control, err)
			}
		}
	}
}

func TestProjectIDIsSafeInAFileName(t *testing.T) {
	for _, id := range []string{"1", "0", "3018488", "shop-2_EU", strings.Repeat("9", 64)} {
		fields := complete()
		fields.ProjectID = id
		if got := mustNew(t, fields).ProjectID(); got != id {
			t.Errorf("project %q became %q", id, got)
		}
	}
	for _, id := range []string{" 1", "1 ", "1.0", "../1", "..", "a/b", "١٢", strings.Repeat("9", 65), strings.Repeat(canary, 9)} {
		fields := complete()
		fields.ProjectID = id
		_, err := credential.New(fields)
		wantArgument(t, err, "project_id")
		if err != nil && (!strings.Contains(err.Error(), "1 to 64 letters") || strings.Contains(err.Error(), id) != (len(id) <= 20)) {
			t.Errorf("project %q: %v", id, err)
		}
	}
}

func TestEqualComparesEveryFieldAndTheSecretByText(t *testing.T) {
	base := mustNew(t, complete())
	if again := mustNew(t, complete()); !base.Equal(again) || cmp.Diff(base, again) != "" {
		t.Error("credentials of equal fields differ")
	}
	for name, change := range map[string]func(*credential.Fields){
		"username":    func(f *credential.Fields) { f.Username = "other" },
		"secret":      func(f *credential.Fields) { f.Secret = credential.NewSecret("other") },
		"project_id":  func(f *credential.Fields) { f.ProjectID = "54321" },
		"region":      func(f *credential.Fields) { f.Region = "in" },
		"timezone":    func(f *credential.Fields) { f.Timezone = "UTC" },
		"export_time": func(f *credential.Fields) { f.ExportTime = "utc" },
		"base_url":    func(f *credential.Fields) { f.BaseURL = "" },
	} {
		fields := complete()
		change(&fields)
		if base.Equal(mustNew(t, fields)) {
			t.Errorf("credentials with another %s are equal", name)
		}
	}
}

// A caller cannot reach the fields, and what New was given is not shared.
func TestCredentialsCannotBeChanged(t *testing.T) {
	fields := complete()
	made := mustNew(t, fields)
	fields.Username, fields.Secret = "changed", credential.NewSecret("changed")
	if made.Username() != "sa.mixpanel" || made.Secret().Reveal() != canary {
		t.Error("changing the fields changed the credentials")
	}
	for _, value := range []any{made, made.Secret()} {
		typ := reflect.TypeOf(value)
		for field := range typ.Fields() {
			if field.IsExported() {
				t.Errorf("%s has the exported field %s", typ, field.Name)
			}
		}
		if byPointer := reflect.PointerTo(typ).NumMethod(); byPointer != typ.NumMethod() {
			t.Errorf("%s has methods on a pointer, which could change it", typ)
		}
	}
}

func TestCredentialsPrintTheirFieldsForEveryVerb(t *testing.T) {
	made := mustNew(t, complete())
	const want = `Credentials(username="sa.mixpanel", secret=***, project_id="12345", region="eu")`
	for _, verb := range verbs() {
		for _, value := range []any{made, &made} {
			got := fmt.Sprintf(verb, value)
			if bypasses(verb) {
				mustNotShow(t, verb, got)
			} else if got != want {
				t.Errorf("%s of a %T prints %q", verb, value, got)
			}
		}
	}
	if made.String() != want || made.GoString() != want {
		t.Errorf("String is %s, GoString is %s", made.String(), made.GoString())
	}
}

func TestCredentialsJSON(t *testing.T) {
	bare := complete()
	bare.Timezone, bare.ExportTime, bare.BaseURL = "", "", ""
	for _, c := range []struct {
		fields credential.Fields
		want   string
	}{
		{bare, `{"username":"sa.mixpanel","secret":"***","project_id":"12345","region":"eu"}`},
		{complete(), `{"username":"sa.mixpanel","secret":"***","project_id":"12345","region":"eu",` +
			`"timezone":"Europe/Lisbon","export_time":"project","base_url":"http://127.0.0.1:8080"}`},
	} {
		if got, err := json.Marshal(mustNew(t, c.fields)); string(got) != c.want {
			t.Errorf("JSON is %s, %v\nwant %s", got, err, c.want)
		}
	}
}

func TestAccountInfoHasExactlyTheListedKeys(t *testing.T) {
	got, err := json.Marshal(credential.AccountInfo{Name: "production", Username: "sa", ProjectID: "1", Region: credential.US, IsDefault: true})
	want := `{"name":"production","username":"sa","project_id":"1","region":"us","is_default":true}`
	if string(got) != want {
		t.Errorf("JSON is %s, %v\nwant %s", got, err, want)
	}
}
