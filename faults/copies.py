"""F26, F28: what is in a backup: everything that is kept, on every server that is here, and nothing that lets anybody in."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from bench.driver import Browser

from .stage import DATA, PORT, ROOT, Outcome, Stage, free_port, wait

DEBIAN = Path("/usr/lib/postgresql")


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """A server of its own with an empty database; gives its DATABASE_URL."""
    home = Path(tempfile.mkdtemp(dir="/tmp", prefix="nss-pg-"))
    how: dict[str, Any] = {
        "cwd": home,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "check": True,
    }
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
        how["user"] = "postgres"
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            str(home / "data"),
            "-U",
            "nss",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ],
        **how,
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -p 5498 -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", str(home / "data"), "-w", "-s"]
    subprocess.run([*control, "-o", options, "start"], **how)
    try:
        with psycopg.connect(
            host=str(home), port=5498, user="nss", dbname="postgres", autocommit=True
        ) as line:
            line.execute("CREATE DATABASE nss")
        home.chmod(0o755)
        yield f"postgresql://nss@/nss?host={home}&port=5498"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **{**how, "check": False})
        shutil.rmtree(home, ignore_errors=True)


def rows_of(url: str) -> dict[str, list[str]]:
    """Every row of every table as text, papers and files included, in the order of the texts."""
    with psycopg.connect(url) as line:
        names = [
            n
            for (n,) in line.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
        ]
        return {
            n: [r for (r,) in line.execute(f'SELECT t::text FROM "{n}" t ORDER BY 1').fetchall()]  # noqa: S608
            for n in names
        }


FILL = (
    "from nss.runtime import prepare; prepare.migrate(); prepare.set_up_django(); prepare.load_if_empty()\n"
    + (
        "from nss.application.models import Application; from nss.application.shown import last_filed; from nss.base import clock\n"
        "from nss.document import adapter\n"
        "for a in Application.objects.exclude(number=None)[:5]: adapter.make(a, last_filed(a), 'form', clock.today())"
    )
)
"""A filled demonstration with papers."""


def moved_to_a_new_machine(stage: Stage, times: int) -> Outcome:
    """On each of Debian's servers and the wheel's: filled, backed up, restored on an empty one by the same commands."""
    from nss.runtime import embedded

    own = embedded.Server(DATA).program("pg_ctl").parent
    places = {int(p.parent.name): p for p in DEBIAN.glob("*/bin") if (p / "initdb").exists()} | {
        embedded.MAJOR: own
    }
    said, good = [], True
    for version, programs in sorted(places.items()):
        file = Path(tempfile.mkdtemp(dir="/tmp", prefix="nss-copy-")) / "nss.dump"
        try:
            with server(programs) as old:
                nss(stage, old, "-c", FILL)
                nss(stage, old, "-m", "nss", "backup", str(file))
                before = rows_of(old)
            with server(programs) as new:
                nss(stage, new, "-m", "nss", "restore", str(file))
                after = rows_of(new)
            alone = file.stat().st_mode & 0o777 == 0o600
            papers = len(before.get("document_document", []))
            same = before == after and sum(map(len, before.values())) > 1000
            good = good and alone and same
            said.append(
                f"PostgreSQL {version}: {sum(map(len, before.values()))} rows of {len(before)} tables, {papers} papers, equal: {same}, "
                f"{file.stat().st_size // 1024} kB for its owner alone: {alone}"
            )
        finally:
            shutil.rmtree(file.parent, ignore_errors=True)
    return good, "; ".join(said)


def nss(stage: Stage, url: str, *words: str) -> str:
    """A command of the product on another database."""
    env = stage.env | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "nss.runtime.settings"}
    done = subprocess.run(
        [sys.executable, *words], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)[:60]}: {(done.stderr or done.stdout)[-400:]}")
    return done.stdout


def nothing_lets_in(stage: Stage, times: int) -> Outcome:
    """Links, an app's key, recovery codes, a token, passwords and session keys are made; then everything that somebody may
    copy or read is searched for them: a dump, the logs, the stored mails, the record, every page of every role."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.db import connection
    from tests.runtime import proxies

    from nss.account.models import Person
    from nss.account.tokens import create_token
    from nss.contract.models import Office
    from nss.issuing import vault
    from nss.issuing.models import Secret
    from nss.notice.models import Mail
    from nss.runtime import backup, embedded

    stage.mail.texts.clear()
    for email in ("hanako", "jiro"):
        person = Person.objects.filter(login_id=email, office__isnull=False).first()
        if person is not None and person.office is not None:
            b = Browser(PORT)
            b.get("/password/forgotten/")
            b.post("/password/forgotten/", [("office_code", person.office.code), ("email", person.email)])
    wait(lambda: any("/password/reset/" in t for t in stage.mail.texts), 60)
    links = {m for t in stage.mail.texts for m in re.findall(r"/password/reset/([\w-]{20,})/", t)}
    holder = Person.objects.get(login_id="hanako", office__code="NAC001")
    guarded = Person.objects.get(login_id="jiro", office__code="NAC555")
    key = generate_totp_secret()
    TOTP.activate(guarded, key)
    codes = set(RecoveryCodes.activate(guarded).generate_codes())
    token = create_token(Office.objects.get(code="NAC001"), holder, "faults")
    passwords = {vault._open(s) for s in Secret.objects.filter(ciphertext__isnull=False)[:200]}
    keys = {
        part
        for name in ("secret.key", "vault.key")
        if (DATA / name).exists()
        for part in (DATA / name).read_text().split(":")
        if len(part.strip()) > 20
    }
    sessions: set[str] = set()
    pages: list[str] = []
    roles = list(Person.objects.filter(office=None, is_active=True).values_list("login_id", flat=True))
    port = free_port()
    talkative = stage.env | {"NSS_LOG_LEVEL": "INFO"}
    with proxies.started(proxies.serve(port), port, DATA / "searched.log", talkative):
        wait(lambda: Browser(port).get("/readyz") == 200, 60)
        for link in links:  # a look, and a wrong entry, which are logged
            b = Browser(port)
            b.get(f"/password/reset/{link}/")
            b.post("/password/set/", [("new", "x"), ("again", "y")])
            b.get(f"/password/reset/{link}/nothing/")  # an address that is not there stands in the log
        for who in roles:
            b = Browser(port)
            b.sign_in("NACCS", who)
            sessions |= {v for k, v in b.cookies.items() if "session" in k}
            pages += crawled(b, min(150, max(40, times * 3)))
    file = DATA / "search.dump"
    backup.backup(file, connection.settings_dict)
    dump = subprocess.run(
        [backup._program("pg_restore", embedded.MAJOR), "-f", "-", str(file)], capture_output=True, check=True
    ).stdout.decode(errors="replace")
    file.unlink()
    mails = "\n".join(Mail.objects.values_list("body", flat=True))
    logs = "".join(p.read_text(errors="replace") for p in DATA.rglob("*.log"))
    looked = {"dump": dump, "logs": logs, "mails": mails, "pages": "\n".join(pages)}
    secrets = {
        "link": links,
        "app's key": {key},
        "recovery code": codes,
        "token": {token},
        "password": passwords,
        "session": sessions,
        "key": {k.strip() for k in keys},
    }
    found = [
        f"{kind} in {where}"
        for kind, texts in secrets.items()
        for text in texts
        for where, whole in looked.items()
        if text and text in whole and not (kind == "session" and where == "pages")
    ]
    Authenticator.objects.filter(user=guarded).delete()
    counted = ", ".join(f"{len(texts)} {kind}" for kind, texts in secrets.items())
    good = not found and bool(links) and bool(passwords) and len(pages) > 20 and "/password/reset/" in logs
    return good, (
        f"{counted} searched for in a dump of {len(dump) // 1024} kB, {len(logs)} characters of logs, {Mail.objects.count()} mails and {len(pages)} pages of "
        f"{len(roles)} roles of the Center: {'; '.join(sorted(set(found))) or 'none found'}"
    )


def crawled(b: Browser, most: int) -> list[str]:
    """Pages that somebody reaches from the Center's first page by links."""
    waiting = ["/center/", "/center/mails/", "/center/record/", "/account/"]
    seen: set[str] = set()
    found: list[str] = []
    while waiting and len(found) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        if b.get(path) == 200:
            found.append(b.page)
            waiting += [
                p
                for p in re.findall(r'href="(/(?:center|account|people)[^"#]*)"', b.page)
                if p not in seen and not p.endswith((".pdf", ".csv"))
            ]
    return found
