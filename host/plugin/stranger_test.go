//go:build unix

package plugin

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/mixpanel-data/mp/sdk/dial"
)

// strangerMode runs this binary as a plugin that was not written with the SDK.
const strangerMode = "be-stranger"

// stranger installs this binary as such a plugin. The script hides the cookie: the SDK in this binary would take stdout.
func stranger(t *testing.T, dir, name string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cookie := dial.Handshake(Credential).MagicCookieKey
	script(t, dir, name, fmt.Sprintf("unset %s\nexec '%s' %s %s", cookie, self, strangerMode, name))
}

// beStranger is the stranger's main.
func beStranger(name string) {
	switch name {
	case "tcp":
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			panic(err)
		}
		greet("tcp", listener.Addr().String(), certificate())
	case "no-certificate":
		greet("unix", listen(), "")
	case "deaf":
		greet("unix", listen(), certificate())
	default:
		serveStrangely(name)
	}
	select {}
}

func greet(network, address, certificate string) {
	fmt.Printf("1|1|%s|%s|grpc|%s\n", network, address, certificate)
}

// listen makes the socket, and nobody ever answers there.
func listen() string {
	address := filepath.Join(os.Getenv(socketDirEnv), "s")
	if _, err := net.Listen("unix", address); err != nil {
		panic(err)
	}
	return address
}

// certificate makes what a handshake needs.
func certificate() string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	return base64.RawStdEncoding.EncodeToString(der)
}

// serveStrangely speaks go-plugin and answers every call of the protocol by hand. It lives on after it was told to stop.
func serveStrangely(name string) {
	handshake := dial.Handshake(Credential)
	if err := os.Setenv(handshake.MagicCookieKey, handshake.MagicCookieValue); err != nil {
		panic(err)
	}
	var server *grpc.Server
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig:  handshake,
		VersionedPlugins: map[int]goplugin.PluginSet{1: {"mp": empty{}}},
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			answer := func(_ any, stream grpc.ServerStream) error { return answerStrangely(name, server, stream) }
			server = grpc.NewServer(append(options, grpc.UnknownServiceHandler(answer))...)
			return server
		},
	})
}

// empty registers no service, so that every call is unknown.
type empty struct {
	goplugin.NetRPCUnsupportedPlugin
}

func (empty) GRPCServer(*goplugin.GRPCBroker, *grpc.Server) error { return nil }
func (empty) GRPCClient(context.Context, *goplugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, io.EOF
}

// answerStrangely answers Describe well, unless the plugin is mute, and Resolve as the account says.
func answerStrangely(name string, server *grpc.Server, stream grpc.ServerStream) error {
	request := &emptypb.Empty{}
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	method, _ := grpc.MethodFromServerStream(stream)
	if strings.HasSuffix(method, "/Describe") && name != "mute" {
		return stream.SendMsg(described(name))
	}
	account := request.ProtoReflect().GetUnknown()
	switch {
	case bytes.Contains(account, []byte("trailer")):
		stream.SetTrailer(metadata.Pairs("long", strings.Repeat("x", 1<<20)))
	case bytes.Contains(account, []byte("large")):
		return stream.SendMsg(textField(9, strings.Repeat("x", 9<<20)))
	case bytes.Contains(account, []byte("sealed")):
		return status.Error(codes.Unavailable, "the vault is sealed")
	case bytes.Contains(account, []byte("leave")):
		go server.Stop()
		select {}
	case bytes.Contains(account, []byte("linger")):
		go func() {
			server.Stop()
			time.Sleep(3 * time.Second / 2)
			stderr("the last words")
			os.Exit(3)
		}()
		select {}
	}
	return status.Error(codes.Unimplemented, "unknown")
}

// described is a DescribeResponse: name, version, kind credential, protocol 1.
func described(name string) *emptypb.Empty {
	raw := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), name)
	raw = protowire.AppendString(protowire.AppendTag(raw, 2, protowire.BytesType), "1.0.0")
	raw = protowire.AppendVarint(protowire.AppendTag(raw, 3, protowire.VarintType), 1)
	raw = protowire.AppendVarint(protowire.AppendTag(raw, 6, protowire.VarintType), 1)
	out := &emptypb.Empty{}
	out.ProtoReflect().SetUnknown(raw)
	return out
}

// textField is a message with one text field.
func textField(number protowire.Number, text string) *emptypb.Empty {
	out := &emptypb.Empty{}
	out.ProtoReflect().SetUnknown(protowire.AppendString(protowire.AppendTag(nil, number, protowire.BytesType), text))
	return out
}
