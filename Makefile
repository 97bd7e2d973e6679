# Everything runs in .venv, built from the lock. Needed: python3 (3.11 or later, with venv) and make.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
export DO_NOT_TRACK := 1
# The tests start many processes, and each would compile the project again: a tenth of their CPU.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup refresh test nights recovery hostile scale chaos lint lock ui docs benchmark quality clean

help:                     ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP)           ## create .venv with the locked packages

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

refresh: setup            ## run one night of the bundled sample (two minutes)
	$(BIN)/hiring-ledger refresh

ui: setup                 ## run Dagster's web UI and daemon on 127.0.0.1:3000
	$(BIN)/hiring-ledger ui

docs: setup               ## serve the current release on 127.0.0.1:8080
	$(BIN)/hiring-ledger docs

lint: setup               ## run ruff, mypy, import-linter and sqlfluff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/sqlfluff lint dbt_project/models

test: setup               ## run the fast suite: Python tests and dbt unit tests
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder  # tests/conftest.py orders files

nights: setup             ## run the tests that build nights: gates, same bytes, given figures
	$(BIN)/pytest -m "night and not recovery"

recovery: setup           ## run the tests of old nights, backup, restore and failures (an hour)
	$(BIN)/pytest -m recovery

hostile: setup            ## run a night with 2,000 hostile postings; GOOD=DIR adds a recording
	$(if $(GOOD),HOSTILE_GOOD=$(GOOD)) $(BIN)/pytest -m hostile

scale: setup              ## crawl two sizes of night and compare the memory of each process (minutes)
	$(BIN)/pytest -s -m scale

chaos: setup              ## stop a simulated week at a hundred random moments (under an hour)
	$(BIN)/pytest -s -m chaos tests/chaos

benchmark: setup          ## measure speed at 2,000 and 77,480 listings (minutes)
	$(BIN)/python -m benchmarks.nights

quality: setup            ## measure the inferences on the postings in REAL=DIR, and on CASES=FILE
	$(BIN)/python -m benchmarks.quality --real $(REAL) $(if $(CASES),--cases $(CASES))

lock:                     ## write requirements.lock from pyproject.toml; needs uv
	uv pip compile --universal --python-version 3.11 --no-strip-extras --generate-hashes \
	  --extra dev --quiet pyproject.toml --output-file requirements.lock

clean:                    ## remove .venv and build files
	rm -rf .venv build dbt_project/target
