#!/bin/sh
# Makes .venv from a hashed lock: `scripts/environment.sh run` or `... test`.
# Uses uv where there is one, else Python's own venv and pip. Does nothing when the lock has not changed.
set -eu
cd "$(dirname -- "$0")/.."
want=${1:-run}
export UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

case "$want" in
    run) lock=requirements.lock ;;
    test) lock=requirements-dev.lock ;;
    *) echo "Say 'run' or 'test'." >&2; exit 2 ;;
esac

mark_of() { cksum < "$1" | tr ' ' '-'; }
holds() { [ -f ".venv/.$1" ] && [ "$(cat ".venv/.$1")" = "$(mark_of "$1")" ]; }

if [ -x .venv/bin/python ]; then
    # The test environment holds everything the other does.
    if holds "$lock" || holds requirements-dev.lock; then exit 0; fi
fi

suits() { "$1" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
find_python() {
    for candidate in "${PYTHON:-}" python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && path=$(command -v "$candidate") && suits "$path"; then
            echo "$path"
            return
        fi
    done
    echo "Beside needs Python 3.11 or newer and found none. On Debian or Ubuntu:" >&2
    echo "    apt-get install python3 python3-venv" >&2
    echo "Or name one: make run PYTHON=/path/to/python3" >&2
    exit 1
}

if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then with_uv=yes; else with_uv=; fi

if [ ! -x .venv/bin/python ] || ! suits .venv/bin/python; then
    python=$(find_python)
    if [ -n "$with_uv" ]; then
        uv venv --quiet --clear --python "$python" .venv
    elif ! "$python" -m venv --clear .venv; then
        rm -rf .venv
        echo "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi

echo "Installing what $lock names"
if [ -n "$with_uv" ]; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"
else
    [ -x .venv/bin/pip ] || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --quiet --no-compile --require-hashes --no-deps -r "$lock"
fi
rm -f .venv/.requirements*.lock
mark_of "$lock" > ".venv/.$lock"
