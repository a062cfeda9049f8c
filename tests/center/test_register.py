"""N15: the register of an office: which version waits for a correction, what a correction changes, and who sees the way to one."""

from __future__ import annotations

import re

import pytest

from nss.account.models import Role
from nss.application import correction
from nss.application.models import Correction
from nss.contract.models import ROW_TYPES
from tests import parts

pytestmark = pytest.mark.django_db
WAITS = "訂正の確認待ち"


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def test_the_version_whose_correction_waits_says_so_and_no_other() -> None:
    office = parts.guide_office()
    approver = parts.reviewer()
    client, path = parts.signed_in(approver), f"/center/offices/{office.code}/register/?kind=user_id"
    first, second = ROW_TYPES["user_id"]._default_manager.filter(office=office).order_by("number")
    before = client.get(path).content.decode()
    assert WAITS not in before
    for version in (first, second):
        assert f"/register/user_id/{version.pk}/" in before
    made = correction.propose(
        office, "user_id", first.pk, {"business": ["02"]}, "登録時の誤記のため", approver
    )
    page = client.get(path).content.decode()
    row = re.search(rf"<tr(?:(?!</tr>).)*/register/user_id/{first.pk}/(?:(?!</tr>).)*</tr>", page, re.S)
    assert row is not None and WAITS in row[0] and page.count(WAITS) == 1
    assert "登録時の誤記のため" in plain(page)
    correction.drop(made.pk, approver)
    assert WAITS not in client.get(path).content.decode()


def test_who_may_not_correct_reads_the_register_without_the_way_to_it() -> None:
    office = parts.guide_office()
    client = parts.signed_in(parts.person(None, "uketsuke", Role.RECEPTION))
    page = client.get(f"/center/offices/{office.code}/register/?kind=user_id").content.decode()
    assert "A0A" in page and "/register/user_id/" not in page


@pytest.mark.parametrize("asked", ["", "?kind=nothing", "?kind=office"])
def test_the_register_opens_with_the_office_itself(asked: str) -> None:
    office = parts.guide_office()
    page = parts.signed_in(parts.reviewer()).get(f"/center/offices/{office.code}/register/{asked}")
    assert page.status_code == 200 and "第一営業部" in plain(page.content.decode())
    chosen = re.findall(r'kind=(\w+)"[^>]*aria-current', page.content.decode())
    assert chosen == ["office"]


def test_a_reason_has_240_letters_at_most() -> None:
    office = parts.guide_office()
    client = parts.signed_in(parts.reviewer())
    version = ROW_TYPES["office"]._default_manager.get(office=office)
    path = f"/center/offices/{office.code}/register/office/{version.pk}/"
    now = correction.values_of(version)
    stands = {c.name: c.initial(now[c.name]) or "" for c in correction.correctable("office")}
    stands |= {"name": "第二営業部", "seen": correction.shown(version)}
    for letters, status in ((241, 422), (240, 302)):
        assert client.post(path, {**stands, "reason": "誤" * letters}).status_code == status
    assert len(Correction.objects.get().reason) == 240
