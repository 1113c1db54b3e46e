#!/bin/sh
# What failed in the run before, once more and one at a time: what fails again has failed.
# Whatever passes now is named, so that somebody can mend it.
set -eu
cd "$(dirname -- "$0")/.."
echo "Once more, one at a time, what failed:"
.venv/bin/python -m pytest -v -m "not slow" --last-failed --last-failed-no-failures none "$@" tests
echo "The tests above passed only the second time: each hides a fault of its own or of ours."
