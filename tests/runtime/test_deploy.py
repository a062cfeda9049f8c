"""What deploy/ brings works as it stands: the units are sound, and pages are served over TLS by each proxy."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from nss.account.models import Access
from nss.runtime import environment
from tests.runtime import proxies
from tests.runtime.proxies import DEPLOY, Certificate, Visitor

UNITS = sorted(DEPLOY.glob("nss-*.*"))
LONG_LIVED = ("nss-web.service", "nss-worker.service")
GATHER = "from nss.runtime import prepare; prepare.collect_static()"


def test_the_units_are_sound_by_systemd_itself(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd on this machine")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/nss/bin/nss", sys.executable)
        (tmp_path / unit.name).write_text(text)
    files = [tmp_path / unit.name for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not [
        line for line in done.stderr.splitlines() if str(tmp_path) in line
    ], done.stderr


def test_pages_and_worker_come_up_again_and_no_unit_may_more_than_it_needs() -> None:
    assert len(UNITS) == 4
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        if unit.name in LONG_LIVED:
            assert "Restart=always" in text and "StartLimitIntervalSec=0" in text
            assert "KillMode=process" not in text and "KillMode=none" not in text, "nothing serves on alone"
        if unit.suffix == ".service":
            assert "EnvironmentFile=/etc/nss/nss.env" in text and "User=nss" in text
            assert "NoNewPrivileges=yes" in text and "ProtectSystem=strict" in text


def test_the_settings_file_names_settings_that_exist_and_is_read_the_same_by_shell_and_systemd() -> None:
    text = (DEPLOY / "nss.env").read_text(encoding="utf-8")
    names = re.findall(r"^(?:# )?([A-Z_]+)=(\S*)$", text, re.MULTILINE)
    page = (proxies.ROOT / "docs/operating.md").read_text(encoding="utf-8")
    assert len(names) > 10 and all(f"`{name}`" in page for name, _ in names)
    set_lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Z_]+=[\w./:@?=-]*|DATABASE_URL=\S+", line) for line in set_lines)
    read = dict(line.split("=", 1) for line in set_lines)
    key = base64.b64encode(b"k" * 32).decode()
    del read["NSS_SECRET_KEY_FILE"], read["NSS_VAULT_KEYS_FILE"]
    env = environment.read({**read, "NSS_SECRET_KEY": "s", "NSS_VAULT_KEYS": f"first:{key}"})
    assert env.place == "production" and env.proxy_hops == 1 and not env.embedded
    assert env.database["HOST"] == "/var/run/postgresql" and env.database["NAME"] == "nss"


def set_lines(name: str) -> dict[str, str]:
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_files_of_the_database_servers_keep_what_was_acknowledged_and_name_the_servers_of_the_manual() -> (
    None
):
    patroni = yaml.safe_load((DEPLOY / "patroni.yml").read_text(encoding="utf-8"))
    etcd, rules = set_lines("etcd.env"), patroni["bootstrap"]["dcs"]
    assert rules["synchronous_mode"] and rules["synchronous_mode_strict"]
    assert rules["ttl"] >= rules["loop_wait"] + 2 * rules["retry_timeout"]
    assert rules["postgresql"]["use_pg_rewind"] and "data-checksums" in patroni["bootstrap"]["initdb"]
    assert "etcd3" not in patroni, "a primary that comes back would take the lease from another"
    assert etcd["ETCD_ENABLE_V2"] == etcd["ETCD_PRE_VOTE"] == "true"
    servers = re.findall(r"http://([\d.]+):2380", etcd["ETCD_INITIAL_CLUSTER"])
    assert patroni["etcd"]["hosts"] == ",".join(f"{server}:2379" for server in servers)
    own = {patroni[part]["connect_address"].partition(":")[0] for part in ("restapi", "postgresql")}
    own |= {url.split("/")[2].partition(":")[0] for name, url in etcd.items() if name.endswith("_URLS")}
    assert own == {servers[0]} and patroni["name"] == etcd["ETCD_NAME"]
    page = (proxies.ROOT / "docs/operating.md").read_text(encoding="utf-8")
    found = re.search(r"^    DATABASE_URL=(\S+)$", page, re.MULTILINE)
    assert found
    database = environment.read({"DATABASE_URL": found[1], "NSS_DATA": "/nowhere", **KEYS}).database
    assert database["HOST"] == ",".join(servers)


KEYS = {"NSS_SECRET_KEY": "s", "NSS_VAULT_KEYS": f"first:{base64.b64encode(b'k' * 32).decode()}"}


@pytest.fixture(scope="module")
def cert(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return proxies.certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(params=["nginx", "caddy"])
def visitor(
    request: pytest.FixtureRequest, tmp_path: Path, cert: Certificate, settings: Any
) -> Iterator[Visitor]:
    """Somebody at a proxy with production pages on the tests' database behind it."""
    kind: str = request.param
    proxies.program(kind)
    place = settings.DATABASES["default"]
    port, plain, pages = (proxies.free_port() for _ in range(3))
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith("NSS_") and k != "PYTEST_VERSION"},
        "PYTHONPATH": str(proxies.ROOT / "src"),
        "NSS_ENV": "production",
        "NSS_DATA": str(tmp_path / "data"),
        "NSS_PUBLIC_URL": f"https://localhost:{port}",
        "NSS_SECRET_KEY": "secret",
        "NSS_VAULT_KEYS": f"first:{base64.b64encode(b'k' * 32).decode()}",
        "DATABASE_URL": f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}",
    }
    subprocess.run([sys.executable, "-c", GATHER], env=env, check=True, capture_output=True)
    make = proxies.nginx_site if kind == "nginx" else proxies.caddy_site
    with (
        proxies.started(proxies.serve(pages), pages, tmp_path / "pages.log", env),
        proxies.running(kind, make(port, plain, pages, cert, tmp_path / "shown"), tmp_path, port),
    ):
        yield Visitor(port, cert)


