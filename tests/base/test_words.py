"""A text in both languages stands wherever Django takes a lazy text: in labels, hints, choices and messages."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.utils.html import escape, format_html
from django.utils.text import capfirst, format_lazy

from nss.base.words import W, joined, speak

LIMIT = W("%(limit_value)s文字以内（今は%(show_value)s文字）", "Up to %(limit_value)s (now %(show_value)s)")
SEA, AIR = W("海上", "Sea"), W("航空", "Air")


@pytest.fixture(autouse=True)
def japanese_afterwards() -> Iterator[None]:
    yield
    speak("ja")


def both(text: object) -> tuple[str, str]:
    """How a text reads in Japanese and in English."""
    speak("ja")
    ja = str(text)
    speak("en")
    return ja, str(text)


def test_it_reads_in_the_language_of_the_request() -> None:
    assert both(SEA) == ("海上", "Sea")


def test_slots_by_name_are_filled_in_both_languages() -> None:
    assert both(W("%(n)s個まで", "Up to %(n)d") % {"n": 5}) == ("5個まで", "Up to 5")


def test_slots_by_place_are_filled_in_both_languages() -> None:
    assert both(W("%s個", "%s pieces") % 5) == ("5個", "5 pieces")
    assert both(W("%sから%s", "%s to %s") % (1, 2)) == ("1から2", "1 to 2")


def test_a_message_that_is_filled_in_place_stays_in_both_languages() -> None:
    message = LIMIT
    message %= {"limit_value": 3, "show_value": 4}
    assert both(message) == ("3文字以内（今は4文字）", "Up to 3 (now 4)")
    assert "%(limit_value)s" in LIMIT.ja, "the message itself is as it was"


def test_a_bilingual_value_in_a_slot_keeps_both_languages() -> None:
    assert both(W("%(what)sのみ", "%(what)s only") % {"what": SEA}) == ("海上のみ", "Sea only")
    assert both(W("%sと%s", "%s and %s") % (SEA, AIR)) == ("海上と航空", "Sea and Air")
    assert both(W("「%s」", "“%s”") % SEA) == ("「海上」", "“Sea”")
    assert both(W("{what}のみ", "{what} only").format(what=SEA)) == ("海上のみ", "Sea only")


def test_an_error_with_parameters_reads_in_both_languages() -> None:
    error = ValidationError(LIMIT, params={"limit_value": 3, "show_value": 4})
    speak("ja")
    assert error.messages == ["3文字以内（今は4文字）"]
    speak("en")
    assert error.messages == ["Up to 3 (now 4)"]


def test_a_validator_puts_its_limit_into_a_bilingual_message() -> None:
    speak("en")
    with pytest.raises(ValidationError) as caught:
        MaxLengthValidator(3, LIMIT)("abcd")
    assert caught.value.messages == ["Up to 3 (now 4)"]


def test_a_form_takes_it_for_label_hint_choice_and_error() -> None:
    class Asking(forms.Form):
        system = forms.ChoiceField(label=SEA, choices=[("s", SEA), ("a", AIR)], help_text=AIR)
        count = forms.IntegerField(
            label=W("台数？", "How many?"),
            validators=[MinValueValidator(2, W("%(limit_value)s以上", "At least %(limit_value)s"))],
            error_messages={"required": W("必須です。", "Needed.")},
        )

    speak("en")
    html = re.sub(r"\s+>", ">", Asking().as_p())
    assert "Sea:" in html and '<option value="a">Air</option>' in html
    assert "How many?</label>" in html, "no colon after a mark that ends a sentence"
    assert Asking({"system": "s", "count": "1"}).errors["count"] == ["At least 2"]
    speak("ja")
    assert Asking({"system": "s"}).errors["count"] == ["必須です。"]
    assert Asking({"system": "s", "count": "1"}).errors["count"] == ["2以上"]


def test_a_plain_text_may_stand_before_or_after() -> None:
    assert both("（" + SEA + "）") == ("（海上）", "（Sea）")


def test_texts_sort_as_they_read() -> None:
    speak("en")
    assert sorted([SEA, AIR]) == [AIR, SEA]
    speak("ja")
    assert sorted([AIR, SEA]) == [SEA, AIR]


def test_characters_and_width_are_those_of_the_text_that_is_read() -> None:
    speak("en")
    assert (len(SEA), SEA[-1], list(SEA), "ea" in SEA) == (3, "a", ["S", "e", "a"], True)
    assert f"{SEA:>5}|{SEA}" == "  Sea|Sea"
    assert not W("", ""), "an empty text counts as none"


def test_djangos_helpers_for_texts_take_it() -> None:
    unsafe = W("<海>", "<sea>")
    assert both(format_lazy("{}s", SEA)) == ("海上s", "Seas")
    speak("en")
    assert escape(unsafe) == "&lt;sea&gt;"
    assert format_html("<b>{}</b>", unsafe) == "<b>&lt;sea&gt;</b>"
    assert capfirst(W("海", "sea")) == "Sea"


def test_copies_are_equal_and_read_both_languages() -> None:
    twin = copy.deepcopy(SEA)
    assert twin == SEA and hash(twin) == hash(SEA)
    assert both(twin) == ("海上", "Sea")


def test_a_list_is_read_out_in_both_languages() -> None:
    assert both(joined([SEA, AIR, "X"])) == ("海上、航空、X", "Sea, Air, X")
