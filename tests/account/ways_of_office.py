"""The forms of the offices and of those who have not signed in."""

from __future__ import annotations

from tests import parts

from .ways_row import GORO, ROKU, Row

WORKS_CONTACT = {
    "family_name": "船舶港湾",
    "given_name": "二郎次郎",
    "family_kana": "センパクコウワン",
    "given_kana": "ジロウジロウ",
    "phone": "06456789123",
    "half": "any",
    "entry": "no",
}
CHOICES = dict.fromkeys(("error", "faster"), "choices")
OWN = "/applications/{fresh}/"
FORMS: dict[str, Row] = {
    # People and tokens
    "account:people": Row(
        "manager",
        typed=GORO,
        wrong={"login_id": "G"},
        theirs=ROKU,
    ),
    "account:person-act": Row(
        "manager", "/people/", {"role": "applicant", "what": "role"}, wrong={"role": "reader"}
    ),
    "account:tokens": Row("manager", typed={"name": "基幹システム"}),
    "account:token-revoke": Row("manager", "/tokens/"),
    # Drafts
    "office:start": Row(
        "applicant",
        typed={
            "items": "user-code",
            "wish_day": "{wish}",
            "reason_pick": "other",
            "reason": "使用しない番号のため",
        },
        without={"faster": "its own"},
    ),
    "office:items": Row("applicant", typed={"reason_pick": "other", "reason": "使用しない番号のため"}),
    "office:fast": Row(
        "applicant", "/drafts/{draft}/start/", {"reason_pick": "other", "reason": "使用しない番号のため"}
    ),
    "office:contact": Row("applicant", typed={"title": "通関課長"}),
    "office:item": Row(
        "applicant",
        "/drafts/{line_draft}/item/terminal/works/",
        {**WORKS_CONTACT, "remark": "裏口からお入りください"},
        theirs={**WORKS_CONTACT, "remark": "受付で鍵を借りてください"},
        path="/drafts/{line_draft}/item/terminal/works/",
    ),
    "office:check": Row("applicant", typed={"remark": "至急お願いします"}, told=("*/applications/2",)),
    "office:choose-day": Row("applicant"),
    "office:drawing": Row(
        "applicant",
        "/drafts/{line_draft}/item/terminal/list/",
        {"drawing_note": "別紙のとおり", "drawing": "drawn"},
        path="/drafts/{line_draft}/drawing/",
    ),
    "office:detach": Row(
        "applicant", "/drafts/{filed_draft}/check/", path="/drafts/{filed_draft}/files/{own_file}/detach/"
    ),
    "office:discard": Row("applicant", "/drafts/"),
    "office:duplicate": Row("applicant", "/drafts/"),
    "office:restore": Row("applicant", "/drafts/"),
    "office:hand-over": Row("applicant", "/drafts/{draft}/", {"to": "{successor}"}, without=CHOICES),
    "office:linked": Row("applicant", "/drafts/{draft}/check/"),
    "office:new-office": Row("applicant", typed={"terms": "1"}, without={**CHOICES, "faster": "its own"}),
    "office:begin": Row("applicant"),
    # Applications
    "office:abolish": Row(
        "applicant", "/contract/", {"row": "user_id:{user_id}"}, without={**CHOICES, "faster": "its own"}
    ),
    "office:answer": Row("applicant", typed={"answer_{answer}": "書面を送りました"}),
    "office:withdraw": Row(
        "applicant",
        OWN + "withdraw/",
        {"reason": "二重に申し込んだため", "sure": "on"},
        path=OWN + "withdraw/",
    ),
    "office:copy": Row("applicant", "/applications/{done}/received/"),
    "office:acknowledge": Row("applicant", "/applications/{done}/ids/"),
    "office:reveal": Row("applicant", "/applications/{done}/ids/"),
    "office:choose-slot": Row(
        "applicant",
        "/applications/{offered}/works/",
        {"day_0": "{soon}", "remark": "午前は不在です"},
        wrong={"day_0": "あした"},
        path="/applications/{offered}/works/{offered_work}/",
    ),
    "office:tested": Row(
        "applicant",
        "/applications/{begun}/works/",
        {"tested_on": "{today}", "good": "0", "remark": "応答がありません"},
        wrong={"tested_on": "きのう"},
        path="/applications/{begun}/works/test/",
    ),
    "office:certificate-fetched": Row("applicant", "/certificates/"),
    "office:consent": Row("applicant", typed={"answer": "refuse", "reason": "使用しているため"}),
    "office:news-open": Row("applicant", "/"),
    "office:news-read": Row("applicant", "/news/"),
    "office:notices": Row(
        "manager",
        typed={"extra-M01": "soumu@example.jp"},
        wrong={"extra-M01": "soumu"},
        theirs={"extra-M01": "keiri@example.jp"},
    ),
    # Without signing in
    "account:forgotten": Row(
        "nobody",
        typed={"office_code": "事業所NAC", "email": "goro@example.jp"},
        wrong={"email": "goro"},
        without={"outage": "secrets"},
    ),
    "office:newcomer": Row("nobody", typed={**parts.NEWCOMER, "terms": "on"}),
    "document:verify": Row("nobody", typed={"code": "ABCD"}, wrong={"code": "あああああ"}),
}
