# Needs make, bash and Python 3.11 or newer; everything else is installed into .venv.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON_HERE := .venv/bin/python
JOBS ?= 2

.PHONY: help demo demo-reset test pictures coverage mutants properties check bench bench-scale bench-usage bench-register bench-hosts faults lock

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## set up and run the demonstration; prints its address and accounts; Ctrl-C ends it
	@scripts/setup.sh base
	@exec $(PYTHON_HERE) -m nss demo

demo-reset: ## stop the demonstration and delete its data
	@scripts/setup.sh base
	@exec $(PYTHON_HERE) -m nss demo-reset

test: ## set up and run all checks and tests; ARGS="-k word" chooses, JOBS=2 processes
	@scripts/setup.sh dev
	@$(PYTHON_HERE) -m pytest -n $(JOBS) --dist worksteal --durations=12 $(ARGS)
	@grep -m 1 TOTAL docs/coverage.md | awk -F '[|*]+' '{print "Branch coverage of the rules when it was last measured (make coverage): " $$(NF-2)}'

pictures: ## picture every page at the width of a desk and of a phone: TO=folder (LANGUAGE=en for English, ARGS="-k demonstration" for the sample companies alone)
	@test -n "$(TO)" || { echo "make pictures TO=folder"; exit 2; }
	@scripts/setup.sh dev
	@NSS_PICTURES="$(abspath $(TO))" NSS_PICTURES_LANGUAGE=$(or $(LANGUAGE),ja) $(PYTHON_HERE) -m pytest tests/browser/pictures.py $(ARGS)

coverage: ## measure which lines and branches of the rules the tests reach, without the browser; writes docs/coverage.md
	@scripts/setup.sh dev
	@$(PYTHON_HERE) -m pytest -n $(JOBS) --dist worksteal --cov --cov-report= --ignore=tests/browser tests
	@scripts/coverage.sh

mutants: ## put faults into the rules one at a time; writes docs/mutants.md (MUTANTS=30 a room, SEED=1; may be stopped and goes on)
	@scripts/setup.sh mutants
	@exec $(PYTHON_HERE) -m mutants

check: ## run the checks alone: ruff, mypy, import-linter, djlint
	@scripts/setup.sh dev
	@exec $(PYTHON_HERE) -m pytest -n $(JOBS) tests/runtime/test_checks.py

bench: ## measure pages and journeys beside a floor, and the whole round beside two small applications; writes docs/benchmarks.md (BENCH_SECONDS=3 a cell)
	@scripts/setup.sh base
	@scripts/setup.sh peers || echo "The whole round is measured alone."
	@exec $(PYTHON_HERE) -m bench

bench-scale: ## fill 1,000 and 10,000 offices and measure the same pages (ARGS="1000 100000"); writes docs/growth.md
	@scripts/setup.sh base
	@exec $(PYTHON_HERE) -m bench.scale $(ARGS)

bench-usage: ## check and draw up a usage file of 100,000 lines and refuse a broken one; prints seconds and memory (ARGS="20000")
	@scripts/setup.sh base
	@exec $(PYTHON_HERE) -m bench.usage_file $(ARGS)

bench-register: ## take over a register of 100,000 offices from files; prints seconds and memory (ARGS="10000")
	@scripts/setup.sh base
	@exec $(PYTHON_HERE) -m bench.register $(ARGS)

bench-hosts: ## kill the primary of three Patroni hosts under load from two web hosts, in network namespaces (root; KILLS=20); writes docs/hosts.md
	@scripts/setup.sh base
	@exec $(PYTHON_HERE) -m bench.hosts

faults: ## kill, stop and abuse everything; prints pass or fail with figures (FAULTS_TIMES=50 a row, FAULTS_RUNS=3 in a row, ARGS="F1 F4")
	@scripts/setup.sh dev
	@exec $(PYTHON_HERE) -m faults $(ARGS)

properties: ## 20,000 random journeys and 10,000 random texts; writes docs/properties.md (PROPERTY_JOURNEYS=, PROPERTY_SEED=1; may be stopped and goes on)
	@scripts/setup.sh dev
	@exec $(PYTHON_HERE) -m properties $(ARGS)

lock: ## lock requirements/*.in with hashes into requirements/*.txt
	@scripts/setup.sh dev
	@scripts/lock.sh
