"""The start of a decided application is moved: everything dated by it moves along, everybody who was told is told, and
there and back is as if it had never been moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from nss.account.models import Person
from nss.application import after_decision, filing, start, works
from nss.application.edits import Edit, change
from nss.application.lifecycle import NotAllowed
from nss.application.models import Application, Consent, Work
from nss.application.shown import case_of
from nss.application.start import move_start
from nss.base import clock
from nss.base.problems import Refused
from nss.billing.models import Month, MonthState
from nss.calendar.days import is_business_day
from nss.calendar.deadlines import password_window
from nss.contract import consistency, timeline, writer
from nss.contract.models import ROW_TYPES, Office, RowWrite
from nss.contract.rows.ids import UserId
from nss.contract.rows.office import OfficeContract
from nss.contract.snapshot import load
from nss.issuing import vault
from nss.issuing.models import Secret
from nss.master import state
from nss.master.models import ScheduleDay
from nss.master.schedule import setting_deadline
from nss.notice.models import Mail, News
from nss.runtime.demo import rows
from tests import parts

pytestmark = pytest.mark.django_db
WHY = "工事の日程が合わないため"


def business(day: date) -> date:
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def eve_of(start: date) -> date:
    """The last business day before a start."""
    day = start - timedelta(days=1)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return day


def moved(a: Application, who: Person, day: date, **more: Any) -> Application:
    return move_start(a.pk, who, day, WHY, **more)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def decided(o: Office, edits: list[Edit], nth: int = 1, **more: Any) -> tuple[Application, Person, date]:
    """An approved application of an office and the reviewer; it starts on the nth permitted day."""
    who = Person.objects.filter(login_id="shinsa").first() or parts.reviewer()
    applicant = Person.objects.filter(login_id="hanako").first() or parts.person(o)
    day = parts.wish(edits, nth)
    a = parts.filed(o, applicant, edits, wish_date=day, **more)
    return parts.approve(a.pk, who, day), who, day


def ending(o: Office) -> list[Edit]:
    return parts.abolish(o, "1ANACA0A")


def a_whole_code(o: Office) -> list[Edit]:
    return parts.abolish(o, "1ANACA0A", "1ANACA01")


def adding(o: Office) -> list[Edit]:
    return parts.ids_to_add("1ANAC", 2)


def changing(o: Office) -> list[Edit]:
    row = next(r for r in load(o, clock.today(), ("user_id",)).of("user_id") if str(r.name) == "1ANACA0A")
    made = change("user-code", row, {"business": ["09"]})
    assert made is not None
    return [made]


def everything() -> list[tuple[Any, ...]]:
    """Every version of every row and what the ledger says of it."""
    found: list[tuple[Any, ...]] = []
    for kind, model in ROW_TYPES.items():
        columns = ("identity", "id", "starts", "ends", "previous_ends", *(c.name for c in model.columns))
        found += [(kind, *map(str, r)) for r in model._default_manager.order_by("id").values_list(*columns)]
    ledger = RowWrite.objects.order_by("id").values_list("id", "version", "ends_before", "ends_after")
    found += [("ledger", *r) for r in ledger]
    found += list(Secret.objects.order_by("id").values_list("id", "opens_on", "closes_on"))
    return found


@pytest.mark.parametrize("edits", [ending, a_whole_code, adding, changing])
@pytest.mark.parametrize("days", [7, 35, -5])
def test_there_and_back_is_as_if_it_had_never_been_moved(edits: Callable[[Office], list[Edit]], days: int):
    # Holds N06.
    office = parts.guide_office()
    a, who, first = decided(office, edits(office), nth=3)
    before, contract = everything(), parts.snapshot(office)
    other = business(first + timedelta(days=days))
    assert other != first
    assert moved(a, who, other).start_date == other
    assert everything() != before
    clean = timeline.load(office, clock.today(), tuple(ROW_TYPES))
    assert consistency.violations(clean) == []
    moved(a, who, first)
    assert everything() == before
    assert parts.snapshot(office) == contract


@pytest.mark.parametrize("days", [14, -5])
def test_the_rows_live_by_the_new_day(days: int):
    office = parts.guide_office()
    a, who, first = decided(office, ending(office), nth=3)
    other = business(first + timedelta(days=days))
    moved(a, who, other)
    assert "1ANACA0A" in parts.names_on(office, other - timedelta(days=1))
    assert "1ANACA0A" not in parts.names_on(office, other)
    assert UserId.objects.get(code="1ANAC", number="A0A").ends == other


def test_a_moved_decision_is_taken_back_whole():
    office = parts.guide_office()
    before = parts.snapshot(office)
    a, who, first = decided(office, changing(office))
    moved(a, who, business(first + timedelta(days=9)))
    after_decision.revoke(a.pk, who, "誤り")
    assert parts.snapshot(office) == before


def test_deadline_and_password_window_follow_the_start():
    office = parts.guide_office()
    a, who, first = decided(office, adding(office))
    other = business(first + timedelta(days=14))
    a = moved(a, who, other)
    assert a.state == "setting_wait"
    assert a.setting_deadline == setting_deadline(other)
    assert a.decided_on is not None
    closes = set(Secret.objects.filter(application_id=a.pk).values_list("closes_on", flat=True))
    assert closes == {password_window(a.decided_on, other)[1]}


def test_a_day_whose_setting_deadline_is_over_is_refused():
    office = parts.guide_office()
    a, who, _ = decided(office, adding(office))
    near = business(clock.today() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        moved(a, who, near)
    assert codes(refused) == ["start_setting_over"]
    assert refused.value.problems[0].where == "day"


def test_the_day_is_a_business_day_that_is_not_past_and_not_the_present_one():
    office = parts.guide_office()
    a, who, first = decided(office, ending(office))
    saturday = first + timedelta(days=5 - first.weekday() + 7)
    past = business(clock.today() - timedelta(days=10))
    for day, code in ((saturday, "start_impossible"), (past, "start_in_past"), (first, "same_day")):
        with pytest.raises(Refused) as refused:
            moved(a, who, day)
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        move_start(a.pk, who, business(first + timedelta(days=7)), " ")
    assert codes(refused) == ["no_reason"]


def test_a_later_decision_on_the_same_row_is_named():
    office = parts.guide_office()
    a, who, first = decided(office, changing(office))
    b, _, _ = decided(office, ending(office), nth=4)
    with pytest.raises(Refused) as refused:
        moved(a, who, business(first + timedelta(days=21)))
    assert codes(refused) == ["later_change"]
    assert str(b.number) in str(refused.value.problems[0].text)


def test_an_earlier_decision_that_ends_the_row_before_the_new_day_is_named():
    office = parts.guide_office()
    a, who, _ = decided(office, ending(office), nth=4)
    b, _, early = decided(office, changing(office), nth=0)
    with pytest.raises(Refused) as refused:
        moved(a, who, business(clock.today() + timedelta(days=1)))
    assert codes(refused) == ["later_change"], early
    assert str(b.number) in str(refused.value.problems[0].text)


def test_the_record_says_from_when_to_when_and_why():
    office = parts.guide_office()
    a, who, first = decided(office, ending(office))
    other = business(first + timedelta(days=7))
    moved(a, who, other)
    line = a.record.order_by("-id")[0]
    assert line.event == "move_start"
    assert line.actor_id == who.pk
    assert line.detail["before"] == str(first)
    assert line.detail["after"] == str(other)
    assert line.detail["reason"] == WHY


def test_the_applicant_gets_a_mail_with_both_days_and_the_reason_and_news():
    office = parts.guide_office()
    a, who, first = decided(office, ending(office))
    other = business(first + timedelta(days=7))
    moved(a, who, other)
    mail = Mail.objects.get(kind="M16")
    for said in (
        f"{first.year}年{first.month}月{first.day}日",
        f"{other.year}年{other.month}月{other.day}日",
        WHY,
    ):
        assert said in mail.body
    assert News.objects.filter(office=office, text_ja__contains="利用開始日が変わりました").exists()


@pytest.fixture
def shared() -> tuple[Application, Person, date]:
    """1BNAC is abolished by NAC001 for everybody; both other offices have agreed."""
    first, *_ = parts.shared_offices()
    applicant = parts.person(first)
    edits = parts.abolish(first, codes=("1BNAC",))
    a = parts.filed(first, applicant, edits, wish_date=parts.wish(edits, 4))
    day = a.revisions.get().wish_date
    who = parts.reviewer()
    for consent in a.consents.all():
        filing.answer_consent(consent.pk, None, who, True, evidence="電話で確認")
    return parts.approve(a.pk, who, day), who, day


def test_offices_that_agreed_are_asked_for_evidence_and_told_of_the_new_day(shared):
    a, who, first = shared
    assert Consent.objects.filter(application=a, state="agreed").count() == 2
    other = business(first + timedelta(days=7))
    with pytest.raises(Refused) as refused:
        moved(a, who, other)
    assert codes(refused) == ["no_evidence"]
    assert refused.value.problems[0].where == "evidence"
    moved(a, who, other, evidence="11月27日 電話で両事業所に確認")
    for consent in Consent.objects.filter(application=a):
        assert consent.wish_date == other
        assert consent.evidence == "11月27日 電話で両事業所に確認"
        told = News.objects.filter(office=consent.office, text_ja__contains=f"{other:%Y/%m/%d}に変わりました")
        assert told.exists()
        assert "1BNACB01" not in parts.names_on(consent.office, other)
        live = {n for n in parts.names_on(consent.office, other - timedelta(days=1)) if n[:5] == "1BNAC"}
        assert live
        assert not {n for n in parts.names_on(consent.office, other) if n[:5] == "1BNAC"}


@pytest.fixture
def lines() -> tuple[Application, Person, date]:
    """One more SMTP server, approved with its works not dated."""
    office = parts.line_office()
    edits = parts.server_edits(office)
    a, who, day = decided(office, edits, nth=0, extra=parts.line_extra(edits))
    if a.state == "setting_wait":
        after_decision.setting_done(a.pk, who, "完了")
    return a, who, day


def test_a_start_that_came_before_its_works_is_moved_and_the_contract_follows(lines, moved_clock):
    a, who, first = lines
    moved_clock(first + timedelta(days=1))
    other = business(clock.today() + timedelta(days=10))
    moved(a, who, other)
    names = {str(r.name) for r in load(a.office, clock.today(), ("terminal",)).of("terminal")}
    assert names == {"25130M", "27264C"}
    assert len(load(a.office, other, ("terminal",)).of("terminal")) == 3


def test_a_start_that_has_come_with_its_works_done_stays(lines, moved_clock):
    a, who, first = lines
    Work.objects.update(state="done")
    moved_clock(first)
    with pytest.raises(NotAllowed):
        moved(a, who, business(first + timedelta(days=10)))


def test_works_that_are_fixed_stay_before_the_new_start(lines):
    a, who, first = lines
    eve = business(first - timedelta(days=3))
    Work.objects.update(state="fixed", fixed=f"{eve}/am")
    with pytest.raises(Refused) as refused:
        moved(a, who, eve)
    assert codes(refused) == ["works_too_late"]


def test_works_are_dated_after_a_start_that_has_come(lines, moved_clock):
    a, who, first = lines
    work = a.works.get()
    late = business(first + timedelta(days=7))
    with pytest.raises(Refused) as refused:
        works.propose(work.pk, who, [f"{late}/am"])
    assert codes(refused) == ["works_too_late"]
    moved_clock(first)
    assert works.fix(works.propose(work.pk, who, [f"{late}/am"]).pk, who, f"{late}/am").state == "fixed"


def test_only_what_is_decided_can_be_moved():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), ending(office))
    with pytest.raises(NotAllowed):
        moved(a, parts.reviewer(), business(clock.today() + timedelta(days=20)))
    assert start.may_move(a, clock.today()) is False


def test_an_extended_deadline_stays_extended_and_goes_back_to_what_it_was():
    office = parts.guide_office()
    a, who, first = decided(office, adding(office), nth=4)
    eve = eve_of(first)
    after_decision.extend(a.pk, who, eve, "x")
    other = business(first + timedelta(days=14))
    later = moved(a, who, other)
    assert later.setting_deadline is not None
    assert setting_deadline(other) < later.setting_deadline < other
    assert moved(a, who, first).setting_deadline == eve


def test_an_extended_deadline_ends_on_the_eve_of_a_start_whose_own_deadline_is_near_to_it():
    office = parts.guide_office()
    a, who, first = decided(office, adding(office), nth=4)
    after_decision.extend(a.pk, who, eve_of(first), "x")
    other = business(first + timedelta(days=14))
    ScheduleDay.objects.create(
        day=other, offered=True, setting_by=other - timedelta(days=1), changed_at=clock.now()
    )
    state.changed()
    state.refresh()
    assert setting_deadline(other) == other - timedelta(days=1)
    assert moved(a, who, other).setting_deadline == other - timedelta(days=1)


def test_an_end_is_not_moved_behind_the_end_of_its_office():
    office = parts.guide_office()
    a, who, first = decided(office, ending(office), nth=1)
    gone = load(office, clock.today(), ("contract",)).of("contract")[0]
    last = business(first + timedelta(days=7))
    OfficeContract.objects.filter(identity=gone.identity).update(ends=last)
    after = business(last + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        moved(a, who, after)
    assert codes(refused) == ["row_office_ends"]
    assert (
        f"{last:%Y/%m/%d}" in refused.value.problems[0].text.ja and refused.value.problems[0].where == "day"
    )
    assert moved(a, who, last).start_date == last


def test_a_number_is_not_moved_behind_its_code_which_a_later_decision_ends_with_its_last_number():
    office = parts.guide_office()
    rows.user_code(office, "2ANAC", "sea", parts.SINCE, paid=True, free=True)
    rows.user_id(office, "2ANAC", "A01", ["01"], "interactive", parts.SINCE)
    a, who, _ = decided(office, ending(office), nth=1)
    decided(
        office, parts.abolish(office, "2ANACA01"), nth=4
    )  # what ends on another day has nothing to do with it
    later, _, last = decided(office, parts.abolish(office, "1ANACA01"), nth=2)
    (code,) = [r for r in load(office, clock.today(), ("user_code",)).rows if r.values["code"] == "1ANAC"]
    assert code.ends == last
    before = everything()
    with pytest.raises(Refused) as refused, transaction.atomic():
        moved(a, who, business(last + timedelta(days=1)))
    assert codes(refused) == ["later_change"]
    assert f"申込{later.number}" in refused.value.problems[0].text.ja
    assert refused.value.problems[0].where == "day"
    assert everything() == before
    assert moved(a, who, last).start_date == last


def test_a_start_in_a_month_whose_bills_are_fixed_stays_where_it_is(lines, moved_clock):
    a, who, first = lines
    moved_clock(first + timedelta(days=1))
    month = {
        "month": first.replace(day=1),
        "file_name": "x.csv",
        "sha256": "x",
        "rows": 0,
        "loaded_at": clock.now(),
    }
    fixed = Month.objects.create(state=MonthState.LOADED, **month)
    assert start.day_problems(a, case_of(a), business(clock.today() + timedelta(days=10)), "") == []
    fixed.state = MonthState.FIXED
    fixed.save()
    with pytest.raises(Refused) as refused:
        moved(a, who, business(clock.today() + timedelta(days=10)))
    assert codes(refused) == ["month_billed"]


def test_passwords_that_nobody_read_before_their_window_closed_are_made_anew():
    office = parts.guide_office()
    a, who, first = decided(office, adding(office))
    unread, read = Secret.objects.filter(application_id=a.pk).order_by("id")
    vault.reveal(read.pk, office, who.pk, unread.opens_on)
    assert vault.erase_closed(unread.closes_on + timedelta(days=1)) == 2
    moved(a, who, business(first + timedelta(days=14)))
    assert len(vault.reveal(unread.pk, office, who.pk, unread.opens_on)) in (6, 7, 8)
    with pytest.raises(vault.WindowClosed):
        vault.reveal(read.pk, office, who.pk, read.opens_on)


def test_an_office_that_has_a_row_by_it_and_was_not_asked_is_told_of_the_new_day():
    office, partner = parts.guide_office(), parts.office("NAC555")
    values = {"use": "joint", "partner": office.code, "object": ""}
    a, who, first = decided(office, ending(office), nth=2)
    written = writer.Write(partner, "shared_use", None, values, first)
    mine = writer.Write(office, "shared_use", None, {**values, "partner": partner.code}, first)
    writer.apply([written, mine], a.pk)
    moved(a, who, business(first + timedelta(days=7)))
    assert a.number in News.objects.get(office=partner).text_ja
