#!/usr/bin/env bash
# Locks requirements/*.in with hashes into requirements/*.txt, without naming where packages came from.
# Further arguments go to uv: scripts/lock.sh --upgrade
set -euo pipefail
cd "$(dirname "$0")/.."

uv=uv
if ! command -v uv >/dev/null; then
    uv=.venv/bin/uv
    [ -x "$uv" ] || .venv/bin/python -m pip install --quiet uv
fi
lock() {
    "$uv" pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
        --custom-compile-command "make lock" "$@"
}
lock requirements/base.in -o requirements/base.txt "$@"
lock requirements/dev.in -c requirements/base.txt -o requirements/dev.txt "$@"
lock requirements/mutants.in -c requirements/dev.txt -o requirements/mutants.txt "$@"
# What they need of base.txt is there already.
lock requirements/peers.in -c requirements/base.txt --no-emit-package django --no-emit-package asgiref \
    --no-emit-package sqlparse --no-emit-package tzdata -o requirements/peers.txt "$@"
