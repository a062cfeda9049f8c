"""Mails over a real SMTP conversation: once each, the same Message-ID on a repeat, a refusal for good not repeated."""

from __future__ import annotations

import smtplib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from procrastinate.contrib.django.models import ProcrastinateJob

from nss.contract.models import Office
from nss.notice import mail, sealed_links, sink
from nss.notice.delivery import TryLater, deliver
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def serving(settings: Any, handler: object) -> Iterator[None]:
    """A mail server of its own, to which the product sends."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    running = Controller(handler, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    running.start()
    try:
        yield
    finally:
        running.stop()


@pytest.fixture
def server(settings: Any, tmp_path: Path):
    with serving(settings, sink.Keep(tmp_path)):
        yield tmp_path


def test_the_server_of_the_demonstration_takes_mails_until_it_is_stopped(tmp_path: Path, monkeypatch: Any):
    port = free_port()

    def stopped(seconds: float) -> None:
        with smtplib.SMTP("127.0.0.1", port) as line:
            line.sendmail("nss@example.jp", ["a@example.jp"], b"Subject: x\r\n\r\nx\r\n")
        raise KeyboardInterrupt

    monkeypatch.setattr(sink, "time", SimpleNamespace(sleep=stopped, time_ns=time.time_ns))
    with pytest.raises(KeyboardInterrupt):
        sink.run("127.0.0.1", port, tmp_path / "mails")
    assert [m["Subject"] for _, m in sink.read(tmp_path / "mails")] == ["x"]
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", port)


def queue(**more: Any) -> Mail:
    found = mail.queue(
        "M01",
        ["a@example.jp"],
        "【NSS】件名（260001A）",
        "本文です。",
        office=Office.objects.first() or parts.office(),
        application_id=1,
        **more,
    )
    assert found is not None
    return found


def test_a_mail_arrives_once_with_its_japanese_text(server: Path):
    queued = queue(dedupe="x")
    deliver(mail_ids=[str(queued.pk)])
    deliver(mail_ids=[str(queued.pk)])
    got = sink.read(server)
    assert len(got) == 1
    assert got[0][1]["Subject"] == "【NSS】件名（260001A）"
    assert "本文です。" in got[0][1].get_content()
    assert got[0][1]["Message-ID"] == queued.message_id


def test_a_worker_that_died_before_the_mark_repeats_under_the_same_message_id(server: Path):
    # Holds F2.
    queued = queue(dedupe="x")
    deliver(mail_ids=[str(queued.pk)])
    Mail.objects.update(state="queued")
    deliver(mail_ids=[str(queued.pk)])
    assert [m["Message-ID"] for _, m in sink.read(server)] == [queued.message_id] * 2


def test_a_server_that_is_away_is_tried_again_and_nothing_is_lost(settings: Any, server: Path):
    # Holds F3.
    queued = queue(dedupe="x")
    there = settings.EMAIL_PORT
    settings.EMAIL_PORT = free_port()
    other = queue(dedupe="y")
    with pytest.raises(TryLater):
        deliver(mail_ids=[str(queued.pk)])
    tried = {m.pk: (m.state, m.tries) for m in Mail.objects.all()}
    assert tried == {queued.pk: ("queued", 1), other.pk: ("queued", 0)}, (
        "what else waits is not tried in vain"
    )
    settings.EMAIL_PORT = there
    deliver(mail_ids=[str(queued.pk)])
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    assert len(sink.read(server)) == 2


class Leaving(sink.Keep):
    """Takes one mail and then ends the conversation (RFC 5321, 4.2.2)."""

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if list(self.folder.glob("*.eml")):
            return "421 going away"
        envelope.mail_from = address
        return "250 OK"


def test_a_server_that_ends_the_conversation_is_left_alone_until_the_jobs_of_the_others(
    settings: Any, tmp_path: Path
):
    with serving(settings, Leaving(tmp_path)):
        first, second, third = (queue(dedupe=str(n)) for n in range(3))
        deliver(mail_ids=[str(first.pk)])
    tried = {m.pk: (m.state, m.tries, m.last_error) for m in Mail.objects.all()}
    assert tried == {first.pk: ("sent", 1, ""), second.pk: ("queued", 1, "421"), third.pk: ("queued", 0, "")}


def test_a_job_that_finds_nothing_else_to_send_ends_at_once(django_assert_max_num_queries: Any):
    queued = queue(dedupe="x")
    with django_assert_max_num_queries(20):
        deliver(mail_ids=[str(queued.pk)])
    assert Mail.objects.get().state == "sent"


def test_a_job_takes_along_what_else_waits_over_one_connection(server: Path, monkeypatch: Any):
    opened: list[int] = []
    real = smtplib.SMTP.connect
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda *a, **k: opened.append(1) or real(*a, **k))
    queued = [queue(dedupe=str(n)) for n in range(5)]
    deliver(mail_ids=[str(queued[2].pk)])
    assert {m["Message-ID"] for _, m in sink.read(server)} == {q.message_id for q in queued}
    assert len(opened) == 1
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_a_mail_that_was_put_off_keeps_to_its_own_times(server: Path):
    put_off, fresh = queue(dedupe="x"), queue(dedupe="y")
    Mail.objects.filter(pk=put_off.pk).update(tries=1, last_error="450")
    deliver(mail_ids=[str(fresh.pk)])
    assert dict(Mail.objects.values_list("dedupe", "state")) == {"x": "queued", "y": "sent"}


class Refusing:
    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        return "550 no such person"


def test_a_refusal_for_good_is_marked_and_not_tried_again(settings: Any):
    # Holds F3.
    with serving(settings, Refusing()):
        queued = queue(dedupe="x")
        deliver(mail_ids=[str(queued.pk)])
    found = Mail.objects.get()
    assert (found.state, found.last_error) == ("failed", "550")


ANSWERS = {"gone": "550 no such person", "odd": "500 what?", "full": "452 mailbox full"}


class Choosy(sink.Keep):
    """Takes some recipients; `gone@…` and `odd@…` never, `full@…` not now."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith(("gone", "odd", "full")):
            return ANSWERS[address.partition("@")[0]]
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_of_several_recipients_each_that_was_refused_is_told_of_and_tried_again_where_that_helps(
    settings: Any, tmp_path: Path
):
    with serving(settings, Choosy(tmp_path)):
        to = ["contact@example.jp", "gone@example.jp", "odd@example.jp", "full@example.jp"]
        link = "https://x.example/password/reset/" + "k" * 43 + "/"
        first = mail.queue(
            "M01", to, "件名", f"開く：{sealed_links.PLACE}", office=parts.office(), secret=link
        )
        assert first is not None
        deliver(mail_ids=[str(first.pk)])
    assert len(sink.read(tmp_path)) == 1
    rows = {tuple(m.to): m for m in Mail.objects.all()}
    kept = {to: (m.state, m.last_error) for to, m in rows.items()}
    assert kept == {
        ("contact@example.jp",): ("sent", ""),
        ("gone@example.jp", "odd@example.jp"): ("failed", "550"),
        ("full@example.jp",): ("queued", "452"),
    }
    waiting = rows[("full@example.jp",)]
    assert link in sealed_links.text_to_send(waiting) and link not in waiting.body
    assert waiting.tries == 1, "it has been tried: no other job takes it along before its time"
    jobs = ProcrastinateJob.objects.filter(task_name="nss.deliver", args__mail_ids=[str(waiting.pk)])
    assert [job.scheduled_at is not None for job in jobs] == [True]


def test_the_same_event_is_queued_once():
    queue(dedupe="one")
    mail.queue("M01", ["a@example.jp"], "x", "y", application_id=1, dedupe="one")
    assert Mail.objects.count() == 1


def test_a_name_cannot_add_a_header_or_a_recipient():
    found = mail.queue(
        "M01", ["a@example.jp", "b@example.jp\nBcc: c@example.jp"], "件名\r\nBcc: x@example.jp", "本文"
    )
    assert found is not None
    assert found.to == ["a@example.jp"]
    assert "\n" not in found.subject and "\r" not in found.subject


def test_a_queued_mail_and_its_job_vanish_with_a_rollback():
    from django.db import transaction
    from procrastinate.contrib.django.models import ProcrastinateJob

    before = ProcrastinateJob.objects.count()
    with transaction.atomic():
        queue(dedupe="x")
        assert ProcrastinateJob.objects.count() == before + 1
        transaction.set_rollback(True)
    assert Mail.objects.count() == 0
    assert ProcrastinateJob.objects.count() == before
