package sdk_test

import (
	"testing"

	goplugin "github.com/hashicorp/go-plugin"

	"github.com/mixpanel-data/mp/sdk/dial"
)

// BenchmarkStart is from the start of a process to its first answer, with the certificates of package dial and with
// go-plugin's own.
func BenchmarkStart(b *testing.B) {
	for name, change := range map[string]func(*goplugin.ClientConfig){
		"MutualTLS": nil,
		"AutoMTLS": func(config *goplugin.ClientConfig) {
			config.Cmd.Env = config.Cmd.Env[:len(config.Cmd.Env)-1]
			config.TLSConfig, config.AutoMTLS = nil, true
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c := client(b, "credential", dial.KindCredential, dial.Config{}, change)
				started, err := c.Client()
				if err != nil {
					b.Fatal(err)
				}
				if _, err := dial.Connect(b.Context(), started, dial.KindCredential); err != nil {
					b.Fatal(err)
				}
				c.Kill()
			}
		})
	}
}
