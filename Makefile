# make run       sets up everything and shows the main job on sample applications
# make test      sets up everything and runs all checks
# make accuracy  reads generated cases and writes docs/accuracy.md
# make benchmark measures pages and commands on ten thousand applications and writes docs/speed.md
# make setup     only sets up: a virtual environment in .venv, and Debian's packages where they may be installed

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := dovecot-imapd tesseract-ocr tesseract-ocr-lav tesseract-ocr-eng tesseract-ocr-osd libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils postgresql fonts-dejavu-core chromium

.PHONY: run test setup packages accuracy benchmark clean

run: $(VENV)/.ready
	$(BIN)/intake-bot demo

test: packages $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

setup: packages $(VENV)/.ready-dev

packages:
	sh .ci/packages $(PACKAGES)

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,postgresql]'
	touch $@

accuracy: PACKAGES += fonts-liberation
accuracy: packages $(VENV)/.ready-dev
	$(BIN)/python -m tests.accuracy.measure

benchmark: packages $(VENV)/.ready-dev
	$(BIN)/python -m tests.benchmarks.measure

clean:
	rm -rf $(VENV) demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
