"""Query, correction, withdrawal, refusal, invalidation: the contract is exactly what it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.application import after_decision, decision, drafts, filing, sweeps
from nss.application.lifecycle import RECORD_ONLY, TRANSITIONS, Event, NotAllowed, State
from nss.application.models import Application, Record
from nss.base import clock
from nss.issuing import vault
from nss.issuing.models import Secret
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db


def test_withdrawal_refusal_and_invalidation_leave_the_contract_as_it_was():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    before = parts.snapshot(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    filing.withdraw(a.pk, who, "見直しのため")
    assert parts.snapshot(office) == before
    b = parts.filed(office, who, parts.abolish(office, codes=("1ANAC",)))
    decision.refuse(b.pk, reviewer, "確認が取れないため")
    assert parts.snapshot(office) == before
    c = parts.filed(office, who, parts.ids_to_add("1ANAC", 3))
    decision.approve(c.pk, reviewer, c.revisions.get().wish_date)
    assert parts.snapshot(office) != before
    after_decision.invalidate(c.pk, reviewer)
    assert parts.snapshot(office) == before
    assert Secret.objects.filter(ciphertext__isnull=False).count() == 0


def test_the_sweep_makes_void_what_missed_its_deadline_once(moved_clock):
    # Holds X-10, D-43.
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    before = parts.snapshot(office, 5)
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    a.refresh_from_db()
    assert a.state == "setting_wait"
    moved_clock(a.setting_deadline)
    assert sweeps.sweep_deadlines() == []
    moved_clock(a.setting_deadline + timedelta(days=1))
    assert sweeps.sweep_deadlines() == [a.number]
    assert sweeps.sweep_deadlines() == []
    a.refresh_from_db()
    assert a.state == "void"
    assert Mail.objects.filter(kind="M05").count() == 1
    moved_clock(0)
    assert parts.snapshot(office, 5) == before


def test_a_query_opens_a_new_revision_under_the_same_number_and_keeps_the_old():
    # Holds C07.
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.query(a.pk, reviewer, [("reason", "理由を補記してください。")])
    revision = drafts.of_office(office, a.pk)
    assert (revision.no, revision.frozen_at) == (2, None)
    drafts.save(revision, who, reason="退職により使用しないため")
    again = filing.submit(a.pk, who)
    assert (again.number, again.state, again.revision_no) == (a.number, "resubmitted", 2)
    assert a.revisions.get(no=1).reason == parts.REASON
    decision.approve(a.pk, reviewer, revision.wish_date)
    events = list(Record.objects.filter(application=a).order_by("id").values_list("event", flat=True))
    assert events == ["submit", "take", "send_back", "answer", "take", "approve"]


def test_what_is_not_listed_cannot_happen():
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    for attempt in (
        lambda: filing.withdraw(a.pk, who, "遅い"),
        lambda: decision.refuse(a.pk, reviewer, "遅い"),
        lambda: decision.approve(a.pk, reviewer, clock.today()),
        lambda: after_decision.invalidate(a.pk, reviewer),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_every_stored_state_can_be_reached_and_every_end_is_an_end():
    # Holds D-20.
    reached = {State.DRAFT} | {t.target for t in TRANSITIONS}
    assert reached == set(State)
    for end in (State.WITHDRAWN, State.REJECTED, State.VOID):
        assert not [t for t in TRANSITIONS if t.source is end]
    pairs = [(t.source, t.event) for t in TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    assert {t.event for t in TRANSITIONS} | RECORD_ONLY == set(Event)


def test_a_stale_save_is_never_a_silent_overwrite():
    # Holds F-05, F7.
    office = parts.guide_office()
    who = parts.person(office)
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    other = drafts.of_office(office, revision.application_id)
    drafts.save(other, who, reason="先に保存")
    with pytest.raises(drafts.Stale) as stale:
        drafts.save(revision, who, reason="後から保存")
    assert stale.value.current.reason == "先に保存"


def test_a_row_that_another_decision_changed_stops_the_approval():
    # Holds F8.
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    a.holds.all().delete()
    b = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    decision.approve(b.pk, reviewer, b.revisions.get().wish_date)
    with pytest.raises(filing.Refused) as refused:
        decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    assert "row_changed" in [p.code for p in refused.value.problems]
    assert Application.objects.get(pk=a.pk).state == "received"


def test_a_password_is_read_only_by_its_office_inside_its_window_and_then_gone(moved_clock):
    # Holds X-09, D-44.
    office = parts.guide_office()
    stranger = parts.office("XYZ001")
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    secret = Secret.objects.get()
    assert len(vault.reveal(secret.pk, office, who.pk, clock.today())) == 8
    with pytest.raises(Secret.DoesNotExist):
        vault.reveal(secret.pk, stranger, who.pk, clock.today())
    assert len(vault.reveal(secret.pk, office, who.pk, secret.closes_on)) == 8
    with pytest.raises(vault.WindowClosed):
        vault.reveal(secret.pk, office, who.pk, secret.closes_on + timedelta(days=1))
    assert vault.erase_closed(secret.closes_on) == 0
    assert vault.erase_closed(secret.closes_on + timedelta(days=1)) == 1
    secret.refresh_from_db()
    assert secret.ciphertext is None
    assert list(secret.views.order_by("id").values_list("outcome", flat=True)) == ["shown", "shown", "closed"]


def test_a_typed_number_that_was_ever_issued_is_refused_and_nothing_is_decided():
    # Holds N05, T-02.
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    with pytest.raises(filing.Refused) as refused:
        decision.approve(a.pk, reviewer, a.revisions.get().wish_date, {"id0.0": "A0A"})
    assert [p.code for p in refused.value.problems] == ["already_issued"]
    assert Application.objects.get().state == "received"
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date, {"id0.0": "C7K"})
    assert "1ANACC7K" in parts.names_on(office, a.revisions.get().wish_date)


def test_a_decision_that_a_later_one_stands_on_is_not_undone_first(moved_clock):
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.ids_to_add("1ANAC"))
    decision.approve(a.pk, reviewer, a.revisions.get().wish_date)
    after_decision.setting_done(a.pk, reviewer, "完了")
    start = a.revisions.get().wish_date
    edits = list(_end_on(office, start, "1ANACA0B"))
    b = parts.filed(office, who, edits, wish_date=start + timedelta(days=7))
    decision.approve(b.pk, reviewer, start + timedelta(days=7))
    with pytest.raises(filing.Refused) as refused:
        after_decision.revoke(a.pk, reviewer, "誤り")
    assert [p.code for p in refused.value.problems] == ["later_change"]


def _end_on(office, day, name):
    from nss.application.edits import end
    from nss.contract.snapshot import load

    return [end("user-code", r) for r in load(office, day, ("user_id",)).rows if str(r.name) == name]


def test_another_day_than_the_wished_one_needs_a_reason_that_the_office_sees(client):
    # Holds N06.
    office = parts.guide_office()
    who, reviewer = parts.person(office), parts.reviewer()
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    later = a.revisions.get().wish_date + timedelta(days=7)
    with pytest.raises(filing.Refused) as refused:
        decision.approve(a.pk, reviewer, later)
    assert [p.code for p in refused.value.problems] == ["no_start_reason"]
    decision.approve(a.pk, reviewer, later, reason="登録作業の都合により")
    client.force_login(who)
    assert "登録作業の都合により" in client.get(f"/applications/{a.number}/").content.decode()
