"""外為法関連業務: codes begin with V1, two weeks to the start, handed to METI once with a record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nss.application import after_decision, handover
from nss.application.case import Case
from nss.application.edits import add
from nss.application.models import Handover
from nss.base.problems import Refused
from nss.contract.snapshot import load
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
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    first = parts.filed(office, who, exporter())
    second = parts.filed(office, who, exporter())
    parts.approve(first.pk, reviewer, first.revisions.get().wish_date)
    with pytest.raises(Refused) as refused:
        parts.approve(second.pk, reviewer, second.revisions.get().wish_date)
    assert [p.code for p in refused.value.problems] == ["exporter_once"]


def test_a_second_such_code_is_refused_where_it_is_entered_also_at_another_office_of_the_company():
    office, other = parts.guide_office(), parts.office("NAC555")
    a = parts.filed(office, parts.person(office), exporter())
    parts.approve(a.pk, parts.reviewer(), a.revisions.get().wish_date)
    for asking in (office, other):
        (said,) = [p.text.ja for p in Case.of_edits(asking, exporter()).problems if p.code == "exporter_once"]
        assert "V1NAC" in said and "NAC001" in said
    two = [replace(e, ref=e.ref and "b", parent=e.parent and "b") for e in exporter()]
    stranger = parts.office("CTO001", company_name="ヘルプデスク株式会社")
    assert "exporter_once" in [p.code for p in Case.of_edits(stranger, [*exporter(), *two]).problems]
    assert "exporter_once" not in [p.code for p in Case.of_edits(stranger, exporter()).problems]


def test_a_company_that_gave_its_code_up_gets_the_same_one_again(moved_clock):
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, exporter())
    done = parts.approve(a.pk, reviewer, a.revisions.get().wish_date)
    after_decision.setting_done(done.pk, reviewer, "")
    moved_clock(done.start_date)
    b = parts.filed(office, who, parts.abolish(office, codes=("V1NAC",)))
    moved_clock(parts.approve(b.pk, reviewer, b.revisions.get().wish_date).start_date)
    c = parts.filed(office, who, exporter())
    parts.approve(c.pk, reviewer, c.revisions.get().wish_date)
    held = load(office, c.revisions.get().wish_date, ("user_code", "user_id"))
    again = held.where("user_id", code="V1NAC")
    assert len(again) == 2
    assert not {r.name for r in again} & {
        e.name for e in a.revisions.get().issued_list if e.kind == "user_id"
    }


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
