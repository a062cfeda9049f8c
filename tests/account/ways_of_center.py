"""The forms of the Center."""

from __future__ import annotations

from . import ways_world
from .ways_row import GORO, ROKU, Row

CHOICES = dict.fromkeys(("error", "faster"), "choices")
RECORD = ("/center/record/?kind=access",)
REVIEW = "/center/applications/{fresh}/"


def on_review(of: str, act: str, who: str = "approver", **typed: str) -> Row:
    page = f"/center/applications/{{{of}}}/"
    return Row(who, page, typed, path=f"{page}{act}/")


def why(act: str, of: str = "fresh", **more: str) -> Row:
    """An act of the review page that asks for a reason."""
    return on_review(of, act, reason=f"{act}の理由", **more)


FORMS: dict[str, Row] = {
    # The review page
    "center:take": on_review("fresh", "take"),
    "center:approve": Row("approver", REVIEW, {"reason": "設備の都合のため"}, path=REVIEW + "approve/"),
    "center:confirm": on_review("proposed", "confirm", "approver2"),
    "center:unpropose": on_review("proposed", "unpropose"),
    "center:hold": on_review("fresh", "hold", waiting_for="押印した書面", day="{soon}"),
    "center:unhold": on_review("held", "unhold"),
    "center:query": on_review("fresh", "query", **{"comment:reason": "理由を補記してください"}),
    "center:query-back": why("query-back", "query"),
    "center:query-due": on_review("query", "query-due", day="{soon}", reason="先方の休業のため"),
    "center:refuse": why("refuse"),
    "center:withdraw": why("withdraw"),
    "center:revoke": why("revoke", "done"),
    "center:move-start": Row(
        "approver",
        "/center/applications/{done}/",
        {"day": "{later}", "reason": "先方の都合"},
        path="/center/applications/{done}/start/",
    ),
    "center:invalidate": why("invalidate", "setting"),
    "center:setting-done": Row(
        "approver",
        "/center/applications/{setting}/",
        {"reason": "受付番号 12345"},
        path="/center/applications/{setting}/setting/",
    ),
    "center:extend": on_review("setting", "extend", deadline="{soon}", reason="書面の遅れのため"),
    "center:memo": on_review("fresh", "memo", memo="電話で確認済み"),
    "center:resolve": Row(
        "reviewer",
        "/center/applications/{mended}/",
        path="/center/applications/{mended}/comments/{said}/resolve/",
    ),
    "center:proxy": Row(
        "approver",
        "/center/applications/{open}/",
        {"evidence": "書面を受領", "answer": "agree"},
        path="/center/consents/{asked}/answer/",
    ),
    "center:unanswer": Row(
        "approver",
        "/center/applications/{open}/",
        {"reason": "入力の誤りのため"},
        path="/center/consents/{proxied}/take-back/",
    ),
    "center:remind": Row("approver", "/center/consents/", path="/center/applications/{open}/remind/"),
    "center:work-propose": Row(
        "works",
        "/center/applications/{offered}/",
        {"day_0": "{soon}", "remark": "午後を希望します"},
        path="/center/works/{offered_work}/propose/",
    ),
    "center:work-fix": Row(
        "works",
        "/center/applications/{offered}/",
        {"day_0": "{soon}", "half_0": "pm"},
        wrong={"day_0": "あした"},
        path="/center/works/{offered_work}/fix/",
    ),
    "center:work-finish": Row(
        "works",
        "/center/applications/{line}/",
        {"result": "交換して完了", "done": "1"},
        path="/center/works/{work}/finish/",
    ),
    "center:work-vendor": Row(
        "works",
        "/center/applications/{offered}/",
        {"vendor": "{spare}"},
        without=CHOICES,
        path="/center/works/{offered_work}/vendor/",
    ),
    "center:work-call-off": Row(
        "works",
        "/center/applications/{offered}/",
        {"reason": "機器の交換が不要になったため"},
        path="/center/works/{offered_work}/call-off/",
    ),
    "center:work-take-back": Row(
        "works",
        "/center/applications/{off}/",
        {"reason": "やはり必要なため"},
        path="/center/works/{off_work}/take-back/",
    ),
    "center:work-note": Row(
        "works",
        "/center/applications/{line}/",
        {"at": "2026/01/05 10:00", "whom": "vendor", "by": "phone", "text": "翌週なら対応可能"},
        path="/center/works/{work}/notes/",
    ),
    "center:work-strike": Row(
        "works",
        "/center/applications/{line}/",
        {"reason": "別の申込の記録のため"},
        path="/center/works/notes/{note}/strike/",
    ),
    "center:vendors": Row(
        "works",
        typed={"name": "品川電設", "since": "{soon}"},
        theirs={"name": "大井電設", "since": "{soon}"},
    ),
    "center:vendor": Row("works", typed={"contact": "品川 太郎"}),
    "center:vendor-remove": Row(
        "works",
        "/center/works/vendors/{spare}/",
        path="/center/works/vendors/{spare}/remove/",
    ),
    "center:test-answer": Row(
        "works",
        "/center/applications/{line}/",
        {"answer": "設定を確認してください"},
        path="/center/tests/{test}/answer/",
    ),
    # The queue
    "center:desk": Row("reviewer", "/center/", own=True, typed={"name": "私の受付箱の分"}),
    "center:saved-view": Row("reviewer", own=True, typed={"name": "別の名前"}),
    "center:saved-view-remove": Row("reviewer", "/center/views/{view}/"),
    "center:selected-approve": Row(
        "approver",
        "/center/selected/?number={clean}",
        {"number": "{clean}"},
        without=CHOICES,
        path="/center/selected/approve/",
    ),
    "center:selected-assign": Row(
        "approver",
        "/center/selected/?number={fresh}",
        {"to": "{colleague}"},
        without=CHOICES,
        path="/center/selected/assign/",
    ),
    "center:sweep": Row("approver", "/center/deadlines/"),
    # Offices and their people
    "center:view-begin": Row(
        "reviewer", "/center/offices/NAC001/", {"reason": "電話の問合せのため"}, told=RECORD
    ),
    "center:view-end": Row("reviewer", "/", before=ways_world.viewing),
    "center:office-people": Row(
        "approver",
        typed=GORO | {"reason": "書面の依頼"},
        wrong={"login_id": "G"},
        theirs=ROKU | {"reason": "別の書面の依頼"},
        told=RECORD,
    ),
    "center:person-act": Row(
        "approver",
        "/center/offices/NAC001/people/",
        {"role": "applicant", "what": "role", "reason": "電話での依頼"},
        told=RECORD,
    ),
    "center:manager-confirm": Row("approver", "/center/offices/NAC001/people/"),
    "center:manager-drop": Row("approver", "/center/offices/NAC001/people/"),
    "center:register-row": Row(
        "approver",
        typed={"name": "第二営業部", "reason": "登録の誤りのため"},
        told=("/center/offices/NAC001/register/?kind=office",),
    ),
    "center:correction-confirm": Row("approver2", "/center/offices/NAC001/register/?kind=holder"),
    "center:correction-drop": Row("approver", "/center/offices/NAC001/register/?kind=holder"),
    "center:certificate": Row("approver", typed={"reason": "鍵の紛失のため"}, told=RECORD),
    # Bills
    "center:billing": Row(
        "billing", "/center/billing/", {"month": "2020-03", "file": "usage.csv"}, wrong={"month": "2020-13"}
    ),
    "center:billing-ask": Row(
        "billing",
        "/center/billing/{open_month}/",
        {"note": "先月との差を確認済み"},
        path="/center/billing/{open_month}/ask/",
    ),
    "center:billing-fix": Row(
        "billing2",
        "/center/billing/{open_month}/",
        path="/center/billing/{open_month}/fix/",
        before=ways_world.asked_to_fix,
    ),
    "center:billing-take-back": Row(
        "billing",
        "/center/billing/{open_month}/",
        path="/center/billing/{open_month}/take-back/",
        before=ways_world.asked_to_fix,
    ),
    "center:billing-draw-up": Row(
        "billing", "/center/billing/{open_month}/", path="/center/billing/{open_month}/draw-up/"
    ),
    "center:billing-load-again": Row("billing", "/center/billing/loads/{load}/"),
    "center:billing-load-drop": Row("billing", "/center/billing/loads/{load}/"),
    "center:invoice": Row(
        "billing",
        typed={
            "label": "件数の誤り",
            "quantity": "1",
            "price": "10",
            "way": "back",
            "reason": "明細の誤りのため",
        },
        before=ways_world.without_correction,
    ),
    "center:bill-correction-confirm": Row("billing", "/center/billing/invoices/{bill}/"),
    "center:bill-correction-drop": Row("billing", "/center/billing/invoices/{bill}/"),
    # Masters, mails, jobs
    "center:master": Row(
        "admin",
        typed={"day": "2030/01/10", "name_ja": "棚卸しの日"},
        theirs={"day": "2030/01/11", "name_ja": "創立記念日"},
    ),
    "center:master-row": Row("admin", typed={"name_ja": "棚卸しの日"}),
    "center:master-remove": Row("admin", "/center/masters/closed/{row}/"),
    "center:master-import": Row(
        "admin",
        "/center/masters/closed/",
        {"file": "closed.csv"},
        without=dict.fromkeys(("error", "back", "faster"), "a file"),
    ),
    "center:mail-again": Row(
        "admin",
        "/center/mails/{failed}/",
        {"new_to": "other@example.jp"},
        wrong={"new_to": "other"},
        theirs={"new_to": "third@example.jp"},
        path="/center/mails/{failed}/again/",
    ),
    "center:mail-returned": Row(
        "admin",
        "/center/mails/{sent}/",
        {"came_back": "宛先不明と回答"},
        path="/center/mails/{sent}/returned/",
    ),
    "center:job-again": Row("admin", "/center/jobs/"),
    "center:meti-export": Row("approver", "/center/meti/"),
}
