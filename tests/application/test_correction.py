"""N15: a mistake in the register is set right by two people, without a trace lost."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from nss.application import correction
from nss.application.models import Correction
from nss.base import clock
from nss.base.problems import Refused
from nss.contract.models import Office
from nss.contract.rows.ids import UserId
from nss.contract.rows.office import OfficeProfile
from nss.contract.snapshot import load
from nss.notice.models import News
from nss.record.models import History
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    made = parts.guide_office()
    Office.objects.filter(pk=made.pk).update(name="だい一営業部")
    OfficeProfile.objects.filter(office=made).delete()
    OfficeProfile.objects.create(
        company=made.company,
        office=made,
        starts=parts.SINCE,
        name="だい一営業部",
        postal_code="1500002",
        address="東京都渋谷区渋谷1-2-3",
        phone="0312345678",
    )
    return made


def profile(office: Office) -> OfficeProfile:
    return OfficeProfile.objects.filter(office=office).latest("starts")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def test_two_people_set_a_name_right_and_the_office_and_the_history_know(office: Office) -> None:
    first, second = parts.reviewer(), parts.second()
    row = profile(office)
    made = correction.propose(office, "office", row.pk, {"name": "第一営業部"}, "登録時の誤記のため", first)
    assert profile(office).name == Office.objects.get(pk=office.pk).name == "だい一営業部"
    correction.confirm(made.pk, second)
    found = profile(office)
    assert (found.pk, found.name, found.starts) == (row.pk, "第一営業部", row.starts)
    assert Office.objects.get(pk=office.pk).name == "第一営業部"
    assert "事業所名" in News.objects.get(office=office).text_ja
    line = History.objects.filter(table="contract_officeprofile", row=row.pk, action="update").latest("id")
    assert (line.before["name"], line.after["name"]) == ("だい一営業部", "第一営業部")


def test_the_person_who_asked_cannot_confirm_not_even_past_the_rules(office: Office) -> None:
    who = parts.reviewer()
    made = correction.propose(office, "office", profile(office).pk, {"name": "第一営業部"}, "誤記", who)
    with pytest.raises(Refused) as refused:
        correction.confirm(made.pk, who)
    assert codes(refused) == ["same_person"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=made.pk).update(confirmed_by=who, confirmed_at=clock.now())


def test_without_a_reason_or_a_change_or_with_a_needed_value_emptied_nothing_is_entered(
    office: Office,
) -> None:
    who, pk = parts.reviewer(), profile(office).pk
    with pytest.raises(Refused) as refused:
        correction.propose(office, "office", pk, {"name": "だい一営業部"}, " ", who)
    assert codes(refused) == ["no_reason", "no_change"]
    with pytest.raises(Refused) as refused:
        correction.propose(office, "office", pk, {"name": ""}, "誤記", who)
    assert codes(refused) == ["empty"]
    assert not Correction.objects.exists()


def test_a_row_under_an_open_application_waits_and_one_that_moved_is_not_overwritten(office: Office) -> None:
    who, second = parts.reviewer(), parts.second()
    row = UserId.objects.get(office=office, code="1ANAC", number="A0A")
    made = correction.propose(office, "user_id", row.pk, {"business": ["02"]}, "業種の登録誤り", who)
    parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    with pytest.raises(Refused) as refused:
        correction.confirm(made.pk, second)
    assert codes(refused) == ["row_in_open_application"]
    other = profile(office)
    waits = correction.propose(office, "office", other.pk, {"name": "第一営業部"}, "誤記", who)
    OfficeProfile.objects.filter(pk=other.pk).update(name="第1営業部")
    with pytest.raises(Refused) as refused:
        correction.confirm(waits.pk, second)
    assert codes(refused) == ["row_changed"]
    assert profile(office).name == "第1営業部"


def test_numbers_that_were_issued_stay_and_other_offices_rows_are_not_found(office: Office) -> None:
    row = UserId.objects.get(office=office, code="1ANAC", number="A0A")
    with pytest.raises(Refused) as refused:
        correction.propose(office, "user_id", row.pk, {"number": "A0B"}, "誤記", parts.reviewer())
    assert codes(refused) == ["no_change"]
    elsewhere = parts.office("XYZ001")
    with pytest.raises(LookupError):
        correction.propose(elsewhere, "user_id", row.pk, {"business": ["02"]}, "誤記", parts.second())
    assert {"code", "number"}.isdisjoint(c.name for c in correction.correctable("user_id"))


def test_one_correction_at_a_time_and_a_dropped_one_makes_room(office: Office) -> None:
    who, pk = parts.reviewer(), profile(office).pk
    made = correction.propose(office, "office", pk, {"name": "第一営業部"}, "誤記", who)
    with pytest.raises(Refused) as refused:
        correction.propose(office, "office", pk, {"building": "×ビル6階"}, "もれ", who)
    assert codes(refused) == ["correction_open"]
    correction.drop(made.pk, who)
    correction.propose(office, "office", pk, {"building": "×ビル6階"}, "もれ", who)
    assert load(office, clock.today(), ["office"]).rows[0].values["building"] == ""


def test_a_version_that_changed_since_its_page_was_shown_is_not_set_right_unseen(office: Office) -> None:
    row, client = profile(office), parts.signed_in(parts.reviewer())
    url = f"/center/offices/NAC001/register/office/{row.pk}/"
    sent = {c.name: c.show(correction.values_of(row)[c.name]) for c in correction.correctable("office")}
    sent |= {"seen": correction.shown(row), "name": "第一営業部", "reason": "登録時の誤記のため"}
    assert f'name="seen" value="{sent["seen"]}"' in client.get(url).content.decode()
    OfficeProfile.objects.filter(pk=row.pk).update(phone="0399998888")
    answer = client.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Correction.objects.exists()
    assert "この画面を開いた後に" in page and "03-9999-8888" in page, "what it is now is named"
    assert 'value="第一営業部"' in page and "登録時の誤記のため" in page, "what was typed stays"
    now = correction.shown(profile(office))
    assert client.post(url, {**sent, "phone": "0399998888", "seen": now}).status_code == 302
    assert Correction.objects.get().after == {"name": "第一営業部"}


def test_a_page_that_is_both_old_and_without_a_reason_says_both(office: Office) -> None:
    row = profile(office)
    url = f"/center/offices/NAC001/register/office/{row.pk}/"
    page = parts.signed_in(parts.reviewer()).post(url, {"seen": "old", "reason": ""}).content.decode()
    assert "この画面を開いた後に" in page and 'href="#id_reason"' in page
