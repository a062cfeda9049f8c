"""N13: the Center sees the certificates of all offices by what stops first, and stops one whose key may be in other hands."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from nss.account.models import Access, Role
from nss.base import clock
from nss.issuing import certificates
from nss.issuing.models import Certificate
from nss.notice.models import Mail, News
from tests import parts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def center():
    return parts.signed_in(parts.person(None, "kanri", Role.APPROVER))


@pytest.fixture
def office():
    made = parts.guide_office()
    parts.person(made, email="hanako@example.jp")
    return made


def made(office, name, *, stops=0, fetched=None, stopped=None) -> Certificate:
    """A certificate that stops, was fetched or stopped so many days from today."""
    today = clock.today()
    c = certificates.issue(name, office, 1, today)
    c.stops_on = None if fetched is not None else today + stops * DAY
    c.fetched_on = None if fetched is None else today + fetched * DAY
    c.stopped_on = c.halted_on = None if stopped is None else today + stopped * DAY
    c.save()
    return c


def named(page, names) -> list[str]:
    """Those of the names that a page shows, in its order."""
    text = page.content.decode()
    return sorted((n for n in names if f">{n}</a>" in text), key=lambda n: text.index(f">{n}</a>"))


def test_each_certificate_stands_in_its_views_what_stops_first_on_top(center, office):
    # Holds N13.
    made(office, "30001N", stops=14)
    made(office, "30002N", stops=15)
    made(office, "30003N", stops=1)
    made(office, "30004N", fetched=-5)
    made(office, "30005N", fetched=-5, stopped=1)
    made(office, "30006N", fetched=-5, stopped=0)
    made(office, "30007N", stops=0)
    names = [f"3000{n}N" for n in range(1, 8)]
    seen = {
        view: named(center.get("/center/certificates/", {"view": view}), names)
        for view in ("soon", "waiting", "live", "ending", "stopped", "all")
    }
    assert seen["soon"] == ["30003N", "30001N"]
    assert seen["waiting"] == ["30003N", "30001N", "30002N"]
    assert sorted(seen["live"]) == ["30004N", "30005N"]
    assert seen["ending"] == ["30005N"]
    assert sorted(seen["stopped"]) == ["30006N", "30007N"]
    assert sorted(seen["all"]) == names


def test_what_stops_soon_is_shown_first_also_for_a_view_that_is_none(center, office):
    made(office, "30001N", stops=3)
    made(office, "30002N", fetched=-1)
    for query in ({}, {"view": "nonsense"}):
        assert named(center.get("/center/certificates/", query), ["30001N", "30002N"]) == ["30001N"]


@pytest.mark.parametrize("text", ["30001", "30001n", "NAC001", "ナックス", "３０００１Ｎ"])
def test_a_certificate_is_found_by_its_terminal_or_its_office(center, office, text):
    made(office, "30001N", stops=3)
    made(parts.office("XYZ001", company_name="別会社"), "40001N", stops=3)
    found = center.get("/center/certificates/", {"q": text})
    assert named(found, ["30001N", "40001N"]) == ["30001N"]


def test_the_file_holds_what_the_view_shows(center, office):
    c = made(office, "30001N", stops=3)
    made(office, "30002N", fetched=-1)
    body = center.get("/center/certificates.csv", {"view": "soon"}).content.decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(body)))
    assert head[0] == "端末名"
    assert [(r[0], r[1], r[4], r[5], r[6], r[7], r[8]) for r in rows] == [
        ("30001N", "NAC001", "未取得", f"{c.issued_on:%Y/%m/%d}", "", f"{c.stops_on:%Y/%m/%d}", "")
    ]


def seen_on(client, c: Certificate) -> str:
    """What the page of a certificate says that it shows; nothing where it has no form."""
    found = re.search(
        r'name="seen" value="(\w+)"', client.get(f"/center/certificates/{c.pk}/").content.decode()
    )
    return found[1] if found else ""


def stop(client, c: Certificate, reason: str, seen: str | None = None):
    if seen is None:
        seen = seen_on(client, c)
    return client.post(f"/center/certificates/{c.pk}/", {"reason": reason, "seen": seen}, follow=True)


def test_the_center_stops_a_certificate_with_a_reason_and_the_office_is_told(center, office):
    # Holds N13.
    c = made(office, "30001N", fetched=-5)
    page = stop(center, c, "端末の盗難のため")
    assert "証明書を停止し、事業所に通知しました。" in page.content.decode()
    assert "停止する理由" not in page.content.decode()
    c.refresh_from_db()
    assert c.stopped_on == clock.today()
    line = Access.objects.get(what=Access.What.CERT_STOPPED)
    assert (line.office, line.detail["certificate"], line.detail["reason"]) == (
        office,
        "30001N",
        "端末の盗難のため",
    )
    assert News.objects.get(office=office).text_ja == "証明書30001NをNACCSセンターが停止しました。"
    mail = Mail.objects.get(office=office)
    assert "30001N" in mail.body
    assert "端末の盗難のため" in mail.body
    record = center.get("/center/record/", {"kind": "access"}).content.decode()
    assert "証明書：30001N、理由：端末の盗難のため" in record


def test_no_reason_stops_nothing(center, office):
    c = made(office, "30001N", fetched=-5)
    page = stop(center, c, " ")
    assert page.status_code == 422
    c.refresh_from_db()
    assert c.stopped_on is None


def test_one_that_has_changed_or_stopped_meanwhile_is_not_stopped_and_nobody_is_told(center, office):
    c = made(office, "30001N", stops=3)
    seen = seen_on(center, c)
    assert certificates.fetched(c.pk, office)
    page = stop(center, c, "紛失のため", seen)
    assert page.status_code == 422
    assert "証明書の状態が変わりました" in page.content.decode()
    assert "紛失のため" in page.content.decode()
    old = made(office, "30002N", fetched=-5, stopped=0)
    assert "すでに停止しています" in stop(center, old, "紛失のため").content.decode()
    assert not Mail.objects.exists()
    assert not Access.objects.filter(what=Access.What.CERT_STOPPED).exists()


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.REVIEWER, Role.WORKS, Role.BILLING])
def test_whoever_may_not_decide_sees_certificates_and_stops_none(office, role):
    c = made(office, "30001N", fetched=-5)
    clerk = parts.signed_in(parts.person(None, role.value, role))
    page = clerk.get(f"/center/certificates/{c.pk}/")
    assert page.status_code == 200
    assert "停止する理由" not in page.content.decode()
    assert stop(clerk, c, "紛失のため", certificates.shown(c)).status_code == 403
    c.refresh_from_db()
    assert c.stopped_on is None


def test_a_re_issue_after_a_stop_ends_when_the_terminal_ends(office):
    today = clock.today()
    c = made(office, "30001N", fetched=-5)
    certificates.end("30001N", office, 7, today + 30 * DAY)
    c.refresh_from_db()
    certificates.stop(c.pk, certificates.shown(c))
    new = certificates.issue("30001N", office, 8, today)
    assert new.stopped_on == today + 30 * DAY
    certificates.take_back(7)
    new.refresh_from_db()
    c.refresh_from_db()
    assert new.stopped_on is None
    assert c.stopped_on == today
