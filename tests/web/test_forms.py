"""Rows of forms: which template draws them, and what they say of hint, error and whether they must be filled in."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from nss.base.marks import mark_must


class Example(forms.Form):
    name = forms.CharField(label="名称", max_length=10, help_text="全角で")
    secret = forms.CharField(label="合言葉", widget=forms.PasswordInput)
    kind = forms.ChoiceField(label="種類", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(label="複数", choices=[("a", "甲"), ("b", "乙")])
    sure = forms.BooleanField(label="確認した", required=False)
    text = forms.CharField(
        label="文章", required=False, widget=forms.Textarea(attrs={"rows": 2, "data-max": 240})
    )
    day = forms.DateField(label="日", required=False, widget=forms.SelectDateWidget(years=[2026]))


def drawn(field: str, data: dict[str, Any] | None = None, **initial: Any) -> str:
    """A row as HTML, white space folded."""
    return " ".join(str(Example(data, initial=initial)[field].as_field_group()).split())


def test_a_box_has_label_mark_hint_and_control() -> None:
    row = drawn("name", name="東京<支店>")
    assert row.startswith('<div class="field"> <label for="id_name">名称 <span class="must">')
    assert '<p class="hint" id="id_name-hint">全角で</p>' in row
    assert 'aria-describedby="id_name-hint"' in row and 'value="東京&lt;支店&gt;"' in row


def test_an_error_is_named_by_its_control() -> None:
    row = drawn("name", {})
    assert row.startswith('<div class="field has-error">') and '<p class="error" id="id_name-error">' in row
    assert 'aria-describedby="id_name-hint id_name-error"' in row and 'aria-invalid="true"' in row


def test_the_browser_neither_stops_nor_cuts_what_is_typed() -> None:
    assert " required" not in drawn("name").replace("*required", "") and "maxlength" not in drawn("name")


def test_choices_are_a_group_with_a_legend() -> None:
    row = drawn("kind", kind="b")
    assert row.startswith('<fieldset class="field" id="id_kind"') and "<legend>種類" in row
    assert row.count('type="radio"') == 2 and row.count("checked") == 1
    assert row.index('value="b"') < row.index("checked")


def test_a_list_keeps_all_that_was_chosen() -> None:
    row = drawn("several", several=["a", "b"])
    assert "<select" in row and " multiple" in row and row.count("selected") == 2


def test_a_tick_has_its_words_behind_it() -> None:
    row = drawn("sure", sure=True)
    assert row.index('type="checkbox"') < row.index("<span>確認した</span>")
    assert " checked" in row and "任意" not in row


def test_a_text_is_kept_to_the_letter() -> None:
    row = str(Example(initial={"text": "一行目\n  二行目"})["text"].as_field_group())
    assert ">一行目\n  二行目</textarea>" in row and 'data-max="240"' in row and "cols" not in row


def test_a_password_is_never_sent_back_and_can_be_shown() -> None:
    row = drawn("secret", {"secret": "geheim"})
    assert "geheim" not in row and 'data-show="id_secret"' in row


@pytest.mark.parametrize(("must", "word"), [(True, "※必須"), (False, "任意")])
def test_a_field_is_marked_as_the_check_page_will_ask(must: bool, word: str) -> None:
    form = Example()
    mark_must(form.fields["text"], must)
    assert word in str(form["text"].as_field_group())


def test_a_control_without_a_template_of_ours_is_djangos() -> None:
    assert drawn("day").count("<select") == 3
