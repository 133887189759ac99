# Everything from a bare clone, with nothing but python3 (3.11 or newer) and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test check audit bench pictures words lock clean

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Osmose needs Python 3.11 or newer; say which with make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/osmose demo

test: setup # each core has a process of its own: threads of the algebra would only fight them
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive graph matching service

audit: setup # weaknesses, licences and secrets; the bill of materials (SBOM) comes into build/audit
	$(BIN)/python -m tests.audit

bench: setup
	$(BIN)/python -m tests.benchmarks

pictures: setup # of the README, from the program itself; needs Chromium
	$(BIN)/python -m tests.browser.pictures

words: setup # after a change in data/themes: which words go together, learned from the thesaurus and its examples
	$(BIN)/python -m matching.learning_words

lock: # after a change in pyproject.toml; newer versions of everything: make lock UPGRADE=--upgrade
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) --no-header \
	  --no-emit-index-url --no-annotate --group dev pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-annotate --constraint requirements.lock pyproject.toml deploy/build.in --output-file deploy/requirements.lock

clean:
	rm -rf .venv
