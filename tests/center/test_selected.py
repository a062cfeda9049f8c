"""Many applications after one look: each clean one decided as one alone is, the others left with their reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.account.models import Role
from nss.application import decision, queue
from nss.application.models import Application, Record
from nss.base import clock
from nss.center import selected
from nss.contract.rows.ids import UserId
from tests import parts
from tests.center.test_four_eyes import cancel
from tests.runtime.fuzzing import Forms

pytestmark = pytest.mark.django_db


def looked_at(client, path="/center/selected/?all=1"):
    """The fields that the page sends along."""
    page = Forms(path)
    text = client.get(path).content.decode()
    page.feed(text)
    form = next(f for f in page.found if "selected" in f.action)
    return dict(form.fields), text


def test_all_clean_ones_are_approved_after_one_look_each_with_its_line(moved_clock):
    # Holds N05.
    office = parts.guide_office()
    who, boss = parts.person(office), parts.reviewer()
    clean = [parts.filed(office, who, parts.ids_to_add("1ANAC")) for _ in range(3)]
    held = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    queue.hold(held.pk, boss, "回線業者の回答", clock.today() + timedelta(days=5))
    theirs = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.take(theirs.pk, parts.person(None, "hoka", Role.REVIEWER))
    by_two = cancel(parts.office("XYZ001"))
    client = parts.signed_in(boss)
    client.get("/center/")
    sent, text = looked_at(client)
    assert "担当しています" in text and "二人の確認が必要です" in text
    assert {k for k in sent if k.startswith("seen-")} == {f"seen-{a.number}" for a in clean}
    everything = [str(a.number) for a in (*clean, held, theirs, by_two)]
    decision.query(clean[2].pk, boss, [("reason", "補記してください。")])
    said = client.post("/center/selected/approve/", {**sent, "number": everything}).content.decode()
    assert "6件のうち2件を処理しました" in said and "保留中です（回線業者の回答）" in said
    states = dict(Application.objects.values_list("pk", "state"))
    assert [states[a.pk] for a in clean] == ["setting_wait", "setting_wait", "query"]
    assert {states[a.pk] for a in (held, by_two)} == {"received"} and states[theirs.pk] == "reviewing"
    assert UserId.objects.filter(code="1ANAC", method="net").count() == 3, "each issued its own"
    assert Record.objects.filter(event="approve_wait").count() == 2


def test_what_changed_since_the_look_is_left_with_its_reason():
    office = parts.guide_office()
    who, boss = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    client = parts.signed_in(boss)
    sent, _ = looked_at(client, f"/center/selected/?number={a.number}")
    other = f"{sent[f'seen-{a.number}'].partition('.')[0]}.{'0' * 64}.review"
    for seen in ("", other):
        said = client.post(
            "/center/selected/approve/", {"number": str(a.number), f"seen-{a.number}": seen}
        ).content.decode()
        assert "この画面を開いた後に" in said
    assert Application.objects.get().state == "received"


def test_a_hundred_at_once():
    office = parts.guide_office()
    who, boss = parts.person(office), parts.reviewer()
    made = [parts.filed(office, who, parts.ids_to_add("1ANAC")) for _ in range(selected.MOST)]
    client = parts.signed_in(boss)
    sent, _ = looked_at(client)
    numbers = [str(a.number) for a in made]
    said = client.post("/center/selected/approve/", {**sent, "number": numbers}).content.decode()
    assert f"{len(made)}件のうち{len(made)}件を処理しました" in said
    assert set(Application.objects.values_list("state", flat=True)) == {"setting_wait"}
