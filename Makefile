# `make run` and `make test` do all set-up themselves. Needed beforehand: Python 3.11, make, the package registries.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
export MEDPEER_DATA_DIR ?= $(CURDIR)/var
export PORT

.PHONY: run reader test sure format clean

run: $(VENV)/run.stamp ## Set up, seed and serve the product at http://127.0.0.1:$(PORT)
	@MEDPEER_LOG_LEVEL=ERROR $(BIN)/flask --app wsgi up
	@exec $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --config gunicorn.conf.py wsgi:app

reader: $(VENV)/run.stamp ## Add the reader of printed text in pictures, and of faces: about 200 MB
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-images.txt

test: $(VENV)/dev.stamp ## Set up, then run every test
	@$(BIN)/python tools/browser_setup.py
	@$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

sure: $(VENV)/dev.stamp ## Format, lint, types, import contracts, migrations, templates, spelling, dead code
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@PYTHONPATH=. $(BIN)/python tools/migrations_check.py
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/codespell
	@$(BIN)/vulture
	@$(BIN)/deptry .

format: $(VENV)/dev.stamp ## Rewrite what the formatter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

$(VENV)/run.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "medpeer needs Python 3.11 or newer; found $$($(PYTHON) --version). Set PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || { echo "Making the virtual environment …"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what the product needs …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt requirements-images.txt
	@echo "Installing what the tests need …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

clean: ## Remove the virtual environment and all local state
	rm -rf $(VENV) var
