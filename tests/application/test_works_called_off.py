"""Works that are called off, and what is taken back: a calling off and a result that were mistakes."""

from __future__ import annotations

from datetime import date

import pytest

from nss.account.models import Person, Role
from nss.application import decision, filing, queries, works
from nss.application.models import Comment, Record, Work
from nss.base import clock
from nss.base.problems import Refused
from nss.calendar.days import add_business_days
from nss.notice.models import Mail, News
from nss.procedure.codes import user_code
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Work:
    return parts.works_of_line()


@pytest.fixture
def kouji() -> Person:
    return parts.person(None, "kouji", Role.WORKS)


def day(n: int) -> date:
    return add_business_days(clock.today(), n)


def fixed(work: Work, who: Person) -> None:
    works.propose(work.pk, who, [f"{day(5)}/am"])
    works.fix(work.pk, who, f"{day(5)}/am")


def told() -> tuple[str, str]:
    """The last mail and the last news."""
    return Mail.objects.latest("id").body, News.objects.latest("id").text_ja


@pytest.mark.parametrize("state", ["waiting", "proposed", "countered", "fixed", "failed"])
def test_works_that_are_not_over_are_called_off_with_the_reason_and_their_days_are_free(
    work: Work, kouji: Person, state: str
) -> None:
    # Holds N09.
    Work.objects.filter(pk=work.pk).update(
        state=state, fixed=f"{day(5)}/am", slots=[f"{day(5)}/am"], wished=[f"{day(6)}/am"]
    )
    off = works.call_off(work.pk, kouji, "機器の交換が不要")
    assert (off.state, off.fixed, off.slots, off.wished) == ("cancelled", "", [], [])
    assert off.cancelled_for == "機器の交換が不要"
    line = Record.objects.latest("id")
    assert line.event == "work_cancelled" and "機器の交換が不要" in line.detail["text"]
    assert all("機器の交換が不要" in text for text in told())
    assert not works.has_open_works(work.application), "the application goes on"


def test_a_reason_may_be_as_long_as_its_box_allows(work: Work, kouji: Person) -> None:
    works.call_off(work.pk, kouji, "あ" * 240)
    works.take_back(work.pk, kouji, "あ" * 240)
    assert "あ" * 240 in told()[0]


def test_works_that_are_done_are_not_called_off(work: Work, kouji: Person) -> None:
    fixed(work, kouji)
    works.finish(work.pk, kouji, True, "")
    with pytest.raises(Refused):
        works.call_off(work.pk, kouji, "x")


def test_a_calling_off_that_is_taken_back_is_told_and_the_works_are_arranged_anew(
    work: Work, kouji: Person
) -> None:
    fixed(work, kouji)
    works.call_off(work.pk, kouji, "不要のため")
    back = works.take_back(work.pk, kouji, "やはり必要なため")
    assert (back.state, back.cancelled_for, back.fixed) == ("waiting", "", "")
    mail, news = told()
    assert "やはり必要なため" in mail and "中止を取り消しました" in news
    fixed(back, kouji)
    with pytest.raises(Refused):
        works.take_back(work.pk, kouji, "x")


def test_a_result_that_was_a_mistake_is_taken_back_and_the_day_stands_again(
    work: Work, kouji: Person
) -> None:
    fixed(work, kouji)
    works.finish(work.pk, kouji, True, "完了")
    back = works.take_back(work.pk, kouji, "別の工事の結果のため")
    assert (back.state, back.fixed, back.result) == ("fixed", f"{day(5)}/am", "")
    assert Record.objects.latest("id").event == "work_undone"
    mail, news = told()
    assert "別の工事の結果のため" in mail and "完了の連絡を取り消しました" in news
    assert works.finish(work.pk, kouji, False, "業者が来なかった").state == "failed"


def test_works_that_went_with_their_application_do_not_come_back(work: Work, kouji: Person) -> None:
    works.call_off(work.pk, kouji, "不要のため")
    filing.withdraw(work.application_id, Person.objects.get(login_id="hanako"), "取りやめ")
    work.refresh_from_db()
    with pytest.raises(Refused):
        works.take_back(work.pk, kouji, "x")
    with pytest.raises(Refused):
        works.propose(work.pk, kouji, [f"{day(5)}/am"])


def test_what_was_called_off_stays_so_when_the_application_is_filed_anew(work: Work, kouji: Person) -> None:
    a, hanako = work.application, Person.objects.get(login_id="hanako")
    works.call_off(work.pk, kouji, "不要のため")
    decision.query(a.pk, parts.reviewer(), [("reason", "補記してください。")])
    queries.answer_comment(Comment.objects.get(application=a), "補記しました。")
    filing.submit(a.pk, hanako)
    assert [w.state for w in a.works.all()] == ["cancelled"]


def test_works_that_a_corrected_application_does_not_need_any_more_are_not_taken_back(
    work: Work, kouji: Person
) -> None:
    a, hanako = work.application, Person.objects.get(login_id="hanako")
    works.call_off(work.pk, kouji, "不要のため")
    decision.query(a.pk, parts.reviewer(), [("reason", "補記してください。")])
    work = Work.objects.select_related("application").get()
    assert works.may_take_back(work)
    queries.answer_comment(Comment.objects.get(application=a), "補記しました。")
    revision = a.revisions.order_by("-no")[0]
    revision.items = [user_code.KEY]
    revision.edits = [e.to_json() for e in parts.abolish(a.office, "1ANACA0A")]
    revision.extra = {}
    revision.save()
    filing.submit(a.pk, hanako)
    work = Work.objects.select_related("application").get()
    assert (work.state, work.cancelled_for) == ("cancelled", "")
    assert not works.may_take_back(work)
    with pytest.raises(Refused):
        works.take_back(work.pk, kouji, "必要のため")


def test_works_of_an_application_that_is_over_offer_nothing_to_take_back(work: Work, kouji: Person) -> None:
    fixed(work, kouji)
    works.finish(work.pk, kouji, True, "設置しました。")
    made = Work.objects.select_related("application").get()
    assert works.may_take_back(made)
    filing.withdraw(work.application_id, Person.objects.get(login_id="hanako"), "取りやめ")
    made = Work.objects.select_related("application").get()
    assert made.state == "done" and not works.may_take_back(made)


def test_works_on_a_new_line_carry_its_router_once_it_has_one(work: Work) -> None:
    Work.objects.filter(pk=work.pk).update(line="line1")
    a = Work.objects.select_related("application").get().application
    works.name_lines(a, {"line2": "09145"})
    assert Work.objects.get().line == "line1"
    works.name_lines(a, {"line1": "09144"})
    assert Work.objects.get().line == "09144"
