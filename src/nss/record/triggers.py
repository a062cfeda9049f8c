"""The triggers behind the history, and those that make records append-only. Put in place after every migration.

One function and one table serve all watched models, so a search runs over everything, and a new model is one line here.
A job that erases what is past its term says so with `erasing()`; nothing else can delete from a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse

WATCHED_APPS = ("contract", "master")
"""Every table of these."""
WATCHED = (
    "people.Person",
    "people.ApiToken",
    "application.Vendor",
    "billing.Price",
    "billing.Fee",
    "billing.Month",
    "billing.Invoice",
    "issuing.Certificate",
    "notice.NoticeSetting",
)
UNWATCHED = ("master.Version", "contract.RowWrite")
HIDDEN = {
    "people.Person": ("password", "last_login", "previous_login"),
    "people.ApiToken": ("token_hash", "used_at"),
}
"""Columns that never enter the history."""
APPEND_ONLY = (
    *("record.History", "application.Record", "application.WorkNote", "people.Access"),
    "issuing.SecretView",
)
NAMING = (
    *("office_id", "company_id", "code", "number", "name", "router", "username", "day", "kind", "month"),
    *("title_ja", "version", "transaction"),
)
"""Columns by which a reader knows a row: they stand in the history of each of its changes, beside what changed; so do those by
which its row type says that it is named."""

FUNCTION = """
CREATE OR REPLACE FUNCTION nss_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE b jsonb; a jsonb; hidden text[] := TG_ARGV[0]::text[];
    naming text[] := TG_ARGV[1]::text[]; who text := current_setting('nss.actor', true);
BEGIN
    IF TG_OP <> 'INSERT' THEN b := to_jsonb(OLD) - hidden; END IF;
    IF TG_OP <> 'DELETE' THEN a := to_jsonb(NEW) - hidden; END IF;
    IF TG_OP = 'UPDATE' THEN
        IF a = b THEN RETURN NULL; END IF;
        SELECT jsonb_object_agg(k, b -> k), jsonb_object_agg(k, a -> k) INTO b, a
        FROM jsonb_object_keys(a) k
        WHERE a -> k IS DISTINCT FROM b -> k OR k = ANY (naming);
    END IF;
    INSERT INTO record_history ("table", "row", action, actor, reference, before, after)
    VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END, lower(TG_OP),
            nullif(who, '')::bigint, coalesce(current_setting('nss.reference', true), ''), b, a);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION nss_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('nss.erasing', true) = 'on' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
    RAISE EXCEPTION 'the record % is append-only', TG_TABLE_NAME;
END $$;
"""


def watched() -> list[type[models.Model]]:
    """The models whose changes go into the history."""
    found = [m for label in WATCHED_APPS for m in apps.get_app_config(label).get_models()]
    return [m for m in [*found, *(apps.get_model(x) for x in WATCHED)] if m._meta.label not in UNWATCHED]


def install(**_: object) -> None:
    """Put all triggers in place; safe to run any number of times."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(FUNCTION)
        for model in watched():
            table = model._meta.db_table
            hidden = "{" + ",".join(HIDDEN.get(model._meta.label, ())) + "}"
            naming = "{" + ",".join(sorted({*NAMING, *getattr(model, "named_by", ())})) + "}"
            if table in tables:
                cursor.execute(
                    f'CREATE OR REPLACE TRIGGER nss_history AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
                    f"FOR EACH ROW EXECUTE FUNCTION nss_history('{hidden}', '{naming}')"
                )
        for label in APPEND_ONLY:
            table = apps.get_model(label)._meta.db_table
            if table in tables:
                cursor.execute(
                    f'CREATE OR REPLACE TRIGGER nss_append_only BEFORE UPDATE OR DELETE ON "{table}" '
                    "FOR EACH ROW EXECUTE FUNCTION nss_append_only()"
                )


def act_as(person: int | None, reference: str) -> None:
    """Name who writes from here on, on this connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('nss.actor', %s, false), set_config('nss.reference', %s, false)",
            ["" if person is None else str(person), reference],
        )


class Actor:
    """Tells the database who sends a request that may write. Reading requests write no watched table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            act_as(
                request.user.pk if request.user.is_authenticated else None, getattr(request, "reference", "")
            )
        return self.get_response(request)


@contextmanager
def erasing() -> Iterator[None]:
    """Let this transaction delete from records: for the job that erases what is past its term, and for it alone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('nss.erasing', 'on', true)")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('nss.erasing', '', true)")
