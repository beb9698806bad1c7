# The commands of the house. `make demo` and `make test` are all a newcomer needs: Python 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= .demo
WORKERS ?= 2

.PHONY: demo test lint types check format bench clean lock

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	@touch $@

demo: $(STAMP)
	@$(BIN)/nearer demo --host $(HOST) --port $(PORT) --data $(DATA)

test: $(STAMP)
	$(BIN)/pytest -n $(WORKERS) --dist loadfile

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(STAMP)
	$(BIN)/mypy

check: lint types test

format: $(STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(STAMP)
	$(BIN)/nearer bench

# Make the set-up repeatable again after a dependency changed.
lock: $(STAMP)
	$(BIN)/python -m pip freeze --exclude-editable | sort --ignore-case > constraints.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
