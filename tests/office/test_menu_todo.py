"""What waits for an office stands on its menu."""

from __future__ import annotations

import pytest

from nss.application import works
from nss.base import clock
from nss.calendar.days import add_business_days
from tests import parts

pytestmark = pytest.mark.django_db


def test_dates_that_the_center_offers_for_works_wait_for_the_office_until_one_is_chosen():
    office = parts.line_office()
    who = parts.person(office)
    edits = parts.server_edits(office)
    a = parts.filed(office, who, edits, extra=parts.line_extra(edits))
    client = parts.signed_in(who)

    def todo() -> str:
        return client.get("/").content.decode()

    assert "対応が必要な手続きはありません" in todo()
    slot = f"{add_business_days(clock.today(), 5)}/pm"
    work = works.propose(a.works.get().pk, parts.reviewer(), [slot])
    assert f"【{a.number}】工事の候補日を選んでください" in todo()
    works.accept(work.pk, who, slot)
    assert "対応が必要な手続きはありません" in todo()
