"""The command line: `python -m nss <command>`."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import unquote, urlsplit

from nss.runtime import backup, demonstration, embedded, environment, first_day, prepare, shares
from nss.runtime.children import alive, end_with_parent
from nss.runtime.database import database


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nss.runtime.settings")
    end_with_parent()
    if arguments[:1] == ["manage"]:  # Django reads its own options
        return manage(arguments[1:])
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except embedded.EmbeddedError as failed:
        print(failed, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nss", description="NACCS Support System")
    commands = parser.add_subparsers(required=True, metavar="command")

    demo = commands.add_parser("demo", help="run the demonstration on this machine until Ctrl-C")
    demo.add_argument("--port", type=int, default=8000, help="first port to try (8000)")
    demo.set_defaults(run=lambda asked: demonstration.run(asked.port))

    reset = commands.add_parser("demo-reset", help="stop the demonstration and delete its data")
    reset.set_defaults(run=lambda asked: demonstration.reset())

    web = commands.add_parser("serve", help="serve pages")
    web.add_argument("--host", default="127.0.0.1")
    web.add_argument("--port", type=int, default=8000)
    web.add_argument("--workers", type=int, default=2, help="processes that answer pages (2)")
    web.set_defaults(run=serve)

    jobs = commands.add_parser("worker", help="run queued jobs and schedules")
    jobs.add_argument("--concurrency", type=int, default=1)
    jobs.add_argument(
        "--alone", action="store_true", help="no other worker runs: take over at once what a dead one left"
    )
    jobs.set_defaults(run=work)

    sink = commands.add_parser("smtp-sink", help="accept mails and keep them as files (demonstration)")
    sink.add_argument("--host", default="127.0.0.1")
    sink.add_argument("--port", type=int, default=1025)
    sink.set_defaults(run=smtp_sink)

    tables = commands.add_parser("migrate", help="bring tables and static files up to date")
    tables.set_defaults(run=migrate)

    kept = commands.add_parser("backup", help="write everything that is kept to one file, while NSS runs")
    kept.add_argument("file", type=Path)
    kept.set_defaults(run=write_backup)

    again = commands.add_parser("restore", help="replace everything by a backup; stop pages and worker first")
    again.add_argument("file", type=Path)
    again.set_defaults(run=read_backup)

    first_day.add_to(commands)

    keys = commands.add_parser(
        "rotate-keys", help="put everything sealed under the first of NSS_VAULT_KEYS, while NSS runs"
    )
    keys.set_defaults(run=rotate_keys)

    listed = commands.add_parser("procedures", help="print docs/procedures.md from the catalogue")
    listed.set_defaults(run=procedures)

    by_role = commands.add_parser("roles", help="print docs/roles.md from the URL map")
    by_role.set_defaults(run=roles)

    asked_for = commands.add_parser(
        "requirements", help="print docs/requirements.md from its table and the citations"
    )
    asked_for.set_defaults(run=requirements)

    commands.add_parser("manage", help="any Django command, e.g. manage check", add_help=False)
    return parser


def write_backup(asked: argparse.Namespace) -> int:
    """`backup`: write everything to one file."""
    with database() as env:
        size = backup.backup(asked.file, env.database)
        env.data_dir.mkdir(parents=True, exist_ok=True)
        backup.stamp(env.data_dir).touch()
    print(f"{asked.file}: {size:,} bytes")
    return 0


def read_backup(asked: argparse.Namespace) -> int:
    """Through the account that owns the tables, where there is one."""
    user = as_owner()
    with database() as env:
        backup.restore(asked.file, env.database)
        if user:
            prepare.set_up_django()
            prepare.grant(user)
    print(f"restored from {asked.file}")
    return 0


def rotate_keys(asked: argparse.Namespace) -> int:
    """Afterwards the older keys may be taken out of the setting."""
    import django

    with database() as env:
        django.setup()
        from nss.runtime import keys

        for what, count in keys.rotate().items():
            print(f"{what}: {count} sealed anew")
        left = sorted(keys.in_use() - {next(iter(env.vault_keys))})
    print(f"still in use: {', '.join(left)}" if left else "only the first key is in use")
    return 1 if left else 0


def check_keys() -> None:
    """Refuse to start without a key under which something lies: it would show as a fault on one page, months later."""
    import django
    from django.db import DatabaseError

    django.setup()
    from nss.runtime import keys

    try:
        lacking = sorted(keys.unknown())
    except DatabaseError:
        return  # the database is away or not migrated: pages say so themselves
    if lacking:
        raise environment.Misconfigured(
            f"NSS_VAULT_KEYS lacks {', '.join(lacking)}, under which something is sealed"
        )


def procedures(asked: argparse.Namespace) -> int:
    """The table of all procedures, as Markdown."""
    import django

    django.setup()
    from nss.runtime.procedures import markdown

    print(markdown(), end="")
    return 0


def roles(asked: argparse.Namespace) -> int:
    """The table of all addresses by role, as Markdown."""
    import django

    django.setup()
    from nss.runtime.roles import markdown

    print(markdown(), end="")
    return 0


def requirements(asked: argparse.Namespace) -> int:
    """What the numbers in comments and docs stand for, as Markdown."""
    from nss.runtime.requirements.page import markdown

    print(markdown(), end="")
    return 0


class Patience(dict[int, float]):
    """When each web process was last started again, as granian asks for it. Granian takes two deaths of one process within
    five seconds for a crash loop and ends all pages; here it takes eight within ten, so that one process that is killed
    twice does not take the other with it."""

    DEATHS, SECONDS = 8, 10.0

    def __init__(self) -> None:
        super().__init__()
        self.deaths: dict[int, list[float]] = {}

    def get(self, process: int, default: Any = 0) -> Any:
        now = time.monotonic()
        recent = [t for t in self.deaths.get(process, []) if now - t < self.SECONDS] + [now]
        self.deaths[process] = recent
        return now if len(recent) >= self.DEATHS else float("-inf")


RESTARTS = 100
"""How often pages are started anew before a supervisor has to look: something is wrong for good."""


def let_go() -> None:
    """Close what this process holds of the database: the web processes are forked from it, and each makes its own pool."""
    from django.db import connection

    connection.close()
    close_pool: Callable[[], None] = getattr(connection, "close_pool", lambda: None)  # PostgreSQL's alone
    close_pool()


PAGES = "-c lock_timeout=5s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
"""What a statement of a page may wait and take, so that a table that somebody has locked holds nobody's page for long."""
JOBS = "-c lock_timeout=60s -c idle_in_transaction_session_timeout=10min"
"""The same for jobs: erasing may take its time."""


