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

if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then with_uv=yes; else with_uv=; fi

suits() { "$1" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
installs() { [ -n "$with_uv" ] || "$1" -c 'import ensurepip' 2>/dev/null; }

# The system's own first: a distribution builds its Python for speed (decision 0155) and mends it.
find_python() {
    for candidate in "${PYTHON:-}" /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && path=$(command -v "$candidate") && suits "$path" &&
            installs "$path"; then
            echo "$path"
            return
        fi
    done
    echo "Beside needs Python 3.11 or newer with its venv and found none. On Debian or Ubuntu:" >&2
    echo "    apt-get install python3 python3-venv" >&2
    echo "Or name one: make run PYTHON=/path/to/python3" >&2
    exit 1
}

# Unpacks the pip that Python carries for its own venv into a folder we throw away afterwards.
unpack_pip() {
    .venv/bin/python - "$1" <<'END'
import glob, os, sys, zipfile
try:
    import ensurepip
    bundled = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled")
except ImportError:
    bundled = ""
for folder in (bundled, "/usr/share/python-wheels"):
    for wheel in sorted(glob.glob(os.path.join(folder, "pip-*.whl")))[-1:]:
        zipfile.ZipFile(wheel).extractall(sys.argv[1])
        raise SystemExit
raise SystemExit("Python's pip is missing. On Debian or Ubuntu: apt-get install python3-venv")
END
}

# Two pips at once, each with half of the lock: reading the index is what takes the time.
install_with_pip() {
    shares=.venv/shares
    rm -rf "$shares" .venv/pip && mkdir "$shares"
    unpack_pip .venv/pip
    awk -v folder="$shares" '/^[A-Za-z0-9]/ { n++ } n { print > (folder "/" n % 2) }' "$lock"
    waiting=
    for share in "$shares"/*; do
        PYTHONPATH=.venv/pip .venv/bin/python -m pip install --quiet --no-compile --no-deps \
            --require-hashes -r "$share" &
        waiting="$waiting $!"
    done
    failed=
    for one in $waiting; do wait "$one" || failed=yes; done
    rm -rf "$shares" .venv/pip
    if [ -n "$failed" ]; then
        echo "Not everything could be installed; see above. Then try again." >&2
        exit 1
    fi
}

if [ ! -x .venv/bin/python ] || ! suits .venv/bin/python; then
    python=$(find_python)
    rm -rf .venv
    "$python" -m venv --without-pip .venv
fi

# Our own code is compiled while packages are on their way: one core would only wait.
.venv/bin/python -m compileall -q src >/dev/null 2>&1 &
compiling=$!

echo "Installing what $lock names"
rm -f .venv/.requirements*.lock
if [ -z "$with_uv" ] ||
    ! uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"; then
    install_with_pip
fi
wait "$compiling" || true  # what could not be compiled will say so when it is read
mark_of "$lock" > ".venv/.$lock"
