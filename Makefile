# `make` alone lists the targets. The first one that needs .venv creates it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# More processes than cores: many tests wait for a timeout.
PYTEST := $(BIN)/python -m pytest -q -n 5 --dist worksteal -p no:schemathesis

.DEFAULT_GOAL := help
.PHONY: help demo test docs validate generate fix check diff upstream adopt test-all build lowest coverage bench fixtures record watch mutants soak lock upgrade clean

help:
	@awk -F ':.*## ' '/^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): locks/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make: Python 3.11 or newer is required. Fix: make PYTHON=python3.12 …")'
	@echo "Setting up $(VENV), once; this takes about a minute."
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r locks/dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)

##@ Use

demo: $(READY) ## Run the four operations over real HTTP on loopback; no account needed
	@$(BIN)/python scripts/demo.py

test: $(READY) ## Check that spec, fixtures and package agree, and how the client behaves (one minute)
	@$(PYTEST) $(ARGS)
	@$(if $(ARGS),,echo "Not run: tests/repo (examples, guides, and whatever clones, regenerates, builds or opens a browser), and 19 of 20 examples of \
	the property tests. To run them too: make test-all")

docs: $(READY) ## Build the documentation in site/: guide, reference and spec, readable offline
	@$(BIN)/python scripts/docs.py

##@ Change

validate: $(READY) ## Report what is wrong with the spec, on which line, and what to write instead
	@$(BIN)/python scripts/validate.py

generate: $(READY) ## Write generated/ from the spec, the templates and runtime/
	@$(BIN)/python scripts/generate.py

fix: $(READY) ## Format the code, and fix what ruff can fix
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

check: $(READY) ## Check formatting, lint, types, generated/ and the version; writes nothing
	@$(BIN)/python scripts/generate.py --check
	@$(BIN)/ruff format --check --quiet . || { echo "Fix: make fix"; exit 1; }
	@$(BIN)/ruff check --quiet . || { echo "Fix what can be fixed automatically: make fix"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/basedpyright --warnings
	@$(BIN)/python scripts/diff.py --check

diff: $(READY) ## Report what changed for callers, and the version that requires (BASE=<git ref>)
	@$(BIN)/python scripts/diff.py $(if $(BASE),--base $(BASE))

UPSTREAM := $(if $(VERSION),--version "$(VERSION)") $(if $(SDIST),--sdist "$(SDIST)")

upstream: $(READY) ## Compare the spec with what the vendor publishes (VERSION=2.62.0 or SDIST=<path>)
	@$(BIN)/python scripts/upstream.py $(UPSTREAM)

adopt: $(READY) ## Add an operation of the vendor's document to the spec (OPERATION=CommentCase)
	@$(BIN)/python scripts/adopt.py "$(OPERATION)" $(UPSTREAM)

test-all: $(READY) ## Run every test (about ten minutes)
	@$(PYTEST) --hypothesis-profile=thorough $(ARGS)
	@$(PYTEST) --dist loadfile tests/repo $(ARGS)

##@ Release

build: $(READY) ## Build and check the wheel and the sdist in dist/, and the SBOM in sbom/
	@rm -rf dist sbom && $(BIN)/python -m hatchling build
	@$(BIN)/twine check --strict dist/*
	@$(BIN)/python scripts/smoke.py

lowest: $(READY) .venv-lowest/.ready ## Run the tests with the lowest supported versions of the dependencies
	@.venv-lowest/bin/python -m pytest -q -n 5 --dist worksteal $(ARGS)

.venv-lowest/.ready: locks/dev.txt locks/lowest.txt pyproject.toml
	@$(PYTHON) -m venv --clear .venv-lowest
	@.venv-lowest/bin/python -m pip install --quiet --require-hashes -r locks/dev.txt
	@.venv-lowest/bin/python -m pip install --quiet --require-hashes --no-deps -r locks/lowest.txt
	@.venv-lowest/bin/python -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

coverage: $(READY) ## Run the tests, and fail unless they cover every line and branch of the package
	@$(PYTEST) --cov=datadog_case_management --cov-branch --cov-report=term-missing:skip-covered \
		--cov-fail-under=100 $(ARGS)

bench: $(READY) .venv-bench/.ready ## Measure against the vendor's client, stock output, httpx and msgspec
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/openapi-python-client generate --path openapi/case-management.yaml --meta none --overwrite \
		--output-path .bench/stock_client >/dev/null
	@PYTHONPATH=generated:.bench:benchmarks .venv-bench/bin/python benchmarks/bench.py --python $(BIN)/python \
		--picture docs/benchmark.svg $(ARGS)

.venv-bench/.ready: locks/bench.txt
	@$(PYTHON) -m venv --clear .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --require-hashes -r locks/bench.txt
	@touch $@

##@ Less often

fixtures: $(READY) ## Write missing fixtures from the examples of the spec
	@$(BIN)/python scripts/fixtures.py

record: $(READY) ## Record fixtures from the live service (CASE=… USER=…, DD_API_KEY, DD_APP_KEY)
	@$(BIN)/python scripts/record.py --case "$(CASE)" \
		--user "$(if $(findstring command,$(origin USER)),$(USER))" $(ARGS) # the environment has a USER too

watch: $(READY) ## Run make generate whenever one of its sources is saved
	@$(BIN)/watchfiles --filter all "$(BIN)/python scripts/generate.py" openapi runtime generator-config.yaml

mutants: $(READY) ## List the changes to the package that no test notices (ARGS=--scripts: to the scripts)
	@$(BIN)/python scripts/mutants.py $(ARGS)

soak: $(READY) ## Make 600,000 calls to a server that fails at random (ARGS=--calls=…)
	@$(BIN)/python scripts/soak.py $(ARGS)

lock: $(READY) ## Lock the latest versions of the dependencies, with hashes
	@$(BIN)/uv pip compile --quiet --upgrade --group dev pyproject.toml -o locks/dev.txt
	@$(BIN)/uv pip compile --quiet --upgrade --group bench pyproject.toml -o locks/bench.txt
	@$(BIN)/uv pip compile --quiet --upgrade --all-extras pyproject.toml -o locks/runtime.txt
	@$(BIN)/uv pip compile --quiet --upgrade --resolution lowest-direct --all-extras pyproject.toml -o locks/lowest.txt

upgrade: $(READY) ## Upgrade the generator and the formatter, and show what that changes
	@$(BIN)/python scripts/upgrade.py

clean: ## Remove everything that git ignores
	@rm -rf $(VENV) .venv-* dist sbom site mutants .bench .upstream .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .generate-* .upgrade-* .site-*
