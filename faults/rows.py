"""The rows that need real processes (F1-F4, F15, F17); the others are tests and are run as such."""

from __future__ import annotations

import http.client
import os
import random
import signal
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

from bench.driver import Browser, journey

from . import copies, door, outages, uploads
from .stage import PORT, Outcome, Stage, answers, wait


def signed_in() -> Browser:
    b = Browser(PORT)
    b.sign_in("NAC001", "hanako")
    return b


def whole_or_absent() -> str:
    """What is wrong with any application: a number without a filed revision, or the other way round."""
    from nss.application.models import Application, Record

    for a in Application.objects.prefetch_related("revisions"):
        filed = any(r.frozen_at for r in a.revisions.all())
        told = Record.objects.filter(application=a, event__in=["submit", "ask"]).exists()
        if bool(a.number) != filed or (filed and not told):
            return f"{a.pk}: number {a.number}, filed {filed}, recorded {told}"
    return ""


def fresh_connections() -> None:
    """Forget connections that this process holds, e.g. to a server that has restarted."""
    from nss.runtime.commands import let_go

    let_go()


def timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def web_killed(stage: Stage, times: int) -> Outcome:
    """F1: kill -9 of a web worker at random points of a journey; the person tries again and succeeds."""
    b = signed_in()
    dice = random.Random(1)  # noqa: S311  (which moment, not a secret)
    broken = again = kills = 0
    whole = min(timed(lambda: journey(b, "1ANAC")) for _ in range(4))
    for _ in range(times):
        moment = dice.uniform(0, whole)

        def kill(after: float = moment) -> None:
            time.sleep(after)
            nonlocal kills
            if found := stage.web_workers():  # between two processes there may be none
                os.kill(dice.choice(found), signal.SIGKILL)
                kills += 1

        thread = threading.Thread(target=kill)
        thread.start()
        try:
            journey(b, "1ANAC")
        except (AssertionError, OSError, http.client.HTTPException, IndexError):
            broken += 1
            thread.join()
            if not wait(lambda: answers("/readyz") == 200, 20):
                return False, "the web process did not come back"
            for _ in range(5):
                try:
                    journey(b, "1ANAC")
                    again += 1
                    break
                except (AssertionError, OSError, http.client.HTTPException, IndexError):
                    time.sleep(0.3)
        thread.join()
        wait(lambda: answers("/readyz") == 200, 20)
    wrong = whole_or_absent()
    return (
        not wrong and broken == again,
        f"{kills} kills, {broken} journeys cut, {again} done again, {wrong or 'all whole'}",
    )


def worker_killed(stage: Stage, times: int) -> Outcome:
    """F2: kill -9 of the job worker after the mail server has accepted and before the mail is marked."""
    from nss.notice.models import Mail

    b = signed_in()
    wait(lambda: not Mail.objects.filter(state="queued").exists(), 60)
    stage.mail.got.clear()
    kills = 0
    started = Mail.objects.count()

    def kill() -> None:
        nonlocal kills
        if kills < times and stage.worker is not None and stage.worker.poll() is None:
            kills += 1
            os.kill(stage.worker.pid, signal.SIGKILL)

    stage.mail.after = kill
    for _ in range(times):
        journey(b, "1ANAC")
    end = time.monotonic() + 20 + times * 12
    while time.monotonic() < end and Mail.objects.filter(state="queued").exists():
        if stage.worker is None or stage.worker.poll() is not None:
            stage.start_worker()
        time.sleep(0.3)
    stage.mail.after = lambda: None
    if stage.worker is None or stage.worker.poll() is not None:
        stage.start_worker()
    mails = list(Mail.objects.order_by("pk").values_list("message_id", "state"))[started:]
    arrived = set(stage.mail.got)
    lost = [m for m, _ in mails if m not in arrived]
    repeats = len(stage.mail.got) - len(arrived)
    good = not lost and all(s == "sent" for _, s in mails) and kills > 0
    return (
        good,
        f"{kills} kills, {len(mails)} mails, {len(lost)} lost, {repeats} repeated under the same Message-ID",
    )


