package sdktest

import (
	"fmt"
	"strings"

	"github.com/mixpanel-data/mp/sdk/credential"
	"github.com/mixpanel-data/mp/sdk/mperr"
)

func (c *credentialCase) keepCharacters() {
	for i, text := range []string{
		`quote " and ' and three """ '''`, `back\slash \n \u0041`, "eq=ual # no comment [section]", "col:on;semi", "é 日本語 😀",
		"  spaces around  ", "${HOME} %s $(id) `id`", "***", "age", "null", "0", strings.Repeat("long ", 2000),
	} {
		fields := credential.Fields{Username: text, Secret: credential.NewSecret(text + ":"), ProjectID: "1", Region: "EU"}
		if i%2 == 0 {
			fields.Timezone, fields.ExportTime, fields.BaseURL = "Europe/Lisbon", "project", "http://127.0.0.1:8080/path?q=é"
		}
		want, err := credential.New(fields)
		c.must("make credentials", err)
		name := fmt.Sprintf("account-%d", i)
		info, err := c.add(c.ctx, name, want)
		c.must(fmt.Sprintf("add user name %q", text), err)
		if info.Username != text || info.Region != credential.EU {
			c.Errorf("add gives user name %q and region %q, want %q and eu", info.Username, info.Region, text)
		}
		if info.Timezone != want.Timezone() || info.ExportTime != want.ExportTime() {
			c.Errorf("add gives time zone %q and export time %q, want %q and %q", info.Timezone, info.ExportTime, want.Timezone(), want.ExportTime())
		}
		c.wantResolves(name, want)
	}
}

func (c *credentialCase) keepNames() {
	want := []string{"plain"}
	c.fill("plain")
	for _, name := range []string{
		"with-dash_and.dot", "with space", "é日本", `quote"`, "a]b", "=", "../up", "line\nbreak", "default", "",
	} {
		if _, err := c.add(c.ctx, name, c.account(name)); err != nil {
			wantError[*mperr.InvalidArgument](c.T, fmt.Sprintf("add account %q", name), err)
			continue
		}
		want = append(want, name)
		c.wantResolves(name, c.account(name))
	}
	c.wantNames("plain", want...)
	c.wantResolves("", c.account("plain"))
}
