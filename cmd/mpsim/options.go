package main

import (
	"flag"
	"fmt"
	"io"

	"github.com/mixpanel-data/mp/internal/mpsim"
)

const usage = `mpsim serves a simulated Mixpanel on this machine.

Usage:
  mpsim [flags]

It invents a project full of events, the same ones for the same flags, and prints
the lines that point mp at it. It runs until interrupted.

Example:
  $ mpsim --events 200000 --timezone Europe/Lisbon &
  mpsim: listening on http://127.0.0.1:40123
  export MP_API_BASE_URL=http://127.0.0.1:40123
  export MP_USERNAME=demo-account
  export MP_SECRET=demo-secret
  export MP_PROJECT_ID=424242
  export MP_REGION=us

Faults, for tests. What is left out has a value that makes sense; "path", "query",
"skip" and "times" say which requests go wrong, and how many (-1: all):
  status            another status        code, body, retry_after (seconds), retry_as_date
  error_object      an error, status 200  message
  hang_up           no answer at all      reset
  cut               ends too early        after or before_end (bytes), how: drop, head,
                                          between, length, reset, clean
  slow, stall       late, or stuck        first_byte, bytes_per_second; after, for
  malformed         a line that is none   line, text
  terminated_early  gives up, says so     after (lines), text
  pieces, members   small chunks; several gzip members   bytes; bytes, keep
  old_days, behind  refuses old days; days after its own today   days
  forget_session    further pages of profiles are refused
  overloaded        queries are refused, no limit is named
  $ curl -d '{"path":"/api/2.0/export","kind":"status","with":{"code":429,"retry_after":2}}' \
      http://127.0.0.1:40123/_sim/faults
  $ curl -X DELETE http://127.0.0.1:40123/_sim/faults
  $ curl http://127.0.0.1:40123/_sim/requests

Flags:
`

// options are what the command line says.
type options struct {
	addr       string
	secret     string
	username   string
	noLimits   bool
	project    mpsim.Project
	exportTime string
	profiles   int
	gzip       int
}

// readOptions reads the command line; the error has been reported to stderr
// already.
func readOptions(args []string, getenv func(string) string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("mpsim", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), usage)
		flags.PrintDefaults()
	}
	define(flags, &o, getenv)
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	var err error
	switch {
	case flags.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case o.profiles < 0:
		err = fmt.Errorf("profiles (%d) must not be negative", o.profiles)
	}
	if err != nil {
		fmt.Fprintln(stderr, "mpsim:", err)
		return o, err
	}
	o.project.ExportTime = mpsim.ExportTime(o.exportTime)
	if o.project.Profiles = o.profiles; o.profiles == 0 {
		o.project.Profiles = -1 // zero is as many as users
	}
	return o, nil
}

// define has the flags of a command line set the options.
func define(flags *flag.FlagSet, o *options, getenv func(string) string) {
	secret := getenv("MPSIM_SECRET")
	if secret == "" {
		secret = "demo-secret"
	}
	flags.StringVar(&o.addr, "addr", "127.0.0.1:0", "`address` to listen on; port 0 takes a free one")
	flags.StringVar(&o.username, "username", "demo-account", "`name` of the service account")
	flags.StringVar(&o.secret, "secret", secret, "the simulator's own, made-up secret; also MPSIM_SECRET")
	flags.Int64Var(&o.project.ID, "project", 424242, "`id` of the project")
	flags.StringVar(&o.project.Timezone, "timezone", "UTC", "time zone of the project, such as Europe/Lisbon")
	flags.StringVar(&o.exportTime, "export-time", string(mpsim.ExportUTC),
		"`clock` of the export: utc, or project as for projects of before 2023")
	flags.IntVar(&o.project.Events, "events", 200_000, "`number` of events in all")
	flags.IntVar(&o.profiles, "profiles", 4000, "`number` of profiles")
	flags.IntVar(&o.project.Engage.PageSize, "page-size", 1000, "`number` of profiles on a page")
	flags.IntVar(&o.project.Days, "days", 30, "`number` of days with events, until yesterday")
	flags.Uint64Var(&o.project.Seed, "seed", 1, "`number` that the events are drawn from")
	flags.IntVar(&o.gzip, "gzip-level", 1, "compression `level`, 1 (fastest) to 9")
	flags.BoolVar(&o.noLimits, "no-limits", false, "answer any number of requests; by default Mixpanel's rate limits hold")
}

// config is what the simulator is to know.
func (o options) config() mpsim.Config {
	c := mpsim.Config{
		Projects: []mpsim.Project{o.project},
		Accounts: []mpsim.Account{{
			Username: o.username,
			Secret:   o.secret,
			Roles:    map[int64]mpsim.Role{o.project.ID: mpsim.Consumer},
		}},
		GzipLevel: o.gzip,
	}
	if !o.noLimits {
		c.Limits = mpsim.DocumentedLimits()
	}
	return c
}
