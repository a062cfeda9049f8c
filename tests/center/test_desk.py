"""The Center's desk: found by whatever a caller names; figures and record say what happened."""

from __future__ import annotations

import pytest
from django.test import Client

from nss.application import decision, figures, filing
from nss.application.models import Application
from nss.base import clock
from nss.contract.rows.office import CompanyProfile
from tests import parts
from tests.procedure.samples import stocked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "what",
    [
        "NAC001",
        "1ANAC",
        "1anaca0a",
        "09143",
        "27264C",
        "10.20.13.251",
        "31002N",
        "1ANAC001",
        "ナックス商事",
        "{number}",
    ],
)
def test_an_application_is_found_by_what_a_caller_may_name(what):
    # Holds N01.
    office, other = stocked(), parts.office("XYZ001", company_name="別会社")
    CompanyProfile.objects.filter(company=other.company).update(name="別会社", name_kana="")
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    parts.rows.user_code(other, "1AXYZ", "sea", parts.SINCE)
    parts.rows.user_id(other, "1AXYZ", "A01", ["01"], "interactive", parts.SINCE)
    b = parts.filed(other, parts.person(other, "x"), parts.ids_to_add("1AXYZ"))
    client = Client()
    client.force_login(parts.reviewer())
    page = client.get("/center/", {"q": what.format(number=a.number)}).content.decode()
    assert f"/center/applications/{a.number}/" in page and f"/center/applications/{b.number}/" not in page


def test_figures_count_answers_by_business_days_and_their_csv_says_the_same():
    # Holds N20.
    office = stocked()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    b = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    decision.query(b.pk, reviewer, [("reason", "補記してください。")])
    today = clock.today()
    found = figures.speed(today, today)
    assert (found.count, found.median, found.next_day) == (2, 0, 1)
    assert figures.send_backs(today, today) == [("reason", 1)]
    client = Client()
    client.force_login(reviewer)
    text = client.get("/center/figures/state.csv").content.decode("utf-8-sig")
    assert "利用申込,審査終了,1" in text and "利用申込,確認事項あり,1" in text


def test_the_first_answer_counts_and_not_a_later_one(moved_clock):
    office = stocked()
    who, reviewer, filed = parts.person(office), parts.reviewer(), clock.today()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.query(a.pk, reviewer, [("reason", "補記してください。")])
    moved_clock(4)
    filing.submit(a.pk, who)
    decision.refuse(a.pk, reviewer, "取り下げの申し出のため")
    assert Application.objects.get().answered_on == filed
    assert figures.speed(filed, filed).median == 0


def test_the_record_names_who_did_what_and_is_searched_by_number():
    # Holds N19.
    office = stocked()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    b = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.refuse(a.pk, reviewer, "=1+1")
    client = Client()
    client.force_login(reviewer)
    page = client.get("/center/record/", {"q": a.number}).content.decode()
    assert "NACCS/shinsa" in page and "不承認" in page and b.number not in page
    text = client.get("/center/record.csv", {"q": a.number}).content.decode("utf-8-sig")
    assert "'=1+1" in text, "a cell is never a formula"
