"""`python -m bench.hosts`: NSS on several hosts, each in a network namespace of its own on one bridge: two web hosts, a worker host
and three database hosts (`patroni`). Primaries die under load (`kills`), everything that was acknowledged is looked for
(`wholeness`), and pages are measured on one web host and on two. Needs root, iproute2, util-linux and Debian's patroni,
etcd-server, python3-etcd and postgresql-15. KILLS=2 is a short run. Writes docs/hosts.md."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import statistics
import subprocess
import sys
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import kills, network, patroni, wholeness
from .__main__ import ROOT, SECONDS
from .driver import Browser, journey, measure, percentiles, wait_for
from .network import NET, address

DATA = Path(os.environ.get("BENCH_DATA") or ROOT / ".nss" / "hosts")
KILLS = int(os.environ.get("KILLS", "20"))
ROUNDS = 4 if KILLS >= 20 else 1
"""One web host and two take turns so often, as a machine's pace drifts."""
WEB = ("nss-web1", "nss-web2")
CLIENTS = 8


def busy() -> tuple[float, float]:
    """Jiffies of all cores so far: at work, and in all."""
    values = [float(x) for x in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(values) - values[3] - values[4], sum(values)


class Product:
    """NSS on its hosts."""

    def __init__(self, stack: ExitStack, url: str) -> None:
        self.stack = stack
        self.env = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "NSS_LOG_LEVEL": "ERROR",
            "NSS_SMTP_HOST": f"{NET}.1",
            "NSS_SMTP_PORT": "1125",
            "NSS_SECRET_KEY": secrets.token_urlsafe(50),
            "NSS_VAULT_KEYS": f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
            "NSS_HOSTS": ",".join(map(address, network.HOSTS)),
            "NSS_DATA": str(DATA),
            "DATABASE_URL": url,
        }
        self.names: list[str] = []

    def fill(self) -> None:
        """Tables and sample companies, by this process, which asks the database at the end as well."""
        os.environ.update(self.env)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
        from nss.runtime import prepare

        prepare.migrate()
        prepare.collect_static()
        prepare.load_if_empty()
        from nss.account.models import Person
        from nss.contract.rows.ids import UserCode

        found = Person.objects.filter(login_id="tantou", office__in=UserCode.objects.values("office"))
        self.names = list(found.order_by("username").values_list("username", flat=True)[:CLIENTS])

    def start(self) -> None:
        """Mail server, pages and worker, each on its host."""
        self._run("mail", (), "smtp-sink", "--host", f"{NET}.1", "--port", "1125")
        for host in WEB:
            shutil.copytree(DATA / "static", DATA / host / "static", dirs_exist_ok=True)
            words = ("serve", "--host", address(host), "--port", "8000", "--workers", "2")
            self._run(host, ("ip", "netns", "exec", host), *words)
        self._run("nss-jobs", ("ip", "netns", "exec", "nss-jobs"), "worker", "--alone")
        for host in WEB:
            wait_for(8000, "/readyz", host=address(host))

    def _run(self, folder: str, inside: tuple[str, ...], *words: str) -> None:
        (DATA / folder).mkdir(parents=True, exist_ok=True)
        with (DATA / f"{folder}.log").open("ab") as log:
            process = subprocess.Popen(
                [*inside, sys.executable, "-m", "nss", *words],
                env={**self.env, "NSS_DATA": str(DATA / folder)},
                stdout=log,
                stderr=log,
            )

        def end() -> None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)

        self.stack.callback(end)

    @staticmethod
    def processes() -> set[int]:
        """Everything of ours that runs on the web hosts and the worker's."""
        return {p for host in (*WEB, "nss-jobs") for p in network.processes(host)}

    def people(self, *hosts: str) -> list[Browser]:
        """The clients, signed in on the first host; a session holds on every one."""
        made = []
        for n, name in enumerate(self.names):
            b = Browser(8000, address(hosts[n % len(hosts)]))
            b.sign_in(*name.split("/"))
            made.append(b)
        return made


def newest() -> int:
    """The highest key of an application so far."""
    from nss.application.models import Application

    return int(Application.objects.order_by("-pk").values_list("pk", flat=True)[0])


