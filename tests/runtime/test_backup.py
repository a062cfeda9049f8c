"""Backup, wipe, restore: the same contract on every day, the same papers byte for byte (F20)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from nss.application import decision
from nss.base import clock
from nss.contract.models import ROW_TYPES
from nss.contract.rows.ids import UserId
from nss.document import adapter
from nss.document.models import Document
from nss.runtime import backup
from tests import parts

pytestmark = pytest.mark.django_db(transaction=True)


def everything() -> list[tuple[str, list[Any]]]:
    """Every row of every table, in the order of its text."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t::text FROM {name} t ORDER BY 1")  # noqa: S608
            found.append((table, cursor.fetchall()))
    return found


def test_a_restored_database_is_the_one_that_was_backed_up(tmp_path: Path) -> None:
    office = parts.line_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    a.refresh_from_db()
    made = adapter.make(a, a.revisions.get(), "form", clock.today())
    before, days = everything(), parts.snapshot(office)
    file = tmp_path / "nss.dump"
    assert backup.backup(file, connection.settings_dict) > 10_000
    assert not (tmp_path / "nss.dump.part").exists()
    with connection.cursor() as cursor:
        for model in ROW_TYPES.values():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
    assert not UserId.objects.exists()
    connection.close()
    backup.restore(file, connection.settings_dict)
    assert everything() == before
    assert parts.snapshot(office) == days
    assert bytes(Document.objects.get().pdf) == made
    assert isinstance(a.start_date, date)


def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    parts.guide_office()
    before = everything()
    wrong = tmp_path / "wrong.dump"
    wrong.write_bytes(b"this is not a backup")
    with pytest.raises(SystemExit):
        backup.restore(wrong, connection.settings_dict)
    assert everything() == before
