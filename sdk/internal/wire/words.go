package wire

import (
	"slices"

	"github.com/mixpanel-data/mp/sdk/internal/pb"
	"github.com/mixpanel-data/mp/sdk/internal/protocol"
	"github.com/mixpanel-data/mp/sdk/storage"
)

// words are the words of a contract by their numbers on the wire. Number 0 is no word, and so is one that the other side
// has and this one does not.
type words[Word ~string, Number ~int32] []Word

var (
	pluginKinds = words[protocol.Kind, pb.PluginKind]{
		pb.PluginKind_PLUGIN_KIND_CREDENTIAL: protocol.Credential,
		pb.PluginKind_PLUGIN_KIND_STORAGE:    protocol.Storage,
	}
	tableKinds = words[storage.Kind, pb.TableKind]{
		pb.TableKind_TABLE_KIND_EVENTS:   storage.Events,
		pb.TableKind_TABLE_KIND_PROFILES: storage.Profiles,
		pb.TableKind_TABLE_KIND_RESULT:   storage.Result,
	}
	writeModes = words[storage.Mode, pb.WriteMode]{
		pb.WriteMode_WRITE_MODE_CREATE:  storage.Create,
		pb.WriteMode_WRITE_MODE_APPEND:  storage.Append,
		pb.WriteMode_WRITE_MODE_REPLACE: storage.Replace,
	}
)

func (w words[Word, Number]) number(word Word) Number {
	return Number(max(0, slices.Index(w, word)))
}

func (w words[Word, Number]) word(number Number) Word {
	if number < 0 || int(number) >= len(w) {
		return ""
	}
	return w[number]
}
