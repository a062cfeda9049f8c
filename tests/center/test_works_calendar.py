"""The calendar of all works: a month as a table, narrowed, as a file, with what one vendor has too much of."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client

from nss.account.models import Role
from nss.application.models import Vendor, Work
from nss.base import clock
from nss.base.ids import new_id
from tests import parts

pytestmark = pytest.mark.django_db
AT = "/center/works/calendar/"


@pytest.fixture
def kansa() -> Client:
    """The auditor reads it like everybody of the Center."""
    return parts.signed_in(parts.person(None, "kansa", Role.AUDITOR))


def like(work: Work, **more: object) -> None:
    fields = {f.attname: getattr(work, f.attname) for f in Work._meta.concrete_fields}
    Work.objects.create(**fields | {"id": new_id()} | more)


def cells(page: str) -> dict[str, str]:
    """What stands on each day that has works."""
    found = re.findall(r'<td id="d-([\d-]+)" class="([^"]*)">(.*?)</td>', page, re.DOTALL)
    return {day: inner for day, look, inner in found if "empty" not in look.split()}


def shown(client: Client, query: str) -> dict[str, str]:
    answer = client.get(f"{AT}?{query}")
    assert answer.status_code == 200
    return cells(answer.content.decode())


def filled() -> tuple[Work, Vendor]:
    """December 2026: fixed on the first, offered for the third, asked for on the 31st, without a day."""
    work, one = parts.works_of_line(), parts.vendor(phone="0312345678")
    Work.objects.filter(pk=work.pk).update(wish=None)
    like(work, state="fixed", fixed="2026-12-01/am", vendor_id=one.pk)
    like(work, state="proposed", slots=["2026-12-03/pm", "2027-01-05/am"], kind="on_site", outage=120)
    like(work, state="countered", wished=["2026-12-31/am"])
    return work, one


def test_a_month_is_a_table_with_every_day_on_which_works_stand(kansa: Client) -> None:
    # Holds N09.
    work, _ = filled()
    page = kansa.get(f"{AT}?month=2026-12").content.decode()
    found = cells(page)
    assert list(found) == ["2026-12-01", "2026-12-03", "2026-12-31"]
    told = (
        *("工事日", "午前", str(work.application.number), "リモート工事", "09143", "NAC001"),
        *("ナックス商事株式会社", "工事日確定", "渋谷通信工事", "最大3時間"),
    )
    assert not [w for w in told if w not in found["2026-12-01"]]
    assert all(w in found["2026-12-03"] for w in ("候補日", "午後", "オンサイト工事", "最大2時間", "未定"))
    assert "事業所の希望日" in found["2026-12-31"]
    assert page.count('<th scope="col">') == 7 and "<caption>2026年12月</caption>" in page
    assert page.count('<td class="out">') == 4, "December begins on a Tuesday and ends on a Thursday"
    assert "日の決まっていない工事" in page
    assert 'href="?month=2026-11"' in page and 'href="?month=2027-01"' in page
    assert list(shown(kansa, "month=2027-01")) == ["2027-01-05"]


def test_the_month_is_narrowed_by_vendor_kind_and_state_and_the_links_keep_it(kansa: Client) -> None:
    _, one = filled()
    assert list(shown(kansa, f"month=2026-12&vendor={one.pk}")) == ["2026-12-01"]
    assert list(shown(kansa, "month=2026-12&vendor=none")) == ["2026-12-03", "2026-12-31"]
    assert list(shown(kansa, "month=2026-12&kind=on_site")) == ["2026-12-03"]
    assert list(shown(kansa, "month=2026-12&state=countered")) == ["2026-12-31"]
    assert not shown(kansa, "month=2026-12&vendor=none&state=fixed")
    page = kansa.get(f"{AT}?month=2026-12&vendor={one.pk}&kind=remote").content.decode()
    assert f"month=2027-01&amp;vendor={one.pk}&amp;kind=remote" in page
    assert list(shown(kansa, "month=2026-12&vendor=x&kind=y&state=z")) == list(shown(kansa, "month=2026-12"))


def test_works_that_were_called_off_are_listed_when_asked_for(kansa: Client) -> None:
    work, _ = filled()
    like(work, state="cancelled", cancelled_for="機器の交換が不要")
    assert "機器の交換が不要" not in kansa.get(f"{AT}?month=2026-12").content.decode()
    assert "機器の交換が不要" in kansa.get(f"{AT}?month=2026-12&state=cancelled").content.decode()


def test_a_vendor_with_several_works_on_a_day_is_named_on_top_and_on_the_day(kansa: Client) -> None:
    # Holds N09.
    work, one = filled()
    assert "重なる日" not in kansa.get(f"{AT}?month=2026-12").content.decode()
    like(work, state="proposed", slots=["2026-12-01/pm"], vendor_id=one.pk)
    page = kansa.get(f"{AT}?month=2026-12").content.decode()
    assert 'href="#d-2026-12-01"' in page and cells(page)["2026-12-01"].count("業者の重複") == 2
    assert "業者の重複" not in cells(page)["2026-12-03"]


def test_a_vendor_that_cannot_come_any_more_is_marked(kansa: Client) -> None:
    _, one = filled()
    Vendor.objects.filter(pk=one.pk).update(until=date(2026, 12, 1))
    assert "業者の取引期間外" not in shown(kansa, "month=2026-12")["2026-12-01"]
    Vendor.objects.filter(pk=one.pk).update(until=date(2026, 11, 30))
    assert "業者の取引期間外" in shown(kansa, "month=2026-12")["2026-12-01"]


def test_what_is_no_month_is_said_and_this_month_shown(kansa: Client) -> None:
    this = f"<caption>{clock.today().year}年{clock.today().month}月</caption>"
    for wrong in ("x", "2026-13", "9999-12", "1900-01"):
        page = kansa.get(f"{AT}?month={wrong}").content.decode()
        assert this in page and "2026-12」の形で" in page, wrong
    assert "形で" not in kansa.get(f"{AT}?month=2026/12").content.decode()
    assert this in kansa.get(AT).content.decode()


def test_the_file_holds_what_the_month_shows(kansa: Client) -> None:
    # Holds N09.
    work, one = filled()
    like(work, state="done", fixed="2026-12-01/pm", vendor_id=one.pk)
    answer = kansa.get("/center/works/calendar.csv?month=2026-12&vendor=" + str(one.pk))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["日付", "時間帯", "区分", "申込受付番号"]
    number = work.application.number
    assert [r[:4] for r in rows[1:]] == [
        ["2026/12/01", "午前（9:00〜12:00）", "工事日", number],
        ["2026/12/01", "午後（13:00〜17:00）", "工事日", number],
    ]
    assert rows[1][7:13] == ["リモート工事", "09143", "工事日確定", "渋谷通信工事", "03-1234-5678", "180"]
    assert rows[1][-1] == "", "what is done is no clash"
    assert len(kansa.get("/center/works/calendar.csv?month=2026-12").content.splitlines()) == 5


def test_the_list_of_works_and_the_page_for_a_call_name_the_vendor(kansa: Client) -> None:
    filled()
    for page in ("/center/works/", "/center/offices/NAC001/"):
        text = kansa.get(page).content.decode()
        assert "渋谷通信工事" in text and "03-1234-5678" in text, page
