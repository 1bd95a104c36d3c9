# `make run` and `make test` do all set-up themselves, and say what they do.
SHELL := /bin/bash
.DEFAULT_GOAL := help
CARGO := cargo
BIN := $(or $(CARGO_TARGET_DIR),target)/release
ARGS ?=

.PHONY: run test check mutate bench gallery web wire build fmt help

run: setup-run web build ## build everything and start the server (ARGS="--listen 127.0.0.1:9000")
	@$(BIN)/greenroom serve $(ARGS)

test: setup-test web ## all tests: machines, stores, stories, two browsers in one room
	$(CARGO) test --release --workspace
	cd web && npm test
	cd tests/e2e && npm ci --no-audit --no-fund && GREENROOM_BIN=$(abspath $(BIN))/greenroom npm test

check: setup-run web ## formatting and lints of Rust and page
	$(CARGO) fmt --check
	$(CARGO) clippy --release --workspace --all-targets -- -D warnings
	cd web && npm run check

mutate: setup-test ## takes each consent check out in turn, and demands that a test fails
	.ci/mutate-consent

bench: setup-run web build ## the figures of docs/benchmarks.md
	$(BIN)/greenroom-loadtest take --json

gallery: setup-run web build ## a page of what the studio engine shows of the reference prompts (gallery/index.html)
	$(BIN)/greenroom-loadtest gallery --out gallery

build: ## the binaries
	$(CARGO) build --release --workspace

web: web/dist/index.html ## the page, into web/dist

web/dist/index.html: web/package-lock.json web/index.html web/vite.config.ts $(shell find web/src web/public -type f 2>/dev/null)
	@echo "== building the page"
	cd web && npm ci --no-audit --no-fund && npm run build

wire: ## write the page's types anew from crates/wire
	GREENROOM_WRITE_WIRE=1 $(CARGO) test --release -q -p greenroom-wire

fmt: ## format the Rust code
	$(CARGO) fmt

.PHONY: setup-run setup-test
setup-run setup-test: setup-%:
	@.ci/setup $*

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
