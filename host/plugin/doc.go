// Package plugin finds, launches, supervises and stops plugin processes. It knows nothing about Mixpanel.
//
// # Using it
//
// A [Manager] is made once per program and closed at its end. [Manager.Start] gives a running [Process], starting it
// where needed; a second Start of the same plugin gives the same process. Nothing is read, created or started before the
// first call that needs it.
//
//	plugins := plugin.NewManager(plugin.Config{Dirs: plugin.DefaultDirs(executable, home), LookupEnv: os.LookupEnv})
//	defer plugins.Close()
//	process, err := plugins.Start(ctx, plugin.Storage, "duckdb")
//	sink, err := process.Engine().Open(ctx, storage.Options{Location: path})
//
// Whatever was opened from a process is closed before the process is stopped: Stop asks for no more than the end.
//
// # Where plugins are
//
// Only in [Config.Dirs]: never on PATH, never in the working directory. A plugin is a program mp-KIND-NAME with a
// manifest mp-KIND-NAME.toml beside it ([Manifest]). The first folder that has the program decides, also where that copy
// cannot be used: a broken plugin never yields silently to another. Programs, manifests and their folders must belong to
// the user or root and must not be writable by others. A symbolic link is followed and its target held to the same rules,
// as package managers and authors link their builds.
//
// # What a process gets
//
// The environment variables that its manifest names and no others, a private folder (mode 0700) as working directory,
// TMPDIR and place of its socket, /dev/null as stdin, its own process group, and on Linux no core dumps. Relative paths
// mean nothing to it: pass absolute ones. The connection is gRPC over a unix socket in the private folder, with mutual TLS and size
// caps both ways. What it writes goes line by line through a bounded reader into [Config.Log]; the values of variables
// that the manifest calls secret are replaced wherever text is shown.
//
// # How it ends
//
// [Process.Stop] asks, waits [Config.StopGrace], then kills the process group; it always returns. A plugin whose host
// died ends by the lease that sdk.Serve keeps and, on Linux, by the kernel. While a call is under way the process is
// pinged: one that answers no ping is killed, so that a stopped plugin holds nobody up, while one that works on a
// long call and answers pings is left alone. What leaves its group (setsid) is not reached, and neither, on Windows, is
// what a plugin started itself.
//
// # Errors
//
// Every failure is one of [mperr.PluginNotFound], [mperr.PluginStartFailed], [mperr.PluginCrashed],
// [mperr.PluginTimeout] and [mperr.PluginProtocol], with plugin, problem, exit status, last lines and fix. A cancelled
// context gives [mperr.Canceled].
package plugin
