"""The Center's figures and the numbers of its queue, on random histories: equal to statements written apart by hand, which read
the record of what was done and not the columns that the figures read."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from nss.account.models import Person, Role
from nss.application import after_decision, decision, filing, queries, queue, sweeps, works
from nss.application.edits import Edit, add, change
from nss.application.lifecycle import NotAllowed
from nss.application.models import Application, Work
from nss.application.shown import last_filed
from nss.base import clock
from nss.base.problems import Refused
from nss.center.queue_views import asked_of, counted, views
from nss.contract.models import Office
from nss.contract.snapshot import load
from nss.notice.models import Mail
from nss.procedure.kit import schedule
from tests import parts

pytestmark = pytest.mark.django_db
FIRST, DAYS, APPLICATIONS = date(2027, 4, 12), 42, 48
CLOSED = "{2027-04-29,2027-05-03,2027-05-04,2027-05-05}"
"""The holidays of those weeks, by hand: Golden Week."""
PLACES = ("reason", "wish_date", "contact.phone", "remark", "user_id:1", "user_id:2")
PLACE_WORDS = {
    "reason": "変更する理由",
    "wish_date": "利用開始希望日",
    "contact.phone": "電話番号",
    "remark": "備考・その他",
    "user_id": "識別番号",
}
STATES = {
    "consent": "同意待ち",
    "received": "受付済み",
    "reviewing": "審査中",
    "query": "確認事項あり",
    "resubmitted": "再提出",
    "setting_wait": "システム設定待ち",
    "approved": "審査終了",
    "withdrawn": "取下げ",
    "rejected": "不承認",
    "void": "無効",
    "revoked": "審査終了の取消し",
}
WORKS = {
    "waiting": "日程調整前",
    "proposed": "工事調整中（候補日の提示）",
    "countered": "工事調整中（別の日を希望）",
    "fixed": "工事日確定",
    "failed": "工事未完了（再調整）",
}

# What is so by the record: the state that the last step led to, the days (of Tokyo) of the first filing and the first answer, the
# day on which the Center got it last, and which filing is open or last.
BY_RECORD = """
WITH moved AS (
  SELECT r.*, (r.at AT TIME ZONE 'Asia/Tokyo')::date AS day FROM application_record r WHERE r.target <> ''
), told AS (
  SELECT a.id, right(a.number, 1) AS letter, a.claimed_by_id, a.held_until, a.query_due, a.setting_deadline,
    (SELECT min(m.day) FROM moved m WHERE m.application_id = a.id AND m.event IN ('submit', 'ask')) AS filed,
    (SELECT min(m.day) FROM moved m WHERE m.application_id = a.id
       AND m.event IN ('approve', 'approve_wait', 'refuse', 'send_back')) AS answered,
    (SELECT max(m.day) FROM moved m WHERE m.application_id = a.id
       AND m.target IN ('received', 'resubmitted')) AS came,
    (SELECT CASE WHEN m.event = 'revoke' THEN 'revoked' ELSE m.target END FROM moved m
       WHERE m.application_id = a.id ORDER BY m.id DESC LIMIT 1) AS state
  FROM application_application a WHERE a.number IS NOT NULL
)
"""
BUSINESS = """(SELECT count(*) FROM generate_series({0} + 1, {1}, '1 day') d
  WHERE extract(isodow FROM d) < 6 AND d::date <> ALL (%(closed)s::date[]))"""


def sql(statement: str, **of: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(BY_RECORD + statement, {"closed": CLOSED, **of})
        return list(cursor.fetchall())


# -- a history -----------------------------------------------------------------------------------------------------


def at(day: date, dice: random.Random) -> None:
    """Some moment of a day of Tokyo, its first and last minutes among them: there the day is another one in UTC."""
    clock.set_source(None)
    hour, minute = dice.choice(((0, 5), (8, 30), (9, 30), (14, 0), (23, 50)))
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.TOKYO)
    ahead = (moment - clock.now()) / timedelta(days=1)
    clock.set_source(lambda: ahead)  # type: ignore[arg-type,return-value]


def world() -> list[tuple[Office, Person]]:
    made = [parts.line_office("NAC001")]
    for letters in ("ABC", "DEF", "GHI"):
        made.append(parts.office(f"{letters}001"))
        parts.rows.user_code(made[-1], f"1A{letters}", "sea", parts.SINCE)
        parts.rows.user_id(made[-1], f"1A{letters}", "A01", ["01"], "interactive", parts.SINCE)
        parts.rows.user_id(made[-1], f"1A{letters}", "A0A", ["01"], "net", parts.SINCE)
    return [(o, parts.person(o, f"p{n}")) for n, o in enumerate(made)]


def asked(dice: random.Random, office: Office) -> tuple[list[Edit], dict[str, Any]]:
    """The edits of a cheap application and what its pages keep beside them."""
    kind = dice.choice(("ids", "ids", "net", "mailbox", "holder", "works"))
    if kind == "works" and office.code == "NAC001":
        edits = parts.server_edits(office)
        return edits, parts.line_extra(edits)
    if kind == "net":
        return [add("net-terminal", "net_terminal", {"net_kind": "net", "name": ""}, count=1)], {}
    if kind == "mailbox":
        return [add("mailbox", "mailbox", {"name": ""}, count=1)], {}
    if kind == "holder":
        row = load(office, clock.today(), ("holder",)).of("holder")[0]
        made = change("holder", row, {"title": f"役職{dice.randint(1, 99)}"})
        return ([made] if made else []), {}
    return parts.ids_to_add(f"1A{office.code[:3]}"), {}


def file_one(dice: random.Random, office: Office, who: Person) -> None:
    edits, extra = asked(dice, office)
    if edits:
        day = dice.choice(schedule.offered(clock.today(), parts.need(edits), 8))
        parts.filed(office, who, edits, extra=extra, wish_date=day)


def carry_on(dice: random.Random, a: Application, who: Person, center: list[Person]) -> None:
    """One step of an application that is not over."""
    reviewer = dice.choice(center)
    match a.state:
        case "received" | "resubmitted" if dice.random() < 0.35:
            decision.take(a.pk, reviewer)
        case "received" | "resubmitted" | "reviewing":
            act = dice.random()
            if act < 0.35:
                parts.approve(
                    a.pk, reviewer, max(last_filed(a).wish_date, clock.today()), reason="日程の都合"
                )
            elif act < 0.6:
                places = dice.sample(PLACES, dice.randint(1, 3))
                decision.query(a.pk, reviewer, [(p, "補記してください。") for p in places])
            elif act < 0.75:
                queue.hold(a.pk, reviewer, "回答待ち", clock.today() + timedelta(days=dice.randint(1, 9)))
            elif act < 0.85:
                decision.refuse(a.pk, reviewer, "要件を満たさないため")
            elif act < 0.93:
                filing.withdraw(a.pk, who, "見直し")
            else:
                queue.assign(a.pk, reviewer, dice.choice(center))
        case "query":
            act = dice.random()
            if act < 0.15:
                queries.take_back(a.pk, reviewer, "誤送付")
            elif act < 0.25:
                filing.withdraw(a.pk, who, "見直し")
            elif act < 0.6:
                filing.submit(a.pk, who)
        case "setting_wait" | "approved" if dice.random() < 0.15:
            after_decision.revoke(a.pk, reviewer, "登録の誤り")
        case "setting_wait" if dice.random() < 0.2:
            after_decision.setting_done(a.pk, reviewer, "完了")


def arrange(dice: random.Random, who: Person, center: list[Person]) -> None:
    """One step of some works."""
    work = dice.choice(list(Work.objects.exclude(state__in=["done", "cancelled"]).order_by("id")))
    slot = f"{parts.wish([], dice.randint(1, 4))}/am"
    match work.state:
        case "waiting" | "failed":
            works.propose(work.pk, center[0], [slot])
        case "proposed" if dice.random() < 0.4:
            works.counter(work.pk, who, [slot])
        case "proposed":
            works.accept(work.pk, who, work.slots[0])
        case "fixed":
            works.finish(work.pk, center[0], dice.random() < 0.5, "機器の故障")


def history(seed: int, checked: Any) -> list[Person]:
    """Some weeks of the desk; `checked` is called on some of its days. What the rules refuse is simply not done."""
    dice = random.Random(seed)
    at(FIRST, dice)
    offices = world()
    center = [parts.reviewer(), parts.second(), parts.person(None, "hoka", Role.REVIEWER)]
    people = {o.pk: p for o, p in offices}
    for n in range(DAYS):
        at(FIRST + timedelta(days=n), dice)
        sweeps.sweep_deadlines()
        for _ in range(dice.randint(0, 3)):
            if Application.objects.count() < APPLICATIONS:
                tried(file_one, dice, *dice.choice(offices))
        going = list(Application.objects.exclude(state__in=["withdrawn", "rejected", "void"]).order_by("id"))
        for a in dice.sample(going, min(len(going), 4)):
            tried(carry_on, dice, a, people[a.office_id], center)
        if Work.objects.exclude(state__in=["done", "cancelled"]).exists() and dice.random() < 0.4:
            tried(arrange, dice, people[offices[0][0].pk], center)
        if n % 9 == 8:
            checked(center)
    return center


def tried(what: Any, *args: Any) -> None:
    try:
        what(*args)
    except (Refused, NotAllowed):
        return


# -- by hand -------------------------------------------------------------------------------------------------------


def queue_by_hand(person: Person, today: date) -> dict[str, int]:
    """How many stand in each view of the queue."""
    whole_days = BUSINESS.format("came", "%(today)s::date - 1")
    turn = "state IN ('received', 'resubmitted', 'reviewing')"
    laid = "coalesce(held_until > %(today)s, false)"
    near = f"setting_deadline <= %(today)s OR {BUSINESS.format('%(today)s::date', 'setting_deadline')} <= 3"
    open_works = (
        "SELECT application_id FROM application_work WHERE state IN ('waiting', 'countered', 'failed')"
    )
    where = {
        "late": f"{turn} AND {whole_days} >= 1",
        "todo": f"{turn} AND NOT {laid}",
        "new": f"state = 'received' AND claimed_by_id IS NULL AND NOT {laid}",
        "mine": f"({turn} OR state = 'query') AND claimed_by_id = %(person)s",
        "answered": "state = 'resubmitted'",
        "confirm": "state = 'reviewing' AND id IN (SELECT application_id FROM application_proposal)",
        "held": f"{turn} AND {laid}",
        "overdue": "state = 'query' AND query_due < %(today)s",
        "query": "state = 'query'",
        "consent": "state = 'consent'",
        "setting": "state = 'setting_wait'",
        "near": f"state = 'setting_wait' AND ({near})",
        "works": f"id IN ({open_works})",
    }
    each = ", ".join(f"count(*) FILTER (WHERE {w})" for w in where.values())
    found = sql(f"SELECT {each} FROM told", today=today, person=person.pk)[0]  # noqa: S608
    return dict(zip(where, found, strict=True))


def figures_by_hand(first: date, last: date, today: date) -> dict[str, list[list[str]]]:
    """The rows of each table of figures."""
    of = {"first": first, "last": last, "today": today}
    within = "filed BETWEEN %(first)s AND %(last)s"
    states = sql(f"SELECT letter, state, count(*) FROM told WHERE {within} GROUP BY 1, 2", **of)  # noqa: S608
    days = BUSINESS.format("filed", "answered")
    n, middle, p90, soon = sql(
        f"""SELECT count(d), coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY d), 0),
        coalesce(percentile_cont(0.9) WITHIN GROUP (ORDER BY d), 0), coalesce(avg((d <= 1)::int), 0)
        FROM (SELECT {days} AS d FROM told WHERE {within} AND answered IS NOT NULL) x""",  # noqa: S608
        **of,
    )[0]
    months = sql(
        """SELECT to_char(m, 'YYYY/MM'), (SELECT count(*) FROM told WHERE date_trunc('month', filed) = m AND filed <= %(today)s)
        FROM generate_series(date_trunc('month', %(today)s::timestamp) - interval '11 months',
          %(today)s::timestamp, '1 month') m ORDER BY 1""",
        **of,
    )
    asked_about = sql(
        """SELECT split_part("where", ':', 1), count(*) FROM application_comment
        WHERE (at AT TIME ZONE 'Asia/Tokyo')::date BETWEEN %(first)s AND %(last)s GROUP BY 1""",
        **of,
    )
    ahead = dict(sql("SELECT state, count(*) FROM application_work GROUP BY 1"))
    used = dict(sql("SELECT kind, count(*) FROM issuing_issued GROUP BY 1"))
    pools = [("論理端末名", "terminal", 99999), ("ルータ番号", "router", 99999)]
    mails = dict(sql("SELECT state, count(*) FROM notice_mail GROUP BY 1"))
    return {
        "state": [["利用申込", STATES[s], str(c)] for _, s, c in states],
        "speed": [[str(n), f"{middle:.1f}", f"{p90:.1f}", f"{soon:.0%}"]],
        "month": [[m, str(c)] for m, c in months],
        "query": [[PLACE_WORDS[w], str(c)] for w, c in asked_about],
        "works": [[WORKS[s], str(c)] for s, c in ahead.items() if s in WORKS],
        "pools": [[word, str(used.get(k, 0)), str(size - used.get(k, 0)), "十分"] for word, k, size in pools],
        "mail": [
            ["送信待ち・再送中", str(mails.get("queued", 0))],
            ["送信できなかったもの", str(mails.get("failed", 0))],
        ],
    }


def compare_queue(center: list[Person]) -> None:
    """Each view of each person; by hand the numbers on the tabs, then what is listed, then by item and by person."""
    today = clock.today()
    for person in center:
        by_hand = queue_by_hand(person, today)
        assert counted(person, today) == by_hand, today
        for key in views(person, today):
            listed = asked_of(QueryDict(f"view={key}"), person, today).found.count()
            assert listed == by_hand.get(key, listed), (key, today)
    turn = "state IN ('received', 'resubmitted', 'reviewing') AND NOT coalesce(held_until > %(today)s, false)"
    for who in center:
        for item in ("user-code", "net-terminal", "holder"):
            [(n,)] = sql(
                f"""SELECT count(*) FROM told WHERE {turn} AND claimed_by_id = %(who)s AND EXISTS (
                SELECT 1 FROM application_revision r WHERE r.application_id = told.id AND r.items ? %(item)s)""",  # noqa: S608
                today=today,
                who=who.pk,
                item=item,
            )
            query = QueryDict(f"view=todo&who={who.pk}&item={item}")
            assert asked_of(query, center[0], today).found.count() == n, (item, today)


def compare_figures(center: list[Person]) -> None:
    """Every row of every CSV, for the whole time and for a few days of it."""
    today = clock.today()
    client = parts.signed_in(center[0])
    for first, last in (
        (FIRST, today),
        (today - timedelta(days=6), today),
        (FIRST + timedelta(days=3), FIRST + timedelta(days=17)),
    ):
        for name, by_hand in figures_by_hand(first, last, today).items():
            asked_for = {"from": f"{first:%Y/%m/%d}", "to": f"{last:%Y/%m/%d}"}
            text = client.get(f"/center/figures/{name}.csv", asked_for).content.decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text)))[1:]
            if name == "pools":
                rows = rows[:2]
            assert sorted(rows) == sorted(by_hand), (name, first, last)


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_and_the_queue_are_what_the_record_says_on_any_day_of_a_history(seed, moved_clock):
    # Holds N01, N20.
    def checked(center: list[Person]) -> None:
        compare_queue(center)
        compare_figures(center)

    center = history(seed, checked)
    Mail.objects.filter(pk__in=list(Mail.objects.values_list("pk", flat=True)[:3])).update(state="failed")
    checked(center)
    seen = Counter(s for (s,) in sql("SELECT state FROM told"))
    events = Counter(e for (e,) in sql("SELECT event FROM application_record"))
    assert sum(seen.values()) >= 40
    assert {"approved", "withdrawn", "rejected", "revoked"} <= set(seen), seen
    assert {"take", "send_back", "answer", "query_back", "held", "assigned", "setting_done"} <= set(events), (
        events
    )