def bound_statements(limits: str) -> None:
    """Give all connections of this process and its children these limits, as libpq reads them; what the operator set stays. A
    pooler that hands connections on (NSS_DB_PREPARE=0) takes no such words: there the account gets its limits by ALTER ROLE."""
    if os.environ.get("NSS_DB_PREPARE", "1") != "0":
        os.environ.setdefault("PGOPTIONS", limits)


def own_figures(data_dir: Path) -> Path:
    """An empty folder for the figures of the processes that this one starts. Those of another command that serves from the same
    data folder stay; what was left by one that has ended goes."""
    folder = data_dir / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_file():  # as earlier versions kept them
            old.unlink(missing_ok=True)
        elif not old.name.isdecimal() or int(old.name) == os.getpid() or not alive(int(old.name)):
            shutil.rmtree(old, ignore_errors=True)
    own = folder / str(os.getpid())
    own.mkdir()
    return own


def serve(asked: argparse.Namespace) -> int:
    """Granian, and behind its door (`front`) one answering thread a process: measured faster than several, and kinder to the
    pool."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    with database() as env:
        check_keys()
        let_go()
        bound_statements(PAGES)
        figures = own_figures(env.data_dir)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)  # before those that count start
        os.environ[shares.FILE] = str(shares.make(figures))
        for _ in range(RESTARTS):
            server = Server(
                "nss.runtime.asgi:application",
                address=asked.host,
                port=asked.port,
                interface=Interfaces.ASGI,
                workers=asked.workers,
                websockets=False,
                log_level=LogLevels.warning,
                respawn_failed_workers=True,
                workers_kill_timeout=8,
                process_name=None,
            )
            server.respawned_wrks = Patience()
            with contextlib.suppress(SystemExit):
                server.serve()
            if server.interrupt_signal:
                return 0
            # even then: a port without pages helps nobody
            print("web processes died in quick succession; starting anew", file=sys.stderr, flush=True)
            time.sleep(0.5)
    return 1


def work(asked: argparse.Namespace) -> int:
    """The worker, with the database it needs."""
    from nss.runtime import worker

    with database():
        bound_statements(JOBS)
        worker.run(asked.concurrency, asked.alone)
    return 0


def smtp_sink(asked: argparse.Namespace) -> int:
    """Accept mails until told to stop."""
    from importlib import import_module

    env = environment.read()
    signal.signal(signal.SIGTERM, _interrupt)
    with contextlib.suppress(KeyboardInterrupt):
        import_module("nss.notice.sink").run(asked.host, asked.port, env.data_dir / "mail")
    return 0


def migrate(asked: argparse.Namespace) -> int:
    """Tables first, then static files; safe to repeat. With an owner's account of its own, the pages' account gets its rights."""
    user = as_owner()
    with database():
        prepare.migrate()
        if user:
            prepare.grant(user)
        prepare.collect_static()
    return 0


def as_owner() -> str:
    """Go on as the account that owns the tables (NSS_OWNER_DATABASE_URL); the name of the pages' account, which then needs its
    rights, or nothing where there is one account for all."""
    owner = os.environ.get("NSS_OWNER_DATABASE_URL", "")
    user = urlsplit(os.environ.get("DATABASE_URL", "")).username
    if not owner:
        return ""
    if not user:
        raise environment.Misconfigured(
            "DATABASE_URL must name the account of the pages beside NSS_OWNER_DATABASE_URL"
        )
    os.environ["DATABASE_URL"] = owner
    return unquote(user)


def manage(arguments: Sequence[str]) -> int:
    """Any Django command."""
    from django.core.management import execute_from_command_line

    needs_none = {"help", "--help", "version", "--version"}
    with contextlib.nullcontext() if not arguments or arguments[0] in needs_none else database():
        execute_from_command_line(["python -m nss manage", *arguments])
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
