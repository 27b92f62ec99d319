// Package accounts is the credential provider of ~/.mp/config.toml: accounts by name, with a default.
//
//	default = "production"
//
//	[accounts.production]
//	username = "sa.1234.mp-service-account"
//	secret = "age:YWdlLWVuY3J5cHRpb24u…"   # or plain text, which works and is remarked on
//	project_id = "3018488"
//	region = "eu"                          # us, eu or in
//	timezone = "Europe/Berlin"             # optional
//	export_time = "project"                # optional: utc, or project, which needs the timezone
//	base_url = "https://proxy.example"     # optional
//
// The file is also the host's and other tools': what is not named above is left alone, to the byte. An account of
// another tool is not listed. One that lacks something is listed without a region, stays the default where it is, and can
// be removed; asking for it by name says what is wrong with it and in which line.
package accounts
