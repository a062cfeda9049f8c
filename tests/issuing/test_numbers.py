"""Numbers, keys and passwords that the Center hands out: their forms, and that none comes twice."""

from __future__ import annotations

import re

import pytest

from nss.issuing import numbers
from tests import parts

READ_AS_DIGITS = set("IO")


def test_an_access_key_is_sixteen_capitals_and_digits_that_are_not_easily_confused():
    # Holds D-03.
    keys = {numbers.access_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(re.fullmatch(r"[A-Z0-9]{16}", k) for k in keys)
    assert not set("".join(keys)) & set("IO01")


def test_a_user_password_is_eight_capitals_and_digits_with_at_least_one_of_each():
    # Holds D-59.
    words = {numbers.user_password() for _ in range(500)}
    assert len(words) == 500
    for word in words:
        assert re.fullmatch(r"[A-Z0-9]{8}", word)
        assert re.search(r"[A-Z]", word) and re.search(r"[0-9]", word)


@pytest.mark.django_db
def test_a_mailbox_id_is_the_user_code_and_three_digits_and_none_comes_twice():
    # Holds D-05.
    office = parts.guide_office()
    assert [numbers.mailbox_id("1ANAC", office, 1) for _ in range(3)] == ["1ANAC001", "1ANAC002", "1ANAC003"]
    assert numbers.mailbox_id("1BNAC", office, 1) == "1BNAC001"


@pytest.mark.django_db
def test_the_letters_i_and_o_are_left_out_of_what_is_issued_automatically():
    # Holds D-06.
    office = parts.office()
    codes = [numbers.user_code(office, 1) for _ in range(20)]
    ids = [numbers.id_number(codes[0], True, "H", office, 1) for _ in range(250)]
    seconds = {c[1] for c in codes}
    lasts = {i[-1] for i in ids}
    assert {"H", "J", "N", "P"} <= seconds and {"H", "J", "N", "P"} <= lasts
    assert {i[0] for i in ids} >= {"H", "A"}
    assert not (seconds | lasts | {i[0] for i in ids}) & READ_AS_DIGITS


@pytest.mark.django_db
def test_a_billing_code_has_seven_digits_and_none_comes_twice():
    # Holds D-21.
    office = parts.office()
    codes = [numbers.billing_code(office) for _ in range(3)]
    assert len(set(codes)) == 3 and all(re.fullmatch(r"[0-9]{7}", c) for c in codes)
