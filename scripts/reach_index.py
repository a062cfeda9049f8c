"""Whether packages can be fetched at all, asked once before anything tries for long: prints the index that was named (by the
environment or pip's own settings; nothing for the usual one), or says in a sentence what is missing and ends with 1."""

from __future__ import annotations

import os
import re
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

USUAL = "https://pypi.org/simple"
SECONDS = 4
NAMED_BY = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
ELSEWHERE = ("UV_FIND_LINKS", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_OFFLINE")
"""Other places that uv may take packages from; pip's are in what it says of its settings."""
SENTENCE = """\
パッケージの取得先（{index}）に接続できないため、インストールできません。ネットワークの接続を確認してください。プロキシの内側では HTTPS_PROXY を、
社内のミラーを使う場合は PIP_INDEX_URL=https://ミラー/simple を環境変数に設定して、もう一度実行してください。
No package index was reached ({index}), so nothing could be installed. Check the network; behind a proxy set HTTPS_PROXY, and
for a mirror of your own run it again with PIP_INDEX_URL=https://your-mirror/simple in the environment."""


def pip_settings() -> str:
    """What pip was told in its files and by the environment, a line a setting."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 nothing from outside


def named(settings: str) -> str:
    """The index that somebody named; nothing for the usual one."""
    for name in NAMED_BY:
        if os.environ.get(name):
            return os.environ[name]
    found = re.search(r"^(?:global|install)\.index-url='(.+)'$", settings, re.MULTILINE)
    return found[1] if found else ""


def reached(index: str) -> bool:
    """Whether anything answers there, be it with an error or a certificate that is not known here: that is told by who fetches."""
    if not index.startswith(("http://", "https://")):
        return True
    signal.signal(signal.SIGALRM, _enough)
    signal.alarm(SECONDS)
    try:
        urllib.request.urlopen(f"{index.rstrip('/')}/pip/", timeout=SECONDS).close()  # noqa: S310 http(s) alone, above
    except urllib.error.HTTPError:
        return True
    except urllib.error.URLError as error:
        return isinstance(error.reason, ssl.SSLError)
    except OSError:
        return False
    finally:
        signal.alarm(0)
    return True


def _enough(number: int, frame: object) -> None:
    raise TimeoutError


def main() -> int:
    """The index on standard output, or the sentence on standard error."""
    settings = pip_settings()
    index = named(settings)
    other = any(os.environ.get(name) for name in ELSEWHERE) or re.search(
        r"(find-links|extra-index-url|no-index)=", settings
    )
    if not other and not reached(index or USUAL):
        shown = re.sub(r"//[^/@]*@", "//", index or USUAL)  # without the password of a mirror
        print(SENTENCE.format(index=shown), file=sys.stderr)
        return 1
    print(index)
    return 0


if __name__ == "__main__":
    sys.exit(main())
