# Muctieu. make test is the whole gate: it installs what it needs, checks,
# runs every test, and fails where a part cannot run. Its steps go from cheap
# to dear, so most mistakes show in the first minute.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
.NOTPARALLEL:

# One set of flags for all targets: -trimpath, -race, cgo and the system each
# make Go compile the whole stack again, a minute a time. Only the race
# detector needs cgo, and .ci/test sets it there.
export CGO_ENABLED := 0
export GOFLAGS := -buildvcs=false
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
BIN := bin

.PHONY: help
help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## the program for this machine, as bin/muctieu
	go build -ldflags '$(LDFLAGS)' -o $(BIN)/muctieu ./cmd/muctieu

.PHONY: windows
windows: ## the program for Windows, as bin/muctieu.exe; tests are read by vet only
	GOOS=windows GOARCH=amd64 go build -ldflags '$(LDFLAGS)' -o $(BIN)/muctieu.exe ./cmd/muctieu
	GOOS=windows GOARCH=amd64 go vet ./...

.PHONY: install
install: ## Debian packages the tests need and this machine lacks
	@.ci/install

.PHONY: format
format: ## write the Go files in the form the gate asks for
	@gofmt -w $(GO_FILES)

GO_FILES = $(shell git ls-files --cached --others --exclude-standard -- '*.go')

.PHONY: check
check: ## form, vet, the rules of the house (pkg/arch), go.mod
	@unformatted=$$(gofmt -l $(GO_FILES)); \
	if [ -n "$$unformatted" ]; then printf 'not in the form of gofmt (make format):\n%s\n' "$$unformatted" >&2; exit 1; fi
	go vet ./...
	go test ./pkg/arch
	@go mod tidy -diff >/dev/null || { echo 'go.mod says other than the code: go mod tidy' >&2; exit 1; }

# The tools have a module of their own, so what they need never becomes part
# of the product. It lies in a folder of its own because Go finds a module by
# its folder; nothing in tools/ is built into the program.
$(BIN)/%: tools/go.mod tools/go.sum
	go -C tools build -o $(CURDIR)/$@ $$(go -C tools list tool | grep '/$*$$')

.PHONY: lint
lint: $(BIN)/golangci-lint ## golangci-lint by .golangci.yml
	$(BIN)/golangci-lint run ./...

.PHONY: test
test: install check windows lint ## the whole gate: what must pass before a change is taken
	.ci/postgres .ci/test

# A process that saves is killed ROUNDS times on each engine, backups are taken
# under load, PostgreSQL is started again: the long form of what make test does
# a few times.
.PHONY: faults
faults: ROUNDS ?= 100
faults: install ## the tests of faults at full length (ROUNDS kills on each engine)
	MUCTIEU_TEST_REQUIRE=1 MUCTIEU_TEST_CRASHES=$(ROUNDS) .ci/postgres go test -count=1 -v -timeout 60m \
		-run 'Killed|Connections|FullDisk|Writers|BooksBeside|Backups|Archive|Verify|Upgrade|Job' ./pkg/store

.PHONY: bench
bench: COUNT ?= 1
bench: install ## benchmarks beside their yardsticks, one package at a time (COUNT=6 for benchstat)
	.ci/postgres go test -run '^$$' -bench . -benchmem -count $(COUNT) -p 1 -timeout 30m ./pkg/...

.PHONY: fuzz
fuzz: FUZZTIME ?= 30s
fuzz: ## every fuzz target for FUZZTIME each
	.ci/fuzz $(FUZZTIME)

.PHONY: screenshots
screenshots: SCREENSHOTS ?= $(CURDIR)/$(BIN)/screenshots
screenshots: install ## pictures of the pages, into SCREENSHOTS
	mkdir -p $(SCREENSHOTS)
	MUCTIEU_SCREENSHOTS=$(SCREENSHOTS) MUCTIEU_TEST_REQUIRE=1 go test -count=1 -run Screenshot ./pkg/server/...

# The screenshots of the manual are taken anew when a page they show changes.
.PHONY: manual
manual: install ## screenshots of the manual, into web/static/help
	MUCTIEU_HELP_PICTURES=$(CURDIR)/web/static/help MUCTIEU_TEST_REQUIRE=1 go test -count=1 -run HelpPictures ./pkg/server/browser

# govulncheck reads its database from the network, or from a copy:
# make audit VULNDB=file:///path.
.PHONY: audit
audit: $(BIN)/gosec $(BIN)/staticcheck $(BIN)/govulncheck ## known weaknesses, in our code and in what it is built from
	$(BIN)/staticcheck ./...
	$(BIN)/gosec -quiet -severity medium -exclude-dir=tools ./...
	$(BIN)/govulncheck $(if $(VULNDB),-db $(VULNDB)) ./cmd/muctieu

.PHONY: clean
clean: ## remove what make has built
	rm -rf $(BIN)
