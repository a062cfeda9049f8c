"""Nothing that a signed-in person has sent is lost: over the end of a session, a sign-in in another tab, somebody else's sign-in."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import resolve

from nss.account import retention, unsent
from nss.account.models import ParkedPost, Person, PersonSession, Role
from nss.application import decision
from nss.application.models import Application
from nss.base import clock
from nss.issuing import vault
from nss.master.sheets import SHEETS
from nss.runtime import roles
from nss.web.unsent_words import ACTS
from tests import parts

pytestmark = pytest.mark.django_db
OWN = "http://testserver"
MEMO = "電話で確認済み。来週また連絡する。"


class Browser(Client):
    """Sends forms as a browser does: with the token and the mark of the page that it has open."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def sign_in(self, office: str, who: str) -> Any:
        self.open("/login/")
        return self.send(
            "/login/", {"office_code": office, "login_id": who, "password": parts.PASSWORD}, self.hidden
        )

    def open(self, path: str) -> str:
        """Open a page; its token and mark are those of the forms sent from then on."""
        text = self.get(path, follow=True).content.decode()
        self.hidden = dict(
            re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|nss_whose)" value="([^"]*)"', text)
        )
        return text

    def send(self, path: str, typed: dict[str, Any], hidden: dict[str, str], **headers: str) -> Any:
        return self.post(path, {**hidden, **typed}, headers={"Origin": OWN, **headers})

    def expire(self) -> None:
        """The session has been idle for too long."""
        for s in PersonSession.objects.exclude(person_id=None):
            store = s.get_decoded()
            store["seen"] = time.time() - 31 * 60
            s.session_data = PersonSession.objects.encode(store)
            s.save()


@pytest.fixture
def application() -> Application:
    office = parts.guide_office()
    return parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))


@pytest.fixture
def desk(application: Application) -> Browser:
    """Somebody of the Center with the review page open."""
    parts.person(None, "shinsa", Role.APPROVER)
    browser = Browser()
    browser.sign_in("NACCS", "shinsa")
    browser.open(f"/center/applications/{application.number}/")
    assert "nss_whose" in browser.hidden
    return browser


def memo_of(application: Application) -> str:
    application.refresh_from_db()
    return application.memo


def buttons(text: str) -> list[dict[str, str]]:
    """The hidden fields of the forms that send something again, with their address."""
    found = []
    for form in re.findall(r'<form method="post"\s+action="([^"]+)".*?>(.*?)</form>', text, re.S):
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[1]))
        if unsent.AGAIN in fields:
            found.append({"action": form[0], **fields})
    return found


def test_a_center_form_sent_after_the_session_ended_is_kept_shown_and_sent_again_by_its_button(
    desk: Browser, application: Application
):
    # Holds F-07, F29.
    path = f"/center/applications/{application.number}/memo/"
    desk.expire()
    answer = desk.send(path, {"memo": MEMO}, desk.hidden)
    assert answer["Location"] == "/login/?next=%2Funsent%2F&ended=3"
    assert "もう一度送ることができます" in desk.get(answer["Location"]).content.decode()
    assert MEMO.encode() not in bytes(ParkedPost.objects.get().body)
    desk.sign_in("NACCS", "shinsa")
    assert "送信されなかった入力があります" in desk.open("/center/")
    page = desk.open("/unsent/")
    assert MEMO in page and "内部メモ" in page and application.number in page
    assert memo_of(application) == "", "never carried out by itself"
    (again,) = buttons(page)
    assert desk.post(again.pop("action"), again, headers={"Origin": OWN}).status_code == 302
    assert memo_of(application) == MEMO
    assert "送信されなかった入力があります" not in desk.open("/center/")
    assert not buttons(desk.open("/unsent/"))


def test_a_sign_in_of_the_same_person_in_another_tab_leads_the_first_tab_s_form_to_the_list(
    desk: Browser, application: Application
):
    first = desk.hidden
    desk.send("/logout/", {}, first)
    desk.sign_in("NACCS", "shinsa")
    answer = desk.send(f"/center/applications/{application.number}/memo/", {"memo": MEMO}, first)
    assert (answer.status_code, answer["Location"]) == (302, "/unsent/")
    assert MEMO in desk.open("/unsent/")
    assert memo_of(application) == ""


