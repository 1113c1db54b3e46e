# Two commands: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
IN := PYTHONPATH=src .venv/bin/python
PYTEST := .venv/bin/python -m pytest -q -m "not slow"
ROOM ?=
# Bytecode is kept, whatever a machine's habits: dozens of processes begin in a run, each reading all code.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run demo environment environment-test test lint types floors docs-in-step tests show-house show-line show-supply show-peers lock messages handbook

help: ## this list
	@sed -n 's/^\([a-z%-]*\):.*## /make \1: /p' $(MAKEFILE_LIST)

run: environment ## the whole house on http://127.0.0.1:8000; Ctrl-C stops it
	@exec ./beside run

demo: environment ## the same with invented people and places, in a home of its own
	@exec ./beside demo

test: environment-test ## everything that must hold; ROOM=places for one room, ROOM=supply/mail for a part of one
ifeq ($(ROOM),)
	@$(MAKE) --no-print-directory lint floors
	@$(MAKE) --no-print-directory -j2 tests types docs-in-step
else
	@.venv/bin/ruff check --quiet $(wildcard src/beside/$(ROOM)) tests/$(ROOM)
	@$(PYTEST) -n 2 tests/$(ROOM)
endif

environment: ## .venv with what runs
	@sh scripts/environment.sh run

environment-test: ## .venv with what tests
	@sh scripts/environment.sh test

lint:
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check . || { .venv/bin/ruff format --check .; exit 1; }

types:
	@BESIDE_TESTING=yes .venv/bin/mypy --no-error-summary

floors:
	@PYTHONPATH=src .venv/bin/lint-imports --no-cache >.floors || { cat .floors; rm -f .floors; exit 1; }; rm -f .floors

docs-in-step:
	@BESIDE_TESTING=yes $(IN) -m scripts.handbook --check

tests: # three workers: one mostly waits for a browser. With CI set, what failed is tried again (decision 0106)
	@$(PYTEST) -n 3 tests || { [ -n "$(CI)" ] && sh scripts/once_more.sh; }

handbook: environment-test ## rewrite what docs/rooms takes from the code
	@BESIDE_TESTING=yes $(IN) -m scripts.handbook

show-house: environment-test ## what the house must show, a line each; QUICK=1 for a smaller run
	@$(IN) -m benchmarks.show house $(if $(QUICK),--quick)

show-line: environment-test ## what the line must show; QUICK=1 for a smaller run
	@$(IN) -m benchmarks.show line $(if $(QUICK),--quick)

show-supply: environment-test ## what supply must show; QUICK=1 for a smaller run
	@$(IN) -m benchmarks.show supply $(if $(QUICK),--quick)

show-peers: environment-test ## what peers, need and allocation must show; QUICK=1 for a smaller run
	@$(IN) -m benchmarks.show peers $(if $(QUICK),--quick)

lock: ## renew both locks from pyproject.toml (needs uv)
	@sh scripts/lock.sh

messages: environment-test ## gather the words to translate; say what is missing
	@./beside messages