def die(product: Product, cluster: patroni.Cluster) -> tuple[list[str], bool]:
    """Primaries die under load; the page's lines, and whether all held."""
    first, before = newest(), product.processes()
    load = kills.Load(product.people(*WEB), DATA / "acknowledged.txt")
    load.begin()
    try:
        blows = kills.strike(cluster, load, KILLS, lambda text: print(text, flush=True))
        switched = [kills.switch_over(cluster, load) for _ in range(max(1, KILLS // 4))]
    finally:
        load.end()
    same = before <= product.processes()
    cluster.wait_whole()
    from django.db import connection

    connection.close()
    found = wholeness.look(load, first)
    wholeness.arrived(found, first, DATA / "mail" / "mail")
    wholeness.papers(found, load, product.people(*WEB))
    repeated = sum(n > 1 for n in load.presses.values())
    lines = [
        *kills.lines(blows, switched),
        "",
        wholeness.line(found),
        "",
        f"{repeated} presses had to be made again, {cluster.copied_anew} standbys be copied anew by hand (`patronictl reinit`). All "
        "processes of the web hosts and of the worker are those of the beginning: "
        f"{'yes' if same else 'NO'}.",
    ]
    print("\n".join(lines), flush=True)
    longest = max(b.stopped for b in blows)
    return lines, same and not found.wrong and longest <= 30 and max(pause for _, pause in switched) <= 10


def share(product: Product) -> list[str]:
    """Journeys a second on one web host and on two, in turns."""
    measure(journey, product.people(*WEB), 3)
    taken: dict[int, list[Any]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for hosts in (WEB[:1], WEB):
            people = product.people(*hosts)
            worked, whole = busy()
            times, errors, took = measure(journey, people, max(SECONDS, 8))
            worked, whole = busy()[0] - worked, busy()[1] - whole
            taken[len(hosts)].append((len(times) / took, times, errors, worked / whole))
    lines = [
        "| Web hosts | Journeys a second | p50 ms | p95 ms | Errors | Cores at work |",
        "|---|---|---|---|---|---|",
    ]
    rates = {}
    for hosts, rounds in taken.items():
        rates[hosts] = statistics.median(r[0] for r in rounds)
        p50, p95, _ = percentiles([t for r in rounds for t in r[1]])
        errors, work = sum(r[2] for r in rounds), statistics.mean(r[3] for r in rounds) * 100
        lines.append(f"| {hosts} | {rates[hosts]:.1f} | {p50:.0f} | {p95:.0f} | {errors} | {work:.0f} % |")
    lines += [
        "",
        f"Medians of {ROUNDS} turns each. Two hosts do {rates[2] / rates[1]:.2f} times the journeys of one.",
    ]
    print("\n".join(lines), flush=True)
    return lines


def main() -> int:
    lacking = [name for name in ("ip", "setpriv") if not shutil.which(name)] + patroni.lacking()
    if os.geteuid() or lacking:
        print(
            f"bench.hosts needs root, and: {', '.join(lacking) or 'all programs are here'}", file=sys.stderr
        )
        return 2
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    with ExitStack() as stack:
        network.lay(stack)
        cluster = patroni.Cluster()
        stack.callback(cluster.stop)
        cluster.begin()
        product = Product(stack, cluster.url)
        product.fill()
        product.start()
        died, held = die(product, cluster)
        write(died, [])  # it took long
        write(died, share(product))
        from django.db import connection

        connection.close()
        connection.close_pool()
    return 0 if held else 1


def write(died: list[str], shared: list[str]) -> None:
    head = (
        "# Two web hosts, a worker host and three database hosts\n\n"
        f"`make bench-hosts` on {datetime.now(UTC):%Y-%m-%d} with {KILLS} primaries killed, and a quarter as many cut off. Each host is a network namespace with an address of its "
        f"own on one bridge, all on one machine of {os.cpu_count()} cores with the load driver beside them: what is shown is that the parts hold "
        "together and find each other again, not what six machines carry. The database hosts run Debian's PostgreSQL 15, Patroni and "
        "etcd with the files of `deploy/` as [operating.md](operating.md#high-availability) sets them up; pages and worker have nothing but "
        "`DATABASE_URL` with the three addresses. Of all that shares the cores etcd is served first (`nice`), as a host of its own would serve it.\n\n"
        "## The primary dies\n\n"
        f"{CLIENTS} people of {CLIENTS} offices file guide ⑩ on two web hosts, one after another, and press again until they have an answer. The time "
        "counts from the death to the answer to a press that was made after it. Before the next death the host is back as a standby. "
        "What was acknowledged is written down outside the database.\n\n"
    )
    two = (
        "\n\n## One web host and two\n\n"
        f"Guide ⑩ from selection to reception number by {CLIENTS} clients of {CLIENTS} offices. The cores are shared by everything, so a second host "
        "cannot add to them: it must not cost either. A session signed in on one host is used on both.\n\n"
    )
    text = head + "\n".join(died) + (two + "\n".join(shared) if shared else "") + "\n"
    (ROOT / "docs" / "hosts.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
