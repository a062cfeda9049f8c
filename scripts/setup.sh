#!/usr/bin/env bash
# Makes .venv and installs what one list of requirements names: scripts/setup.sh base|dev
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

# The certificates of the machine count, for networks that look into TLS.
export UV_SYSTEM_CERTS=1

install() {
    local quick=()
    if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
        quick=(uv)
    else
        # uv makes the installation several times faster; without it pip does the same work.
        [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null || true
        [ ! -x .venv/bin/uv ] || quick=(.venv/bin/uv)
    fi
    if [ ${#quick[@]} -gt 0 ] &&
        "${quick[@]}" pip install --quiet --python .venv/bin/python --require-hashes -r "$list" 2>/dev/null; then return; fi
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --retries 2 --require-hashes -r "$list" && return
    echo "The packages of $list could not be fetched: is a package index reached from here (pip's own settings say which)?" >&2
    return 1
}

# The Japanese font of the PDFs comes in a wheel; what else that wheel asks for is not needed, so --no-deps.
install_font() {
    if command -v uv >/dev/null; then uv pip install --quiet --python .venv/bin/python --no-deps --require-hashes -r requirements/font.txt && return; fi
    if [ -x .venv/bin/uv ]; then .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --require-hashes -r requirements/font.txt && return; fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/font.txt
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
    install
    install_font
    # The product itself: its folder on Python's path.
    pwd | sed 's|$|/src|' >"$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/nss.pth"
    echo "$wanted" >"$stamp"
fi
[ "$1" != dev ] || system_packages
