"""申込担当者: which fields must be filled, and that a changed address is typed twice."""

from __future__ import annotations

import pytest

from nss.procedure.kit.contact import COLUMNS, LABELS, ContactForm
from tests import parts

MAIL = parts.CONTACT["email"]


def complaints(initial: str = "", **typed: str) -> set[str]:
    form = ContactForm({**parts.CONTACT, **typed}, {"email": initial} if initial else None)
    form.is_valid()
    return set(form.errors)


def test_six_fields_must_be_filled_and_three_may_be():
    form = ContactForm()
    assert {n for n, f in form.fields.items() if f.widget.is_required or f.required} == {
        "family_name",
        "given_name",
        "family_kana",
        "given_kana",
        "phone",
        "email",
    }
    assert [*form.fields] == [*LABELS, "email_again"] and not form.use_required_attribute
    assert form.fields["fax"].widget.attrs["autocomplete"] == "off"
    assert form.fields["phone"].widget.attrs["autocomplete"] == "tel"


@pytest.mark.parametrize(
    ("initial", "typed", "found"),
    [
        (MAIL, {}, set()),
        (MAIL, {"email_again": "x@y.example"}, set()),
        ("", {}, {"email_again"}),
        ("", {"email_again": MAIL}, set()),
        ("old@naccs.jp", {}, {"email_again"}),
        ("old@naccs.jp", {"email_again": "other@naccs.jp"}, {"email_again"}),
        ("old@naccs.jp", {"email_again": MAIL}, set()),
        ("old@naccs.jp", {"email": "x"}, {"email"}),
    ],
)
def test_only_another_address_is_typed_twice(initial, typed, found):
    assert complaints(initial, **typed) == found


def test_the_texts_of_a_contact_are_as_long_as_the_guide_and_the_domain_say():
    lengths = {name: c.length for name, c in COLUMNS.items() if name not in ("phone", "fax")}
    assert lengths == {
        "family_name": 20,
        "given_name": 20,
        "family_kana": 40,
        "given_kana": 40,
        "department": 60,
        "title": 40,
        "email": 100,
    }
