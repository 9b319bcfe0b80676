.DEFAULT_GOAL := help
.PHONY: help run install install-dev test lint format bench train screenshots requirements

venv := .venv/bin/python
compile := --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml

# The first Python that is new enough; make variables would break on a path with a space, the shell does not.
with_python = for python in $$PYTHON python3 python3.11 python3.12 python3.13 python3.14 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec "$$python" autoreach/serving/install.py $(1); \
	  fi; \
	done; \
	echo "AutoReach needs Python 3.11 or newer, and none was found: install it, or name it with PYTHON=/path/to/python3." >&2; \
	exit 1

help: ## say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

run: install ## start AutoReach: database, web server, worker (PORT, DATABASE_URL are honoured)
	@$(venv) -m autoreach.serving

install: ## make the environment with the pinned packages
	@$(call with_python,requirements.txt)

install-dev: ## the same with the packages for development
	@$(call with_python,requirements-dev.txt)

# A plugin of pytest loads numpy before the settings can say this: its threads would take time from other tests.
test: export OPENBLAS_NUM_THREADS = 1
test: lint ## run every test: unit, integration, end-to-end, by up to four processes
	@$(venv) -m tests.e2e.browser
	@$(venv) -m pytest -n logical --maxprocesses 4 --dist worksteal

lint: install-dev ## check style, formatting and the layers
	@$(venv) -m ruff check
	@$(venv) -m ruff format --check
	@.venv/bin/djangofmt --quiet --check templates
	@.venv/bin/djangofmt check --output-format concise templates
	@$(venv) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

format: install-dev ## write the code the way `make lint` wants it
	@$(venv) -m ruff check --fix
	@$(venv) -m ruff format
	@.venv/bin/djangofmt check --quiet --fix templates
	@.venv/bin/djangofmt --quiet templates

bench: install-dev ## measure (ONLY=import,match picks, SIZE=1000000 sizes); writes var/bench.json
	@$(venv) -m tests.benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE))

train: install-dev ## train the model that says what posts want; writes its weights and card
	@$(venv) -m scoring.training.train

screenshots: install-dev ## photograph every page into var/screenshots
	@$(venv) -m tests.e2e.browser
	@$(venv) -m pytest tests/e2e --screenshots

requirements: install-dev ## compile requirements*.txt from pyproject.toml
	@$(venv) -m uv pip compile $(compile) -o requirements.txt
	@$(venv) -m uv pip compile $(compile) --extra dev -o requirements-dev.txt
