# mp: build, try, test. `make help` lists the targets.

PREFIX  ?= /usr/local
DESTDIR ?=
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

# DuckDB's Arrow interface is behind this tag; only plugins/storage-duckdb has files that need it.
TAGS    := duckdb_arrow
LDFLAGS := -s -w
GO      := go
# Pure-Go programs are built without cgo, so that they run on any libc; DuckDB alone needs a C toolchain.
PURE    := CGO_ENABLED=0 $(GO) build -ldflags '$(LDFLAGS)'
# mp alone is told its version; plugins have their own, which their manifests repeat.
DATED   := CGO_ENABLED=0 $(GO) build -ldflags '$(LDFLAGS) -X main.version=$(VERSION)'
NATIVE  := CGO_ENABLED=1 $(GO) build -tags $(TAGS) -ldflags '$(LDFLAGS)'

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

.PHONY: test
test: ## vet and test both modules with the race detector
	$(GO) vet -tags $(TAGS) ./...
	cd sdk && $(GO) vet ./...
	$(GO) test -race -count=1 -tags $(TAGS) ./...
	cd sdk && $(GO) test -race -count=1 ./...

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
