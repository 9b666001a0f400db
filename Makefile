# Everything a contributor or a server does here, each target setting up what it needs.
#
# Nothing outside of this folder is changed, except the cache of builds, in the user's cache folder, and by `make test`,
# which may install a browser. GNU make 3.81, which macOS still ships, is enough, and the folder's path
# may contain spaces.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
BIN := .venv/Scripts
else
PYTHON ?= python3
BIN := .venv/bin
endif

PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input -qq
CHROMIUM = browser="$$($(PY) -m tools.browser)" && ICPR_CHROMIUM="$$browser"
LOCKED := install --require-hashes --only-binary :all: --requirement
LOCK := $(BIN)/uv pip compile --no-config --quiet --universal --no-strip-extras --generate-hashes --only-binary :all: \
	--custom-compile-command "make lock"

.PHONY: help build serve check test coverage lint soak audit sbom bench gold drawing screenshots font lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo 'More arguments go in ARGS: make build ARGS="--drafts --output /tmp/site"'

build: .venv/runtime ## Write the site to output/
	@$(PY) -m icpr_build build $(ARGS)

serve: .venv/runtime ## Preview the site, drafts included, while editing
	@$(PY) -m icpr_build serve $(ARGS)

check: .venv/runtime ## Check the content, writing nothing
	@$(PY) -m icpr_build check $(ARGS)

test: .venv/dev ## Run the tests, getting Chromium and the page checkers
	@$(PY) -m tools.checkers
	@$(CHROMIUM) $(PY) -m pytest $(ARGS)

coverage: .venv/dev ## Measure how much of the program the tests run that need no browser
	@$(PY) -m pytest --cov -m "not browser" $(ARGS)

lint: .venv/dev ## Check style, types, and that any pip can install the locked lists
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@$(BIN)/lint-imports --no-cache
	@$(PY) -m pip check
	@$(PY) -m tools.locks

soak: .venv/dev ## Run the long tests: every page, many kills, many random edits
	@$(PY) -m tools.checkers
	@$(CHROMIUM) $(PY) -m tools.soak

audit: .venv/supply ## Look the locked packages up among the known vulnerabilities, which needs the network
	@$(PY) -m tools.audit $(ARGS)

sbom: .venv/supply ## Write the bill of materials of the program, as CycloneDX, to sbom.cdx.json
	@$(PY) -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file sbom.cdx.json requirements.txt
	@echo "Wrote sbom.cdx.json"

bench: .venv/dev ## Measure agreement with GitHub on Markdown, builds beside other generators, how fast a page is
	@$(PY) -m tools.bench $(ARGS)

gold: .venv/dev ## Accept the present output as the golden tree of the tests
	@$(PY) -m tests.gold $(ARGS)

drawing: .venv/dev ## Compute the strands, the logo, the icons and the share image again
	@$(PY) -m tools.drawing

screenshots: .venv/dev ## Take the screenshots of the site in the documents again
	@$(CHROMIUM) $(PY) -m tools.screenshots

font: .venv/dev ## Make the font of the site again, which needs npm
	@$(PY) -m tools.font

lock: .venv/dev ## Lock the dependencies again (newest ones: ARGS=--upgrade)
	@$(LOCK) pyproject.toml --group build --output-file requirements.txt $(ARGS) >/dev/null
	@$(LOCK) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt $(ARGS) >/dev/null
	@$(LOCK) pyproject.toml --group supply --constraint requirements-dev.txt --output-file requirements-supply.txt \
		$(ARGS) >/dev/null
	@for other in hugo pelican; do $(LOCK) --group $$other \
		--output-file tools/bench/requirements-$$other.txt $(ARGS) >/dev/null || exit 1; done

clean: ## Remove all that is made here: output/, .venv/, caches
	@rm -rf output schemas sbom.cdx.json .venv .icpr-cache .mypy_cache .pytest_cache .ruff_cache htmlcov .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A change here makes a new environment, without packages that the lists no longer name and without what an
# interrupted install left behind.
.venv/runtime: requirements.txt pyproject.toml
	@$(call need,"$(PYTHON)" -c "import sys; sys.exit(sys.hexversion < 0x030b0000)",\
		Python 3.11 or newer: $(PYTHON) is not (Debian: apt-get install python3; another: PYTHON=/its/path))
	@$(call need,"$(PYTHON)" -c "import ensurepip; import venv",\
		Python's venv module (Debian: apt-get install python3-venv))
	@echo "Making .venv from requirements.txt"
	@"$(PYTHON)" -m venv --clear .venv
	@$(PIP) $(LOCKED) requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements-dev.txt .venv/runtime
	$(add)

.venv/supply: requirements-supply.txt .venv/runtime
	$(add)

# The runtime's stamp is removed while pip works, so that an interrupted install is made again from the start.
define add
	@echo "Adding $< to .venv"
	@rm .venv/runtime
	@$(PIP) $(LOCKED) $<
	@touch .venv/runtime $(wildcard .venv/dev .venv/supply) $@
endef

# $(call need,COMMAND,WHAT): unless COMMAND succeeds, one line saying what is missing.
define need
$(1) >/dev/null 2>&1 || { echo "make: this needs $(strip $(2))" >&2; exit 1; }
endef