def mail_down(stage: Stage, times: int) -> Outcome:
    """F3: the mail server refuses connections, is slow, answers 4xx, answers 5xx."""
    from nss.notice.models import Mail

    b = signed_in()
    said = []
    good = True
    for mode in ("away", "slow", "later", "never"):
        wait(lambda: not Mail.objects.filter(state="queued").exists(), 90)
        if mode == "away":
            stage.mail.stop()
        else:
            stage.mail.mode = mode
        began = time.perf_counter()
        journey(b, "1ANAC")
        took = time.perf_counter() - began
        pk = Mail.objects.latest("pk").pk

        def state(pk: int = pk) -> Any:
            return Mail.objects.get(pk=pk)

        if mode == "never":
            held = wait(lambda: state().state == "failed", 20)
        elif mode == "slow":
            held = wait(lambda: state().state == "sent", 30)
        else:
            held = wait(lambda: state().tries >= 2, 20) and state().state == "queued"
        if mode == "away":
            stage.mail.start()
        stage.mail.mode = "good"
        if mode != "never":
            held = held and wait(lambda: state().state == "sent", 60)
        good = good and held and took < 5
        said.append(f"{mode}: journey {took:.1f} s, {state().state} after {state().tries} tries")
    center = Browser(PORT)
    center.sign_in("NACCS", "kanri")
    center.get("/center/mails/?state=failed")
    shown = "550" in center.page
    return good and shown, "; ".join(said) + f"; 550 shown to the Center: {shown}"


def database_restarted(stage: Stage, times: int) -> Outcome:
    """F4: PostgreSQL restarts under the load of eight clients."""
    first = signed_in()
    people = [Browser(PORT) for _ in range(8)]
    for p in people:
        p.cookies = dict(first.cookies)
    stop = threading.Event()
    answers_seen: list[tuple[float, int, bool]] = []

    def run(p: Browser) -> None:
        while not stop.is_set():
            began = time.monotonic()
            try:
                status = p.get("/contract/?tab=net")
                plain = status < 500 or "一時的にご利用いただけません" in p.page or "参照番号" in p.page
            except (OSError, http.client.HTTPException):
                status, plain = 0, False
            answers_seen.append((began, status, plain))
            if status != 200:
                time.sleep(0.1)

    threads = [threading.Thread(target=run, args=(p,)) for p in people]
    for t in threads:
        t.start()
    time.sleep(2)
    down = time.monotonic()
    stage.database.stop()
    time.sleep(12)  # longer than a request waits for a connection
    stage.database.start()
    up = time.monotonic()
    time.sleep(10)
    fresh_connections()
    stop.set()
    for t in threads:
        t.join()
    outside = [a for a in answers_seen if a[1] != 200 and not down - 0.5 <= a[0] <= up + 3]
    during = [a for a in answers_seen if a[1] != 200]
    unclear = [a for a in during if a[1] >= 500 and not a[2]]
    recovered = bool(stage.web and stage.web.poll() is None) and answers("/readyz") == 200
    wrong = whole_or_absent()
    good = not outside and not unclear and recovered and not wrong
    return good, (
        f"down {up - down:.1f} s, {len(answers_seen)} requests, {len(during)} errors while down, {len(outside)} outside, "
        f"{len(unclear)} without a clear page, web process the same: {recovered}"
    )


def guess(b: Browser, login_id: str, text: str) -> float:
    """One wrong password; how long the answer took."""
    if not b.hidden("csrfmiddlewaretoken"):
        b.get("/login/")
    fields = [("office_code", "NAC001"), ("login_id", login_id), ("password", text), ("next", "/")]
    began = time.perf_counter()
    b.post("/login/", fields)
    return time.perf_counter() - began


def told_apart() -> float:
    """By how much the answer for a person who exists takes longer than for one who does not, as a share; guesses take
    turns, and the brake is let off before each."""
    from nss.account.models import SignInAttempt

    b = Browser(PORT)
    times: dict[str, list[float]] = {"hanako": [], "nobody": []}
    for n in range(120):
        SignInAttempt.objects.all().delete()
        who = ("hanako", "nobody")[n % 2]
        times[who].append(guess(b, who, f"guess {n}"))
    known, unknown = (statistics.median(t) for t in times.values())
    return known / unknown - 1


