"""審査 and 承認 are two rights: whoever reviews does not decide unless that was given too."""

from __future__ import annotations

import pytest

from nss.account.models import Role
from nss.application.models import Application
from tests import parts

pytestmark = pytest.mark.django_db
DECIDES = ("approve", "confirm", "unpropose", "refuse", "revoke", "invalidate", "start")
REVIEWS = ("take", "query", "memo", "withdraw", "setting", "extend")


@pytest.fixture
def filed() -> Application:
    office = parts.guide_office()
    return parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))


def test_who_reviews_can_send_back_and_not_decide(filed: Application) -> None:
    client = parts.signed_in(parts.person(None, "mita", Role.REVIEWER))
    url = f"/center/applications/{filed.number}/"
    for what in DECIDES:
        assert client.post(f"{url}{what}/", {"reason": "x"}).status_code == 403, what
    client.post(f"{url}take/", {"seen": parts.seen(filed)})
    filed.refresh_from_db()
    assert filed.state == "reviewing"
    page = client.get(url).content.decode()
    assert "承認・不承認は、役割が「承認」または「管理」の担当者が行います。" in page
    for what in DECIDES:
        assert f'action="{url}{what}/"' not in page, what
    assert f'action="{url}query/"' in page and f'action="{url}memo/"' in page
    for what in REVIEWS:
        assert client.post(f"{url}{what}/", {}).status_code != 403, what


def test_who_approves_may_do_both(filed: Application) -> None:
    client = parts.signed_in(parts.person(None, "mita", Role.APPROVER))
    url = f"/center/applications/{filed.number}/"
    page = client.get(url).content.decode()
    assert "役割が「承認」" not in page
    for what in ("approve", "refuse", "query", "memo"):
        assert f'action="{url}{what}/"' in page, what


def test_review_and_approval_are_given_by_a_role_each() -> None:
    rights = {r: parts.person(None, str(r.value), r) for r in (Role.REVIEWER, Role.APPROVER, Role.RECEPTION)}
    assert [(p.may_review, p.may_decide) for p in rights.values()] == [
        (True, False),
        (True, True),
        (False, False),
    ]


def test_who_reviews_neither_corrects_the_register_nor_lets_anybody_in(filed: Application) -> None:
    client = parts.signed_in(parts.person(None, "mita", Role.REVIEWER))
    assert client.get("/center/offices/NAC001/people/").status_code == 403
    for path in (
        "corrections/1/confirm",
        "corrections/1/drop",
        "manager-proposals/1/confirm",
        "deadlines/sweep",
    ):
        assert client.post(f"/center/{path}/").status_code == 403, path
    assert "sweep" not in client.get("/center/deadlines/").content.decode()
