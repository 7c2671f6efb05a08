# `make` alone lists the targets. Those that need an environment create it, and keep it as long as its locks stay the same.
PYTHON ?= python3
BIN := .venv/bin
# More processes than cores: many tests wait for a timeout.
PYTEST := $(BIN)/python -m pytest -q -n 5 --dist worksteal -p no:schemathesis -p no:randomly -p no:respx

LOCK = $(BIN)/uv pip compile --quiet --system-certs --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml \
	$(if $(filter all,$(UPGRADE)),--upgrade,$(UPGRADE:%=--upgrade-package=%))

# Every environment of this checkout uses the package of this checkout.
unexport PYTHONPATH PYTHONHOME
# Creates an environment from locks, unless it exists: $(call environment,<folder>,<locks and options>).
# An environment of another interpreter is replaced only if PYTHON is given.
environment = @$(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("make: Python 3.11 or newer is required; " \
	"$(PYTHON) is %d.%d. Fix: make PYTHON=<another python>" % sys.version_info[:2]); from tools.environment import main; main()' \
	$(1) $(2) $(if $(filter-out file,$(origin PYTHON)),--exactly)

.DEFAULT_GOAL := help
.PHONY: help .venv demo test docs validate generate fix check diff upstream adopt test-all build lowest coverage bench fixtures record mutants lock upgrade clean

help:
	@awk -F ':.*## ' '/^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nSee docs/maintaining.md for make record, mutants and clean.\n'

.venv:
	$(call environment,.venv,locks/dev.txt)

# For targets that read the spec: a report of what is wrong with it, instead of a traceback.
VALID := .venv/valid.txt
$(VALID): openapi/case-management.yaml openapi/departures.yaml | .venv
	@$(BIN)/python -m tools.validate >.venv/report.txt || { cat .venv/report.txt; exit 1; }; mv .venv/report.txt $@

##@ Use

demo: .venv $(VALID) ## Run the four operations over real HTTP on loopback; no account needed
	@$(BIN)/python -m tools.demo

test: .venv $(VALID) ## Check that spec, fixtures and package agree, and that the client behaves as documented (one minute or two)
	@$(PYTEST) $(ARGS)
	@$(if $(ARGS),,echo "Not run: tests/tools and tests/docs (what clones, regenerates, builds or opens a browser), trio and other slow variants, and 19 of 20 examples \
	of the property tests. To run them too: make test-all")

docs: .venv $(VALID) ## Build the documentation in site/: guide, reference and spec, readable offline
	@rm -rf site && $(BIN)/python -m sphinx -W --keep-going -q -b html docs site && echo "Open site/index.html"

##@ Change

validate: .venv ## Report what is wrong with the spec, on which line, and what to write instead (SPEC=<path>)
	@$(BIN)/python -m tools.validate --profile $(or $(PROFILE),datadog) $(if $(SPEC),"$(SPEC)")

generate: .venv ## Write generated/ from the spec, the templates and runtime/
	@$(BIN)/python -m tools.generate

fix: .venv ## Format the code, and fix what ruff can fix
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

check: .venv ## Check formatting, lint, types, workflows, generated/ and the version; writes nothing
	@{ $(BIN)/mypy && $(BIN)/basedpyright --warnings; } >.venv/types.txt & \
	$(BIN)/python -m tools.generate --check && \
	{ $(BIN)/ruff format --check --quiet . || { echo "Fix: make fix"; false; }; } && \
	{ $(BIN)/ruff check --quiet . || { echo "Fix what can be fixed automatically: make fix"; false; }; } && \
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jactionlint && \
	{ $(BIN)/zizmor --offline --no-progress --quiet --persona pedantic .github action.yml >.venv/report.txt || { cat .venv/report.txt; false; }; } && \
	$(BIN)/shellcheck .ci/run tests/elsewhere.sh && \
	{ $(BIN)/lint-imports >.venv/report.txt || { cat .venv/report.txt; false; }; } && \
	$(BIN)/python -m tools.diff --check; failed=$$?; \
	wait $$! || { cat .venv/types.txt; failed=1; }; [ $$failed != 0 ] || echo "No problems."; exit $$failed

diff: .venv ## Report what changed for callers, and which version that requires (BASE=<git ref>)
	@$(BIN)/python -m tools.diff $(if $(BASE),--base "$(BASE)")

UPSTREAM := $(if $(VERSION),--version "$(VERSION)") $(if $(SDIST),--sdist "$(SDIST)")

upstream: .venv ## Compare the spec with what the vendor publishes (VERSION=2.62.0 or SDIST=<path>)
	@$(BIN)/python -m tools.upstream $(UPSTREAM)

adopt: .venv ## Add an operation of the vendor's document to the spec (OPERATION=CommentCase)
	@$(BIN)/python -m tools.adopt "$(OPERATION)" $(UPSTREAM)

test-all: .venv $(VALID) ## Run every test, also as on other machines (about 20 minutes)
	@$(PYTEST) --hypothesis-profile=thorough -m "" $(ARGS)
	@$(PYTEST) --dist loadfile tests/tools tests/docs $(ARGS)
	@tests/elsewhere.sh $(PYTHON)

##@ Release

build: .venv $(VALID) ## Build and check the wheel and the sdist in dist/, and the SBOM in sbom/
	@rm -rf dist sbom && $(BIN)/python -m hatchling build
	@$(BIN)/python -m tools.smoke

lowest: $(VALID) ## Run the tests with the lowest supported versions of the dependencies, on the oldest Python on the PATH
	$(call environment,.venv-lowest,locks/dev.txt locks/lowest.txt $(if $(filter file,$(origin PYTHON)),--lowest))
	@$(PYTEST:.venv/%=.venv-lowest/%) $(ARGS)

coverage: .venv $(VALID) ## Run the tests, and fail unless they cover every line and branch of the package
	@$(PYTEST) --cov=datadog_case_management --cov-branch --cov-report=term-missing:skip-covered \
		--cov-fail-under=100 $(ARGS)

bench: .venv ## Measure next to other clients, three times in about 20 minutes; writes docs/speed.md and its picture
	$(call environment,.venv-bench,locks/bench.txt)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/openapi-python-client generate --path openapi/case-management.yaml --meta none --overwrite \
		--output-path .bench/stock_client >/dev/null
	@PYTHONPATH=generated:.bench:examples .venv-bench/bin/python benchmarks/bench.py --docs docs $(ARGS)

##@ Less often

fixtures: .venv $(VALID) ## Write missing fixtures from the examples of the spec, and name those that no longer fit it
	@$(BIN)/python -m tools.fixtures

record: .venv # record fixtures from the live service, CASE=… USER=…, with DD_API_KEY and DD_APP_KEY set
	@$(BIN)/python -m tools.record --case "$(CASE)" \
		--user "$(if $(findstring command,$(origin USER)),$(USER))" $(ARGS) # the environment has a USER too

mutants: .venv # list the changes to the package that no test notices, ARGS=<patterns>
	@rm -rf mutants && mkdir -p mutants/src && git archive HEAD | tar -x -C mutants && cp -r generated/datadog_case_management mutants/src
	@cd mutants && ../$(BIN)/mutmut run --max-children 3 $(ARGS) && ! ../$(BIN)/mutmut results | grep -E 'survived|no tests|suspicious'

# uv does not read pip's configuration, which may name another index.
lock: export UV_DEFAULT_INDEX ?= $(shell $(PYTHON) -m pip config list 2>/dev/null | sed -n "s/.*\.index-url='\(.*\)'/\1/p" | tail -1)
lock: .venv ## Lock what pyproject.toml asks for (UPGRADE=<package>: in its latest version; UPGRADE=all)
	@$(LOCK) --all-extras --group dev -o locks/dev.txt
	@$(LOCK) --all-extras --group bench -o locks/bench.txt
	@$(LOCK) --all-extras -o locks/runtime.txt
	@$(LOCK) --all-extras --resolution lowest-direct -o locks/lowest.txt

upgrade: ## Upgrade the generator and the formatter, regenerate, and show what that changes
	@$(MAKE) --no-print-directory lock UPGRADE="openapi-python-client ruff"
	@$(MAKE) --no-print-directory generate || { echo "To return to the locked versions: git checkout locks"; exit 1; }
	@git --no-pager diff --stat -- locks generated
	@echo "Review it with git diff, then: make fix check test"

clean: # remove everything that git ignores
	@rm -rf .venv .venv.old .venv-* dist sbom site mutants .bench .upstream .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .generate-*
	@find . -name __pycache__ -prune -exec rm -r {} +
