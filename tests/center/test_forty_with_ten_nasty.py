"""A reviewer's day of forty, ten of them nasty, through the pages alone: the thirty clean ones end in one act after one look, each
nasty one is stopped with the reason in words and has a way out, and "next" comes to an end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nss.account.models import Role
from nss.application import drafts, filing, queries
from nss.application.models import Application, Comment, Record
from nss.application.shown import SEEN_CHANGED
from nss.contract.models import Office
from tests import parts
from tests.runtime.fuzzing import Form, Forms

from .test_four_eyes import cancel

pytestmark = pytest.mark.django_db
LONG = ("営業所の統合にともない、識別番号を見直します。" * 12)[:240]
ALIVE = {"approved", "setting_wait"}


def office(code: str) -> Office:
    """An office of a company of its own, with a code of three IDs and somebody who applies."""
    made = parts.office(code, company_name=f"{code[:3]}商事株式会社")
    parts.rows.user_code(made, f"1A{code[:3]}", "sea", parts.SINCE)
    for number, method in (("A01", "interactive"), ("A02", "interactive"), ("A0A", "net")):
        parts.rows.user_id(made, f"1A{code[:3]}", number, ["01"], method, parts.SINCE)
    parts.person(made, "tanto", names=("輸出", "健", "ユシュツ ケン"))
    return made


def adding(of: Office, **more: Any) -> Application:
    return parts.filed(of, of.people.get(), parts.ids_to_add(f"1A{of.code[:3]}"), **more)


def ending(of: Office, number: str = "A0A", **more: Any) -> Application:
    return parts.filed(of, of.people.get(), parts.abolish(of, f"1A{of.code[:3]}{number}"), **more)


@dataclass
class Desk:
    """Somebody of the Center at their pages."""

    client: Client
    told: str = ""
    """What the last page said."""

    def opens(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, path
        self.told = unescape(answer.content.decode())
        return self.told

    def form(self, path: str, action: str) -> Form:
        """The form of a page that leads to an address of this ending."""
        page = Forms(path)
        page.feed(self.opens(path))
        return next(f for f in page.found if f.method == "POST" and f.action.endswith(action))

    def sends(self, form: Form, action: str = "", **typed: Any) -> int:
        answer = self.client.post(action or form.action, {**form.fields, **typed}, follow=True)
        self.told = unescape(answer.content.decode())
        return answer.status_code

    def does(self, a: Application, act: str, **typed: Any) -> int:
        """An act on the review page of an application, with what is typed over what its form shows."""
        return self.sends(self.form(f"/center/applications/{a.number}/", f"/{act}/"), **typed)

    def asks(self, a: Application, text: str) -> int:
        """A query about the reason of the application."""
        form = self.form(f"/center/applications/{a.number}/", "/query/")
        place = next(n for n in form.fields if n.startswith("comment:") and n.endswith("reason"))
        return self.sends(form, **{place: text})

    def comes_next(self) -> str:
        """The number that 次の申込 of the last page leads to; nothing where it has none."""
        found = re.search(r'data-key="n">次の申込\s*<span class="code">(\w+)', self.told)
        return found[1] if found else ""

    def waiting(self) -> list[str]:
        """The numbers of the queue."""
        return re.findall(r"data-row>(\w+)<", self.opens("/center/"))


def desk(login: str, role: Role, given: str) -> Desk:
    return Desk(parts.signed_in(parts.person(None, login, role, names=("審査", given, "シンサ"))))


@dataclass
class Day:
    """The forty, by what is the matter with them."""

    clean: list[Application]
    nasty: dict[str, Application] = field(default_factory=dict)

    @property
    def all(self) -> list[Application]:
        return [*self.clean, *self.nasty.values()]


def agreed(sharing: tuple[Office, Office, Office]) -> Application:
    """The end of a shared code to which both others have agreed; then one of them takes another ID of it over."""
    first, *others = sharing
    made = parts.filed(first, first.people.get(), parts.abolish(first, codes=("1BNAC",)))
    for consent in made.consents.order_by("pk"):
        by = parts.person(consent.office, "douisha")
        filing.answer_consent(consent.pk, consent.office, by, True)
    parts.rows.user_id(others[0], "1BNAC", "C07", ["10"], "interactive", parts.SINCE)
    return made


def forty() -> Day:
    """Thirty of fifteen offices, one with the longest reason that can be typed and one of somebody who was stopped after filing,
    and ten that must not end as they are."""
    day = Day([])
    for n in range(15):
        one = office(f"{'ABCDEFGHJKLMNPQ'[n]}DX001")
        day.clean += [adding(one, remark=LONG) if n == 3 else adding(one), ending(one)]
    gone = day.clean[-1].office.people.get()
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    pair, closing = office("PAX001"), office("ENX001")
    day.nasty["stands on what ends"] = adding(pair)
    day.nasty["ends what another stands on"] = parts.filed(
        pair, pair.people.get(), parts.abolish(pair, codes=("1APAX",))
    )
    day.nasty["asks of an office that ends"] = adding(closing)
    day.nasty["ends the office"] = cancel(closing)
    sharing = parts.shared_offices()
    parts.person(sharing[0], "tanto")
    day.nasty["agreed to something else"] = agreed(sharing)
    day.nasty["in a colleague's hands"] = ending(office("HAX001"))
    day.nasty["decided by a colleague"] = ending(office("KOX001"))
    day.nasty["taken back"] = ending(office("TAX001"))
    day.nasty["filed as something else"] = ending(office("REX001"))
    day.nasty["on a day that is closed"] = ending(office("CLX001"), wish_date=parts.wish([], 4))
    return day


def files_something_else(a: Application) -> None:
    """The office answers a query, and asks for the end of another ID."""
    who = a.office.people.get()
    for comment in Comment.objects.filter(application=a):
        queries.answer_comment(comment, "対象を改めました。")
    again = a.revisions.get(frozen_at=None)
    drafts.save(again, who, edits=parts.abolish(a.office, f"1A{a.office.code[:3]}A02"))
    filing.submit(a.pk, who)


def closes(admin: Desk, day: date) -> None:
    """An administrator closes a day, once the applications that stand on it were read."""
    sent = {"day": f"{day:%Y/%m/%d}", "name_ja": "臨時休業", "name_en": "Closed"}
    page = admin.client.post("/center/masters/closed/", sent).content.decode()
    confirmed = re.search(r'name="confirmed" value="(\w+)"', page)
    assert confirmed
    sent["confirmed"] = confirmed[1]
    assert admin.client.post("/center/masters/closed/", sent).status_code == 302


def test_thirty_clean_ones_end_after_one_look_and_each_of_ten_nasty_ones_is_stopped_with_a_way_out() -> None:
    # Holds N01, N02.
    day = forty()
    assert len(day.all) == 40
    nasty = day.nasty
    me, colleague = desk("shinsa", Role.APPROVER, "次郎"), desk("kakunin", Role.APPROVER, "二")
    admin = desk("kanri", Role.ADMIN, "三郎")
    assert colleague.does(nasty["in a colleague's hands"], "take") == 200
    assert set(me.waiting()) == {str(a.number) for a in day.all}

    # One look: what is wrong already is said in words, and is not ticked.
    look = me.form("/center/selected/?all=1", "/center/selected/assign/")
    ticked = {n.removeprefix("seen-") for n in look.fields if n.startswith("seen-")}
    at_once = {
        "stands on what ends": "両立しません",
        "ends what another stands on": "両立しません",
        "asks of an office that ends": "両立しません",
        "ends the office": "二人の確認が必要です",
        "agreed to something else": "同意を取り直してください",
        "in a colleague's hands": "審査 二が担当しています",
    }
    assert ticked == {str(a.number) for a in day.all} - {str(nasty[name].number) for name in at_once}
    for name, why in at_once.items():
        assert why in card(me.told, nasty[name]), name
    assert LONG in me.opens(f"/center/applications/{day.clean[6].number}/")

    # Before the press a colleague, two offices and an administrator are faster; one was sent back in another tab.
    assert colleague.does(nasty["decided by a colleague"], "approve") == 200
    taken_back = nasty["taken back"]
    theirs = Desk(parts.signed_in(taken_back.office.people.get()))
    back = theirs.form(f"/applications/{taken_back.number}/withdraw/", "/withdraw/")
    assert theirs.sends(back, reason="申込の誤りのため", sure="on") == 200
    before = me.form(f"/center/applications/{nasty['filed as something else'].number}/", "/approve/")
    me.asks(nasty["filed as something else"], "対象をご確認ください。")
    files_something_else(nasty["filed as something else"])
    closes(admin, parts.revision_of(nasty["on a day that is closed"]).wish_date)
    me.sends(look, "/center/selected/approve/", number=sorted(ticked))
    assert "34件のうち30件を処理しました" in me.told
    later = {
        "decided by a colleague": "審査待ちではありません",
        "taken back": "審査待ちではありません",
        "filed as something else": "確認事項への回答を確認してください",
        "on a day that is closed": "休業日",
    }
    for name, why in later.items():
        assert why in line(me.told, nasty[name]), name

    states = dict(Application.objects.values_list("pk", "state"))
    for a in day.clean:
        assert states[a.pk] in ALIVE
        assert Application.objects.get(pk=a.pk).start_date == parts.revision_of(a).wish_date
    assert {states[nasty[name].pk] for name in at_once} == {"received", "reviewing"}
    assert states[taken_back.pk] == "withdrawn"
    assert Record.objects.filter(event__in=["approve", "approve_wait"]).count() == 31, "each once"
    left = [a for a in day.all if states[a.pk] in ("received", "resubmitted", "reviewing")]
    assert set(me.waiting()) == {str(a.number) for a in left} and len(left) == 8

    # Next goes through what is left, each once, past what a colleague has, and comes to an end.
    seen = [me.waiting()[0]]
    me.opens(f"/center/applications/{seen[0]}/")
    while number := me.comes_next():
        assert number not in seen
        seen.append(number)
        me.opens(f"/center/applications/{number}/")
    free = [str(a.number) for a in left if a is not nasty["in a colleague's hands"]]
    assert sorted(seen) == sorted(free)
    assert me.sends(before) == 422 and str(SEEN_CHANGED.text) in me.told, (
        "what was seen is no longer what is asked for"
    )
    ways_out(me, colleague, nasty)
    assert not me.waiting() and "該当する申込はありません" in me.told


def card(page: str, a: Application) -> str:
    """What the look at the selected ones says of one."""
    return next(c for c in page.split('<li class="card">') if f'<span class="code">{a.number}</span>' in c)


def line(page: str, a: Application) -> str:
    """What is said of what came of one."""
    return next(p for p in page.split("<li>") if f">{a.number}</a>" in p)


def ways_out(me: Desk, colleague: Desk, nasty: dict[str, Application]) -> None:
    """What is done with each nasty one that is left, and what comes of it."""
    one, other = nasty["stands on what ends"], nasty["ends what another stands on"]
    assert (
        f"{other.number}</a>" in me.opens(f"/center/applications/{one.number}/") and "両立しません" in me.told
    )
    assert me.does(one, "approve") == 200
    assert me.does(other, "approve") == 422 and "停止" in me.told
    me.asks(other, "追加した識別番号も廃止するかをお知らせください。")

    ends, stays = nasty["ends the office"], nasty["asks of an office that ends"]
    assert me.does(ends, "approve") == 200 and "別の担当者が確認すると" in me.told
    assert colleague.does(ends, "confirm") == 200
    assert me.does(stays, "approve") == 422
    assert me.does(stays, "refuse", reason="契約が終了するため") == 200

    sharing, handed = nasty["agreed to something else"], nasty["in a colleague's hands"]
    assert me.does(sharing, "approve") == 422
    me.asks(sharing, "共用先の契約が変わったため、改めて登録してください。")
    assert me.does(handed, "take") == 200 and me.does(handed, "approve") == 200

    closed = nasty["on a day that is closed"]
    assert me.does(closed, "approve") == 422 and "理由を入力してください" in me.told
    assert me.does(closed, "approve", reason="臨時休業のため") == 200
    assert me.does(nasty["filed as something else"], "approve") == 200

    states = {name: Application.objects.get(pk=a.pk).state for name, a in nasty.items()}
    assert {n: "approved" if s in ALIVE else s for n, s in states.items()} == {
        "stands on what ends": "approved",
        "ends what another stands on": "query",
        "asks of an office that ends": "rejected",
        "ends the office": "approved",
        "agreed to something else": "query",
        "in a colleague's hands": "approved",
        "decided by a colleague": "approved",
        "taken back": "withdrawn",
        "filed as something else": "approved",
        "on a day that is closed": "approved",
    }
    moved = Application.objects.get(pk=closed.pk)
    assert moved.start_date is not None and moved.start_date > parts.revision_of(closed).wish_date
    again = nasty["filed as something else"]
    start = Application.objects.get(pk=again.pk).start_date
    assert start is not None and parts.names_on(again.office, start) == {"1AREXA01", "1AREXA0A"}
    assert Counter(Application.objects.values_list("state", flat=True))["received"] == 0
