"""Behind a proxy: the visitor's own address counts, one guesser is slowed, nobody else is locked out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from nss.account import throttle
from nss.account.models import Access, Person, SignInAttempt
from nss.contract.models import Office
from nss.notice.models import Mail
from tests import parts

pytestmark = pytest.mark.django_db
PROXY = "10.0.0.1"


def visitor(address: str) -> Client:
    """Somebody who comes through one proxy, which writes down whom it heard behind what the visitor claims."""
    return Client(REMOTE_ADDR=PROXY, headers={"x-forwarded-for": f"203.0.113.250, {address}"})


def sign_in(client: Client, password: str = parts.PASSWORD, who: str = "hanako") -> int:
    return client.post(
        "/login/", {"office_code": "NAC001", "login_id": who, "password": password}
    ).status_code


@pytest.fixture(autouse=True)
def one_proxy(settings: Any) -> None:
    settings.PROXY_HOPS = 1


def test_two_hundred_wrong_passwords_of_one_stranger_stop_nobody_else() -> None:
    office = parts.office()
    parts.person(office)
    SignInAttempt.objects.all().delete()
    stranger = visitor("198.51.100.7")
    for n in range(throttle.PER_ADDRESS):
        throttle.count_try(throttle.Limit("address:198.51.100.7", 0)) if n > 3 else sign_in(
            stranger, "x", f"made{n}"
        )
    assert sign_in(stranger) == 422
    assert sign_in(visitor("198.51.100.8")) == 302


def test_the_record_and_the_devices_name_the_visitor_and_never_what_he_claims() -> None:
    person = parts.person(parts.office())
    client = visitor("198.51.100.7")
    sign_in(client)
    assert set(Access.objects.values_list("address", flat=True)) == {"198.51.100.7"}
    page = client.get("/account/").content.decode()
    assert "198.51.100.7" in page and PROXY not in page and "203.0.113.250" not in page
    assert person.pk


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "198.51.100.7", PROXY),
        (1, "", PROXY),
        (1, "nonsense", PROXY),
        (1, "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        (2, "1.1.1.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", PROXY),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_so_many_proxies_are_believed_as_the_setting_says(
    settings: Any, hops: int, forwarded: str, address: str
) -> None:
    settings.PROXY_HOPS = hops
    parts.person(parts.office())
    sign_in(Client(REMOTE_ADDR=PROXY, headers={"x-forwarded-for": forwarded} if forwarded else {}), "wrong")
    assert Access.objects.get().address == address


def test_one_network_of_ipv6_is_one_visitor() -> None:
    parts.person(parts.office())
    for n in range(throttle.PER_GUESSER):
        sign_in(visitor(f"2001:db8:1:1::{n:x}"), "wrong")
    assert sign_in(visitor("2001:db8:1:1::ffff")) == 422
    assert sign_in(visitor("2001:db8:1:2::1")) == 302


def test_links_asked_for_by_one_stranger_keep_nobody_from_getting_one() -> None:
    person = parts.person(parts.office())
    asked = {"office_code": "NAC001", "email": "nobody@example.jp"}
    for _ in range(12):
        visitor("198.51.100.7").post("/password/forgotten/", asked)
    visitor("198.51.100.8").post("/password/forgotten/", {**asked, "email": person.email})
    parts.send_asked_links()
    assert Mail.objects.count() == 1


def test_nobody_is_flooded_with_links() -> None:
    person = parts.person(parts.office())
    for n in range(12):
        visitor(f"198.51.100.{n}").post(
            "/password/forgotten/", {"office_code": "NAC001", "email": person.email}
        )
    parts.send_asked_links()
    assert Mail.objects.count() == 5


def test_looks_at_papers_are_counted_for_each_visitor() -> None:
    answers = [
        visitor("198.51.100.7").get("/verify/?code=ABCD-EFGH-JKMN-PQRS").status_code for _ in range(31)
    ]
    assert answers[-1] == 429 and answers[0] == 200
    assert visitor("198.51.100.8").get("/verify/?code=ABCD-EFGH-JKMN-PQRS").status_code == 200


def test_the_current_password_cannot_be_guessed_in_a_session() -> None:
    client = parts.signed_in(parts.person(parts.office()))
    new = "a sentence nobody guesses"
    for _ in range(throttle.PER_GUESSER):
        client.post("/password/", {"current": "wrong", "new": new, "again": new})
    answer = client.post("/password/", {"current": parts.PASSWORD, "new": new, "again": new})
    assert answer.status_code == 422 and "しばらく時間をおいて" in answer.content.decode()
    assert Person.objects.get().check_password(parts.PASSWORD) and Office.objects.exists()


def test_who_is_slowed_learns_nothing_of_the_next_guess() -> None:
    client = parts.signed_in(parts.person(parts.office()))
    new = "a sentence nobody guesses"
    for _ in range(throttle.PER_GUESSER):
        client.post("/password/", {"current": "wrong", "new": new, "again": new})
    pages = []
    for guess in ("wrong", parts.PASSWORD):
        answer = client.post("/password/", {"current": guess, "new": new, "again": new})
        text = answer.content.decode().partition("<main")[2]
        pages.append(re.sub(r'value="[^"]*"', "", text))
    assert pages[0] == pages[1] and "しばらく時間をおいて" in pages[0]


def test_new_accounts_are_counted_for_each_visitor() -> None:
    def asks(address: str, n: int) -> int:
        typed = {**parts.CONTACT, "company": "株式会社試験", "terms": "on", "email": f"n{n}@example.jp"}
        return visitor(address).post("/new/", typed).status_code

    assert [asks("198.51.100.7", n) for n in range(11)] == [200] * 10 + [429]
    assert asks("198.51.100.8", 12) == 200


def test_one_account_is_guessed_so_often_by_all_strangers_together_and_no_more() -> None:
    parts.person(parts.office())
    known = visitor("198.51.100.200")
    assert sign_in(known) == 302
    known.post("/logout/")
    for n in range(throttle.PER_ACCOUNT):
        if n < 3:
            sign_in(visitor(f"198.51.100.{n}"), "wrong")
        else:
            throttle.count_try(throttle.Limit("account:NAC001/hanako", 0))
    assert sign_in(visitor("198.51.100.150")) == 422
    assert sign_in(known) == 302, "who has signed in with this browser before is not locked out"


def test_one_visitor_asks_for_so_many_links_and_no_more() -> None:
    office = parts.office()
    people = [parts.person(office, f"p{n}", email=f"p{n}@example.jp") for n in range(31)]
    for person in people:
        visitor("198.51.100.7").post("/password/forgotten/", {"office_code": "NAC001", "email": person.email})
    parts.send_asked_links()
    assert Mail.objects.count() == 30


def test_who_was_slowed_may_try_again_after_the_window(moved_clock: Any) -> None:
    parts.person(parts.office())
    for _ in range(throttle.PER_GUESSER):
        sign_in(visitor("198.51.100.7"), "wrong")
    assert sign_in(visitor("198.51.100.7")) == 422
    moved_clock(1)
    assert sign_in(visitor("198.51.100.7")) == 302
