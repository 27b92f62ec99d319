package main

import (
	"errors"

	"github.com/mixpanel-data/mp/sdk/mperr"
)

// asGlobalFlag names the flag or the variable where the library names an option that it stands for.
func (a *app) asGlobalFlag(err error) error {
	database := "--db"
	if a.database == "" {
		database = "MP_DB"
	}
	workspace := "--workspace"
	if a.view == "" && a.env("", "MP_WORKSPACE_ID") != "" {
		workspace = "MP_WORKSPACE_ID"
	}
	return renamed(err, map[string]string{"database": database, "wait": "--wait", "workspace_id": workspace})
}

// renamed puts the name that the user gave a value by in the place of the library's. A value that came from elsewhere, such
// as a plugin's setting, is another kind of error and keeps its name.
func renamed(err error, names map[string]string) error {
	invalid, ok := errors.AsType[*mperr.InvalidArgument](err)
	if !ok || mperr.CodeOf(err) != invalid.Code() || names[invalid.Argument] == "" {
		return err
	}
	named := *invalid
	named.Argument = names[invalid.Argument]
	return &named
}
