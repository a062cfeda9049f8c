"""`python -m bench.hosts`: growth by hosts. A database, its streaming replica, two web hosts and a worker host, each in a network
namespace of its own on one bridge; guide ⑩ by eight clients on one web host, then on both. Needs root and iproute2.
Writes docs/hosts.md."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .__main__ import ROOT, SECONDS
from .driver import Browser, journey, measure, percentiles, wait_for

DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "hosts")
BRIDGE, NET = "nssbr0", "10.77.0"
HOSTS = {"nss-db": 2, "nss-replica": 3, "nss-web1": 4, "nss-web2": 5, "nss-jobs": 6}
CLIENTS = 8


def sh(*words: str | Path, check: bool = True) -> None:
    subprocess.run([str(w) for w in words], check=check, capture_output=not check)


def address(host: str) -> str:
    return f"{NET}.{HOSTS[host]}"


def lay_network(stack: ExitStack) -> None:
    """A bridge with an address for the driver, and a namespace with a cable to it for every host."""
    take_network_away()
    stack.callback(take_network_away)
    sh("ip", "link", "add", BRIDGE, "type", "bridge")
    sh("ip", "addr", "add", f"{NET}.1/24", "dev", BRIDGE)
    sh("ip", "link", "set", BRIDGE, "up")
    for name, n in HOSTS.items():
        sh("ip", "netns", "add", name)
        sh("ip", "link", "add", f"nssv{n}", "type", "veth", "peer", "name", "eth0", "netns", name)
        sh("ip", "link", "set", f"nssv{n}", "master", BRIDGE, "up")
        sh("ip", "-n", name, "addr", "add", f"{address(name)}/24", "dev", "eth0")
        sh("ip", "-n", name, "link", "set", "eth0", "up")
        sh("ip", "-n", name, "link", "set", "lo", "up")


def take_network_away() -> None:
    for name in HOSTS:
        sh("ip", "netns", "del", name, check=False)
    sh("ip", "link", "del", BRIDGE, check=False)


class Databases:
    """The primary and its replica, run by the account of the embedded server."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.replica = server.home / "replica"

    def run(self, host: str, program: str, *words: str | Path) -> None:
        from nss.runtime.embedded import SYSTEM_USER

        as_user = ("setpriv", f"--reuid={SYSTEM_USER}", f"--regid={SYSTEM_USER}", "--clear-groups")
        subprocess.run(
            ["ip", "netns", "exec", host, *as_user, str(self.server.program(program)), *map(str, words)],
            cwd=self.server.home,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        with (self.server.cluster / "pg_hba.conf").open("a") as file:
            file.write(f"host all all {NET}.0/24 trust\nhost replication all {NET}.0/24 trust\n")
        self._up("nss-db", self.server.cluster)
        shutil.rmtree(self.replica, ignore_errors=True)
        self.run(
            "nss-replica",
            "pg_basebackup",
            "-h",
            address("nss-db"),
            "-U",
            "nss",
            "-D",
            self.replica,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
        )
        self._up("nss-replica", self.replica)

    def _up(self, host: str, folder: Path) -> None:
        options = f"-c listen_addresses=* -c unix_socket_directories= -c hot_standby=on -c max_connections=100 -c log_directory={folder}"
        self.run(host, "pg_ctl", "-D", folder, "-w", "-s", "-l", folder / "log", "-o", options, "start")

    def stop(self) -> None:
        for host, folder in (("nss-replica", self.replica), ("nss-db", self.server.cluster)):
            with suppress(subprocess.CalledProcessError):
                self.run(host, "pg_ctl", "-D", folder, "-m", "fast", "-s", "stop")

    @staticmethod
    def ask(host: str, query: str) -> Any:
        import psycopg

        with psycopg.connect(host=address(host), user="nss", dbname="nss", autocommit=True) as line:
            row = line.execute(query).fetchone()  # type: ignore[arg-type]
            return row[0] if row else None


def busy() -> tuple[float, float]:
    """Jiffies of all cores so far: at work, and in all."""
    values = [float(x) for x in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(values) - values[3] - values[4], sum(values)


def main() -> int:
    if os.geteuid() or not shutil.which("ip") or not shutil.which("setpriv"):
        print(
            "bench.hosts lays out network namespaces: it needs root, iproute2 and util-linux", file=sys.stderr
        )
        return 2
    os.environ["NSS_DATA"] = str(DATA)
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "NSS_LOG_LEVEL": "ERROR",
        "NSS_SMTP_HOST": f"{NET}.1",
        "NSS_SMTP_PORT": "1125",
        "NSS_SECRET_KEY": secrets.token_urlsafe(50),
        "NSS_VAULT_KEYS": f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "NSS_HOSTS": ",".join(map(address, HOSTS)),
    }
    nss = [sys.executable, "-m", "nss"]
    subprocess.run(
        [*nss, "demo-reset"],
        env={**os.environ, "PYTHONPATH": env["PYTHONPATH"]},
        capture_output=True,
        check=False,
    )
    shutil.rmtree(DATA, ignore_errors=True)
    os.environ.update({k: env[k] for k in ("NSS_SECRET_KEY", "NSS_VAULT_KEYS")})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    from nss.runtime import embedded, prepare

    server = embedded.Server(DATA)
    with server.use():
        prepare.migrate()
        prepare.collect_static()
        prepare.set_up_django()
        prepare.load_if_empty()
        from django.db import connection

        from nss.account.models import Person
        from nss.contract.rows.ids import UserCode

        found = Person.objects.filter(login_id="tantou", office__in=UserCode.objects.values("office"))
        names = list(found.order_by("username").values_list("username", flat=True)[:CLIENTS])
        connection.close()
        connection.close_pool()
    with ExitStack() as stack:
        lay_network(stack)
        databases = Databases(server)
        databases.start()
        stack.callback(databases.stop)
        env["DATABASE_URL"] = f"postgresql://nss@{address('nss-db')}:5432/nss"

        def start(host: str | None, *words: str) -> None:
            inside = ["ip", "netns", "exec", host] if host else []
            process = subprocess.Popen(
                [*inside, *nss, *words],
                env={**env, "NSS_DATA": str(DATA / (host or "mail"))},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

            def end() -> None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(15)

            stack.callback(end)

        start(None, "smtp-sink", "--host", f"{NET}.1", "--port", "1125")
        for host in ("nss-web1", "nss-web2"):
            (DATA / host).mkdir(parents=True, exist_ok=True)
            shutil.copytree(DATA / "static", DATA / host / "static", dirs_exist_ok=True)
            start(host, "serve", "--host", address(host), "--port", "8000", "--workers", "2")
        start("nss-jobs", "worker", "--alone")
        for host in ("nss-web1", "nss-web2"):
            wait_for(8000, "/readyz", host=address(host))
        lines = play(names, databases)
    write(lines)
    return 0


def play(names: list[str], databases: Databases) -> list[str]:
    cookies = []
    for name in names:
        b = Browser(8000, address("nss-web1"))
        b.sign_in(*name.split("/"))
        cookies.append(b.cookies)

    def people(*hosts: str) -> list[Browser]:
        made = []
        for n in range(CLIENTS):
            b = Browser(8000, address(hosts[n % len(hosts)]))
            b.cookies = dict(cookies[n % len(cookies)])  # a session holds on every host
            made.append(b)
        return made

    lines = []
    measure(journey, people("nss-web1", "nss-web2"), 3)
    rates = []
    for hosts in (("nss-web1",), ("nss-web1", "nss-web2")):
        worked, whole = busy()
        times, errors, took = measure(journey, people(*hosts), max(SECONDS, 5))
        worked, whole = busy()[0] - worked, busy()[1] - whole
        p50, p95, _ = percentiles(times)
        rates.append(len(times) / took)
        lines.append(
            f"| {len(hosts)} | {rates[-1]:.1f} | {p50:.0f} | {p95:.0f} | {errors} | {worked / whole * 100:.0f} % |"
        )
        print(lines[-1], flush=True)
    filed = databases.ask("nss-db", "SELECT count(*) FROM application_application")
    began = time.perf_counter()
    while databases.ask("nss-replica", "SELECT count(*) FROM application_application") != filed:
        time.sleep(0.01)
        if time.perf_counter() - began > 30:
            break
    behind = time.perf_counter() - began
    same = databases.ask("nss-replica", "SELECT count(*) FROM application_application") == filed
    lines.append(
        f"\nTwo hosts do {rates[1] / rates[0]:.2f} times the journeys of one. The replica had all {filed} applications {behind * 1000:.0f} ms after the last "
        f"answer: {'yes' if same else 'NO'}."
    )
    print(lines[-1])
    return lines


def write(lines: list[str]) -> None:
    head = (
        "# Two web hosts, a worker host, a database and its replica\n\n"
        f"`python -m bench.hosts` on {datetime.now(UTC):%Y-%m-%d}: each in a network namespace of its own on one machine of {os.cpu_count()} cores; the load driver "
        f"outside. Guide ⑩ from selection to reception number by {CLIENTS} clients of {CLIENTS} offices; a session signed in on one host is used on both.\n\n"
        "| Web hosts | Journeys a second | p50 ms | p95 ms | Errors | Cores at work |\n|---|---|---|---|---|---|\n"
    )
    (ROOT / "docs" / "hosts.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
