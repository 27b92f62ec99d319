package sdk

import (
	"io"
	"log/slog"
	"strings"

	"github.com/hashicorp/go-hclog"

	"github.com/mixpanel-data/mp/sdk/internal/wire"
)

// levelVariable sets the level of a plugin's log.
const levelVariable = "MP_PLUGIN_LOG"

// logs are the loggers of a plugin. Both write lines of JSON in hclog's form, which hosts on go-plugin read, without the
// secrets that this process knows.
type logs struct {
	hclog hclog.Logger
	slog  *slog.Logger
}

// newLogs writes to out from a level on: trace, debug, info, warn, error, off; info where it is none of these.
func newLogs(out io.Writer, level string, secrets *wire.Redactor) logs {
	least := hclog.LevelFromString(level)
	if least == hclog.NoLevel {
		least = hclog.Info
	}
	clean := &cleanWriter{out: out, secrets: secrets}
	return logs{
		hclog: hclog.New(&hclog.LoggerOptions{Level: least, Output: clean, JSONFormat: true}),
		slog:  slog.New(slog.NewJSONHandler(clean, &slog.HandlerOptions{Level: slogLevel(least), ReplaceAttr: hclogKeys})),
	}
}

// makeDefault directs log/slog and log to the host.
func (l logs) makeDefault() { slog.SetDefault(l.slog) }

func slogLevel(level hclog.Level) slog.Level {
	switch level {
	case hclog.Trace:
		return slog.LevelDebug - 4
	case hclog.Debug:
		return slog.LevelDebug
	case hclog.Warn:
		return slog.LevelWarn
	case hclog.Error:
		return slog.LevelError
	case hclog.Off:
		return slog.LevelError + 100
	default:
		return slog.LevelInfo
	}
}

// hclogTime is hclog's format of a time.
const hclogTime = "2006-01-02T15:04:05.000000Z07:00"

// hclogKeys gives the fields that every line has their names in hclog.
func hclogKeys(groups []string, attr slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return attr
	}
	switch attr.Key {
	case slog.TimeKey:
		return slog.String("@timestamp", attr.Value.Time().Format(hclogTime))
	case slog.LevelKey:
		level, _ := attr.Value.Any().(slog.Level)
		return slog.String("@level", levelWord(level))
	case slog.MessageKey:
		return slog.String("@message", attr.Value.String())
	}
	return attr
}

func levelWord(level slog.Level) string {
	switch {
	case level < slog.LevelDebug:
		return "trace"
	case level < slog.LevelInfo:
		return "debug"
	case level < slog.LevelWarn:
		return "info"
	case level < slog.LevelError:
		return "warn"
	default:
		return "error"
	}
}

// cleanWriter removes secrets from what is written to it. Loggers write a line at a time.
type cleanWriter struct {
	out     io.Writer
	secrets *wire.Redactor
}

// Write writes line without secrets.
func (w *cleanWriter) Write(line []byte) (int, error) {
	if _, err := io.WriteString(w.out, w.secrets.Redact(string(line))); err != nil {
		return 0, err
	}
	return len(line), nil
}

// environmentSecrets are the values of variables whose names say that they are secret, such as MP_SECRET and VAULT_TOKEN.
// They may turn up in an error before they were ever sent.
func environmentSecrets(environ []string) []string {
	var out []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		for _, word := range []string{"SECRET", "TOKEN", "PASSWORD", "KEY"} {
			if strings.HasSuffix(strings.ToUpper(name), word) {
				out = append(out, value)
				break
			}
		}
	}
	return out
}
