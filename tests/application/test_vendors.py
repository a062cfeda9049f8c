"""Vendors of works: on which days works can be given to one, who is told, and what stays when one stops."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nss.account.models import Person, Role
from nss.application import vendors, works
from nss.application.models import Record, Vendor, Work
from nss.base import clock
from nss.base.problems import Refused
from nss.calendar.days import add_business_days
from nss.document.calendar import entry
from nss.notice.models import Mail, News
from tests import parts

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def work() -> Work:
    return parts.works_of_line()


@pytest.fixture
def kouji() -> Person:
    return parts.person(None, "kouji", Role.WORKS)


def day(n: int) -> date:
    return add_business_days(clock.today(), n)


def refused(work: Work, who: Person, vendor: Vendor | None) -> list[str]:
    try:
        vendors.choose(work.pk, who, vendor.pk if vendor else None)
    except Refused as why:
        return [p.code for p in why.problems]
    return []


def counted(work: Work) -> tuple[int, int, int]:
    """Lines of the record, news and mails."""
    return (
        Record.objects.filter(application=work.application).count(),
        News.objects.count(),
        Mail.objects.count(),
    )


def test_a_vendor_works_from_its_first_day_to_its_last_one() -> None:
    first, last = date(2026, 12, 1), date(2026, 12, 20)
    one = Vendor(name="x", since=first, until=last)
    days = (first - A_DAY, first, last, last + A_DAY)
    assert [one.serves(d) for d in days] == [False, True, True, False]
    assert Vendor(name="x", since=first).serves(date(2099, 1, 1))


def test_works_whose_day_is_fixed_go_to_whoever_can_come_on_it(work: Work, kouji: Person) -> None:
    # Holds N09.
    works.propose(work.pk, kouji, [f"{day(5)}/am"])
    works.fix(work.pk, kouji, f"{day(5)}/am")
    too_short = parts.vendor("早終い", until=day(5) - A_DAY)
    too_new = parts.vendor("新顔", since=day(5) + A_DAY)
    last = parts.vendor("最終日", until=day(5))
    first = parts.vendor("初日", since=day(5))
    assert refused(work, kouji, too_short) == refused(work, kouji, too_new) == ["not_served"]
    work.refresh_from_db()
    assert set(vendors.offered(work, vendors.standing())) == {first, last}
    assert not refused(work, kouji, last) and not refused(work, kouji, first)
    work.refresh_from_db()
    assert work.vendor == first


def test_works_whose_days_are_offered_go_to_whoever_can_come_on_each_of_them(
    work: Work, kouji: Person
) -> None:
    works.propose(work.pk, kouji, [f"{day(5)}/am", f"{day(7)}/am"])
    assert refused(work, kouji, parts.vendor("早終い", until=day(7) - A_DAY)) == ["not_served"]
    assert not refused(work, kouji, parts.vendor("最終日", until=day(7)))


def test_days_are_offered_and_fixed_up_to_the_last_day_of_the_vendor(work: Work, kouji: Person) -> None:
    vendors.choose(work.pk, kouji, parts.vendor(until=day(5)).pk)
    with pytest.raises(Refused) as why:
        works.propose(work.pk, kouji, [f"{day(5)}/am", f"{day(6)}/am"])
    assert [(p.code, p.where) for p in why.value.problems] == [("not_served", "slots")]
    assert f"{day(6):%Y/%m/%d}" in why.value.problems[0].text.ja
    works.propose(work.pk, kouji, [f"{day(5)}/am"])
    with pytest.raises(Refused):
        works.fix(work.pk, kouji, f"{day(6)}/am")
    works.fix(work.pk, kouji, f"{day(5)}/am")


def test_an_office_may_ask_for_days_on_which_the_vendor_does_not_work(work: Work, kouji: Person) -> None:
    vendors.choose(work.pk, kouji, parts.vendor(until=day(5)).pk)
    works.propose(work.pk, kouji, [f"{day(5)}/am"])
    works.counter(work.pk, Person.objects.get(login_id="hanako"), [f"{day(8)}/pm"])
    work.refresh_from_db()
    assert work.state == "countered"


def test_a_vendor_that_has_stopped_can_no_longer_be_chosen_and_stays_on_its_works(
    work: Work, kouji: Person
) -> None:
    # Holds N09.
    today = clock.today()
    one = parts.vendor(until=today)
    assert one in vendors.standing() and not refused(work, kouji, one) and not vendors.left_with(one)
    Vendor.objects.filter(pk=one.pk).update(until=today - A_DAY)
    work.refresh_from_db()
    one.refresh_from_db()
    assert work.vendor == one and vendors.left_with(one) == [work]
    assert one not in vendors.standing() and vendors.offered(work, [one]) == [one], "it has it already"
    vendors.choose(work.pk, kouji, None)
    work.refresh_from_db()
    assert vendors.offered(work, [one]) == [] and refused(work, kouji, one) == ["vendor_stopped"]


def test_the_office_is_told_of_another_vendor_from_when_the_day_is_fixed(work: Work, kouji: Person) -> None:
    one, other = parts.vendor(), parts.vendor("目黒通信")
    lines, news, mails = counted(work)
    vendors.choose(work.pk, kouji, one.pk)
    assert counted(work) == (lines + 1, news, mails), "recorded, not told"
    works.propose(work.pk, kouji, [f"{day(5)}/am"])
    vendors.choose(work.pk, kouji, other.pk)
    works.accept(work.pk, Person.objects.get(login_id="hanako"), f"{day(5)}/am")
    assert "業者：目黒通信" in Mail.objects.latest("id").body
    lines, news, mails = counted(work)
    vendors.choose(work.pk, kouji, one.pk)
    assert counted(work) == (lines + 1, news + 1, mails + 1)
    assert "目黒通信 → 渋谷通信工事" in Mail.objects.latest("id").body
    assert "目黒通信 → 渋谷通信工事" in News.objects.latest("id").text_ja
    vendors.choose(work.pk, kouji, one.pk)
    assert counted(work) == (lines + 1, news + 1, mails + 1), "nothing changed"
    vendors.choose(work.pk, kouji, None)
    assert counted(work) == (lines + 2, news + 2, mails + 2)
    assert "渋谷通信工事 → —" in Mail.objects.latest("id").body


def test_the_office_sees_the_vendor_once_the_day_is_fixed_and_another_office_nothing(
    work: Work, kouji: Person
) -> None:
    # Holds N09.
    number = work.application.number
    vendors.choose(work.pk, kouji, parts.vendor().pk)
    works.propose(work.pk, kouji, [f"{day(5)}/am"])
    hanako = parts.signed_in(Person.objects.get(login_id="hanako"))

    def seen() -> list[bool]:
        pages = [hanako.get(f"/applications/{number}/{p}").content.decode() for p in ("", "works/")]
        return ["渋谷通信工事" in page for page in pages]

    assert seen() == [False, False]
    works.fix(work.pk, kouji, f"{day(5)}/am")
    assert seen() == [True, True]
    entered = hanako.get(f"/applications/{number}/works/{work.pk}.ics").content.decode()
    assert "業者：渋谷通信工事" in entered.replace("\r\n ", "")
    stranger = parts.signed_in(parts.person(parts.office("XYZ001"), "x", Role.MANAGER))
    for page in ("", "works/", f"works/{work.pk}.ics"):
        assert stranger.get(f"/applications/{number}/{page}").status_code == 404
    works.finish(work.pk, kouji, False, "業者が来なかった")
    assert seen() == [False, False], "to be arranged anew, with this vendor or another"


def test_a_vendor_that_did_not_come_leaves_the_works_to_be_arranged_anew(work: Work, kouji: Person) -> None:
    vendors.choose(work.pk, kouji, parts.vendor().pk)
    works.propose(work.pk, kouji, [f"{day(5)}/am"])
    works.fix(work.pk, kouji, f"{day(5)}/am")
    works.finish(work.pk, kouji, False, "業者が来なかった")
    vendors.choose(work.pk, kouji, parts.vendor("目黒通信").pk)
    works.propose(work.pk, kouji, [f"{day(6)}/am"])
    made = works.fix(work.pk, kouji, f"{day(6)}/am")
    assert made.vendor is not None and made.vendor.name == "目黒通信"
    book = entry(made)
    assert book is not None and "目黒通信" in book.decode().replace("\r\n ", "")


def test_works_that_are_over_and_vendors_that_are_gone_are_left_alone(work: Work, kouji: Person) -> None:
    gone, one = parts.vendor("消滅"), parts.vendor()
    Vendor.objects.filter(pk=gone.pk).delete()
    assert refused(work, kouji, gone) == ["vendor"]
    vendors.choose(work.pk, kouji, one.pk)
    one.until = clock.today() - A_DAY
    assert vendors.left_with(one) == [work]
    works.call_off(work.pk, kouji, "不要のため")
    assert vendors.left_with(one) == [], "nobody is needed any more"
    assert refused(work, kouji, None) == ["work_moved"]
    works.take_back(work.pk, kouji, "必要のため")
    assert not refused(work, kouji, None)