@pytest.mark.django_db(transaction=True)
def test_pages_are_served_over_tls_and_what_a_visitor_claims_is_not_believed(visitor: Visitor) -> None:
    lies = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    answer, page = visitor.ask("GET", "/login/", headers=lies)
    assert answer.status == 200 and "事業所コード" in page
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-nss_csrf=") and "Secure" in cookie
    for file in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)):
        assert visitor.ask("GET", file)[0].status == 200
    typed = {"csrfmiddlewaretoken": proxies.token(page), "office_code": "NAC001"}
    typed |= {"login_id": "nobody", "password": "wrong"}
    answer, _ = visitor.ask("POST", "/login/", urlencode(typed), lies)
    assert answer.status == 422
    assert Access.objects.get(what="failed").address == visitor.address
    assert visitor.ask("GET", "/healthz")[0].status == 200 and visitor.ask("GET", "/readyz")[0].status == 200
    assert visitor.ask("GET", "/metrics")[0].status == 404
    too_large = {"Content-Length": str(70 * 2**20), "Content-Type": "text/plain", "Expect": "100-continue"}
    assert visitor.ask("POST", "/verify/", headers=too_large)[0].status == 413


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_while_no_page_answers_the_proxy_says_when_to_come_back(
    kind: str, tmp_path: Path, cert: Certificate
) -> None:
    proxies.program(kind)
    port, plain, nobody = (proxies.free_port() for _ in range(3))
    make = proxies.nginx_site if kind == "nginx" else proxies.caddy_site
    with proxies.running(kind, make(port, plain, nobody, cert, tmp_path / "shown"), tmp_path, port):
        answer, text = Visitor(port, cert).ask("GET", "/login/")
    assert answer.status == 503 and answer.headers["Retry-After"] == "10"
    assert "一時的にご利用いただけません" in text and answer.headers["Content-Type"].endswith("charset=utf-8")


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_while_the_page_of_an_upgrade_lies_there_the_proxy_shows_it_for_every_address(
    kind: str, tmp_path: Path, cert: Certificate
) -> None:
    proxies.program(kind)
    port, plain, nobody = (proxies.free_port() for _ in range(3))
    make = proxies.nginx_site if kind == "nginx" else proxies.caddy_site
    shown = tmp_path / "shown"
    shown.mkdir()
    with proxies.running(kind, make(port, plain, nobody, cert, shown), tmp_path, port):
        visitor = Visitor(port, cert)
        assert "メンテナンス中です" not in visitor.ask("GET", "/login/")[1]
        shutil.copy(DEPLOY / "maintenance.html", shown)
        for method, path in (("GET", "/"), ("GET", "/static/nss/nss.css"), ("POST", "/login/")):
            answer, text = visitor.ask(method, path)
            assert answer.status == 503 and answer.headers["Retry-After"] == "300", (method, path)
            assert "メンテナンス中です" in text and "being updated" in text
            assert answer.headers["Content-Type"].startswith("text/html")
        (shown / "maintenance.html").unlink()
        assert "メンテナンス中です" not in visitor.ask("GET", "/login/")[1]