def test_a_sign_in_of_somebody_else_shows_them_nothing_and_keeps_it_for_who_typed_it(
    desk: Browser, application: Application
):
    first = desk.hidden
    parts.person(None, "betsu", Role.REVIEWER)
    desk.send("/logout/", {}, first)
    desk.sign_in("NACCS", "betsu")
    answer = desk.send(f"/center/applications/{application.number}/memo/", {"memo": MEMO}, first)
    text = answer.content.decode()
    assert answer.status_code == 403 and "別の担当者がログインしています" in text and MEMO not in text
    assert MEMO not in desk.open("/unsent/") and MEMO not in desk.open("/center/")
    assert ParkedPost.objects.get().person.login_id == "shinsa"
    other = Browser()
    other.sign_in("NACCS", "shinsa")
    assert MEMO in other.open("/unsent/")
    assert memo_of(application) == ""


def test_a_page_of_somebody_else_is_never_carried_out_even_with_a_valid_token(
    desk: Browser, application: Application
):
    other = parts.person(None, "betsu", Role.REVIEWER)
    answer = desk.send(
        f"/center/applications/{application.number}/memo/",
        {"memo": MEMO},
        {**desk.hidden, unsent.WHOSE: unsent.mark_of(other)},
    )
    assert answer.status_code == 403
    assert memo_of(application) == ""
    assert ParkedPost.objects.get().person == other


def test_a_form_sent_when_nobody_is_signed_in_any_more_is_kept_for_its_person(
    desk: Browser, application: Application
):
    PersonSession.objects.all().delete()  # signed out in another tab, ended from another device, or 12 hours old
    answer = desk.send(f"/center/applications/{application.number}/memo/", {"memo": MEMO}, desk.hidden)
    assert answer["Location"] == "/login/?next=%2Funsent%2F&ended=3"
    desk.sign_in("NACCS", "shinsa")
    assert MEMO in desk.open("/unsent/")


def test_a_form_of_an_office_outside_of_drafts_comes_back_too(application: Application):
    browser = Browser()
    browser.sign_in("NAC001", "hanako")
    browser.open(f"/applications/{application.number}/withdraw/")
    browser.expire()
    browser.send(
        f"/applications/{application.number}/withdraw/",
        {"reason": "二重に申し込んだため"},
        browser.hidden,
        Referer=f"{OWN}/applications/{application.number}/withdraw/",
    )
    browser.sign_in("NAC001", "hanako")
    page = browser.open("/unsent/")
    assert "申込の取下げ" in page and "二重に申し込んだため" in page
    assert f'href="/applications/{application.number}/withdraw/"' in page


@pytest.mark.parametrize(
    ("origin", "mark"),
    [("https://evil.example", True), ("null", True), ("", True), (OWN, False)],
)
def test_without_a_valid_token_only_a_marked_form_of_our_own_pages_is_kept(
    desk: Browser, application: Application, origin: str, mark: bool
):
    hidden = {**desk.hidden, "csrfmiddlewaretoken": "x" * 64}
    if not mark:
        hidden[unsent.WHOSE] = "1:forged:mark"
    path = f"/center/applications/{application.number}/memo/"
    for expired in (False, True):
        if expired:
            desk.expire()
        answer = desk.post(path, {**hidden, "memo": MEMO}, headers={"Origin": origin} if origin else {})
        assert answer.status_code in (302, 403)
    assert not ParkedPost.objects.exists()


def test_a_mark_of_an_old_page_or_of_another_key_names_nobody(settings: Any, monkeypatch: pytest.MonkeyPatch):
    person = parts.person(parts.office())
    mark = unsent.mark_of(person)
    assert unsent.person_of(mark) == person.pk
    assert unsent.person_of(mark.replace(str(person.pk), str(person.pk + 1))) is None
    week = time.time() + unsent.OLDEST_PAGE.total_seconds()
    with monkeypatch.context() as later:
        later.setattr(signing.time, "time", lambda: week - 5)
        assert unsent.person_of(mark) == person.pk
        later.setattr(signing.time, "time", lambda: week + 5)
        assert unsent.person_of(mark) is None
    settings.SECRET_KEY = "another"
    assert unsent.person_of(mark) is None


@pytest.mark.parametrize("path", ["/password/", "/account/", "/logout/", "/language/", "/unsent/", "/login/"])
def test_where_secrets_are_typed_nothing_is_kept(path: str):
    parts.person(parts.office())
    browser = Browser()
    browser.sign_in("NAC001", "hanako")
    browser.open("/")
    browser.expire()
    browser.send(path, {"current": parts.PASSWORD, "new": "x", "again": "x"}, browser.hidden)
    assert not ParkedPost.objects.exists()


