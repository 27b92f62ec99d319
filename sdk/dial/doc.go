// Package dial is the host's half of the wire: it turns a started plugin process into a [credential.Provider] or a
// [storage.Engine].
//
// Finding, starting, watching and stopping the process is the caller's part; host/plugin does it for mp. It gives what
// this package knows to hashicorp/go-plugin and then connects:
//
//	tlsConfig, env, err := dial.MutualTLS()
//	…
//	cmd.Env = append(cmd.Env, env)
//	client := goplugin.NewClient(&goplugin.ClientConfig{
//		HandshakeConfig:  dial.Handshake(dial.KindStorage),
//		VersionedPlugins: dial.VersionedPlugins(dial.KindStorage),
//		GRPCDialOptions:  dial.Options(dial.Config{CallTimeout: time.Minute}),
//		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
//		TLSConfig:        tlsConfig,
//		SkipHostEnv:      true,
//		…
//	})
//	protocol, err := client.Client()
//	…
//	plugin, err := dial.Connect(ctx, protocol, dial.KindStorage)
//	sink, err := plugin.Engine().Open(ctx, storage.Options{Location: path})
//
// # Optional powers
//
// A value has an optional interface ([credential.Accounts], [credential.AccountStore], [storage.Querier],
// [storage.Sampler], [storage.Analyzer]) exactly where the plugin declares it, so a type assertion tells the truth.
//
// # Errors
//
// Whatever coded error the plugin returned comes out as the same type with the same fields, from unary calls and from
// streams: errors.Is and errors.As answer as they did inside the plugin. A call that the caller's own context ended is
// context.Canceled or context.DeadlineExceeded for errors.Is. Everything else is a [TransportError] (the process died, is
// stuck, or speaks something else), which [Config].Explain makes into an error for people.
//
// # Answers
//
// An answer of Query, Sample or Analyze ends with the context of that call, so keep it alive until the reader is closed; the plugin
// then stops working on it.
//
// # A store for other processes
//
// [Share] serves an open store to whoever connects to a listener, for reading, and [Join] opens it there: the way for a
// second process to a store that its engine keeps for one. Which processes may connect, and how they find one another, is
// the caller's part; host/share does it for mp.
//
// # Memory
//
// Rows stream in both directions as fast as the slower side reads; a few chunks of at most 4 MiB are in flight.
package dial
