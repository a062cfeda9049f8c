#!/usr/bin/env bash
# Writes docs/coverage.md from the .coverage that `make coverage` has left, and prints its figure.
set -euo pipefail
cd "$(dirname "$0")/.."
{
    printf '# Coverage\n\n'
    printf 'Lines and branches of the rooms of rules that the tests without the browser reach, by `make coverage` on %s of commit %s.\n' \
        "$(date +%F)" "$(git describe --always --exclude='*')"
    printf 'Files that are reached whole are left out.\n\n'
    .venv/bin/python -m coverage report -i --format=markdown
} >docs/coverage.md
grep -m 1 TOTAL docs/coverage.md
