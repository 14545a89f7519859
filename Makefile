# The tools that lint the code are pinned in a module file of their own, so
# that they are no dependencies of the program.
TOOL  := go tool -modfile=.ci/tools.mod
FUZZ  := FuzzXML FuzzDecodeText FuzzProperties FuzzShell FuzzBatch FuzzWrapper FuzzJSON FuzzKeyStore FuzzManifest FuzzEdit
FUZZTIME ?= 30s

.PHONY: all build lint test update rule fuzz bench e2e ci help

all: build lint test ## build, lint and test: what CI runs first

build: ## build the program into ./carbonlint
	go build -trimpath -ldflags="-s -w" -o carbonlint ./cmd/carbonlint

lint: ## check format, vet and staticcheck
	@out="$$($(TOOL) gofumpt -l cmd loader policies reporters)"; test -z "$$out" || { echo "gofumpt would change:"; echo "$$out"; exit 1; }
	go vet ./...
	$(TOOL) staticcheck ./...

test: ## run all tests; needs Go alone and no network
	go test ./...

update: ## rewrite goldens, fixtures' want sections, the ledger and docs/rules
	go test ./policies ./reporters ./cmd/carbonlint ./cmd/carbonlint/lsp -update

rule: ## begin a rule: make rule NAME=category/name
	go run ./cmd/carbonlint new rule $(NAME)

fuzz: ## run every fuzz target for FUZZTIME (30s); make fuzz T=FuzzXML runs one
	@set -e; for t in $(or $(T),$(FUZZ)); do echo "$$t"; go test ./loader -run='^$$' -fuzz="^$$t$$" -fuzztime=$(FUZZTIME); done

bench: ## measure what docs/performance.md says
	go test ./loader ./policies -run='^$$' -bench=. -benchmem
	.ci/bench

e2e: ## install the real clients and drive them
	.ci/e2e

ci: ## what .ci/run does
	.ci/run

help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9]+:.*## / { printf "%-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
