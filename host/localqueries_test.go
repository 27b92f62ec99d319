package host_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestTheLocalEngineWantsTheAccountThatIsNamed(t *testing.T) {
	for name, test := range map[string]struct {
		config, account string
		code            mperr.Code
	}{
		"an account that is not there":     {account: "typo", code: "ACCOUNT_NOT_FOUND"},
		"a default that is not there":      {config: "default = \"gone\"\n", code: "CONFIG_ERROR"},
		"no credentials and no name":       {},
		"no credentials and other content": {config: "[plugins]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			path := filepath.Join(home, "config.toml")
			if err := os.WriteFile(path, []byte(test.config), 0o600); err != nil {
				t.Fatal(err)
			}
			var warned []string
			workspace := open(t, &world{env: map[string]string{"HOME": home, "MP_CONFIG_PATH": path}}, func(o *host.Options) {
				o.Account, o.Warn = test.account, func(text string) { warned = append(warned, text) }
			})
			engine, err := workspace.Local(t.Context(), host.LocalOptions{Table: "events", Zone: "Europe/Lisbon"})
			if coded, _ := errors.AsType[mperr.Error](err); err != nil && coded.Code() != test.code || (err != nil) != (test.code != "") {
				t.Fatalf("%v, want %q", err, test.code)
			}
			if told := strings.Contains(strings.Join(warned, "\n"), "the export's clock is taken for UTC"); told != (err == nil) {
				t.Errorf("warned %q", warned)
			}
			if err == nil && (engine.Zone != "Europe/Lisbon" || engine.LocalTime) {
				t.Errorf("the engine is %+v", engine)
			}
		})
	}
}
