#!/usr/bin/env bash
# Makes .venv and installs what one list of requirements names: scripts/setup.sh base|dev|mutants|peers
# Needs bash and a Python 3.11 or newer. Runs in a second when nothing has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

list="requirements/$1.txt"
stamp=".venv/nss-$1.stamp"

say() { printf '  %s\n' "$*"; }

# Run a command as root: directly, or through sudo when that asks no password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

# Install Debian packages, if this is a machine where that can be done.
debian() {
    command -v apt-get >/dev/null || return 1
    say "Installing with apt-get: $*"
    # A server that comes along is not started: the tests start their own.
    local quietly=(env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SYSTEMD_OFFLINE=1 apt-get install -y -qq --no-install-recommends)
    as_root "${quietly[@]}" "$@" >/dev/null 2>&1 && return
    as_root apt-get update -qq >/dev/null 2>&1 && as_root "${quietly[@]}" "$@" >/dev/null
}

# The first Python that is new enough.
find_python() {
    local name
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "NSS needs Python 3.11 or newer; PYTHON=/path/to/python3 names one." >&2
    return 1
}

make_venv() {
    local python
    python="$(find_python)"
    say "Making .venv with $("$python" --version)"
    if command -v uv >/dev/null && uv venv --quiet --clear --python "$python" .venv 2>/dev/null; then return; fi
    rm -rf .venv
    if "$python" -m venv .venv >/dev/null 2>&1; then return; fi
    rm -rf .venv
    debian "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv" || debian python3-venv || true
    "$python" -m venv .venv
}

# One variable names a mirror for uv and for pip; where nothing is reached this ends with a sentence, after seconds.
choose_index() {
    local index
    index="$("$(find_python)" scripts/reach_index.py)" || exit 1
    [ -z "$index" ] || export UV_DEFAULT_INDEX="$index" PIP_INDEX_URL="$index"
}

# uv makes the installation several times faster; without it pip does the same work.
find_uv() {
    uv=""
    if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
        uv=uv
    else
        [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv >/dev/null 2>&1 || true
        [ ! -x .venv/bin/uv ] || uv=.venv/bin/uv
    fi
    # The certificates of the machine count, for networks that look into TLS; an older uv has another name for it.
    if [ -n "$uv" ] && "$uv" pip install --help 2>/dev/null | grep -q -- --system-certs; then
        export UV_SYSTEM_CERTS=1
    else
        export UV_NATIVE_TLS=true
    fi
}

# Install by uv, else by pip: fetch --require-hashes -r list. What uv said of its try is shown only where pip fails, too.
fetch() {
    local first_try=""
    if [ -n "$uv" ]; then
        first_try="$("$uv" pip install --quiet --python .venv/bin/python "$@" 2>&1)" && return
    fi
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null 2>&1
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --retries 2 "$@" && return
    [ -z "$first_try" ] || printf '%s\n' "$first_try" >&2
    echo "These packages could not be fetched: $*" >&2
    return 1
}

# Chromium, a Japanese font and pdftotext: what the tests look at pages and documents with; the proxies of deploy/.
system_packages() {
    local missing=()
    [ -x "${NSS_CHROMIUM:-/usr/bin/chromium}" ] || missing+=(chromium)
    command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
    command -v caddy >/dev/null || missing+=(caddy)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ja 2>/dev/null | head -1)" ] || missing+=(fontconfig fonts-ipafont-gothic)
    [ ${#missing[@]} -eq 0 ] || debian "${missing[@]}" ||
        say "Not installed (no root, no sudo, or no apt-get): ${missing[*]}. Tests that need them will say so."
}

wanted="$(cat "$list" requirements/font.txt | cksum) $(pwd)"
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then make_venv; fi
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
    say "Installing the packages of $list (once; about a minute)"
    choose_index
    find_uv
    if [ "$1" = peers ]; then # beside the product's packages, not among them
        rm -rf .venv/peers
        fetch --no-deps --require-hashes --target .venv/peers -r "$list"
        echo "$wanted" >"$stamp"
        exit
    fi
    fetch --require-hashes -r "$list"
    # The Japanese font of the PDFs comes in a wheel; what else that wheel asks for is not needed, so --no-deps.
    fetch --no-deps --require-hashes -r requirements/font.txt
    # The product itself: its folder on Python's path.
    pwd | sed 's|$|/src|' >"$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/nss.pth"
    echo "$wanted" >"$stamp"
fi
[ "$1" != dev ] || system_packages
