"""From an empty database to the first person who can sign in, and what is said to be missing before opening."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from nss.account.models import Access, Person, Role
from nss.base import clock
from nss.billing.models import Price
from nss.master import state
from nss.master.models import Capacity
from nss.notice.models import Mail
from nss.runtime import backup, commands, masters, opening
from tests import parts

pytestmark = pytest.mark.django_db
NAMES = ("kanri", "管理", "花子", "kanri@naccs.example")


def test_the_first_person_gets_a_link_sets_a_password_and_signs_in(settings: Any) -> None:
    opening.first_person(*NAMES)
    mail, client = Mail.objects.get(), Client()
    assert mail.to == ["kanri@naccs.example"]
    page = client.get(parts.link_in(mail)).headers["Location"]
    assert client.post(page, {"new": parts.PASSWORD, "again": parts.PASSWORD}).status_code == 302
    typed = {"office_code": "NACCS", "login_id": "kanri", "password": parts.PASSWORD}
    assert client.post("/login/", typed).status_code == 302
    assert client.get("/people/").status_code == 200
    assert Access.objects.filter(what="invited").count() == 1


def test_once_there_is_an_administrator_nobody_is_made_by_command() -> None:
    parts.person(None, "shachou", Role.ADMIN)
    with pytest.raises(opening.CannotOpen, match="there is an administrator"):
        opening.first_person(*NAMES)
    assert Person.objects.count() == 1 and not Mail.objects.exists()


def test_a_link_that_was_lost_is_mailed_again_to_the_same_person_only() -> None:
    first = opening.first_person(*NAMES)
    assert opening.first_person(*NAMES).pk == first.pk and Mail.objects.count() == 2
    with pytest.raises(opening.CannotOpen):
        opening.first_person("evil", "x", "y", "evil@x.example")


@pytest.mark.parametrize(
    "wrong",
    [
        ("K!", "管理", "花子", "a@x.example"),
        ("kanri", "", "花子", "a@x.example"),
        ("kanri", "管理", "花子", "x"),
    ],
)
def test_names_are_checked_as_on_the_page(wrong: tuple[str, str, str, str]) -> None:
    with pytest.raises(opening.CannotOpen):
        opening.first_person(*wrong)
    assert not Person.objects.exists()


def test_the_command_says_what_it_did_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with patch("nss.runtime.first_day.database"):
        assert commands.main(["first-person", *NAMES]) == 0
        assert commands.main(["first-person", "evil", "x", "y", "evil@x.example"]) == 1
    said = capsys.readouterr()
    assert "kanri@naccs.example" in said.out and "there is an administrator" in said.err


def test_what_is_missing_before_opening_is_said_one_by_one(settings: Any) -> None:
    settings.CLAMD = settings.SECURITY_CONTACT = ""
    said = list(opening.missing())
    assert any("first-person" in s for s in said) and any("料金表" in s for s in said)
    assert any("NSS_CLAMD" in s for s in said) and any("worker" in s for s in said)
    assert any("NSS_SECURITY_CONTACT" in s for s in said)
    parts.person(None, "shachou", Role.ADMIN)
    settings.CLAMD, settings.SECURITY_CONTACT = "127.0.0.1:3310", "mailto:security@example.jp"
    said = list(opening.missing())
    assert not any("first-person" in s or "NSS_CLAMD" in s or "SECURITY" in s for s in said)
    assert any("fewer than two" in s for s in said)


def test_masters_storage_backup_and_address_are_looked_at(settings: Any, tmp_path: Path) -> None:
    def says(word: str) -> bool:
        return any(word in s for s in opening.missing())

    settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path / "files", tmp_path / "static"
    settings.PUBLIC_URL = "http://nss.example.jp"
    wanted = ("load-masters", "were not gathered", "no backup", "NSS_PUBLIC_URL")
    assert [w for w in wanted if not says(w)] == []
    masters.load()
    Price.objects.create(transaction="IDA", plan_a=30, plan_b=36)
    (tmp_path / "static").mkdir()
    (tmp_path / "static/staticfiles.json").touch()
    backup.stamp(tmp_path).touch()
    settings.PUBLIC_URL = "https://nss.example.jp"
    assert [w for w in wanted if says(w)] == []
    long_ago = time.time() - 3 * 86_400
    os.utime(backup.stamp(tmp_path), (long_ago, long_ago))
    assert says("no backup")


def test_a_schedule_in_which_no_day_has_room_is_named() -> None:
    def full() -> bool:
        return any("1日に登録できる件数" in s for s in opening.missing())

    assert not full()
    tomorrow = clock.today() + timedelta(days=1)
    Capacity.objects.create(since=tomorrow, most=0, changed_at=clock.now())
    state.changed()
    assert full()
    Capacity.objects.update(most=1)
    state.changed()
    assert not full()


def test_attachments_that_cannot_be_written_are_missed(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    with patch("os.access", return_value=False):
        assert any("cannot be written" in s for s in opening.missing())


def test_tables_of_an_older_version_are_named_first() -> None:
    MigrationRecorder.Migration.objects.filter(app="master").delete()
    said = list(opening.missing())
    assert len(said) == 1 and "master.0001" in said[0] and "migrate" in said[0]


def test_what_is_missing_ends_the_command_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    with patch("nss.runtime.first_day.database"):
        assert commands.main(["check"]) == 1
        with patch("nss.runtime.opening.missing", return_value=iter(())):
            assert commands.main(["check"]) == 0
    assert "nothing is missing" in capsys.readouterr().out


def test_the_command_of_the_framework_leads_to_ours() -> None:
    with pytest.raises(CommandError, match="first-person"):
        call_command("createsuperuser", "--noinput", username="root", email="a@example.jp")
    assert not Person.objects.exists()
