"""How many statements the busiest pages take. More is a decision, not an accident: raise a figure knowingly.

`python -m bench.costs` prints the same figures with their times; docs/benchmarks.md says where they went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from bench import offices
from bench.costs import Inside, approve
from bench.driver import journey
from bench.rounds import Pair, product
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from nss.application.lifecycle import State
from nss.application.models import Application
from tests import parts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages() -> Iterator[None]:
    """The pages answer browsers of the benches, in this process."""
    ends = (request_started, request_finished)
    for signal in ends:  # the connection is the test's
        signal.disconnect(close_old_connections)
    Inside.application = staticmethod(get_wsgi_application())
    yield
    Inside.application = None
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def office() -> offices.Made:
    return offices.make(1, 10)[0]


def asked_for(captured: CaptureQueriesContext) -> list[str]:
    """The statements, without the marks of transactions inside the test's own, and without the look at the masters that a
    process takes once a second: a slow machine takes it more often."""
    asked = [q["sql"] for q in captured.captured_queries]
    return [sql for sql in asked if "SAVEPOINT" not in sql[:20] and '"master_version"' not in sql]


def filed(office: offices.Made) -> str:
    return journey(Inside(office.session), office.code)


class Counting(Inside):
    """A browser that knows how many statements each of its requests took, by method and the last part of its path."""

    def __init__(self, session: str) -> None:
        super().__init__(session)
        self.statements: dict[tuple[str, str], int] = {}

    def _once(self, request: bytes) -> tuple[bytes, bytes]:
        method, target, _ = request.decode().split(" ", 2)
        with CaptureQueriesContext(connection) as asked:
            answer = super()._once(request)
        self.statements[method, target.strip("/").rpartition("/")[2]] = len(asked_for(asked))
        return answer


def center() -> Inside:
    return Inside(offices.signed_in(parts.reviewer().username))


def test_filing_takes_few_statements(office: offices.Made):
    filed(office)
    browser = Counting(office.session)
    journey(browser, office.code)
    assert browser.statements["POST", "check"] <= 15, browser.statements


def test_guide_10_from_selection_to_reception_number(office: offices.Made):
    filed(office)
    with CaptureQueriesContext(connection) as asked:
        filed(office)
    assert len(asked_for(asked)) <= 56, "\n".join(asked_for(asked))


def test_a_decision_with_its_number_password_news_and_mail(office: offices.Made):
    reviewer = center()
    approve(filed(office), reviewer)
    number = filed(office)
    reviewer.get(f"/center/applications/{number}/")
    with CaptureQueriesContext(connection) as asked:
        approve(number, reviewer)
    page = 13
    assert len(asked_for(asked)) <= page + 27, "\n".join(asked_for(asked))


def test_the_whole_round_from_contract_to_result(office: offices.Made):
    pair = Pair(Inside(office.session), center())
    product(pair)
    before = pair.requests
    with CaptureQueriesContext(connection) as asked:
        product(pair)
    assert pair.requests - before <= 18
    assert len(asked_for(asked)) <= 128, "\n".join(asked_for(asked))


def test_the_review_page(office: offices.Made):
    number, reviewer = filed(office), center()
    reviewer.get(f"/center/applications/{number}/")
    with CaptureQueriesContext(connection) as asked:
        assert reviewer.get(f"/center/applications/{number}/") == 200
    assert len(asked_for(asked)) <= 13, "\n".join(asked_for(asked))


def statements_of_review(reviewer: Inside, number: str | None) -> int:
    """So many statements the review page of an application takes when it is opened again."""
    path = f"/center/applications/{number}/"
    reviewer.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert reviewer.get(path) == 200
    return len(asked_for(asked))


def test_the_review_page_reads_its_works_once():
    made, reviewer = parts.line_office(), center()
    edits = parts.server_edits(made)
    path = f"/center/applications/{parts.filed(made, parts.person(made), edits, extra=parts.line_extra(edits)).number}/"
    reviewer.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert reviewer.get(path) == 200
    assert len([sql for sql in asked_for(asked) if 'FROM "application_work" ' in sql]) == 1


def test_the_review_page_however_many_of_its_office_wait(office: offices.Made):
    reviewer = center()
    filed(office)
    beside_one = statements_of_review(reviewer, filed(office))
    for _ in range(4):
        filed(office)
    assert statements_of_review(reviewer, filed(office)) == beside_one <= 14


@pytest.mark.parametrize(
    "edits",
    [lambda o, n: parts.ids_to_add("1ANAC", n), parts.server_edits],
    ids=["identification numbers", "terminals"],
)
def test_the_review_page_however_many_numbers_it_suggests(edits):
    made, reviewer, counts = parts.line_office(), center(), []
    who = parts.person(made)
    for count in (2, 9):
        asked = edits(made, count)
        a = parts.filed(made, who, asked, extra=parts.line_extra(asked))
        counts.append(statements_of_review(reviewer, a.number))
        Application.objects.filter(pk=a.pk).update(state=State.WITHDRAWN)
    assert counts[0] == counts[1], counts


def test_the_queue_however_long_it_is(office: offices.Made):
    reviewer = center()
    counts = []
    for _ in range(2):
        filed(office)
        reviewer.get("/center/")
        with CaptureQueriesContext(connection) as asked:
            assert reviewer.get("/center/") == 200
        counts.append(len(asked_for(asked)))
    assert counts[0] == counts[1] <= 10


def test_the_menu(office: offices.Made):
    b = Inside(office.session)
    b.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert b.get("/") == 200
    assert len(asked_for(asked)) <= 9, "\n".join(asked_for(asked))


def test_the_menu_however_many_wait_for_their_system_setting():
    made = parts.guide_office()
    who, reviewer = parts.person(made), parts.reviewer()
    client, counts = parts.signed_in(who), []
    for _ in range(2):
        for _ in range(2):
            a = parts.filed(made, who, parts.ids_to_add("1ANAC"))
            parts.approve(a.pk, reviewer, a.revisions.get().wish_date)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/").content.decode()
        counts.append(len(asked_for(asked)))
        assert page.count("システム設定の申込が必要です") == 2 * len(counts)
    assert counts[0] == counts[1], counts


def test_figures_are_counted_from_their_index_alone():
    with CaptureQueriesContext(connection) as asked:
        client = parts.signed_in(parts.reviewer())
        assert client.get("/center/figures/").status_code == 200
    counted = [
        sql for sql in asked_for(asked) if '"received_on" >=' in sql and "application_record" not in sql
    ]
    assert len(counted) >= 3
    index = next(i for i in Application._meta.indexes if i.name == "application_received")
    held = {*index.fields, *index.include}
    for sql in counted:
        assert {*re.findall(r'"application_application"\."(\w+)"', sql)} <= held, sql
