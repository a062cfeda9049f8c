"""The tables that hold rows of an application: comments, consents, works and the like. Most applications have
rows in few of them, so one statement asks which are empty, and those are not read."""

from __future__ import annotations

from django.db import connection

from .models import Application, Attachment, Comment, ConnectionTest, Consent, Proposal, Work

TABLES = {
    "attachments": Attachment,
    "comments": Comment,
    "consents": Consent,
    "proposal": Proposal,
    "tests": ConnectionTest,
    "works": Work,
}
ASK = "SELECT " + ", ".join(  # noqa: S608  (names of our own tables)
    f"EXISTS (SELECT FROM {model._meta.db_table} WHERE application_id = a)" for model in TABLES.values()
)


def find_empty(application: Application) -> None:
    """Note what an application lacks, for those who read it (`Application.lacks`). Before a decision: after its row is
    locked, since who adds something to it locks it first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{ASK} FROM (VALUES (%s::bigint)) v (a)", [application.pk])
        there = cursor.fetchone()
    application.lacks = frozenset(name for name, found in zip(TABLES, there, strict=True) if not found)
