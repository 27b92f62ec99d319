# mp: build, try, test. `make help` lists the targets.

PREFIX  ?= /usr/local
DESTDIR ?=
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

# DuckDB's Arrow interface is behind this tag; only plugins/storage-duckdb has files that need it.
TAGS    := duckdb_arrow
LDFLAGS := -s -w
GO      := go
# Go does not ask git itself, which refuses in a checkout of another user's; mp is told its version.
BUILD   := $(GO) build -buildvcs=false
# Pure-Go programs are built without cgo, so that they run on any libc; DuckDB alone needs a C toolchain.
PURE    := CGO_ENABLED=0 $(BUILD) -ldflags '$(LDFLAGS)'
# mp alone is told its version; plugins have their own, which their manifests repeat.
DATED   := CGO_ENABLED=0 $(BUILD) -ldflags '$(LDFLAGS) -X main.version=$(VERSION)'
NATIVE  := CGO_ENABLED=1 $(BUILD) -tags $(TAGS) -ldflags '$(LDFLAGS)'

PLUGINS  := credential-env credential-file storage-duckdb
EXAMPLES := credential-static storage-jsonl

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build mp, mpsim and the plugins into bin/
	@mkdir -p bin/plugins
	$(DATED) -o bin/ ./cmd/mp
	$(PURE) -o bin/ ./cmd/mpsim
	$(PURE) -o bin/plugins/mp-credential-env ./plugins/credential-env
	$(PURE) -o bin/plugins/mp-credential-file ./plugins/credential-file
	$(NATIVE) -o bin/plugins/mp-storage-duckdb ./plugins/storage-duckdb
	@for plugin in $(PLUGINS); do cp plugins/$$plugin/mp-$$plugin.toml bin/plugins/; done

.PHONY: examples
examples: ## build the example plugins into bin/examples/
	@mkdir -p bin/examples
	@for plugin in $(EXAMPLES); do \
		$(PURE) -o bin/examples/mp-$$plugin ./examples/$$plugin && \
		cp examples/$$plugin/mp-$$plugin.toml bin/examples/ || exit 1; done

.PHONY: demo
demo: build ## run the main job against the simulator on loopback
	@bin/mp demo

# What the tests drive, built once for all of them: mp, and beside it the plugins of mp and of the examples.
BUILT := $(CURDIR)/bin/tested

.PHONY: tested
tested: build examples
	@rm -rf '$(BUILT)' && umask 077 && mkdir -p '$(BUILT)/plugins' && \
		cp bin/mp bin/mpsim '$(BUILT)' && cp bin/plugins/* bin/examples/* '$(BUILT)/plugins'

# The packages that take longest come first: at the end they would have one core, and the other would be idle.
LONG := ./plugins/storage-duckdb/... ./cmd/mp ./host ./internal/faults

# The detector makes every program, and each child of a test is one, sleep for a second before it ends; no race is left to
# be found by then.
UNRACED := GORACE=atexit_sleep_ms=0

# The folders of tests stand for a home, which mp refuses where others may write to it, as they may with some people's umask.
.PHONY: test
test: tested ## vet and test both modules with the race detector
	umask 022 && MP_BUILT='$(BUILT)' $(UNRACED) $(GO) test -race -vet=all -count=1 -timeout 30m -tags $(TAGS) $(LONG) ./... ./sdk/...

# The tools are pinned in tools/go.mod, outside the workspace.
TOOL := GOWORK=off $(GO) tool -modfile=$(CURDIR)/tools/go.mod

.PHONY: lint
lint: ## golangci-lint over both modules, buf over the protocol
	$(TOOL) golangci-lint run --build-tags $(TAGS) ./...
	cd sdk && $(TOOL) golangci-lint run ./...
	cd sdk/proto && $(TOOL) buf lint
	cd sdk/proto && $(TOOL) buf breaking --exclude-imports --against v1.binpb

.PHONY: generate
generate: ## write the generated files again: protobuf code, docs/errors.md, docs/cli.md
	cd sdk && $(GO) generate ./...
	$(GO) test ./cmd/mp -run TestCommandReference -update

.PHONY: freeze
freeze: ## with a release: keep the protocol that later ones must not break
	cd sdk/proto && $(TOOL) buf breaking --exclude-imports --against v1.binpb
	cd sdk/proto && $(TOOL) buf build -o v1.binpb

.PHONY: bench
bench: build ## measure, print and keep the figures of docs/performance.md
	$(GO) run -tags $(TAGS) ./internal/bench

.PHONY: install
install: build ## put mp under PREFIX/bin and its plugins under PREFIX/libexec/mp/plugins
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/libexec/mp/plugins'
	install -m 0755 bin/mp '$(DESTDIR)$(PREFIX)/bin/mp'
	@for plugin in $(PLUGINS); do \
		install -m 0755 bin/plugins/mp-$$plugin '$(DESTDIR)$(PREFIX)/libexec/mp/plugins/' && \
		install -m 0644 bin/plugins/mp-$$plugin.toml '$(DESTDIR)$(PREFIX)/libexec/mp/plugins/' || exit 1; done

.PHONY: clean
clean: ## remove what was built
	rm -rf bin
