"""The acts of the review page: what is wrong stands beside its field, and what was typed stays, whatever comes between."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from nss.account.models import Role
from nss.application import decision, filing
from nss.application.models import Application, Comment
from nss.base import clock
from nss.base.problems import Problem
from nss.base.words import W
from nss.center.forms import ApproveAct
from nss.master.models import ReplyText
from nss.procedure.kit.procedure import Suggestion
from tests import parts

pytestmark = pytest.mark.django_db
LONG = "あ" * 241


def received() -> Application:
    office = parts.guide_office()
    return parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))


def decided() -> Application:
    a = received()
    return parts.approve(a.pk, parts.reviewer(), parts.revision_of(a).wish_date)


def waiting() -> Application:
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))
    return parts.approve(a.pk, parts.reviewer(), parts.revision_of(a).wish_date)


ACTS = {
    "refuse": (received, "refuse-reason", {}),
    "withdraw": (received, "withdraw-reason", {}),
    "revoke": (decided, "revoke-reason", {}),
    "invalidate": (waiting, "invalidate-reason", {}),
    "setting": (waiting, "setting-done-reason", {}),
    "extend": (waiting, "extend-reason", {"deadline": "2026/99/99"}),
    "start": (decided, "move-start-reason", {"day": "あした"}),
}
"""Address -> a state in which it can be done, the id of its reason, and something else that is typed."""


def sent(a: Application, url: str, **data: str):
    """An act by the one who may do all of them, and the page that answers."""
    who = parts.Person.objects.filter(login_id="kanri").first() or parts.person(None, "kanri", Role.ADMIN)
    answer = parts.signed_in(who).post(
        f"/center/applications/{a.number}/{url}/", {"seen": parts.seen(a), **data}
    )
    return answer, answer.content.decode()


def beside(page: str, field: str) -> str:
    """The error beside a field."""
    found = re.search(rf'<p class="error" id="{re.escape(field)}-error">(.*?)</p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>|\s", "", found[1]) if found else ""


def value(page: str, field: str) -> str:
    """What a box holds."""
    area = re.search(rf'<textarea[^>]*id="{re.escape(field)}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    box = re.search(rf'<input[^>]*id="{re.escape(field)}"[^>]*>', page)
    found = area[1] if area else re.search(r'value="([^"]*)"', box[0])[1]
    return unescape(found)


@pytest.mark.parametrize("url", ACTS)
def test_a_missing_reason_is_said_beside_its_field_and_at_the_top_with_a_link_to_it(url):
    make, field, other = ACTS[url]
    answer, page = sent(make(), url, reason="", **other)
    assert answer.status_code == 422
    assert "入力してください" in beside(page, field)
    assert page.count(f'href="#{field}"') == 1 and page.count(f' id="{field}"') == 1
    assert page.count('class="error" id=') == 1 + len(other), "no other form of the page is blamed"


@pytest.mark.parametrize("url", ACTS)
def test_a_reason_that_is_too_long_is_counted_and_stays_whole_with_all_else_that_was_typed(url):
    make, field, other = ACTS[url]
    a = make()
    before = a.state
    answer, page = sent(a, url, reason=LONG, **other)
    assert answer.status_code == 422
    assert "241文字あります" in beside(page, field)
    assert value(page, field) == LONG
    for name, text in other.items():
        assert value(page, field.replace("reason", name)) == text
    a.refresh_from_db()
    assert a.state == before


@pytest.mark.parametrize("url", ACTS)
def test_what_was_typed_stays_when_the_application_changed_since_the_page_was_shown(url):
    make, field, _ = ACTS[url]
    answer, page = sent(
        make(), url, reason="先方の都合", seen="2026-12-01.old", day="2027/01/14", deadline="2027/01/14"
    )
    assert answer.status_code == 422
    assert "この画面を開いた後に" in page
    assert value(page, field) == "先方の都合"


def test_a_start_that_was_typed_stays_when_its_reason_is_missing_and_is_the_one_decided():
    a = received()
    wish = parts.revision_of(a).wish_date
    other = parts.wish(parts.revision_of(a).edit_list, 3)
    client = parts.signed_in(parts.reviewer())
    path = f"/center/applications/{a.number}/"
    typed = {"start": f"{other:%Y/%m/%d}", "reason": "", "seen": parts.seen(a, other)}
    answer = client.post(path + "approve/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and beside(page, "approve-reason")
    assert value(page, "approve-start") == f"{other:%Y/%m/%d}" != f"{wish:%Y/%m/%d}"
    seen = re.search(rf'action="{re.escape(path)}approve/".*?name="seen" value="([^"]+)"', page, re.DOTALL)[1]
    client.post(path + "approve/", {**typed, "reason": "都合により", "seen": seen})
    a.refresh_from_db()
    assert (a.start_date, a.start_reason) == (other, "都合により")


def test_what_was_typed_stays_when_another_day_is_worked_out():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC"))
    other = parts.wish(parts.ids_to_add("1ANAC"), 3)
    typed = {"start": f"{other:%Y/%m/%d}", "reason": "工事の都合", "n-id0.0": "A9Z"}
    page = parts.signed_in(parts.reviewer()).get(f"/center/applications/{a.number}/", typed).content.decode()
    assert value(page, "approve-start") == typed["start"]
    assert value(page, "approve-reason") == "工事の都合" and value(page, "approve-n-id0.0") == "A9Z"


FOLD = re.compile(
    r'<details class="fold"[^>]*?(\bopen)?\s*>\s*<summary>([^<]+)</summary>.*?</details>', re.DOTALL
)


def folds(page: str) -> dict[str, bool]:
    """The acts that stand behind their names, and which of them are open."""
    return {found[2]: bool(found[1]) for found in FOLD.finditer(page)}


def test_what_is_seldom_done_stands_behind_its_name_and_opens_when_it_comes_back():
    a = received()
    client = parts.signed_in(parts.reviewer())
    assert folds(client.get(f"/center/applications/{a.number}/").content.decode()) == {
        "不承認": False,
        "保留にする": False,
        "申込者の依頼による取下げ": False,
    }
    for typed in ({"reason": ""}, {"reason": "先方の都合", "seen": "2026-12-01.old"}):
        _, page = sent(a, "refuse", **typed)
        assert [word for word, is_open in folds(page).items() if is_open] == ["不承認"]


def test_of_many_numbers_only_those_that_somebody_typed_or_that_are_wrong_stand_open():
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.ids_to_add("1ANAC", 4))
    client = parts.signed_in(parts.reviewer())
    path = f"/center/applications/{a.number}/"

    def opened(page: str) -> list[str]:
        box = page[page.index("払い出す番号") : page.index("審査を終了する</button>")]
        return re.findall(r'<input[^>]*name="(n-[^"]+)"', box.partition("<details>")[0])

    page = client.get(path).content.decode()
    assert "4件は候補の番号を払い出します" in page and not opened(page)
    assert opened(client.get(path, {"n-id0.1": "B77"}).content.decode()) == ["n-id0.1"]
    _, page = sent(a, "approve", start="", **{"n-id0.2": "??"})
    assert opened(page) == ["n-id0.2"] and beside(page, "approve-n-id0.2")
    form = ApproveAct(
        {}, suggestions=[Suggestion(str(n), W("番号", "Number"), "A01", "A..") for n in range(4)]
    )
    form.pin([Problem("taken", W("使用中です。", "In use."), "n-3")])
    assert [f.name for f in form.numbers()] == ["n-3"], "what is wrong with an empty box can be seen"


def test_a_page_that_is_both_old_and_wrongly_filled_in_says_both():
    _, page = sent(received(), "refuse", reason="", seen="2026-12-01.old")
    assert "この画面を開いた後に" in page and beside(page, "refuse-reason")


def test_what_was_typed_for_an_act_that_is_no_longer_possible_can_be_read_and_copied():
    a = received()
    page_seen = parts.seen(a)
    filing.withdraw(a.pk, parts.Person.objects.get(login_id="hanako"), "見直し")
    answer, page = sent(a, "refuse", reason="要件を満たさないため", seen=page_seen)
    assert answer.status_code == 422
    assert 'id="refuse-reason"' not in page
    assert "入力されていた内容" in page and "要件を満たさないため" in page


def test_a_comment_that_is_too_long_and_the_others_stay_in_their_boxes():
    a = received()
    answer, page = sent(
        a,
        "query",
        **{
            "comment:reason": "い" * 1001,
            "comment:contact": "電話番号をご確認ください。",
            "comment:gone:1": "旧",
        },
    )
    assert answer.status_code == 422
    assert "1001文字あります" in beside(page, "query-comment:reason")
    assert value(page, "query-comment:reason") == "い" * 1001
    assert value(page, "query-comment:contact") == "電話番号をご確認ください。"
    assert value(page, "query-comment:gone:1") == "旧"
    assert not Comment.objects.exists()


def test_a_query_without_a_comment_is_refused_in_a_sentence():
    answer, page = sent(received(), "query")
    assert answer.status_code == 422 and "確認事項を1件以上" in page


def test_a_prepared_text_and_a_reason_are_joined_and_counted_together():
    a = received()
    text = ReplyText.objects.create(use="refuse", name="要件", text="要件" * 100, changed_at=clock.now())
    _, page = sent(a, "refuse", prepared=str(text.pk), reason="う" * 50)
    assert "251文字あります" in beside(page, "refuse-reason")
    assert value(page, "refuse-reason") == "う" * 50
    assert re.search(rf'<option value="{text.pk}"\s+selected', page)
    _, page = sent(a, "refuse", prepared="", reason="")
    assert "定型文を選ぶか" in beside(page, "refuse-reason")
    _, page = sent(a, "refuse", prepared="99", reason="理由")
    assert "選び直してください" in beside(page, "refuse-prepared")
    answer, _ = sent(a, "refuse", prepared=str(text.pk), reason="追記")
    assert answer.status_code == 302
    assert f"{text.text} 追記" in a.record.get(event="refuse").detail.values()


def test_a_memo_that_is_too_long_stays_and_the_stored_one_is_kept():
    a = received()
    Application.objects.update(memo="前のメモ")
    answer, page = sent(a, "memo", memo="え" * 4001)
    assert answer.status_code == 422
    assert "4001文字あります" in beside(page, "memo-memo") and value(page, "memo-memo") == "え" * 4001
    a.refresh_from_db()
    assert a.memo == "前のメモ"


def test_a_memo_that_a_colleague_saved_meanwhile_is_not_written_over():
    a = received()
    path = f"/center/applications/{a.number}/"
    clients = [parts.signed_in(parts.person(None, n, Role.ADMIN)) for n in ("ichi", "futa")]

    def seen(page: str) -> str:
        return parts.shown_by(page, path + "memo/")

    pages = [seen(c.get(path).content.decode()) for c in clients]
    assert clients[0].post(path + "memo/", {"memo": "一人目の行", "seen": pages[0]}).status_code == 302
    answer = clients[1].post(path + "memo/", {"memo": "二人目の行", "seen": pages[1]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "一人目の行" in beside(page, "memo-memo") and value(page, "memo-memo") == "二人目の行"
    a.refresh_from_db()
    assert a.memo == "一人目の行"
    both = {"memo": "一人目の行\n二人目の行", "seen": seen(page)}
    assert clients[1].post(path + "memo/", both).status_code == 302
    a.refresh_from_db()
    assert a.memo == "一人目の行\n二人目の行"
    assert clients[0].post(path + "memo/", {"memo": ""}).status_code == 422, (
        "a form without a mark erases nothing"
    )


def test_an_application_that_a_colleague_laid_aside_meanwhile_is_not_laid_aside_over_it():
    a = received()
    path = f"/center/applications/{a.number}/"
    ichi, futa = (parts.signed_in(parts.person(None, n, Role.ADMIN)) for n in ("ichi", "futa"))
    five, nine = (f"{clock.today() + timedelta(days=n):%Y/%m/%d}" for n in (5, 9))
    seen = parts.shown_by(futa.get(path).content.decode(), path + "hold/")
    first = {"waiting_for": "回線業者の回答", "day": five, "seen": seen}
    assert ichi.post(path + "hold/", first).status_code == 302
    answer = futa.post(path + "hold/", {"waiting_for": "印鑑証明", "day": nine, "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert five in beside(page, "hold-day") and "回線業者の回答" in beside(page, "hold-day")
    assert value(page, "hold-waiting_for") == "印鑑証明"
    a.refresh_from_db()
    assert a.held_for == "回線業者の回答"
    again = {"waiting_for": "印鑑証明", "day": five, "seen": parts.shown_by(page, path + "hold/")}
    assert futa.post(path + "hold/", again).status_code == 302, "the second press knows what it changes"
    old = parts.shown_by(page, path + "unhold/")
    assert ichi.post(path + "unhold/", {"seen": old}).status_code == 422
    a.refresh_from_db()
    assert a.held_for == "印鑑証明", "nobody ends a hold that was not on the page"
    now = parts.shown_by(ichi.get(path).content.decode(), path + "unhold/")
    assert ichi.post(path + "unhold/", {"seen": now}).status_code == 302
    answer = futa.post(path + "hold/", {**again, "seen": now})
    assert answer.status_code == 422 and "保留を終えました" in beside(answer.content.decode(), "hold-day")


def test_a_day_to_answer_that_a_colleague_gave_meanwhile_is_not_written_over():
    a = received()
    decision.query(a.pk, parts.reviewer(), [("reason", "補記してください。")])
    path = f"/center/applications/{a.number}/"
    ichi, futa = (parts.signed_in(parts.person(None, n, Role.ADMIN)) for n in ("ichi", "futa"))
    twenty, thirty = (clock.today() + timedelta(days=n) for n in (20, 30))
    seen = parts.shown_by(futa.get(path).content.decode(), path + "query-due/")
    first = {"day": f"{twenty:%Y/%m/%d}", "reason": "電話", "seen": seen}
    assert ichi.post(path + "query-due/", first).status_code == 302
    answer = futa.post(path + "query-due/", {**first, "day": f"{thirty:%Y/%m/%d}", "reason": "書面"})
    page = answer.content.decode()
    assert answer.status_code == 422 and f"{twenty:%Y/%m/%d}" in beside(page, "query-due-day")
    assert value(page, "query-due-reason") == "書面"
    a.refresh_from_db()
    assert a.query_due == twenty
    again = {**first, "day": f"{thirty:%Y/%m/%d}", "seen": parts.shown_by(page, path + "query-due/")}
    assert futa.post(path + "query-due/", again).status_code == 302
    a.refresh_from_db()
    assert a.query_due == thirty


def test_who_may_not_write_the_memo_reads_it():
    a = received()
    reader = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    assert "内部メモ" not in reader.get(f"/center/applications/{a.number}/").content.decode()
    Application.objects.update(memo="電話で確認済み\n<折り返し待ち>")
    page = reader.get(f"/center/applications/{a.number}/").content.decode()
    assert "電話で確認済み" in page and "&lt;折り返し待ち&gt;" in page and "memo-memo" not in page


def test_evidence_of_an_answer_in_writing_is_asked_for_beside_the_office_that_gave_it():
    office, *_ = parts.shared_offices()
    a = parts.filed(office, parts.person(office), parts.abolish(office, codes=("1BNAC",)))
    first, second = a.consents.order_by("id")
    client = parts.signed_in(parts.reviewer())
    page = client.post(
        f"/center/consents/{first.pk}/answer/", {"answer": "agree", "evidence": ""}
    ).content.decode()
    assert beside(page, f"proxy-{first.pk}-evidence") and not beside(page, f"proxy-{second.pk}-evidence")
    page = client.post(
        f"/center/consents/{first.pk}/answer/", {"answer": "agree", "evidence": LONG}
    ).content.decode()
    assert value(page, f"proxy-{first.pk}-evidence") == LONG
    filing.answer_consent(first.pk, first.office, None, True)
    page = client.post(
        f"/center/consents/{first.pk}/answer/", {"answer": "agree", "evidence": "書面"}
    ).content.decode()
    assert "この依頼はすでに終了しています" in page and "書面" in page
