"""A reviewer's day: forty applications of mixed kinds driven through the pages, every action counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from nss.account.models import Role
from nss.application.models import Application
from nss.base import clock
from nss.master.models import ReplyText
from nss.procedure.kit import schedule
from tests import parts
from tests.procedure.other.steps import file
from tests.procedure.samples import posted

from .steps import go, press, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPANIES = ["DA", "DB", "DC", "DD", "DE", "DF", "DG", "DH", "DJ", "DK", "DL", "DM"]
CHANGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("manager", {"manager.emergency_fax": "03-1111-2222"}),
    ("holder", {"holder.title": "執行役員"}),
    ("billing-contact", {"billing_contact.name": "経理 次郎"}),
    ("billing", {"billing.name": "経理部"}),
    ("payment", {"payment.method": "transfer"}),
    ("office-data", {"office.phone": "03-9999-0000"}),
)
SENT_BACK, REFUSED, MOVED = {5, 17, 29}, {11}, {23}
"""Which of the day's applications, by their place in the queue, are not simply approved."""


def a_days_work() -> list[str]:
    """Forty applications of twelve companies and of the guides' office: IDs added and ended, contacts, a line, the end
    of a contract."""
    numbers = []
    for n, two in enumerate(COMPANIES):
        code = f"{two}X001"
        office = parts.office(code, company_name=f"見本{n + 1}株式会社")
        name = f"1A{code[:3]}"
        parts.rows.user_code(office, name, "sea", parts.SINCE)
        for number, method in (("A01", "interactive"), ("A02", "interactive"), ("A0A", "net")):
            parts.rows.user_id(office, name, number, ["01"], method, parts.SINCE)
        who = parts.person(office, "tanto")
        key, typed = CHANGES[n % len(CHANGES)]
        for edits in (
            parts.ids_to_add(name, 1 + n % 3),
            parts.abolish(office, f"{name}A02"),
            posted(office, key, "form", **typed).edits,
        ):
            numbers.append(parts.filed(office, who, edits).number)
    guide = parts.line_office()
    who = parts.person(guide)
    edits = parts.server_edits(guide)
    numbers.append(parts.filed(guide, who, edits, extra=parts.line_extra(edits)).number)
    numbers += [parts.filed(guide, who, parts.ids_to_add("1ANAC", n)).number for n in (1, 2)]
    ending = parts.office("END001", company_name="終了商事株式会社")
    numbers.append(
        file(
            ending, parts.person(ending, "tanto"), "cancel", posted(ending, "cancel", "form", sure="on")
        ).number
    )
    return numbers


def test_forty_applications_are_answered_two_actions_each_where_they_are_clean(browser_page: Any) -> None:
    # Holds N01, N02.
    page = browser_page
    numbers = a_days_work()
    assert len(numbers) == 40
    for use, name, text in (
        ("query", "番号の確認", "番号をご確認ください。"),
        ("refuse", "要件", "要件を満たさないため"),
    ):
        ReplyText.objects.create(use=use, name=name, text=text, changed_at=clock.now())
    parts.reviewer()
    parts.person(None, "kanri", Role.ADMIN, names=("管理", "太郎", "カンリ タロウ"))
    actions: Counter[str] = Counter()
    done: dict[str, str] = {}

    def act(kind: str, what: Any) -> None:
        actions[kind] += 1
        what()

    sign_in(page, "NACCS", "shinsa")
    # One press opens the day's first; every next one has its own link.
    go(page.locator("[data-row]").first)
    for n in range(len(numbers)):
        number = page.get_by_role("heading", level=1).locator(".code").inner_text()
        kind = (
            "sent back"
            if n in SENT_BACK
            else "refused"
            if n in REFUSED
            else "moved"
            if n in MOVED
            else "approved"
        )
        if kind == "approved":
            act(kind, lambda: press(page, "審査を終了する"))
        elif kind == "moved":
            wish = Application.objects.get(number=number).revisions.get().wish_date
            later = next(d for d in schedule.offered(clock.today(), parts.need([]), 12) if wish and d > wish)
            act(
                kind,
                lambda day=later: page.get_by_label("利用開始日", exact=False).first.fill(f"{day:%Y/%m/%d}"),
            )
            act(kind, lambda: page.get_by_label("希望日と異なる場合の理由").fill("登録作業の都合により"))
            act(kind, lambda: press(page, "審査を終了する"))
        elif kind == "sent back":
            act(kind, lambda: page.locator("#query-prepared").select_option(label="番号の確認"))
            act(kind, lambda: page.locator("#query-prepared_where").select_option("reason"))
            act(kind, lambda: press(page, "確認事項を送る"))
        else:
            act(kind, lambda: page.locator("summary", has_text="不承認").click())
            act(kind, lambda: page.locator("#refuse-prepared").select_option(label="要件"))
            act(kind, lambda: press(page, "不承認にする"))
        assert not page.locator("#error-summary").count(), (
            number,
            page.locator("#error-summary").inner_text(),
        )
        done[number] = kind
        if n < len(numbers) - 1:
            act(kind, lambda: go(page.get_by_role("link", name="次の申込")))
    assert set(done) == set(numbers)
    assert not page.get_by_role("link", name="次の申込").count()
    sign_out(page)
    sign_in(page, "NACCS", "kanri")
    go(page.get_by_role("link", name="別の担当者の確認待ち"))
    page.locator("[data-row]").first.click()
    press(page, "内容を確認し、審査を終了する")
    states = Counter(Application.objects.values_list("state", flat=True))
    assert (
        states["query"] == 3
        and states["rejected"] == 1
        and not states["received"]
        and not states["reviewing"]
    )
    each = {kind: actions[kind] / list(done.values()).count(kind) for kind in set(done.values())}
    print({k: round(v, 2) for k, v in each.items()}, "all:", round(actions.total() / len(numbers), 2))
    assert each["approved"] <= 2 and each["sent back"] <= 4 and each["refused"] <= 4 and each["moved"] <= 4
    assert actions.total() / len(numbers) <= 2.5


def test_keys_move_through_the_queue_and_can_be_turned_off(browser_page: Any) -> None:
    page = browser_page
    office = parts.guide_office()
    who = parts.person(office)
    first = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    second = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    parts.reviewer()
    sign_in(page, "NACCS", "shinsa")
    page.locator(".shortcuts").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == second.number
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=first.number).wait_for()
    page.locator(".shortcuts").wait_for()
    page.keyboard.press("a")
    assert "審査を終了する" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="審査を終了しました").wait_for()
    page.locator(".shortcuts").wait_for()
    page.keyboard.press("n")
    page.get_by_role("heading", name=second.number).wait_for()
    page.get_by_text("キーボードショートカット").click()
    page.get_by_label("ショートカットを使う").uncheck()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("a")
    assert "審査を終了する" not in page.evaluate("document.activeElement.textContent || ''")[:20]


def test_two_reviewers_see_each_other_at_the_same_application(
    browser_page: Any, browser: Any, live_server: Any
) -> None:
    page = browser_page
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    parts.reviewer()
    parts.person(None, "kanri", Role.ADMIN, names=("管理", "太郎", "カンリ タロウ"))
    other = browser.new_context(base_url=live_server.url, locale="ja-JP").new_page()
    sign_in(other, "NACCS", "kanri")
    with other.expect_response("**/here/"):
        other.goto(f"/center/applications/{a.number}/")
    sign_in(page, "NACCS", "shinsa")
    page.goto(f"/center/applications/{a.number}/")
    assert "管理 太郎" in page.locator("#presence").inner_text()
    other.context.close()
