"""Every form of the Center says in a sentence of its own what it has done, leaves its line in the record, tells the offices, and
names each field that it cannot do without.

Pages, people and what is typed are those of the table of ways (tests/account/ways_of_center.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from nss.account.models import Access
from nss.application.models import Record
from nss.notice.models import Mail, News
from tests.account import ways_of_center, ways_world
from tests.account.page_forms import Page
from tests.account.ways_walk import Walk
from tests.account.world import World

pytestmark = pytest.mark.django_db
SAYS = {
    # The review page
    "center:take": "担当になりました。",
    "center:approve": "審査を終了しました。",
    "center:confirm": "審査を終了しました。",
    "center:unpropose": "承認を取りやめました。",
    "center:hold": "保留にしました。",
    "center:unhold": "保留を終えました。",
    "center:query": "確認事項を送信しました。",
    "center:query-back": "確認事項を取り消しました。",
    "center:query-due": "回答期限を変更しました。",
    "center:refuse": "不承認にしました。",
    "center:withdraw": "取下げを登録しました。",
    "center:revoke": "審査終了を取り消しました。",
    "center:move-start": "利用開始日を変更しました。",
    "center:invalidate": "無効にしました。",
    "center:setting-done": "システム設定の完了を記録しました。",
    "center:extend": "締切日を延長しました。",
    "center:memo": "内部メモを保存しました。",
    "center:proxy": "回答を代行登録しました。",
    "center:unanswer": "代行登録を取り消し、事業所に改めて依頼しました。",
    "center:remind": "CTO001に催促しました。",
    "center:work-propose": "候補日を送信しました。",
    "center:work-fix": "工事日を確定しました。",
    "center:work-finish": "作業結果を記録しました。",
    "center:work-vendor": "業者を変更しました。",
    "center:work-call-off": "工事を中止し、事業所に通知しました。",
    "center:work-take-back": "取り消し、事業所に通知しました。",
    "center:work-note": "連絡記録を登録しました。",
    "center:work-strike": "連絡記録を取り消しました。",
    "center:vendors": "登録しました。",
    "center:vendor": "変更しました。",
    "center:vendor-remove": "削除しました。",
    "center:test-answer": "回答を送信しました。",
    # The queue
    "center:desk": "表示「私の受付箱の分」を保存しました。",
    "center:saved-view": "表示の名前を変更しました。",
    "center:saved-view-remove": "表示を削除しました。",
    "center:sweep": "0件を無効にしました。",
    # Offices and their people
    "center:office-people": "登録のご案内をE-mailで送信しました。",
    "center:person-act": "通関 花子：役割を変更しました。",
    "center:manager-confirm": "管理責任者を登録しました。事業所に連絡しました。",
    "center:manager-drop": "管理責任者の提案を取りやめました。",
    "center:register-row": "訂正を登録しました。別の担当者の確認で反映されます。",
    "center:correction-confirm": "訂正を反映しました。",
    "center:correction-drop": "訂正を取りやめました。",
    "center:certificate": "証明書を停止し、事業所に通知しました。",
    # Bills
    "center:billing-ask": "確定を依頼しました。別の担当者が金額を確認すると確定します。",
    "center:billing-fix": "請求額を確定し、各事業所に通知しました。",
    "center:billing-take-back": "確定の依頼を取りやめました。",
    "center:billing-draw-up": "請求を作り直しました。金額を確認してください。",
    "center:billing-load-again": "もう一度実行します。",
    "center:billing-load-drop": "取込みを取りやめました。",
    "center:invoice": "訂正を登録しました。別の担当者の確認で有効になり、事業所に通知します。",
    "center:bill-correction-confirm": "請求を訂正し、事業所に通知しました。",
    "center:bill-correction-drop": "請求の訂正を取りやめました。",
    # Masters, mails, jobs
    "center:master": "登録しました。",
    "center:master-row": "変更しました。",
    "center:master-remove": "削除しました。",
    "center:master-import": "1行目（見出し）：不足している見出し works、name_en。見出しは day,works,name_ja,name_en です。",
    "center:mail-again": "再送を予約しました。",
    "center:mail-returned": "不達を記録しました。",
    "center:job-again": "もう一度実行します。",
}
BY_THE_PAGE = {
    "center:resolve",
    "center:selected-approve",
    "center:selected-assign",
    "center:view-begin",
    "center:view-end",
    "center:billing",
    "center:meti-export",
}
"""What these have done is seen on the page or in the file that they answer with."""
RECORDED = {
    "center:take": "take",
    "center:approve": "approve_wait take",
    "center:confirm": "approve",
    "center:unpropose": "unproposed",
    "center:hold": "held",
    "center:unhold": "unheld",
    "center:query": "send_back take",
    "center:query-back": "query_back",
    "center:query-due": "query_due",
    "center:refuse": "refuse take",
    "center:withdraw": "withdraw",
    "center:revoke": "revoke",
    "center:move-start": "move_start",
    "center:invalidate": "invalidate",
    "center:setting-done": "setting_done",
    "center:extend": "extend",
    "center:proxy": "agreed",
    "center:unanswer": "unanswered",
    "center:remind": "reminded",
    "center:work-propose": "work_proposed",
    "center:work-fix": "work_fixed",
    "center:work-finish": "work_done",
    "center:work-vendor": "work_vendor",
    "center:work-call-off": "work_cancelled",
    "center:work-take-back": "work_reopened",
    "center:work-note": "work_noted",
    "center:work-strike": "work_struck",
    "center:vendors": "master",
    "center:vendor": "master",
    "center:vendor-remove": "master",
    "center:test-answer": "test_answered",
    "center:office-people": "invited",
    "center:person-act": "role",
    "center:manager-confirm": "invited",
    "center:manager-drop": "unproposed",
    "center:certificate": "cert_stopped",
    "center:billing-ask": "bill_asked",
    "center:billing-fix": "bill_fixed",
    "center:billing-take-back": "bill_undone",
    "center:billing-draw-up": "bill_drawn",
    "center:invoice": "credit_asked",
    "center:bill-correction-confirm": "credited",
    "center:bill-correction-drop": "credit_off",
    "center:master": "master",
    "center:master-row": "master",
    "center:master-remove": "master",
    "center:mail-again": "mail",
    "center:mail-returned": "mail_back",
    "center:job-again": "job",
}
"""What each leaves in the record of applications or of what people did. Rows of the contract, of masters and of bills have a
history of their own besides (tests/center/test_record.py)."""
TOLD = {
    "center:approve": "M02 application",
    "center:confirm": "M02 application",
    "center:query": "M03 application",
    "center:query-back": "M03 application",
    "center:query-due": "M03 application",
    "center:refuse": "M06 application",
    "center:withdraw": "M04 application",
    "center:revoke": "M04 application",
    "center:move-start": "M16 application",
    "center:invalidate": "M05 application",
    "center:setting-done": "application",
    "center:extend": "M07 application",
    "center:proxy": "M09 M09 application application",
    "center:unanswer": "M09 application",
    "center:remind": "M09 application",
    "center:work-propose": "M08 application",
    "center:work-fix": "M08 application",
    "center:work-finish": "M08 application",
    "center:work-call-off": "M08 application",
    "center:work-take-back": "M08 application",
    "center:test-answer": "M08 application",
    "center:office-people": "account account account",
    "center:person-act": "account account",
    "center:manager-confirm": "account account account",
    "center:correction-confirm": "notice",
    "center:certificate": "M12 certificate",
    "center:billing-fix": "M10 M10 M10 fee fee fee",
    "center:bill-correction-confirm": "M10 fee",
}
"""The mails and the news by which the offices learn of it."""
MUST = {
    "center:hold": {"waiting_for", "day"},
    "center:query-back": {"reason"},
    "center:query-due": {"day", "reason"},
    "center:refuse": {"reason"},
    "center:withdraw": {"reason"},
    "center:revoke": {"reason"},
    "center:move-start": {"day", "reason"},
    "center:invalidate": {"reason"},
    "center:setting-done": {"reason"},
    "center:extend": {"deadline", "reason"},
    "center:proxy": {"evidence"},
    "center:unanswer": {"reason"},
    "center:work-propose": {"day_0"},
    "center:work-fix": {"day_0", "half_0"},
    "center:work-call-off": {"reason"},
    "center:work-take-back": {"reason"},
    "center:work-note": {"at", "whom", "by", "text"},
    "center:work-strike": {"reason"},
    "center:vendors": {"name", "since"},
    "center:test-answer": {"answer"},
    "center:desk": {"name"},
    "center:saved-view": {"name"},
    "center:office-people": {"login_id", "family_name", "given_name", "role", "email", "reason"},
    "center:register-row": {"reason"},
    "center:certificate": {"reason"},
    "center:invoice": {"way", "label", "quantity", "price", "reason"},
    "center:master": {"day", "name_ja"},
    "center:master-row": {"name_ja"},
    "center:mail-returned": {"came_back"},
}
"""Of what is typed into these, what may not be left empty: each such field says so beside it."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all forms; what a form does in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield ways_world.build()
        transaction.set_rollback(True)


