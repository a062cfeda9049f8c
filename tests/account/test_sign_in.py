"""Signing in: by office, person, password; slowed when guessed; ended by the clock; second factor where set up."""

from __future__ import annotations

import re
import time
from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nss.account import throttle
from nss.account.hashers import OneLaneArgon2
from nss.account.models import OneTimeLink, Person, PersonSession, Role
from nss.account.views import present_name
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db


def sign_in(client, office="NAC001", who="hanako", password=parts.PASSWORD, **more):
    return client.post("/login/", {"office_code": office, "login_id": who, "password": password, **more})


def test_the_right_words_lead_to_the_menu_also_in_full_width(client):
    # Holds S01.
    parts.person(parts.office())
    answer = sign_in(client, "ｎａｃ００１", " HANAKO ")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "ナックス商事株式会社" in client.get("/").content.decode()


def test_unknown_office_unknown_person_and_wrong_password_read_alike(client):
    # Holds F15.
    parts.person(parts.office())
    texts = set()
    for office, who, password in (
        ("NAC001", "hanako", "x"),
        ("ZZZ999", "hanako", "x"),
        ("NAC001", "nobody", "x"),
    ):
        answer = sign_in(client, office, who, password)
        assert answer.status_code == 422
        page = answer.content.decode()
        texts.add(re.search(r'id="error-summary".*?</div>', page, re.S).group(0))
    assert len(texts) == 1


def test_guessing_is_stopped_but_not_for_a_browser_that_knows_the_way(client, django_user_model):
    # Holds F15.
    from django.test import Client

    parts.person(parts.office())
    known = Client()
    sign_in(known)
    known.post("/logout/")
    for _ in range(throttle.PER_GUESSER):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 422
    assert sign_in(known).status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.9")).status_code == 302


def test_next_leads_only_to_own_pages(client):
    parts.person(parts.office())
    for bad in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        client.post("/logout/")
        assert sign_in(client, next=bad).headers["Location"] == "/"


def test_a_temporary_code_leads_to_the_office_that_had_it_and_to_no_other(client):
    # Holds D-08.
    for code, former in (("NAC001", ""), ("NAC555", "T00001"), ("XYZ001", "T00002")):
        parts.person(parts.office(code, former_code=former), "hanako")
    assert sign_in(client, "T00002").headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(Person.objects.get(username="XYZ001/hanako").pk)
    client.logout()
    assert sign_in(client, "T00003").status_code == 422
    assert present_name("/hanako") == "/hanako", "an office without a temporary code has no empty one"


def test_an_idle_session_ends_and_a_signed_out_cookie_is_worth_nothing(client):
    # Holds T-18, F15.
    parts.person(parts.office())
    sign_in(client)
    session = client.session
    session["seen"] = time.time() - 31 * 60
    session.save()
    assert client.get("/contract/").headers["Location"].startswith("/login/?next=")
    sign_in(client)
    stolen = client.cookies["nss_session"].value
    client.post("/logout/")
    client.cookies["nss_session"] = stolen
    assert client.get("/contract/").status_code == 302


def test_the_session_key_changes_at_sign_in(client):
    # Holds F15.
    parts.person(parts.office())
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["nss_session"] = before
    sign_in(client)
    assert client.cookies["nss_session"].value != before


def test_a_changed_password_ends_the_other_sessions(client):
    # Holds C21.
    from django.test import Client

    parts.person(parts.office())
    other = Client()
    for c in (client, other):
        sign_in(c)
    new = "another long sentence 42"
    answer = client.post("/password/", {"current": parts.PASSWORD, "new": new, "again": new})
    assert answer.status_code == 302
    assert client.get("/contract/").status_code == 200
    assert other.get("/contract/").status_code == 302


def test_signing_out_on_other_devices_ends_those_and_neither_this_one_nor_anybody_elses(client):
    office = parts.office()
    parts.person(office)
    other, colleague = type(client)(), parts.signed_in(parts.person(office, "ichiro"))
    for c in (client, other):
        sign_in(c)
    told = client.post("/account/", follow=True).content.decode()
    assert "1件" in told
    assert [c.get("/contract/").status_code for c in (client, other, colleague)] == [200, 302, 200]


def test_a_short_or_common_password_is_refused_beside_its_field(client):
    # Holds C21, F-18.
    parts.person(parts.office())
    sign_in(client)
    page = client.post("/password/", {"current": parts.PASSWORD, "new": "abc", "again": "abc"})
    assert page.status_code == 422
    assert 'id="id_new-error"' in page.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "aaaaaaaaaaaa",
        "123456789012",
        "passwordpassword",
        "NAC001NAC001",
        "hanakohanako",
        "NACCSsupport1",
        "Hanako-2026-NAC001",
        "Qwertyuiop2026!",
        "花子通関花子2026!",
        "abcdefghijklm",
    ],
)
def test_what_is_tried_first_is_no_password_however_long(client, text):
    person = parts.person(parts.office())
    sign_in(client)
    answer = client.post("/password/", {"current": parts.PASSWORD, "new": text, "again": text})
    assert answer.status_code == 422 and 'id="id_new-error"' in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(parts.PASSWORD)


