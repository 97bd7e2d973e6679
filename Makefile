# Everything runs in .venv, made from the lock; a newcomer needs python3 (3.11 or later) and make.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
export DO_NOT_TRACK := 1

.PHONY: setup refresh test nights hostile chaos lint lock ui docs benchmark quality clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

refresh: setup            ## the main job on the bundled sample
	$(BIN)/hiring-ledger refresh

test: setup               ## the fast suite: Python tests and dbt unit tests
	$(BIN)/pytest

nights: setup             ## tests that build nights of their own: gates, given figures, real recordings
	$(BIN)/pytest -m night

hostile: setup            ## a night with 2,000 hostile postings; GOOD=DIR beside another recording
	$(if $(GOOD),HOSTILE_GOOD=$(GOOD)) $(BIN)/pytest -m hostile

chaos: setup              ## forty stops, one at each step; half an hour
	$(BIN)/pytest -s -m chaos tests/chaos

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

ui: setup                 ## Dagster's web UI and daemon on loopback
	$(BIN)/hiring-ledger ui

docs: setup               ## the current release's dbt docs, report and quality pages
	$(BIN)/hiring-ledger docs

benchmark: setup          ## speed at 2,000 and 77,480 listings; minutes
	$(BIN)/python -m benchmarks.nights

lock:                     ## needs uv; run after changing pyproject.toml
	uv pip compile --universal --python-version 3.11 --no-strip-extras --generate-hashes \
	  --extra dev --quiet pyproject.toml --output-file requirements.lock

quality: setup           ## accuracy of each inference, on the labelled data in REAL=DIR; minutes
	$(BIN)/python -m benchmarks.quality --real $(REAL)

clean:
	rm -rf .venv build dbt_project/target