def test_a_password_field_of_any_form_is_not_kept(desk: Browser, application: Application):
    desk.expire()
    desk.send(
        f"/center/applications/{application.number}/memo/",
        {"memo": MEMO, "password": "geheim", "new_password": "geheim"},
        desk.hidden,
    )
    (row,) = ParkedPost.objects.all()
    assert unsent.opened(row).fields == (("memo", MEMO),)


def test_every_form_with_a_password_stands_where_nothing_is_kept():
    for a in roles.addresses():
        if "password" in a.route or "factor" in a.route or a.name == "account:login":
            assert a.route.startswith(unsent.NEVER), a.route


def test_of_one_person_no_more_is_kept_than_the_bound_and_the_newest_stay(
    desk: Browser, application: Application, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(unsent, "MOST", 3)
    PersonSession.objects.all().delete()
    path = f"/center/applications/{application.number}/memo/"
    for n in range(5):
        desk.send(path, {"memo": f"{MEMO}{n}"}, desk.hidden)
    desk.send(path, {"memo": f"{MEMO}4"}, desk.hidden)  # pressed twice
    kept = [unsent.opened(p).fields[0][1] for p in ParkedPost.objects.order_by("at")]
    assert kept == [f"{MEMO}{n}" for n in (2, 3, 4)]


def test_what_is_too_large_is_not_kept_and_the_sign_in_page_says_so(desk: Browser, application: Application):
    desk.expire()
    answer = desk.send(
        f"/center/applications/{application.number}/memo/", {"memo": "あ" * unsent.LIMIT}, desk.hidden
    )
    assert answer["Location"].endswith("&ended=4")
    assert "実行も保存もされていません" in desk.get(answer["Location"]).content.decode()
    assert not ParkedPost.objects.exists()


def test_a_long_address_is_found_again(application: Application):
    who = Person.objects.get(login_id="hanako")
    path = f"/drafts/1/item/user-code/code/{'A' * 300}/"
    assert unsent.gives_back_typed(path)
    browser = Browser()
    browser.sign_in("NAC001", "hanako")
    browser.open("/drafts/")
    browser.expire()
    browser.send(path, {"x": "長い"}, browser.hidden)
    assert unsent.opened(ParkedPost.objects.get(person=who)).query() == {"x": ["長い"]}
    assert ParkedPost.objects.get().path == path


def test_what_was_kept_by_an_older_release_still_comes_back_to_its_draft():
    office = parts.guide_office()
    who = parts.person(office)
    pk = parts.draft(office, who, parts.abolish(office, "1ANACA0A")).application_id
    path = f"/drafts/{pk}/contact/"
    body = vault.encrypt("title=課長".encode(), f"parked:{who.pk}:{path}")
    ParkedPost.objects.create(person=who, path=path, body=body, at=clock.now())
    browser = Browser()
    browser.sign_in("NAC001", "hanako")
    text = browser.open(path)
    assert 'value="課長"' in text and "前回送信できなかった入力を表示しています" in text
    assert 'value="課長"' not in browser.open(path), "once"
    assert ParkedPost.objects.get().returned_at is not None


def test_a_draft_page_that_shows_nothing_by_itself_has_it_in_the_list():
    office = parts.guide_office()
    who = parts.person(office)
    pk = parts.draft(office, who, parts.abolish(office, "1ANACA0A")).application_id
    browser = Browser()
    browser.sign_in("NAC001", "hanako")
    browser.open(f"/drafts/{pk}/check/")
    browser.expire()
    browser.send(f"/drafts/{pk}/check/", {"remark": "至急お願いします", "digest": "x"}, browser.hidden)
    browser.sign_in("NAC001", "hanako")
    text = browser.open(f"/drafts/{pk}/check/")
    assert "送信されなかった入力があります" in text
    assert "至急お願いします" in browser.open("/unsent/")
    assert Application.objects.get().number is None


def test_a_stale_decision_sent_again_is_answered_as_a_stale_page_is(desk: Browser, application: Application):
    seen = parts.seen(application)
    desk.expire()
    path = f"/center/applications/{application.number}/refuse/"
    desk.send(path, {"seen": seen, "reason": "対象が違うため"}, desk.hidden)
    colleague = parts.person(None, "betsu", Role.REVIEWER)
    decision.query(application.pk, colleague, [("reason", "補記してください。")])
    application.refresh_from_db()
    before = application.state
    desk.sign_in("NACCS", "shinsa")
    (again,) = buttons(desk.open("/unsent/"))
    answer = desk.post(again.pop("action"), again, headers={"Origin": OWN})
    application.refresh_from_db()
    assert answer.status_code >= 400 and application.state == before
    assert buttons(desk.open("/unsent/")), "what was refused still waits"


def test_nothing_is_kept_of_somebody_who_was_stopped_meanwhile(desk: Browser, application: Application):
    path = f"/center/applications/{application.number}/memo/"
    desk.expire()
    desk.send(path, {"memo": MEMO}, desk.hidden)
    ParkedPost.objects.get().delete()
    desk.sign_in("NACCS", "shinsa")
    desk.open(f"/center/applications/{application.number}/")
    desk.expire()
    Person.objects.filter(username="NACCS/shinsa").update(is_active=False)
    desk.send(path, {"memo": MEMO}, desk.hidden)
    assert not ParkedPost.objects.exists() and memo_of(application) == ""


def test_it_can_be_thrown_away_by_its_person_only(desk: Browser, application: Application):
    desk.expire()
    desk.send(f"/center/applications/{application.number}/memo/", {"memo": MEMO}, desk.hidden)
    pk = ParkedPost.objects.get().pk
    parts.person(None, "betsu", Role.REVIEWER)
    other = Browser()
    other.sign_in("NACCS", "betsu")
    other.open("/unsent/")
    other.send("/unsent/", {"form": str(pk)}, other.hidden)
    assert ParkedPost.objects.filter(pk=pk).exists()
    desk.sign_in("NACCS", "shinsa")
    desk.open("/unsent/")
    desk.send("/unsent/", {"form": str(pk)}, desk.hidden)
    assert not ParkedPost.objects.exists()


def test_after_a_day_it_is_shown_to_nobody_and_erased(desk: Browser, application: Application):
    desk.expire()
    desk.send(f"/center/applications/{application.number}/memo/", {"memo": MEMO}, desk.hidden)
    ParkedPost.objects.update(at=clock.now() - timedelta(hours=25))
    desk.sign_in("NACCS", "shinsa")
    assert MEMO not in desk.open("/unsent/")
    retention.run()
    assert not ParkedPost.objects.exists()


def test_a_master_s_fields_have_their_own_names_and_a_file_must_be_chosen_again():
    from django.core.files.uploadedfile import SimpleUploadedFile

    parts.person(None, "kanri", Role.ADMIN)
    browser = Browser()
    browser.sign_in("NACCS", "kanri")
    browser.open("/center/masters/closed/")
    browser.expire()
    browser.send("/center/masters/closed/", {"day": "2030/01/09", "name_ja": "棚卸"}, browser.hidden)
    file = SimpleUploadedFile("closed.csv", b"day\n2030-01-09\n")
    browser.send("/center/masters/closed/import/", {"file": file}, browser.hidden)
    browser.sign_in("NACCS", "kanri")
    text = browser.open("/unsent/")
    assert "名称" in text and "棚卸" in text and f"{SHEETS['closed'].title}：取込み" in text
    assert "closed.csv" in text and "もう一度選んでください" in text and 'type="file"' in text


def test_a_page_of_nobody_carries_no_mark():
    assert unsent.WHOSE not in Client().get("/login/").content.decode()


def test_the_view_gets_the_fields_without_the_mark(desk: Browser, application: Application):
    answer = desk.send(f"/center/applications/{application.number}/memo/", {"memo": MEMO}, desk.hidden)
    assert answer.status_code == 302
    posted = answer.wsgi_request.POST
    assert unsent.WHOSE not in posted and posted["memo"] == MEMO
    assert memo_of(application) == MEMO


def test_every_address_that_takes_forms_has_words_for_the_list():
    missing = []
    for a in roles.addresses():
        if a.name.startswith(("mfa_", "account_")) or a.name in (*roles.MACHINES, "center:here"):
            continue
        view: Any = a.view
        allowed = None
        while view is not None and allowed is None:
            cells = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))
            allowed = cells["request_method_list"].cell_contents if "request_method_list" in cells else None
            view = getattr(view, "__wrapped__", None)
        if (
            (allowed is None or "POST" in allowed)
            and not a.route.startswith(unsent.NEVER)
            and a.name not in ACTS
        ):
            missing.append(a.name)
    assert not missing
    known = {a.name for a in roles.addresses()}
    assert set(ACTS) <= known, "of addresses that are there"
    assert resolve("/unsent/").view_name == "web:unsent"