@pytest.mark.parametrize(
    "text", ["correct horse battery staple", "nss-demo-2026-ringo", "青い空と3つの雲と猫!!!", "x7#kQ2-vLp9w"]
)
def test_a_password_of_its_own_is_taken(client, text):
    person = parts.person(parts.office())
    sign_in(client)
    assert (
        client.post("/password/", {"current": parts.PASSWORD, "new": text, "again": text}).status_code == 302
    )
    person.refresh_from_db()
    assert person.check_password(text)


def set_password(client, url, new):
    """Open a mailed link and fill in the page that it leads to."""
    opened = client.get(url)
    if opened.status_code != 302:
        return opened
    return client.post(opened.headers["Location"], {"new": new, "again": new})


def test_a_reset_link_works_once_and_the_answer_never_says_who_exists(client, settings):
    # Holds C22, T-15.
    person = parts.person(parts.office())
    known = client.post("/password/forgotten/", {"office_code": "NAC001", "email": person.email})
    unknown = client.post("/password/forgotten/", {"office_code": "NAC001", "email": "nobody@example.jp"})
    parts.send_asked_links()
    assert known.content.decode().split("<main")[1] == unknown.content.decode().split("<main")[1]
    url = parts.link_in(Mail.objects.get())
    assert OneTimeLink.objects.count() == 1
    new = "a sentence nobody guesses"
    assert set_password(client, url, new).status_code == 302
    assert set_password(client, url, new).status_code == 410
    assert sign_in(client, password=new).status_code == 302


def test_asking_for_a_link_costs_the_same_whether_the_person_exists_or_not(client):
    # Holds F15.
    person = parts.person(parts.office())
    client.get("/password/forgotten/")  # what a process reads once
    asked = []
    for email in (person.email, "nobody@example.jp"):
        with CaptureQueriesContext(connection) as caught:
            client.post("/password/forgotten/", {"office_code": "NAC001", "email": email})
        asked.append([re.sub(r"'[^']*'|\d+", "", q["sql"]) for q in caught])
    assert asked[0] == asked[1] and not Mail.objects.exists()


def test_a_person_with_an_app_is_asked_for_its_code(client, app_code):
    person = parts.person(parts.office())
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    answer = sign_in(client)
    assert answer.headers["Location"].startswith("/account/factor/authenticate/")
    assert client.get("/contract/").status_code == 302
    assert client.post("/account/factor/authenticate/", {"code": app_code(secret)}).status_code == 302
    assert client.get("/contract/").status_code == 200


def test_a_manager_invites_and_stops_people_of_the_own_office_only(client):
    # Holds C20.
    office = parts.office()
    parts.person(office, "ichiro", Role.MANAGER)
    stranger = parts.person(parts.office("XYZ001"), "x")
    sign_in(client, who="ichiro")
    client.post(
        "/people/",
        {
            "login_id": "neu",
            "family_name": "新",
            "given_name": "人",
            "email": "neu@example.jp",
            "role": "applicant",
        },
    )
    made = Person.objects.get(login_id="neu")
    assert made.office == office and not made.has_usable_password()
    client.post(f"/people/{made.pk}/act/", {"what": "stop"})
    made.refresh_from_db()
    assert not made.is_active
    assert client.post(f"/people/{stranger.pk}/act/", {"what": "stop"}).status_code == 404


def test_every_answer_carries_the_headers_that_keep_pages_safe(client):
    for path in ("/login/", "/nothing/", "/verify/"):
        headers = client.get(path).headers
        csp = headers["Content-Security-Policy"]
        assert "default-src 'none'" in csp and "unsafe" not in csp and "frame-ancestors 'none'" in csp
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY" and headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin" and "Permissions-Policy" in headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Request-Id"]


def links_to(person):
    """The addresses that were mailed to a person, oldest first."""
    return [
        parts.link_in(m) for m in Mail.objects.filter(to=[person.email], sealed__isnull=False).order_by("pk")
    ]


def test_a_used_link_takes_its_siblings_with_it(client):
    person = parts.person(parts.office())
    for _ in range(3):
        client.post("/password/forgotten/", {"office_code": "NAC001", "email": person.email})
        parts.send_asked_links()
    first, second, third = links_to(person)
    new = "a sentence nobody guesses"
    assert set_password(client, second, new).status_code == 302
    assert [client.get(url).status_code for url in (first, third)] == [410, 410]


