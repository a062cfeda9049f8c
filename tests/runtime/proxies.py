"""The proxies of deploy/, started for real on free ports of the loopback address with a certificate made here."""

from __future__ import annotations

import datetime
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NAME = "nss.example.jp"
"""The name that the files of deploy/ carry in place of the operator's."""
SHOWN = "/srv/nss"
"""Where the files of deploy/ look for the page that is shown during an upgrade."""
NGINX = """\
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {site};
}}
"""
CADDY = "{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}/caddy\n}}\nimport {site}\n"


def program(name: str) -> str:
    """A program of the machine, also where only root's path has it; without it the test fails with a sentence."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not found:
        pytest.fail(
            f"{name} is not installed: scripts/setup.sh dev (or apt-get install) brings it", pytrace=False
        )
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(frozen=True)
class Certificate:
    chain: Path
    key: Path


def certificate(folder: Path) -> Certificate:
    """A certificate for localhost that signs itself, for a day."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "NSS tests")]),
    )
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    found = Certificate(folder / "chain.pem", folder / "key.pem")
    found.chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    found.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return found


def replaced(text: str, words: Mapping[str, str]) -> str:
    """A file of deploy/ as its operator would write it; each word must be there."""
    for old, new in words.items():
        assert old in text, f"{old!r} is not in the file"
        text = text.replace(old, new)
    return text


def nginx_words(port: int, plain: int, pages: int, cert: Certificate, base: str = "") -> dict[str, str]:
    """What an operator changes in nginx.conf; `base` stands before the paths that it names already."""
    return {
        f"https://{NAME}": f"https://localhost:{port}",
        NAME: "localhost",
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "127.0.0.1:8000": f"127.0.0.1:{pages}",
        f"{base}/etc/ssl/nss/fullchain.pem": str(cert.chain),
        f"{base}/etc/ssl/nss/privkey.pem": str(cert.key),
    }


def nginx_site(port: int, plain: int, pages: int, cert: Certificate, shown: Path) -> str:
    """The site as an operator would write it; `shown` stands for the folder of the page that is shown during an upgrade."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    return replaced(text, {**nginx_words(port, plain, pages, cert), SHOWN: str(shown)})


def caddy_site(port: int, plain: int, pages: int, cert: Certificate, shown: Path) -> str:
    opened = f"https://localhost:{port} {{\n\tbind 127.0.0.1\n\ttls {cert.chain} {cert.key}"
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    return replaced(text, {f"{NAME} {{": opened, "127.0.0.1:8000": f"127.0.0.1:{pages}", SHOWN: str(shown)})


@contextmanager
def running(kind: str, site: str, folder: Path, port: int) -> Iterator[None]:
    """nginx or Caddy with one site, until the block ends."""
    file, main = folder / "site", folder / "main"
    file.write_text(site, encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    main.write_text((NGINX if kind == "nginx" else CADDY).format(folder=folder, site=file, user=user))
    command = (
        [program("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(main)]
        if kind == "nginx"
        else [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(main)]
    )
    with started(command, port, folder / f"{kind}.log", {**os.environ, "HOME": str(folder)}):
        yield


@contextmanager
def started(
    command: Sequence[str | Path], port: int, log: Path, env: Mapping[str, str], **how: Any
) -> Iterator[None]:
    """A program that listens on a port, until the block ends."""
    with log.open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=env, **how)
    try:
        wait_for(lambda: listening(port), process, log)
        yield
    finally:
        process.terminate()
        process.wait(30)


def wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        if ready():
            return
        assert process.poll() is None, log.read_text()[-2000:]
        time.sleep(0.05)
    raise AssertionError(log.read_text()[-2000:])


def listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@dataclass
class Visitor:
    """Somebody who comes over TLS from an address of the loopback range."""

    port: int
    cert: Certificate
    address: str = "127.0.0.2"
    cookies: str = ""

    def ask(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, str]:
        trust = ssl.create_default_context(cafile=str(self.cert.chain))
        line = http.client.HTTPSConnection(
            "localhost", self.port, timeout=60, context=trust, source_address=(self.address, 0)
        )
        sent = {"Cookie": self.cookies, "Referer": f"https://localhost:{self.port}{path}", **(headers or {})}
        if method == "POST":
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        line.request(method, path, body or None, {k: v for k, v in sent.items() if v})
        answer = line.getresponse()
        text = answer.read().decode(errors="replace")
        new = [c.partition(";")[0] for c in answer.headers.get_all("Set-Cookie") or ()]
        kept = {c.partition("=")[0]: c for c in [*self.cookies.split("; "), *new] if c}
        self.cookies = "; ".join(kept.values())
        line.close()
        return answer, text


def token(page: str) -> str:
    """The form's token against foreign posts."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


def serve(port: int) -> list[str]:
    return [sys.executable, "-m", "nss", "serve", "--port", str(port), "--workers", "1"]
