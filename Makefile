# 四会市碳达峰一张图. `make run` and `make test` are all a fresh machine needs.
PYTHON ?= python3
PORT ?= 8501
SAMPLE ?= on
BIN = .venv/bin
# One more than there are cores: browser tests wait, and a core that waits for them is lost.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
# Whole files, in the order of tests/conftest.py: the longest first.
BY_FILE = --dist loadfile --no-loadscope-reorder
# Each file is held against its hash; only wheels, for building one would run code that has none.
# Python compiles what is imported; most files never are.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --only-binary :all:

# Servers, workers and commands import the same hundreds of files: compiled once, beside the environment.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/compiled

.DEFAULT_GOAL := help
.PHONY: template help run test suite thorough quick check fix bench load attack clean pins sbom audit browser postgres pictures looks

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 10

run: .venv/run  ## start the application (PORT=8601, SAMPLE=off)
	SIHUI_SAMPLE=$(SAMPLE) $(BIN)/streamlit run app.py --server.port $(PORT)

test: .venv/tools browser postgres  ## checks, unit, page and browser tests, coverage
	@$(MAKE) --no-print-directory --jobs 2 check suite

# At first by one, while the checks run beside it: workers would all compile the same.
.venv/compiled/tests: .venv/tools
	@$(BIN)/pytest --collect-only -qq >.venv/collected || { cat .venv/collected; exit 1; }
	@mkdir -p $(@D) && touch $@

suite: .venv/compiled/tests  ## the tests of `make test` alone, WORKERS at once
	SIHUI_TESTS_COVERAGE=on $(BIN)/pytest --numprocesses $(WORKERS) --maxprocesses 4 $(BY_FILE)

thorough: .venv/tools browser postgres  ## the combinations that `make test` leaves out; CI runs them after it
	$(BIN)/pytest -m thorough --numprocesses $(WORKERS) --maxprocesses 4 $(BY_FILE)

quick: .venv/tools  ## unit tests without browser, servers and slow corpora
	$(BIN)/pytest -q --quick --numprocesses auto --maxprocesses 4 $(BY_FILE)

# The list of weaknesses is read while the others work; out of reach, it says so and ends well.
check: .venv/tools  ## format, lint, types, layers, known weaknesses where their list is in reach
	@$(BIN)/python -m scripts.audit --within 60 >.venv/audited & audit=$$!; \
	set -x; $(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports; \
	code=$$?; { set +x; } 2>/dev/null; wait $$audit || code=1; cat .venv/audited; exit $$code

fix: .venv/tools  ## format and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

template: .venv/run  ## write the workbook to fill in, with what is published
	$(BIN)/python -m sihui_map template var/填报模板.xlsx --force

bench: .venv/tools browser  ## measure speed beside a bare application (BENCH="--peer PYTHON")
	$(BIN)/python -m scripts.bench $(BENCH)

load: .venv/tools  ## measure many visitors at once beside a bare application (LOAD=--quick, LOAD=--with-gc)
	$(BIN)/python -m scripts.load $(LOAD)

attack: .venv/tools  ## measure what sixty anonymous connections do to a visitor (ATTACK=--quick)
	$(BIN)/python -m scripts.attack $(ATTACK)

pictures: .venv/tools  ## render everything that is handed out, to look at; needs LibreOffice
	$(BIN)/python -m scripts.pictures

looks: .venv/tools browser  ## take anew how every page looks at three sizes, after a change that is meant
	$(BIN)/python -m scripts.looks

sbom: .venv/tools  ## write what the application consists of, var/sbom.cdx.json (CycloneDX)
	$(BIN)/python -m scripts.sbom

audit: .venv/tools  ## look for known weaknesses of what is installed; needs the internet
	$(BIN)/python -m scripts.audit

pins: .venv/tools  ## write the locks and constraints.txt from the requirements (PINS=--upgrade)
	$(BIN)/python -m scripts.pins $(PINS)

clean:  ## remove what was made: environment, caches, reports
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新版本") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python requirements.lock
	$(INSTALL) -r requirements.lock
	@touch $@

.venv/tools: .venv/bin/python tests/requirements.lock requirements.lock
	$(INSTALL) -r tests/requirements.lock
	@touch .venv/run $@

# Chromium and a Chinese font come from Debian; without the right to install, say what is needed.
# Its headless shell, the same engine without windows, halves the browser's work: taken if it is there.
browser:
	@if command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk fontconfig >/dev/null; \
	else echo "浏览器测试需要：sudo apt-get install chromium fonts-noto-cjk fontconfig"; exit 1; fi
	@command -v chromium-headless-shell >/dev/null || [ "$$(id -u)" != 0 ] || \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-headless-shell >/dev/null 2>&1 || :

# The store's tests run on SQLite and on a PostgreSQL server that they start themselves.
postgres:
	@if ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; \
	else echo "数据库测试需要：sudo apt-get install postgresql"; exit 1; fi