def test_links_die_with_a_changed_password_and_with_a_stop(client):
    office = parts.office()
    person, chief = parts.person(office), parts.person(office, "ichiro", Role.MANAGER)
    client.post("/password/forgotten/", {"office_code": "NAC001", "email": person.email})
    parts.send_asked_links()
    own = parts.signed_in(person)
    new = "a sentence nobody guesses"
    own.post("/password/", {"current": parts.PASSWORD, "new": new, "again": new})
    client.post("/password/forgotten/", {"office_code": "NAC001", "email": person.email})
    parts.send_asked_links()
    first, second = links_to(person)
    assert client.get(first).status_code == 410
    parts.signed_in(chief).post(f"/people/{person.pk}/act/", {"what": "stop"})
    assert client.get(second).status_code == 410


def test_the_token_of_a_link_stands_in_no_address_that_is_logged(client, caplog):
    person = parts.person(parts.office())
    client.post("/password/forgotten/", {"office_code": "NAC001", "email": person.email})
    parts.send_asked_links()
    url = parts.link_in(Mail.objects.get())
    caplog.set_level("INFO")
    page = client.get(url)
    wrong = client.post(page.headers["Location"], {"new": "short", "again": "short"})
    assert wrong.status_code == 422 and "/password/" in caplog.text
    assert url.split("/")[3] not in caplog.text


def test_looking_at_a_link_with_head_or_get_uses_nothing_up(client):
    person = parts.person(parts.office())
    client.post("/password/forgotten/", {"office_code": "NAC001", "email": person.email})
    parts.send_asked_links()
    url = parts.link_in(Mail.objects.get())
    scanner = type(client)()
    assert scanner.head(url).status_code == 200 and scanner.get(url).status_code == 302
    assert [client.head(p).status_code for p in ("/login/", "/new/", "/password/forgotten/")] == [
        200,
        200,
        200,
    ]
    assert set_password(client, url, "a sentence nobody guesses").status_code == 302


def test_browsers_are_told_to_come_by_tls_only(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get("/login/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in client.get("/login/").headers


def test_a_session_ends_after_twelve_hours_however_busy(client):
    # Holds T-18.
    parts.person(parts.office())
    sign_in(client)
    session = client.session
    session["began"] = time.time() - 12 * 3600 - 60
    session["seen"] = time.time()
    session.save()
    assert client.get("/contract/").headers["Location"].startswith("/login/?next=")


def test_a_stop_ends_the_sessions_of_the_person_at_once(client):
    office = parts.office()
    person, chief = parts.person(office), parts.person(office, "ichiro", Role.MANAGER)
    sign_in(client)
    parts.signed_in(chief).post(f"/people/{person.pk}/act/", {"what": "stop"})
    assert client.get("/contract/").status_code == 302
    assert not PersonSession.objects.filter(person_id=person.pk).exists()


def test_a_password_that_was_set_by_a_link_ends_every_session(client):
    person = parts.person(parts.office())
    sign_in(client)
    client.post("/password/forgotten/", {"office_code": "NAC001", "email": person.email})
    parts.send_asked_links()
    thief = type(client)()
    set_password(thief, parts.link_in(Mail.objects.get()), "a sentence nobody guesses")
    assert not PersonSession.objects.filter(person_id=person.pk).exists()
    assert client.get("/contract/").status_code == 302


def test_the_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client):
    parts.person(parts.office())
    client.get("/login/")
    sign_in(client)
    assert {"nss_session", "nss_csrf", throttle.COOKIE} <= set(client.cookies)
    for name in ("nss_session", "nss_csrf", throttle.COOKIE):
        cookie = client.cookies[name]
        assert cookie["httponly"] and cookie["samesite"] == "Lax", name


def test_whoever_is_asked_for_a_refusal_costs_one_hash(client):
    office = parts.office()
    parts.person(office)
    invited = parts.person(office, "neu")
    invited.set_unusable_password()
    invited.save()
    for code, who in (("ZZZ999", "hanako"), ("NAC001", "nobody"), ("NAC001", "hanako"), ("NAC001", "neu")):
        with (
            patch.object(OneLaneArgon2, "encode", return_value="x") as encoded,
            patch.object(OneLaneArgon2, "verify", return_value=False) as verified,
        ):
            assert sign_in(client, code, who, "wrong").status_code == 422
        assert encoded.call_count + verified.call_count == 1, who


@pytest.mark.parametrize(("length", "taken"), [(200, True), (201, False), (12, True), (11, False)])
def test_a_password_has_twelve_to_two_hundred_characters(client, length, taken):
    person = parts.person(parts.office())
    sign_in(client)
    new = "".join(f"Wort{n}+" for n in range(7, 60))[:length]
    answer = client.post("/password/", {"current": parts.PASSWORD, "new": new, "again": new})
    person.refresh_from_db()
    assert (answer.status_code == 302) is taken and person.check_password(new) is taken


def test_a_browser_is_known_also_when_it_had_a_session_that_was_ended_elsewhere(client):
    person = parts.person(parts.office())
    sign_in(client)
    del client.cookies[throttle.COOKIE]
    person.set_password("another long sentence 42")
    person.save()
    assert sign_in(client, password="another long sentence 42").status_code == 302
    assert throttle.COOKIE in client.cookies
