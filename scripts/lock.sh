#!/bin/sh
# Renews both locks from pyproject.toml. They name versions and hashes, never an address.
set -eu
cd "$(dirname -- "$0")/.."
export UV_PYTHON_DOWNLOADS=never
compile() {
    uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}
compile pyproject.toml --group dev --output-file requirements-dev.lock
# What runs is what was tested: the same versions, and fewer.
compile pyproject.toml --constraint requirements-dev.lock --output-file requirements.lock
