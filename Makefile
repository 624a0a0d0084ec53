# One command each: `make run` opens the app, `make test` runs the tests. Both set up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEV_STAMP := $(VENV)/.ready-dev

# The tests start Python some hundred times; without its own compiled copies each start compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test cost check bench coverage mutation soak picture pictures clean

run: $(STAMP)
	@$(BIN)/mentor-tui

test: $(DEV_STAMP)
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not soak"

# What each test costs in seconds of the processor: the 40 dearest tests and files. In one process, to the end.
cost: $(DEV_STAMP)
	$(BIN)/python -m pytest -p tests.cost -m "not soak"

# What CI checks: format, lint, strict types, import rules.
check: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy mentor_tui screens
	$(BIN)/lint-imports

bench: $(VENV)/.ready-bench
	$(BIN)/python -m benchmarks

# Every branch of the vault and of text, by the tests of these two. Those that kill processes run outside of it.
coverage: $(DEV_STAMP)
	$(BIN)/python -m coverage run -m pytest -m "not soak" -p no:xdist \
		tests/vault tests/test_text.py tests/test_forgetting.py tests/test_presence.py \
		--ignore tests/vault/test_kill.py --ignore tests/vault/test_processes.py
	$(BIN)/python -m coverage report

# Breaks a copy of the vault and of text in 300 small ways, and fails if fewer than 90 % of them are noticed.
mutation: $(DEV_STAMP)
	$(BIN)/python -m tests.mutation --sample 300

soak: $(DEV_STAMP)
	$(BIN)/python -m pytest -m soak --timeout 3600
	$(MAKE) mutation

# Draws the rooms and arrows in docs/architecture.md from the imports in the code.
picture: $(DEV_STAMP)
	$(BIN)/python -m tests.house

# Draws docs/*.svg from the app itself.
pictures: picture
	$(BIN)/python -m tests.pictures

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(STAMP): $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(DEV_STAMP): $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $(STAMP) $@

$(VENV)/.ready-bench: $(DEV_STAMP)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev,bench]"
	@touch $@
