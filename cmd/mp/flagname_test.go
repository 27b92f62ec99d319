package main

import (
	"testing"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

func TestASettingIsNotTakenForTheFlagOfTheSameName(t *testing.T) {
	setting := &mperr.ConfigError{Key: "plugins.settings.mine.wait", Cause: &mperr.InvalidArgument{Argument: "wait"}}
	if got := newApp("").asGlobalFlag(setting); mperr.CodeOf(got) != setting.Code() {
		t.Errorf("asGlobalFlag = %v, want the setting's own error", got)
	}
}

func TestTheStoreIsCalledByWhatNamedIt(t *testing.T) {
	for flag, want := range map[string]string{"x.duckdb": "--db", "": "MP_DB"} {
		s := newApp("")
		s.database = flag
		got := s.asGlobalFlag(&mperr.InvalidArgument{Argument: "database", Reason: "no"})
		if got.Error() != want+": no" {
			t.Errorf("with --db %q the error is %v, want %s", flag, got, want)
		}
	}
}

func TestTheDataViewIsCalledByWhatNamedItOrWould(t *testing.T) {
	for _, c := range []struct{ flag, variable, want string }{{"5", "", "--workspace"}, {"5", "6", "--workspace"}, {"", "6", "MP_WORKSPACE_ID"}, {"", "", "--workspace"}} {
		s := newApp("")
		s.view, s.lookupEnv = c.flag, func(string) (string, bool) { return c.variable, c.variable != "" }
		if got := s.asGlobalFlag(&mperr.InvalidArgument{Argument: "workspace_id", Reason: "no"}); got.Error() != c.want+": no" {
			t.Errorf("with --workspace %q and MP_WORKSPACE_ID %q the error is %v, want %s", c.flag, c.variable, got, c.want)
		}
	}
}
