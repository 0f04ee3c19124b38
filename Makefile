# Từng Nhà: every command of the project. `make help` lists them.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
SERVER := $(BIN)/python -m app.serving --port $(PORT)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard app/translations/*/LC_MESSAGES/*.po))
ASSETS := static/dist/manifest.json
NODE_BIN := node_modules/.bin
NPM_CI := npm ci --loglevel=error --no-progress
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Installing replaces whole folders, which nothing may read meanwhile.
.NOTPARALLEL:

##@ Use

.PHONY: run
run: build ## Serve the demonstration on 127.0.0.1 at PORT (8000)
	@$(SERVER) --check
	@$(FLASK) prepare --demo
	@exec $(SERVER)

.PHONY: serve
serve: build ## Serve for real use; needs PUBLIC_ORIGIN
	@$(SERVER) --check
	@$(FLASK) prepare --real
	@exec $(SERVER)

##@ Work

.PHONY: test
test: .venv/.tested-with node_modules/.tested-with build lint ## Lint, check types, run all tests; installs what it needs
	@tests/system-packages.sh
	node --test --test-timeout=60000 tests/js/*.test.mjs
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=10 $(T)

.PHONY: audit
audit: .venv/.tested-with node_modules/.tested-with build tests/audit/node_modules/.installed ## Kill servers, walk at random, try WebKit, rate pages with Lighthouse
	@tests/system-packages.sh --audit
	WALK_STEPS=500 $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=10 -m "audit or hypothesis" \
		--hypothesis-profile=full
	$(BIN)/python -m tests.audit.webkit
	$(BIN)/python -m tests.audit

.PHONY: screenshots
screenshots: .venv/.tested-with node_modules/.tested-with build ## Take pictures of all pages, and those of README and manifest
	@tests/system-packages.sh
	$(BIN)/python -m tests.e2e.screenshots

.PHONY: icons
icons: .venv/.tested-with node_modules/.tested-with build ## Draw the icons of the home screen anew
	@tests/system-packages.sh
	$(BIN)/python -m tests.e2e.icons

.PHONY: lint
lint: .venv/.tested-with node_modules/.tested-with ## Check style and types, of scripts and styles as well
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(NODE_BIN)/biome check --error-on-warnings
	for part in . desk everywhere page sw; do $(NODE_BIN)/tsc -p static/js/$$part || exit; done

.PHONY: format
format: .venv/.tested-with node_modules/.tested-with ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NODE_BIN)/biome check --write

.PHONY: bench
bench: .venv/.tested-with node_modules/.tested-with build ## Measure against the budgets; BASE=REV compares costs of requests
	@tests/system-packages.sh
	$(BIN)/python -m tests.bench $(foreach base,$(BASE),--base $(base)) $(if $(ROUNDS),--rounds $(ROUNDS)) \
		$(if $(ENGINE),--engine $(ENGINE))

.PHONY: i18n
i18n: .venv/.tested-with ## Bring the translations up to the texts in the code
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -o app/translations/messages.pot --no-location --sort-output \
		--project tung-nha --version 1 --copyright-holder "Từng Nhà" .
	$(BIN)/pybabel -q update -i app/translations/messages.pot -d app/translations --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date

.PHONY: lock
lock: .venv/.tested-with ## Lock the dependencies anew, without registry addresses
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
		--custom-compile-command "make lock" -q -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev -c requirements.txt --universal --python-version 3.11 --no-emit-index-url \
		--generate-hashes --custom-compile-command "make lock" -q -o requirements-dev.txt

##@ Pieces

.PHONY: build
build: .venv/.installed $(ASSETS) $(CATALOGUES) ## Install and build what the app needs

# Installs a lock as it stands: nothing is resolved, so no release that is newer than the lock can be asked for, and no
# package is built from source. `pip check` then proves that the lock is complete. -I keeps PYTHONPATH out.
PIP := $(BIN)/python -I -m pip
INSTALL_LOCK = $(PIP) install --quiet --no-deps --require-hashes --only-binary :all: -r $(1) && $(PIP) check

# Makes folder $(1) anew from lock $(2) by commands $(3), which at last write its `.installed`: it is whole then. Its
# programs name their place, so it is made there, while the one from before waits beside it, if it was whole and command
# $(4) finds that it works. That comes back when the making fails. A signal ends a command, not the shell that puts back.
define MAKE_ANEW
trap : HUP INT TERM; \
if test -e $(1)/.installed && $(or $(4),:); then mv $(1) $(1).before; else rm -rf $(1); fi || exit; \
if $(3); then rm -rf $(1).before; exit; fi; \
$(call SETTLE,$(1)); \
echo "$(2) could not be installed, for the reason above. Nothing is started; what worked before is kept in $(1)." >&2; \
exit 1
endef

# Ends a making of folder $(1) that failed or was cut off: what waits beside it comes back, unless the new one is whole.
SETTLE = if test ! -e $(1).before; then :; elif test -e $(1)/.installed; then rm -rf $(1).before; \
	else rm -rf $(1) && mv $(1).before $(1); fi

# What an environment was made from: its lock, its place, and its Python, of which a correction changes nothing.
MADE_FROM = (cat requirements.txt; cd .venv && pwd -P && bin/python -ISc 'import sys; print(sys.version_info[:2])') 2>&1

# A mark may come back with its folder and the making fail then: make would delete what a failed rule changed.
.PRECIOUS: .venv/.installed .venv/.tested-with node_modules/.installed node_modules/.tested-with \
	tests/audit/node_modules/.installed

.venv/.installed: FORCE
	@$(call SETTLE,.venv)
	@$(MADE_FROM) | cmp -s - $@ || $(MAKE) --no-print-directory environment LOCK=requirements.txt

.venv/.tested-with: FORCE
	@$(call SETTLE,.venv)
	@$(MADE_FROM) | cmp -s - .venv/.installed && cmp -s requirements-dev.txt $@ || \
		$(MAKE) --no-print-directory environment LOCK=requirements-dev.txt

# Whether an environment works, pip tells: it is not found when the Python was removed, or replaced by another release.
.PHONY: environment
environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@echo "Installing the packages of $(LOCK) …"
	@$(call MAKE_ANEW,.venv,$(LOCK),$(ENVIRONMENT),$(PIP) --version >/dev/null 2>&1)

# The tools' lock names the app's packages, too.
ENVIRONMENT = $(PYTHON) -m venv .venv && $(call INSTALL_LOCK,$(LOCK)) && \
	if test $(LOCK) = requirements-dev.txt; then cp $(LOCK) .venv/.tested-with; fi && \
	$(MADE_FROM) >.venv/.installed

# Each folder of npm's keeps a copy of the lock that it was made from.
node_modules/.installed: FORCE
	@$(call SETTLE,node_modules)
	@cmp -s package-lock.json $@ || { \
		$(call MAKE_ANEW,node_modules,package-lock.json,$(NPM_CI) --omit=dev && cp package-lock.json $@); }

node_modules/.tested-with: FORCE
	@$(call SETTLE,node_modules)
	@cmp -s package-lock.json $@ || { \
		$(call MAKE_ANEW,node_modules,package-lock.json,$(NPM_CI) && cp package-lock.json $@ && cp $@ $(@D)/.installed); }

tests/audit/node_modules/.installed: FORCE
	@$(call SETTLE,$(@D))
	@cmp -s tests/audit/package-lock.json $@ || { echo "Installing Lighthouse …"; \
		$(call MAKE_ANEW,$(@D),tests/audit/package-lock.json,(cd tests/audit && $(NPM_CI)) && \
		cp tests/audit/package-lock.json $@); }

.PHONY: FORCE
FORCE:

$(ASSETS): build.mjs node_modules/.installed $(wildcard app/logbook/kinds/*.py) $(shell find static/css static/icons static/js static/screenshots docs/guides/pictures -type f)
	@node build.mjs

%.mo: %.po .venv/.installed
	@$(BIN)/pybabel -q compile -i $< -o $@

.PHONY: help
help: ## List the commands
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9]+:.*##/ {printf "  make %-11s %s\n", $$1, $$2}' Makefile
