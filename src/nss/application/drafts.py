"""Drafts: begun by the first POST, saved by one UPDATE that names the version it read, handed over, discarded."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, transaction

from nss.account.models import Person
from nss.base import clock
from nss.base.rows import RowSelect, update
from nss.contract.models import Office

from .edits import Edit
from .lifecycle import EDITABLE, Event, State
from .lifecycle import transition as listed
from .models import Application, Kind, Record, Revision

CONTACT_FIELDS = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "department",
    "title",
    "phone",
    "fax",
    "email",
)
"""申込担当者, the keys of `Revision.contact`."""


KEEP_DAYS = 30
"""A draft goes into the bin so many days after its last save (F-01)."""
WARN_DAYS = 25
"""Its people are told so many days after the last save (M13)."""
BIN_DAYS = 30
"""A draft can be brought back from the bin for so many days."""


class Stale(Exception):
    """Somebody saved in between: the caller merges or shows both (C34). `current` is the stored revision."""

    def __init__(self, current: Revision) -> None:
        super().__init__("stale draft")
        self.current = current


def begin(office: Office, person: Person, **first: Any) -> Revision:
    """A new draft with the contact of the person's last application, or of the person; whole or not at all."""
    now = clock.now()
    if "contact" not in first:
        first["contact"] = contact_of(office, person)
    with transaction.atomic():
        application = Application.objects.create(
            company_id=office.company_id,
            office=office,
            applicant_office=office,
            kind=Kind.CHANGE.value,
            created_at=now,
            changed_at=now,
            created_by=person,
        )
        return Revision.objects.create(
            company_id=office.company_id, application=application, saved_at=now, saved_by=person, **first
        )


def contact_of(office: Office, person: Person) -> dict[str, str]:
    """Prefill of 申込担当者: what this person gave last, else what is known of the person."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_CONTACT, [office.pk, person.pk])
        last = cursor.fetchone()
    if last:
        return dict(json.loads(last[0]))
    kana = (getattr(person, "kana", "") or "").split()
    return {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "family_kana": kana[0] if kana else "",
        "given_kana": kana[1] if len(kana) > 1 else "",
        "department": person.department,
        "title": person.title,
        "phone": person.phone,
        "fax": "",
        "email": person.email,
    }


LAST_CONTACT = """
    SELECT r.contact FROM application_revision r JOIN application_application a ON a.id = r.application_id
    WHERE a.office_id = %s AND r.saved_by_id = %s AND r.frozen_at IS NOT NULL ORDER BY r.id DESC LIMIT 1"""


def of_office(office: Office, pk: int) -> Revision:
    """The newest revision of an application of this office. Raises Revision.DoesNotExist for anybody else's."""
    found = NEWEST.one(pk, office.pk)
    if found is None:
        raise Revision.DoesNotExist
    revision: Revision
    revision, revision.application = found
    application = revision.application
    application.applicant_office = office
    if application.office_id == office.pk:
        application.office = office
    return revision


NEWEST = RowSelect(
    {"r": Revision, "a": Application},
    "FROM application_revision r JOIN application_application a ON a.id = r.application_id "
    "WHERE r.application_id = %s AND a.applicant_office_id = %s ORDER BY r.no DESC LIMIT 1",
)


def editable(revision: Revision) -> bool:
    """Whether the revision is an open draft that pages may edit."""
    return revision.frozen_at is None and State(revision.application.state) in EDITABLE


def save(revision: Revision, person: Person, **fields: Any) -> Revision:
    """Store fields of an open revision if nobody saved since it was read. Raises Stale."""
    now = clock.now()
    if isinstance(fields.get("edits"), list) and fields["edits"] and isinstance(fields["edits"][0], Edit):
        fields["edits"] = [e.to_json() for e in fields["edits"]]
    saved = {**fields, "version": revision.version + 1, "saved_at": now, "saved_by_id": person.pk}
    done = update(Revision, saved, id=revision.pk, version=revision.version, frozen_at=None)
    if not done:
        raise Stale(Revision.objects.select_related("application", "saved_by").get(pk=revision.pk))
    for key, value in fields.items():
        setattr(revision, key, value)
    revision.version += 1
    revision.saved_at = now
    return revision


def _transition(pk: int, event: Event, person: Person | None) -> Application:
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=pk)
        step = listed(application.state, event)
        record_event(application, step.event, person, source=application.state, target=step.target.value)
        application.state = step.target.value
        application.changed_at = clock.now()
        application.save(update_fields=["state", "changed_at"])
        return application


def discard(revision: Revision, person: Person | None) -> None:
    """Put a draft into the bin; it can be brought back for 30 days. Raises NotAllowed."""
    _transition(revision.application_id, Event.DISCARD, person)


def restore(office: Office, pk: int, person: Person) -> Revision:
    """Bring a draft back from the bin; it is kept for a full term again. Raises Revision.DoesNotExist, NotAllowed."""
    revision = of_office(office, pk)
    with transaction.atomic():
        revision.application = _transition(pk, Event.RESTORE, person)
        return save(revision, person)


def duplicate(revision: Revision, person: Person) -> Revision:
    """A second draft with everything that was entered in the first but its files."""
    first = revision.application
    made = begin(
        first.applicant_office,
        person,
        items=revision.items,
        other=revision.other,
        extra=revision.extra,
        wish_date=revision.wish_date,
        reason=revision.reason,
        remark=revision.remark,
        contact=revision.contact,
        edits=[e.to_json() for e in revision.edit_list if not e.derived],
    )
    Application.objects.filter(pk=made.application_id).update(kind=first.kind, office=first.office)
    return made


def hand_over(revision: Revision, person: Person, to: Person) -> None:
    """Give a draft to a colleague of the same office, who sees it as their own from now on."""
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=revision.application_id)
        application.created_by = to
        application.save(update_fields=["created_by"])
        record_event(application, Event.HANDED, person, to=to.full_name)


def record_event(
    application: Application,
    event: Event,
    person: Person | None,
    *,
    source: str = "",
    target: str = "",
    **detail: Any,
) -> Record:
    """One line of the application's record."""
    return Record.objects.create(
        company_id=application.company_id,
        application=application,
        at=clock.now(),
        event=event.value,
        source=source,
        target=target,
        actor=person,
        detail=detail,
    )
