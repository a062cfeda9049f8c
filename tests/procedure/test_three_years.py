"""Random applications of twenty offices over three simulated years: no two versions live on one day, what ended otherwise left
nothing behind, and every contract on every day is the one replayed from the record of the applications."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nss.account.models import Person
from nss.application import after_decision, decision, drafts, filing, sweeps
from nss.application.edits import Edit, add, change, end, merged
from nss.application.lifecycle import RECORD_ONLY, TRANSITIONS, NotAllowed
from nss.application.models import Application, Consent, Record
from nss.base import clock
from nss.base.problems import Refused
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import Contract, load
from nss.notice.models import Mail
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit import schedule
from nss.runtime.demo import rows
from tests import parts

pytestmark = pytest.mark.django_db
OFFICES = 20
STEPS = 260
YEARS = 3
DECIDED = ("approved", "setting_wait")


def world() -> list[tuple[Office, Person]]:
    """Offices of five companies; the first two of each share a code."""
    made = []
    for c in range(5):
        company = "ABCDE"[c] * 3
        for n in range(4):
            office = parts.office(f"{company}{n + 1:03d}")
            code = f"1A{company}" if n < 2 else f"1{'BC'[n - 2]}{company}"
            rows.user_code(office, code, "sea", parts.SINCE)
            for number in (f"{'KL'[n % 2]}01", f"{'KL'[n % 2]}0A"):
                rows.user_id(
                    office, code, number, ["01"], "net" if number[-1] == "A" else "interactive", parts.SINCE
                )
            made.append((office, parts.person(office)))
    rows.counter("terminal", 50000)
    return made


def asked(dice: random.Random, contract: Contract) -> list[Edit]:
    """Some change of one kind, from what the office has."""
    ids, kind = (
        list(contract.of("user_id")),
        dice.choice(
            (
                "add_id",
                "end_id",
                "end_code",
                "new_code",
                "net",
                "mailbox",
                "holder",
                "flags",
                "end_net",
                "plan",
            )
        ),
    )
    if kind == "add_id" and ids:
        code = dice.choice(ids).values["code"]
        after = {
            "code": code,
            "number": "",
            "business": ["01"],
            "method": dice.choice(("net", "interactive")),
        }
        return [add("user-code", "user_id", after, count=dice.randint(1, 3))]
    if kind == "end_id" and len(ids) > 1:
        return [end("id-number", r) for r in dice.sample(ids, dice.randint(1, len(ids) - 1))]
    if kind == "end_code" and ids:
        from nss.procedure.codes import user_code

        return user_code.abolish(contract, codes=(dice.choice(ids).values["code"],))
    if kind == "new_code":
        code = {
            "code": "",
            "system_class": "sea",
            "stats_paid": False,
            "stats_free": True,
            "bonded_storage": False,
        }
        number = {"code": "", "number": "", "business": ["01"], "method": "net"}
        return [
            add("user-code", "user_code", code, ref="code1"),
            add("user-code", "user_id", number, parent="code1"),
        ]
    if kind == "net":
        return [
            add("net-terminal", "net_terminal", {"net_kind": "net", "name": ""}, count=dice.randint(1, 2))
        ]
    if kind == "mailbox" and contract.of("user_code"):
        return [add("mailbox", "mailbox", {"name": ""}, count=1)]
    if kind == "end_net" and contract.of("net_terminal"):
        return [end("net-terminal", dice.choice(contract.of("net_terminal")))]
    if kind == "holder":
        made = change("holder", contract.of("holder")[0], {"title": f"役職{dice.randint(1, 99)}"})
        return [made] if made else []
    if kind == "flags" and contract.of("user_code"):
        row = dice.choice(contract.of("user_code"))
        made = change("statistics", row, {"stats_paid": not row.values["stats_paid"]})
        return [made] if made else []
    if kind == "plan":
        row = dice.choice(contract.of("plan"))
        made = change("fee-plan", row, {"plan": "A" if row.values["plan"] == "B" else "B"})
        return [made] if made else []
    return []


def one_step(dice: random.Random, world_: list[tuple[Office, Person]], reviewer: Person) -> None:
    """File something, or carry an open application on; what the rules refuse is simply not done."""
    open_ones = list(
        Application.objects.filter(
            state__in=["received", "reviewing", "query", "resubmitted", "consent", "setting_wait"]
        )
    )
    try:
        if not open_ones or dice.random() < 0.5:
            office, who = dice.choice(world_)
            contract = load(office, clock.today(), ROW_TYPES)
            edits = asked(dice, contract)
            if not edits:
                return
            items = [p.key for p in CATALOGUE.of([e.procedure for e in edits])]
            day = dice.choice(schedule.offered(clock.today(), parts.need(edits), 6))
            revision = drafts.begin(
                office,
                who,
                items=items,
                edits=[e.to_json() for e in edits],
                wish_date=day,
                reason="x",
                contact=dict(parts.CONTACT),
            )
            filing.submit(revision.application_id, who)
            return
        a = dice.choice(open_ones)
        who = next(p for o, p in world_ if o.pk == a.office_id)
        match a.state:
            case "consent":
                for c in Consent.objects.filter(application=a, state="requested"):
                    filing.answer_consent(c.pk, c.office, who, dice.random() < 0.8, "x")
            case "query":
                filing.withdraw(a.pk, who, "x") if dice.random() < 0.3 else filing.submit(a.pk, who)
            case "setting_wait":
                after_decision.setting_done(
                    a.pk, reviewer, "x"
                ) if dice.random() < 0.6 else after_decision.revoke(a.pk, reviewer, "x")
            case _:
                act = dice.random()
                if act < 0.65:
                    revision = a.revisions.order_by("-no")[0]
                    start = max(revision.wish_date or clock.today(), clock.today())
                    parts.approve(a.pk, reviewer, start, reason="x")
                elif act < 0.75:
                    decision.refuse(a.pk, reviewer, "x")
                elif act < 0.88:
                    decision.query(a.pk, reviewer, [("reason", "x")])
                else:
                    filing.withdraw(a.pk, who, "x")
    except (Refused, NotAllowed):
        return


def plain(found: Iterator[tuple[str, dict[str, Any]]]) -> list[Any]:
    return sorted((k, tuple(sorted((n, str(v)) for n, v in values.items()))) for k, values in found)


def replayed(office: Office, base: dict[tuple[str, int], dict[str, Any]], day: date) -> list[Any]:
    """The base and every decided application whose start has come, in the order of the starts."""
    state: dict[Any, tuple[str, dict[str, Any]]] = {k: (k[0], dict(v)) for k, v in base.items()}
    named: dict[tuple[str, str], Any] = {}
    told: list[tuple[Any, int, list[Edit]]] = []
    for a in Application.objects.filter(state__in=DECIDED, start_date__lte=day):
        revision = a.revisions.get(no=a.revision_no)
        if a.office_id == office.pk:
            told.append((a.start_date, a.pk, revision.issued_list))
        for c in a.consents.filter(office=office, revision_no=revision.no, state="agreed"):
            told.append((a.start_date, a.pk, c.edit_list))
    order = {
        pk: n
        for n, pk in enumerate(
            Application.objects.order_by("decided_on", "changed_at").values_list("pk", flat=True)
        )
    }
    for n, (_, _, edits) in enumerate(sorted(told, key=lambda x: (x[0], order[x[1]]))):
        for m, e in enumerate(merged(edits)):
            if e.action == "add":
                state["new", n, m] = (e.kind, dict(e.after))
                continue
            key: Any = (e.kind, e.target)
            if key not in state:  # a row that an earlier application added: found by what the edit remembers
                key = named.get(key) or next(
                    k
                    for k, (kind, v) in state.items()
                    if kind == e.kind and k[0] == "new" and str(v) == str(dict(e.before))
                )
                named[e.kind, e.target] = key
            if e.action == "end":
                del state[key]
            else:
                state[key] = (e.kind, {**state[key][1], **e.after})
    return plain(iter(state.values()))


def overlaps() -> int:
    """Pairs of versions of one thing that are live on one day, over all kinds."""
    count = 0
    with connection.cursor() as cursor:
        for model in ROW_TYPES.values():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(
                f"SELECT count(*) FROM {table} a JOIN {table} b ON a.identity = b.identity AND a.id < b.id "  # noqa: S608
                "WHERE a.starts < b.ends AND b.starts < a.ends"
            )
            count += cursor.fetchone()[0]
    return count


def listed_once() -> None:
    """D-20: every step of every application is in the table, with its mail and its news exactly once."""
    table = {(t.source.value, t.event.value, t.target.value): t for t in TRANSITIONS}
    mails = Counter(
        (m.application_id, m.kind, m.dedupe.split(":")[0]) for m in Mail.objects.exclude(application_id=None)
    )
    steps: Counter[Any] = Counter()
    for r in Record.objects.exclude(event__in=[e.value for e in RECORD_ONLY]):
        step = table[r.source, r.event, r.target]
        if step.mail:
            steps[r.application_id, step.mail, r.event] += 1
    for key, n in steps.items():
        assert mails[key] == n, f"{key}: {n} steps, {mails[key]} mails"


@given(seed=st.integers(min_value=0, max_value=10_000))
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_contracts_are_what_the_applications_say_on_every_day_of_three_years(seed: int) -> None:
    # Holds X-13, F10.
    dice, before = random.Random(seed), clock._offset_days
    try:
        with transaction.atomic():
            offices = world()
            reviewer = parts.reviewer()
            base = {
                o.pk: {(r.kind, r.identity): dict(r.values) for r in load(o, clock.today(), ROW_TYPES).rows}
                for o, _ in offices
            }
            first = clock.today()
            for n in range(STEPS):
                passed = n * 365 * YEARS // STEPS
                clock.set_source(lambda days=passed: days)
                sweeps.sweep_deadlines()
                sweeps.expire_consents()
                one_step(dice, offices, reviewer)
            assert overlaps() == 0
            listed_once()
            decided = Application.objects.filter(state__in=DECIDED).count()
            assert decided > STEPS // 10, "the sequence must decide something, or it shows nothing"
            for day in (first + timedelta(days=n) for n in range(0, 365 * YEARS + 60, 91)):
                for office, _ in offices:
                    real = plain((r.kind, dict(r.values)) for r in load(office, day, ROW_TYPES).rows)
                    assert real == replayed(office, base[office.pk], day), (
                        f"{office.code} on {day} (seed {seed})"
                    )
            # Nothing changes on any day but the start days: so every day is covered by each start day and its eve.
            by_pk = {o.pk: o for o, _ in offices}
            for a in Application.objects.filter(state__in=DECIDED):
                for pk in {
                    a.office_id,
                    *a.consents.filter(state="agreed").values_list("office_id", flat=True),
                }:
                    for day in (a.start_date - timedelta(days=1), a.start_date):
                        real = plain((r.kind, dict(r.values)) for r in load(by_pk[pk], day, ROW_TYPES).rows)
                        assert real == replayed(by_pk[pk], base[pk], day), (
                            f"{by_pk[pk].code} on {day} (seed {seed})"
                        )
            transaction.set_rollback(True)
    finally:
        clock.set_source(before)
