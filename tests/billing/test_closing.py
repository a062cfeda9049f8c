"""A month is fixed when it is over, after those before it, by two people who saw the same amounts; never by one press."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from nss.account.models import Access, Role
from nss.base import clock
from nss.base.problems import Refused
from nss.billing import closing, invoices, months, summary, usage
from nss.billing.models import Invoice, Month, MonthClosing, MonthState
from nss.contract.models import Office
from nss.notice.models import Mail, News
from tests import parts
from tests.procedure.samples import stocked

from .samples import GOOD, MONTH, file, loaded, pc, plain, worked

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


def biller(login: str = "seikyu", role: Role = Role.BILLING) -> Client:
    return parts.signed_in(parts.person(None, login, role, names=("請求", login, "セイキュウ")))


def pressed(client: Client, month: Month, what: str, **sent: str) -> str:
    """The page after a button of a month, with the digest that its page showed unless another one is given."""
    sent = {"seen": invoices.shown(month), **sent}
    return client.post(f"/center/billing/{month.pk}/{what}/", sent, follow=True).content.decode()


def bill(month: Month, office: Office, total: int) -> None:
    """An invoice of so many yen with tax."""
    Invoice.objects.create(
        company_id=office.company_id,
        office=office,
        month=month,
        number=f"{month.month:%Y%m}-{office.code}",
        net=total,
        tax=0,
        total=total,
        due=date(2026, 12, 28),
        method="transfer",
    )


def of_november(*lines: str) -> Month:
    return loaded(*(x.replace("2026/10", "2026/11") for x in lines), month=NOVEMBER)


def test_one_person_asks_and_another_one_fixes():
    # Holds N14.
    stocked()
    month, one, two = loaded(*GOOD), biller("ichi"), biller("ni")
    page = pressed(one, month, "ask", note="IDCの件数を確認済み")
    assert "別の担当者が金額を確認すると確定します" in page
    assert Month.objects.get().state == MonthState.LOADED and not Mail.objects.exists()
    assert "別の担当者の確認が必要です" in pressed(one, month, "fix")
    assert Month.objects.get().state == MonthState.LOADED, "not by the one who asked"
    page = two.get(f"/center/billing/{month.pk}/").content.decode()
    for shown in ("請求 ichi", "IDCの件数を確認済み", "21,494", "金額を確認し、確定して通知する"):
        assert shown in page
    assert "各事業所に通知しました" in pressed(two, month, "fix")
    fixed = Month.objects.get()
    assert fixed.state == MonthState.FIXED and fixed.fixed_by.login_id == "ni"
    assert Mail.objects.filter(kind="M10").count() == 1 and News.objects.filter(category="fee").count() == 1
    page = one.get(f"/center/billing/{month.pk}/").content.decode()
    assert "請求 ichi（依頼）" in page and "請求 ni（確認）" in page
    assert "確定を依頼する" not in page and "請求を作り直す" not in page
    told = [a.what for a in Access.objects.filter(what__startswith="bill").order_by("id")]
    assert told == ["bill_asked", "bill_fixed"]


def test_no_button_fixes_a_month_that_nobody_asked_to_fix():
    stocked()
    month = loaded(*GOOD)
    assert "確定の依頼がありません" in pressed(biller(), month, "fix")
    assert Month.objects.get().state == MonthState.LOADED and not Mail.objects.exists()


@pytest.mark.parametrize("today, over", [(date(2026, 10, 31), False), (date(2026, 11, 1), True)])
def test_a_month_is_fixed_from_its_last_day_on_and_not_sooner(moved_clock, today, over):
    stocked()
    moved_clock(today)
    month, client = loaded(*GOOD), biller()
    page = client.get(f"/center/billing/{month.pk}/").content.decode()
    assert ("2026/10はまだ終わっていないため、確定できません。" in page) is not over
    assert ("確定を依頼する" in page) is over
    page = pressed(client, month, "ask")
    assert MonthClosing.objects.exists() is over
    assert ("まだ終わっていない" in page) is not over
    if not over:
        with pytest.raises(Refused):
            invoices.fix(month.pk, None)


def test_a_month_waits_for_those_before_it(moved_clock):
    stocked()
    moved_clock(date(2027, 1, 5))
    october, november = loaded(*GOOD), of_november(*GOOD)
    december = loaded(*(x.replace("2026/10", "2026/12") for x in GOOD), month=date(2026, 12, 1))
    client = biller()
    assert "先に2026/10を確定してください。" in pressed(client, november, "ask")
    assert not MonthClosing.objects.exists()
    invoices.fix(october.pk, None)
    november.delete()
    assert "先に2026/11の利用料金ファイルを取り込み、確定してください。" in pressed(client, december, "ask")
    november = of_november(*GOOD)
    assert "別の担当者が金額を確認すると" in pressed(client, november, "ask")


def test_nothing_is_loaded_or_fixed_before_a_month_that_is_fixed(moved_clock):
    stocked()
    moved_clock(date(2026, 12, 5))
    september = loaded(*(x.replace("2026/10", "2026/09") for x in GOOD), month=date(2026, 9, 1))
    invoices.fix(september.pk, None)
    with pytest.raises(Refused) as refused:
        usage.load(date(2026, 8, 1), "u.csv", file(*(x.replace("2026/10", "2026/08") for x in GOOD)), None)
    assert refused.value.problems[0].text.ja.startswith("2026/09が確定済みのため")
    Month.objects.filter(pk=september.pk).update(state=MonthState.LOADED)
    october = loaded(*GOOD)
    Month.objects.filter(pk=october.pk).update(state=MonthState.FIXED)
    september.refresh_from_db()
    assert [p.code for p in months.problems_of_fixing(september, date(2026, 12, 5))] == ["later_fixed"]


def test_who_confirms_what_was_loaded_anew_since_is_told_so():
    stocked()
    month, one, two = loaded(*GOOD), biller("ichi"), biller("ni")
    pressed(one, month, "ask")
    old = invoices.shown(month)
    again = loaded(GOOD[0])
    page = pressed(two, again, "fix", seen=old)
    assert "確定の依頼がありません" in page, "what was asked for went with the file"
    assert "この画面を開いた後に、この月の請求が変わりました" in pressed(one, again, "ask", seen=old)
    pressed(one, again, "ask")
    assert "この画面を開いた後に" in pressed(two, again, "fix", seen=old)
    assert Month.objects.get().state == MonthState.LOADED


def test_the_second_sees_what_the_first_saw():
    stocked()
    month, one, two = loaded(*GOOD), biller("ichi"), biller("ni")
    pressed(one, month, "ask")
    MonthClosing.objects.update(seen="0" * 32)
    assert "この画面を開いた後に" in pressed(two, month, "fix")
    assert Month.objects.get().state == MonthState.LOADED


def test_contracts_that_changed_after_the_file_was_loaded_are_drawn_up_anew_first():
    office = stocked()
    month, one, two = loaded(*GOOD), biller("ichi"), biller("ni")
    pressed(one, month, "ask")
    pc(office, "09999C")
    assert "「請求を作り直す」を押し" in pressed(two, month, "fix")
    assert Month.objects.get().state == MonthState.LOADED
    before = Invoice.objects.get().net
    assert "請求を作り直しました" in pressed(one, month, "draw-up")
    assert Invoice.objects.get().net == before + 5000
    assert "確定の依頼がありません" in pressed(two, month, "fix")
    assert "別の担当者が金額を確認すると" in pressed(one, month, "ask")
    pressed(two, month, "fix")
    assert "すでに確定しています" in pressed(one, month, "draw-up")
    assert Invoice.objects.get().net == before + 5000


def test_either_of_the_two_takes_it_back():
    stocked()
    month, one, two = loaded(*GOOD), biller("ichi"), biller("ni")
    for who in (one, two):
        assert "別の担当者が金額を確認すると" in pressed(one, month, "ask")
        assert "すでに確認を待っています" in pressed(two, month, "ask")
        assert "取りやめました" in pressed(who, month, "take-back")
        assert closing.waiting_for(month) is None
        assert "確定の依頼がありません" in pressed(two, month, "fix")
    assert MonthClosing.objects.filter(dropped_at__isnull=False).count() == 2


def test_before_it_is_fixed_the_page_shows_sums_changes_and_what_is_odd(moved_clock):
    moved_clock(date(2026, 12, 5))
    office, other, third = stocked(), plain("NAC555", "A"), plain("NAC777", "A")
    pc(other, "55555C", parts.SINCE, date(2026, 11, 1))
    pc(third, "77777C", date(2026, 11, 1))
    for n in range(3):
        pc(office, f"1111{n}C", NOVEMBER)
    first = loaded(*GOOD)
    invoices.fix(first.pk, None)
    month = of_november(*GOOD)
    page = biller().get(f"/center/billing/{month.pk}/").content.decode()
    plain_page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    for shown in (
        "前月は請求があり、今月はない事業所：1件（NAC555）",
        "前月は請求がなく、今月はある事業所：1件（NAC777）",
        "前月と50%以上かつ10,000円以上違う事業所：1件（NAC001）",
        "利用明細のない事業所：1件（NAC777）",
        "合計（税込・円） 43,494 26,994 +16,500",
        "合計（税抜・円） 39,540 24,540 +15,000",
        "消費税（円） 3,954 2,454 +1,500",
        "ナックス商事株式会社 第一営業部 21,494 37,994 +16,500",
    ):
        assert shown in plain_page, shown


def test_the_page_and_the_record_say_which_file_was_loaded_by_whom():
    from django.core.files.uploadedfile import SimpleUploadedFile

    stocked()
    loaded(*GOOD).delete()
    client = biller()
    sent = {"month": "2026-10", "file": SimpleUploadedFile("october.csv", file(*GOOD))}
    client.post("/center/billing/", sent)
    worked()
    month = Month.objects.get(month=MONTH)
    page, digest = client.get(f"/center/billing/{month.pk}/").content.decode(), month.sha256
    assert digest in page and "請求 seikyu" in page and "october.csv" in page
    record = client.get("/center/record/", {"kind": "access", "event": "bill_loaded"}).content.decode()
    assert digest in record and "october.csv" in record and "2026/10" in record and "seikyu" in record


def test_a_month_is_searched_by_code_name_and_number_and_turned_by_pages():
    stocked()
    for n in range(60):
        pc(plain(f"NBC{n:03d}", "A"), f"3{n:04d}C")
    month, client = loaded(*GOOD), biller()

    def codes(**asked: object) -> list[str]:
        page = client.get(f"/center/billing/{month.pk}/", asked).content.decode()
        return re.findall(r'class="code" data-label="事業所コード">\s*(?:<a[^>]*>)?(\w{6})', page)

    first, second = codes(), codes(page=2)
    assert (len(first), len(second)) == (50, 11) and not set(first) & set(second)
    assert codes(q="nbc01") == [f"NBC01{n}" for n in range(10)]
    assert codes(q="202610-NAC001") == ["NAC001"]
    assert len(codes(q="ナックス")) == 50 and codes(q="ZZZ") == []


@pytest.mark.parametrize(
    ("before", "now", "much"),
    [
        (40_000, 60_000, True),
        (40_000, 59_999, False),
        (40_000, 20_000, True),
        (40_000, 20_001, False),
        (20_000, 30_000, True),
        (19_000, 28_999, False),
        (0, 10_000, True),
    ],
)
def test_a_bill_is_named_that_differs_by_half_and_ten_thousand_yen_and_none_below(before, now, much):
    office, new = plain("NAC555"), plain("NAC777")
    for day, total in ((MONTH, before), (NOVEMBER, now)):
        month = Month.objects.create(month=day, file_name="u.csv", sha256="", rows=0, loaded_at=clock.now())
        bill(month, office, total)
    bill(month, new, 700)
    assert [w.ja for w in summary.of(month).warnings if "50%" in w.ja] == (
        ["前月と50%以上かつ10,000円以上違う事業所：1件（NAC555）"] if much else []
    )
    changes = {i.office.code: (i.before, i.change) for i in summary.by_change(month)}
    assert changes == {"NAC555": (before, now - before), "NAC777": (None, 700)}


def test_a_month_is_held_against_the_one_just_before_it_and_may_have_no_bills() -> None:
    september, november, december = (
        Month.objects.create(month=day, file_name="u.csv", sha256="", rows=0, loaded_at=clock.now())
        for day in (date(2026, 9, 1), NOVEMBER, date(2026, 12, 1))
    )
    assert summary.month_before(november) is None, "October was not billed"
    assert summary.month_before(december) == november and summary.month_before(september) is None
    assert summary.of(december).now == summary.of(december).before == summary.Sums(0, 0, 0, 0, 0)
    assert summary.Sums(1, 10_000, 1_000, 11_000, -179).payable == 10_821