@pytest.fixture
def walk(world: World) -> Walk:
    return Walk(world)


def said(page: Page) -> list[str]:
    """What a page says of what was done just before."""
    return re.findall(r'class="message[^"]*"[^>]*>\s*(.*?)\s*</', page.source, re.S)


def wrong(page: Page) -> set[str]:
    """The fields that a page marks as wrong; a group of choices is marked as a whole, on its fieldset."""
    marked = re.findall(r'<[^>]*aria-invalid="true"[^>]*>', page.source)
    marked += re.findall(r"<fieldset[^>]*has-error[^>]*>.*?</fieldset>", page.source, re.DOTALL)
    return {name[1] for tag in marked if (name := re.search(r'\bname="([^"]*)"', tag))}


def test_every_form_of_the_center_stands_here() -> None:
    assert {*RECORDED, *TOLD} < {*SAYS}
    assert {*SAYS, *BY_THE_PAGE} == {*ways_of_center.FORMS} and not SAYS.keys() & BY_THE_PAGE


def written() -> list[dict[int, str]]:
    """What stands in the records, and what the offices were told, by keys."""
    kept = ((Record, "event"), (Access, "what"), (Mail, "kind"), (News, "category"))
    return [dict(model._default_manager.values_list("pk", word)) for model, word in kept]


@pytest.mark.parametrize("name", SAYS)
def test_a_form_that_was_carried_out_says_so_once_is_recorded_and_told(walk: Walk, name: str) -> None:
    opened = walk.open(name)
    before = written()
    answer = opened.send(walk.typed(name))
    new = [
        [word for pk, word in now.items() if pk not in then]
        for then, now in zip(before, written(), strict=True)
    ]
    assert answer.status_code == 302
    assert said(walk.look(opened.browser, answer)) == [SAYS[name]]
    assert " ".join(sorted(new[0] + new[1])) == RECORDED.get(name, "")
    assert " ".join(sorted(new[2] + new[3])) == TOLD.get(name, "")


@pytest.mark.parametrize("name", MUST)
def test_a_form_that_is_sent_empty_marks_each_field_that_it_cannot_do_without(walk: Walk, name: str) -> None:
    opened = walk.open(name)
    answer = opened.send({field: [""] for field in walk.typed(name)})
    assert answer.status_code == 422
    assert wrong(walk.look(opened.browser, answer)) == MUST[name]