def guessing(stage: Stage, times: int) -> Outcome:
    """F15: guesses at one account and at many; a sign-in page that says the same to all, as fast; the session changes its
    key."""
    apart = told_apart()
    asked = 10_000 if times >= 50 else max(80, times * 4)
    spoken: set[str] = set()
    opened: list[str] = []

    def run(first: int) -> None:
        b = Browser(PORT)
        for n in range(first, asked, 8):
            guess(b, "hanako" if n % 2 else f"nobody{n}", f"guess {n}")
            start = b.page.find("error-summary")
            spoken.add(b.page[start : b.page.find("</div>", start)])
            if "からログイン中" in b.page:
                opened.append(str(n))

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if opened:
        return False, "a guess succeeded"
    from nss.account.models import SignInAttempt

    SignInAttempt.objects.all().delete()
    b = Browser(PORT)
    b.get("/login/")
    b.cookies["nss_session"] = "fixed0123456789fixed0123456789ab"
    b.post(
        "/login/",
        [("office_code", "NAC555"), ("login_id", "jiro"), ("password", "nss-demo-2026"), ("next", "/")],
    )
    moved = b.cookies.get("nss_session") != "fixed0123456789fixed0123456789ab" and "からログイン中" in b.page
    stolen = Browser(PORT)
    stolen.cookies = dict(b.cookies)
    b.post("/logout/", [])
    stolen.get("/contract/")
    dead = "契約内容" not in stolen.page
    SignInAttempt.objects.all().delete()
    return (
        moved and dead and len(spoken) <= 2 and abs(apart) < 0.15,
        f"{asked} guesses, {len(spoken)} different answers (wrong, slow down), a person who exists takes {apart * 100:+.1f} % longer to refuse, "
        f"key renewed: {moved}, dead after sign-out: {dead}",
    )


def keys_rotated(stage: Stage, times: int) -> Outcome:
    """F17: the vault's key is rotated while secrets are read."""
    import base64
    import secrets
    from datetime import timedelta

    from django.conf import settings
    from django.db import connections

    from nss.base import clock
    from nss.contract.models import Office
    from nss.issuing import vault
    from nss.issuing.models import Secret

    office, today = Office.objects.get(code="NAC001"), clock.today()
    made = [
        vault.seal(
            kind="user",
            label=f"{n}",
            text=f"text-{n}",
            office=office,
            application_id=1,
            opens_on=today,
            closes_on=today + timedelta(days=9),
        )
        for n in range(200)
    ]
    old = dict(settings.VAULT_KEYS)
    settings.VAULT_KEYS = {"next": base64.b64encode(secrets.token_bytes(32)).decode(), **old}
    failed: list[str] = []
    reads = 0
    stop = threading.Event()

    def read() -> None:
        nonlocal reads
        while not stop.is_set():
            n = random.randrange(len(made))  # noqa: S311
            try:
                if vault.reveal(made[n].pk, office, 1, today) != f"text-{n}":
                    failed.append("another text")
            except Exception as error:
                failed.append(f"{type(error).__name__}: {error}")
            reads += 1
        connections.close_all()

    # One connection of the pool is the rotation's own.
    threads = [threading.Thread(target=read) for _ in range(3)]
    for t in threads:
        t.start()
    moved = 0
    for n in range(10):
        settings.VAULT_KEYS = {
            f"k{n}": base64.b64encode(secrets.token_bytes(32)).decode(),
            **settings.VAULT_KEYS,
        }
        moved += vault.rotate(f"k{n}")
        time.sleep(0.2)
    moved += vault.rotate("next")
    stop.set()
    for t in threads:
        t.join()
    left = Secret.objects.filter(ciphertext__isnull=False).exclude(key_name="next").count()
    from nss.record.triggers import erasing

    with erasing():
        Secret.objects.filter(pk__in=[s.pk for s in made]).delete()
    vault.rotate(next(iter(old)))
    settings.VAULT_KEYS = old
    named = f" ({', '.join(sorted(set(failed)))[:200]})" if failed else ""
    return (
        not failed and left == 0,
        f"{moved} sealed anew, {reads} reads meanwhile, {len(failed)} failed{named}",
    )


PROCESS_ROWS = (
    ("F1", "kill -9 of a web worker", web_killed),
    ("F2", "kill -9 of the job worker", worker_killed),
    ("F3", "mail server away, slow, 4xx, 5xx", mail_down),
    ("F4", "database restarted under load", database_restarted),
    ("F15", "guessing, fixation, stolen cookie", guessing),
    ("F17", "key rotation under load", keys_rotated),
    ("F21", "texts of 20 kB in address, header and field", door.long_texts),
    ("F22", "30 half-sent POSTs and 300 slow headers held open", door.half_sent),
    ("F23", "hostile files up to the bound, ten at once", uploads.ten_at_once),
    ("F24", "wrong passwords from one address behind nginx", door.guessed_through_a_proxy),
    ("F25", "database away for long, every table locked", outages.away_and_locked),
    ("F26", "backup and restore on every server that is here", copies.moved_to_a_new_machine),
    ("F28", "dump, logs, mails and pages searched for what lets somebody in", copies.nothing_lets_in),
)
