# Two commands: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
IN := PYTHONPATH=src .venv/bin/python
ROOM ?=

.PHONY: help run environment environment-test test lint types floors docs-in-step tests show-house lock messages

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/make \1 -/p' $(MAKEFILE_LIST)

run: environment  ## everything on http://127.0.0.1:8000; Ctrl-C stops it
	@exec ./beside run

environment:
	@sh scripts/environment.sh run

environment-test:
	@sh scripts/environment.sh test
