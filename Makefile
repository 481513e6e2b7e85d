# make demo: the whole chain on this machine, no network.   make test: every test.   make fuzz: broken input.   All build .venv first.
PYTHON ?= python3
ARGS ?=

.PHONY: demo test fuzz lint lock clean

demo: .venv/ready
	.venv/bin/nianbao demo $(ARGS)

test: .venv/ready lint
	.ci/browser
	.venv/bin/pytest -n 2 $(ARGS)

# Broken input for every reader, found by coverage (atheris: CPython 3.11 to 3.13); see tests/fuzzing/run.py.
fuzz: .venv/fuzz
	PYTHONPATH=tests .venv/bin/python -m fuzzing.run $(ARGS)

.venv/fuzz: requirements-fuzz.lock .venv/ready
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	touch $@

lint: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

.venv/ready: requirements.lock pyproject.toml .ci/venv
	PYTHON=$(PYTHON) .ci/venv
	touch $@

# Resolves the dependencies anew for every Python from 3.11 on; needs uv (pip install uv).
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-header --no-annotate --output-file requirements.lock

clean:
	rm -rf .venv demo-archive
