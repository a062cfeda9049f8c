"""外為法関連業務: codes begin with V1, two weeks to the start, handed to METI once with a record."""

from __future__ import annotations

import pytest

from nss.application import handover
from nss.application.case import Case
from nss.application.edits import add
from nss.application.models import Handover
from nss.contract.book import load
from nss.procedure.catalogue import CATALOGUE
from tests import parts

pytestmark = pytest.mark.django_db


def exporter() -> list:
    code = {
        "code": "",
        "system_class": "common",
        "stats_paid": False,
        "stats_free": False,
        "bonded_storage": False,
    }
    ids = {"code": "", "number": "", "business": ["18"], "method": "web"}
    return [
        add("user-code", "user_code", code, ref="code1"),
        add("user-code", "user_id", ids, parent="code1", count=2),
    ]


def test_an_exporters_code_begins_with_v1_and_its_start_is_two_weeks_away():
    # Holds D-40, D-41.
    office = parts.guide_office()
    edits = exporter()
    case = Case.of_edits(office, edits)
    assert case.need.lead == 10
    assert next(s.value for s in CATALOGUE.suggestions(case)) == "V1NAC"
    a = parts.filed(office, parts.person(office), edits)
    parts.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    rows = load(office, a.revisions.get().wish_date, ("user_code", "user_id"))
    assert len(rows.where("user_id", code="V1NAC")) == 2


def test_each_application_is_handed_over_once_and_recorded():
    # Holds T-13.
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, exporter())
    plain = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    for x in (a, plain):
        parts.approve(x.pk, reviewer, x.revisions.get().wish_date)
    made, body = handover.hand_over(reviewer)
    text = body.decode("utf-8-sig")
    assert made.numbers == [a.number] and text.count("V1NAC") == 2 and plain.number not in text
    again, body = handover.hand_over(reviewer)
    assert again.numbers == [] and body.decode("utf-8-sig").count("\r\n") == 1
    assert Handover.objects.count() == 2


def test_one_company_has_one_such_code():
    # Holds D-40.
    from nss.base.problems import Refused

    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    first = parts.filed(office, who, exporter())
    second = parts.filed(office, who, exporter())
    parts.approve(first.pk, reviewer, first.revisions.get().wish_date)
    with pytest.raises(Refused) as refused:
        parts.approve(second.pk, reviewer, second.revisions.get().wish_date)
    assert [p.code for p in refused.value.problems] == ["already_issued"]


def test_a_name_in_the_file_is_never_a_formula():
    office = parts.guide_office()
    office.company_name = "=cmd()"
    office.save()
    a = parts.filed(office, parts.person(office), exporter())
    parts.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    _, body = handover.hand_over(None)
    assert ",'=cmd()," in body.decode("utf-8-sig")


def test_the_list_of_what_waits_asks_the_same_few_questions_however_long_the_history(
    django_assert_max_num_queries,
):
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    for edits in (exporter(), parts.ids_to_add("1ANAC"), parts.ids_to_add("1ANAC")):
        a = parts.filed(office, who, edits)
        parts.approve(a.pk, reviewer, a.revisions.get().wish_date)
    with django_assert_max_num_queries(2):
        assert len(handover.waiting()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_hand_overs_at_once_give_each_application_once():
    import threading

    from django.db import connection

    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, exporter())
    parts.approve(a.pk, reviewer, a.revisions.get().wish_date)

    def hand_over():
        handover.hand_over(reviewer)
        connection.close()

    threads = [threading.Thread(target=hand_over) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    given = [n for numbers in Handover.objects.values_list("numbers", flat=True) for n in numbers]
    assert given == [a.number]
