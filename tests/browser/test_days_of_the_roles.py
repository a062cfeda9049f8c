"""A day of each role of the Center that applications pass through: reception, review, approval, works. By visible labels only,
every action counted, and what came of it in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import expect

from nss.account.models import Access, OneTimeLink, Person, Role
from nss.application import decision, works
from nss.application.models import Application, ConnectionTest, Record, Work
from nss.base import clock
from nss.calendar.days import add_business_days
from nss.contract.models import Office
from nss.issuing import certificates
from nss.issuing.models import Secret
from nss.master.models import ReplyText
from nss.notice.models import Mail
from tests import parts
from tests.center.test_four_eyes import cancel

from .steps import shows
from .walk import Walk

SCREEN = 800
"""The height of the window."""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def colleague(login: str, role: Role, family: str, given: str) -> Person:
    return parts.person(None, login, role, names=(family, given, "センター"))


def offices(*codes: str) -> list[Office]:
    """Offices of other companies, each with a code and two IDs and somebody who applies."""
    made = []
    for n, code in enumerate(codes):
        office = parts.office(code, company_name=f"見本{n + 1}株式会社")
        parts.rows.user_code(office, f"1A{code[:3]}", "sea", parts.SINCE)
        for number, method in (("A01", "interactive"), ("A0A", "net")):
            parts.rows.user_id(office, f"1A{code[:3]}", number, ["01"], method, parts.SINCE)
        parts.person(office, "tanto", names=("輸出", "健", "ユシュツ ケン"))
        made.append(office)
    return made


def clean(office: Office) -> Application:
    """An application with which nothing is wrong."""
    return parts.filed(office, office.people.get(), parts.abolish(office, f"1A{office.code[:3]}A0A"))


def day(n: int) -> str:
    """The business day so many from today, as it is typed."""
    return f"{add_business_days(clock.today(), n):%Y/%m/%d}"


def bottom(found: Any) -> float:
    """How far down something ends, in a window that has not been scrolled."""
    box = found.bounding_box()
    return float(box["y"] + box["height"])


def in_sight(page: Any, *headings: str) -> None:
    """These headings stand on the first screen."""
    for words in headings:
        assert bottom(page.get_by_role("heading", name=words, exact=True)) <= SCREEN, words


def test_reception_answers_a_caller_helps_with_a_sign_in_and_gives_work_away(browser_page: Any) -> None:
    # Holds N01, N10, N15, N17, N18.
    boss = parts.reviewer()
    who = colleague("uketsuke", Role.RECEPTION, "受付", "花")
    minako = colleague("minako", Role.REVIEWER, "審査", "美奈子")
    office, asking, _ = parts.shared_offices()
    parts.give_line(office)
    hanako = parts.person(office, email="hanako@example.jp")
    shared = parts.filed(
        asking,
        parts.person(asking, "tanto", names=("輸入", "葵", "ユニュウ アオイ")),
        parts.abolish(asking, codes=("1BNAC",)),
    )
    done = parts.filed(office, hanako, parts.ids_to_add("1ANAC"))
    decision.approve(done.pk, boss, done.revisions.get().wish_date)
    edits = parts.server_edits(office)
    lined = parts.filed(office, hanako, edits, extra=parts.line_extra(edits))
    works.propose(lined.works.get().pk, boss, [f"{add_business_days(clock.today(), 9)}/am"])
    asked, other = (clean(o) for o in offices("DAX001", "DBX001"))
    decision.query(asked.pk, boss, [("reason", "補記してください。")])
    walk = Walk(browser_page, who)
    page = walk.page

    with walk.job("a caller's question", of=3):
        walk.follow("事業所", exact=True)
        walk.act(lambda: page.get_by_label("検索する語").fill("ナックス　通関花子"))
        walk.press("検索")
    for text in (
        f"申込{lined.number}は、センターが審査しています",
        f"申込{done.number}は、システム設定の申込を待っています",
        f"申込{shared.number}について同意の依頼が届いています",
        "1ANACA0A",
        "これからの工事",
        "利用申込受付完了",
        Secret.objects.get().label,
        "まだ参照されていません",
    ):
        shows(page, text)
    with walk.job("the contract of another day", of=2):
        walk.fill("基準日", f"{parts.SINCE - timedelta(days=1):%Y/%m/%d}")
        walk.press("この日の契約を表示する")
    shows(page, "この日に契約はありません")
    with walk.job("a mail read out", of=1):
        walk.follow("利用申込確認完了")
    shows(page, str(done.number))
    with walk.job("a lost sign-in", of=4):
        walk.follow("NAC001の契約内容")
        walk.follow("担当者を管理する")
        walk.fill("理由", "電話での依頼（折り返しで確認済み）")
        walk.press("パスワード再設定の案内を送る")
    shows(page, "案内を送りました")
    with walk.job("an application given to a colleague", of=5):
        walk.follow("受付箱", exact=True)
        walk.tick(f"選択 {other.number}")
        walk.press("選択した申込をまとめて見る")
        walk.choose("担当者", "審査 美奈子（minako）")
        walk.press("選択した申込を割り当てる")
    shows(page, "1件のうち1件を処理しました")
    with walk.job("who has not agreed yet", of=3):
        walk.follow("受付箱", exact=True)
        walk.follow("同意待ち")
        walk.follow("事業所ごとの回答と期限を見る")
    shows(page, str(shared.number))
    assert not page.get_by_role("button", name="催促する").count()
    walk.ends()

    assert Access.objects.filter(what="office_seen", actor=who).count() >= 2
    assert OneTimeLink.objects.get().person == hanako
    assert Mail.objects.filter(to=["hanako@example.jp"], subject__contains="パスワード").count() == 1
    other.refresh_from_db()
    assert other.claimed_by == minako


def test_a_reviewer_takes_up_asks_takes_back_lays_aside_and_goes_on(browser_page: Any) -> None:
    # Holds N01-N03, N10, N12.
    who = colleague("minako", Role.REVIEWER, "審査", "美奈子")
    first, second, third = (clean(o) for o in offices("DAX001", "DBX001", "DCX001"))
    sharing = parts.shared_offices()
    hanako = parts.person(sharing[0])
    parts.person(sharing[1], "boss", Role.MANAGER)
    shared = parts.filed(sharing[0], hanako, parts.abolish(sharing[0], codes=("1BNAC",)))
    added = parts.filed(sharing[0], hanako, parts.ids_to_add("1ANAC"))
    start = decision.approve(added.pk, parts.reviewer(), added.revisions.get().wish_date).start_date
    walk = Walk(browser_page, who)
    page = walk.page

    with walk.job("takes one up", of=2):
        walk.follow(str(first.number))
        walk.press("担当になる")
    assert not page.get_by_role("button", name="審査を終了する").count()
    shows(page, "役割が「承認」または「管理」の担当者が行います")
    with walk.job("sends a query", of=2):
        walk.fill("変更する理由へのコメント", "退職者の人数を補記してください。")
        walk.press("確認事項を送る")
    with walk.job("takes the query back", of=3):
        walk.unfold("確認事項を取り消す")
        walk.fill("確認事項を取り消す理由", "別の申込への確認事項だったため")
        walk.press("確認事項を取り消す")
    shows(page, "確認事項を取り消しました")
    with walk.job("lays the next aside", of=5):
        walk.follow("次の申込")
        walk.unfold("保留にする")
        walk.fill("待っていること", "回線業者の回答")
        walk.fill("受付箱に戻す日", day(5))
        walk.press("この日まで保留にする")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(second.number))
    with walk.job("takes it up again", of=4):
        walk.follow("受付箱", exact=True)
        walk.follow("保留中")
        walk.follow(str(second.number))
        walk.press("保留を終える")
    with walk.job("works the next", of=5):
        walk.follow("受付箱", exact=True)
        walk.follow("新着")
        walk.follow(str(third.number))
        walk.fill("変更する理由へのコメント", "廃止する理由を補記してください。")
        walk.press("確認事項を送る")
    with walk.job("reminds who has not agreed", of=4):
        walk.follow("受付箱", exact=True)
        walk.follow("同意待ち")
        walk.follow("事業所ごとの回答と期限を見る")
        walk.press(f"催促する {shared.number}")
    shows(page, "催促しました")
    consent = shared.consents.order_by("office__code")[1]
    with walk.job("enters an answer that came by letter", of=3):
        walk.follow(str(shared.number))
        card = (
            page.get_by_role("listitem").filter(has_text=consent.office.code).filter(has=page.locator("form"))
        )
        walk.act(lambda: card.get_by_label("代行登録の根拠").fill("11月20日の書面"))
        walk.press("同意を登録する", within=card, exact=True)
    consent.refresh_from_db()
    assert (consent.state, consent.evidence) == ("agreed", "11月20日の書面")
    with walk.job("takes that answer back", of=3):
        walk.unfold("代行登録を取り消す")
        walk.fill("代行登録を取り消す理由", "別の事業所の書面だったため")
        walk.press("取り消して改めて依頼する")
    with walk.job("gives more time for a system setting", of=6):
        walk.follow("締切", exact=True)
        walk.follow(str(added.number))
        walk.unfold("締切日を延長する")
        walk.fill("新しい締切日", f"{start - timedelta(days=1):%Y/%m/%d}")
        walk.fill("延長の理由", "申込者の担当が不在のため")
        walk.press("締切日を延長する")
    walk.ends()

    states = dict(Application.objects.values_list("pk", "state"))
    assert [states[a.pk] for a in (first, second, third)] == ["resubmitted", "received", "query"]
    assert set(Record.objects.filter(application=first).values_list("event", flat=True)) >= {
        "take",
        "query_back",
    }
    second.refresh_from_db()
    added.refresh_from_db()
    assert second.held_until is None and added.setting_deadline == start - timedelta(days=1)
    consent.refresh_from_db()
    assert (consent.state, consent.evidence) == ("requested", "")
    assert Mail.objects.filter(dedupe__startswith="remind:").count() == 2, "both offices"


def test_an_approver_ends_a_clean_one_in_two_actions_and_all_clean_ones_after_one_look(
    browser_page: Any,
) -> None:
    # Holds N02, N05, N13.
    who = colleague("shounin", Role.APPROVER, "承認", "一")
    ReplyText.objects.create(use="refuse", name="要件", text="要件を満たさないため", changed_at=clock.now())
    first, bad, *rest = (clean(o) for o in offices("DAX001", "DBX001", "DCX001", "DDX001", "DEX001"))
    with transaction.atomic():
        certificate = certificates.issue("31002N", first.office, 0, clock.today())
    ending = cancel(parts.office("END001", company_name="終了商事株式会社"))
    decision.approve(ending.pk, parts.second(), ending.revisions.get().wish_date)
    walk = Walk(browser_page, who)
    page = walk.page

    with walk.job("a clean approval", of=2):
        walk.follow(str(first.number))
        in_sight(page, "自動チェック", "審査終了（承認）", "変更前・変更後")
        assert bottom(page.get_by_role("button", name="審査を終了する")) <= SCREEN
        walk.press("審査を終了する")
    shows(page, "審査を終了しました")
    with walk.job("refuses the next with a reason", of=4):
        walk.follow("次の申込")
        walk.unfold("不承認")
        expect(page.locator("#refuse-prepared"), "one goes on where the act begins").to_be_focused()
        walk.fill("不承認の理由", "契約者からの確認が取れないため")
        walk.press("不承認にする")
    with walk.job("approves all clean ones after one look", of=3):
        walk.follow("受付箱", exact=True)
        walk.follow("この表示の先頭100件をまとめて見る")
        walk.press("選択した申込の審査を終了する")
    shows(page, "3件のうち3件を処理しました")
    with walk.job("confirms what a colleague approved", of=4):
        walk.follow("受付箱", exact=True)
        walk.follow("別の担当者の確認待ち")
        walk.follow(str(ending.number))
        walk.press("内容を確認し、審査を終了する")
    with walk.job("stops a certificate", of=5):
        walk.follow("証明書", exact=True)
        walk.follow("未取得")
        walk.follow("31002N")
        walk.fill("停止する理由（事業所に通知します）", "端末の紛失の届出のため")
        walk.press("停止する", exact=True)
    walk.ends()

    certificate.refresh_from_db()
    assert certificate.stopped_on == clock.today()
    states = dict(Application.objects.values_list("pk", "state"))
    assert states.pop(bad.pk) == "rejected"
    assert set(states.values()) == {"approved"} and set(states) == {a.pk for a in (first, *rest, ending)}
    assert "契約者からの確認が取れないため" in Mail.objects.get(application_id=bad.pk, kind="M06").body
    for a in rest:
        assert parts.names_on(a.office, a.revisions.get().wish_date) == {f"1A{a.office.code[:3]}A01"}


def test_works_are_offered_fixed_and_done_and_a_bad_connection_is_answered(browser_page: Any) -> None:
    # Holds N09.
    who = colleague("kouji", Role.WORKS, "工事", "健")
    office = parts.line_office()
    hanako = parts.person(office)
    edits = parts.server_edits(office)
    a = parts.filed(office, hanako, edits, extra=parts.line_extra(edits))
    work = a.works.get()
    walk = Walk(browser_page, who)

    with walk.job("adds a vendor", of=5):
        walk.follow("工事調整", exact=True)
        walk.follow("工事業者", exact=True)
        walk.fill("業者名", "渋谷通信工事")
        walk.fill("取引開始日", "2026/01/05")
        walk.press("追加する")
    with walk.job("offers dates", of=4):
        walk.follow("工事調整", exact=True)
        walk.follow(str(a.number))
        walk.fill("候補日 1", day(12))
        walk.press("候補日を送る")
    with walk.job("gives them to the vendor", of=3):
        walk.unfold("業者を変更する")
        walk.choose("業者", "渋谷通信工事")
        walk.press("この業者にする")
    with walk.job("notes what the office said on the telephone", of=5):
        walk.unfold("連絡を記録する")
        walk.act(walk.page.get_by_role("radio", name="事業所", exact=True).check)
        walk.choose("方法", "電話")
        walk.fill("連絡の内容", "入館証が必要とのこと")
        walk.press("連絡を記録する")
    works.counter(work.pk, hanako, [f"{add_business_days(clock.today(), 13)}/pm"])
    with walk.job("fixes the day that the office asked for", of=4):
        walk.follow("工事調整", exact=True)
        walk.follow(str(a.number))
        walk.tick(f"{add_business_days(clock.today(), 13):%Y/%m/%d}")
        walk.press("この日で確定する")
    with walk.job("enters that it failed", of=2):
        walk.fill("作業結果", "担当者が不在")
        walk.press("未完了として再調整する")
    with walk.job("fixes a day by telephone", of=5):
        walk.fill("候補日 1", day(14))
        walk.press("候補日を送る")
        walk.unfold("電話で決まった日を確定する")
        walk.fill("工事日", day(14))
        walk.press("確定する")
    with walk.job("enters that it is done", of=2):
        walk.fill("作業結果", "設置と疎通を確認しました。")
        walk.press("工事の完了を記録する")
    made = Work.objects.get()
    assert made.state == "done" and made.vendor is not None and made.notes.get().whom == "office"
    with walk.job("looks at the month", of=2):
        walk.follow("工事調整", exact=True)
        walk.follow("工事カレンダー", exact=True)
    walk.page.goto(f"/center/works/calendar/?month={made.fixed[:7]}")
    shows(walk.page, "渋谷通信工事")
    ConnectionTest.objects.create(
        company_id=a.company_id,
        application=a,
        tested_on=clock.today(),
        good=False,
        remark="TCCの応答がありません。",
        person=hanako,
        at=clock.now(),
    )
    with walk.job("answers a bad connection", of=4):
        walk.follow("工事調整", exact=True)
        walk.follow(str(a.number))
        walk.fill("申込者への回答", "ゲートウェイの設定をご確認ください。")
        walk.press("回答を送る")
    walk.ends()

    assert Work.objects.get().result == "設置と疎通を確認しました。"
    assert ConnectionTest.objects.get().answer == "ゲートウェイの設定をご確認ください。"
