"""What the page for a caller's office gathers: names and facts of the contract, what is unfinished first, passwords, devices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.account.models import PersonSession
from nss.application.models import Application
from nss.base import clock
from nss.center import call_desk
from nss.issuing.models import Secret
from nss.runtime.demo import rows
from tests import parts

pytestmark = pytest.mark.django_db


def test_of_many_rows_twelve_are_named_and_of_a_single_one_its_values_are_read_out() -> None:
    office = parts.guide_office()
    for n in range(11):
        rows.user_id(office, "1ANAC", f"B{n:02}", ["01"], "interactive", parts.SINCE)
    found = {str(p.word): p for p in call_desk.parts_of(office, clock.today())}
    ids, codes = found["識別番号"], found["利用者コード"]
    assert (ids.count, len(ids.names), ids.more, list(ids.facts)) == (13, 12, 1, [])
    assert (codes.count, list(codes.names), codes.more) == (1, ["1ANAC"], 0)
    own = next(p for p in found.values() if any(value == "第一営業部" for _, value in p.facts))
    assert (own.count, list(own.names), own.more) == (1, [], 0)
    assert all(value not in ("", None) for _, value in own.facts)
    assert all(p.count for p in found.values()), "kinds of which it has none are left out"


def test_what_is_unfinished_stands_before_what_is_over_each_newest_first() -> None:
    office = parts.guide_office()
    who = parts.person(office)
    made = [parts.filed(office, who, parts.ids_to_add("1ANAC")) for _ in range(4)]
    Application.objects.filter(pk__in=[made[1].pk, made[3].pk]).update(state="withdrawn")
    found = [o.application.pk for o in call_desk.applications_of(office, clock.today())]
    assert found == [made[k].pk for k in (2, 0, 3, 1)]
    other = parts.office("XYZ001")
    assert call_desk.applications_of(other, clock.today()) == []


def test_a_password_can_be_read_from_its_first_day_to_its_last_unless_it_is_erased() -> None:
    office = parts.guide_office()
    today, day = clock.today(), timedelta(days=1)
    windows = [
        (today - day, today, b"x", True),
        (today, today + day, b"x", True),
        (today - day, today - day, b"x", False),
        (today + day, today + day, b"x", False),
        (today, today, None, False),
    ]
    for n, (opens, closes, ciphertext, _) in enumerate(windows):
        Secret.objects.create(
            company_id=office.company_id,
            office=office,
            application_id=n,
            label=f"ID{n}",
            opens_on=opens,
            closes_on=closes,
            ciphertext=ciphertext,
        )
    found = {p.secret.label: p.readable for p in call_desk.passwords_of(office, today)}
    assert found == {f"ID{n}": readable for n, (*_, readable) in enumerate(windows)}
    assert call_desk.passwords_of(parts.office("XYZ001"), today) == []


def test_devices_are_those_that_are_signed_in_now() -> None:
    office = parts.guide_office()
    who, colleague = parts.person(office), parts.person(office, "jiro")
    parts.signed_in(who)
    parts.signed_in(who)
    ended = PersonSession.objects.filter(person_id=who.pk).first()
    assert ended is not None
    PersonSession.objects.filter(pk=ended.pk).update(expire_date=clock.now() - timedelta(minutes=1))
    found = {line.person.pk: [s.pk for s in line.sessions] for line in call_desk.people_of(office)}
    assert list(found) == [who.pk, colleague.pk]
    assert len(found[who.pk]) == 1 and ended.pk not in found[who.pk] and found[colleague.pk] == []
