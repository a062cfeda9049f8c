"""Rows of forms: which template draws them, and what they say of hint, error and whether they must be filled in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms

from nss.base.marks import mark_must
from nss.web.forms import Renderer


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


def test_several_of_a_list_are_ticks_so_that_a_click_unsets_no_other() -> None:
    row = drawn("several", several=["a", "b"])
    assert row.startswith('<fieldset class="field" id="id_several"') and "<select" not in row
    assert row.count('type="checkbox"') == 2 and row.count(" checked") == 2


def test_ticks_that_were_just_opened_are_where_one_types_and_keep_what_was_chosen() -> None:
    class Opened(forms.Form):
        several = forms.MultipleChoiceField(
            choices=[("a", "甲"), ("b", "乙")], widget=forms.SelectMultiple({"autofocus": True})
        )

    first, second = re.findall(
        r"<input[^>]*>", str(Opened(initial={"several": ["a"]})["several"].as_field_group())
    )
    assert first.split()[-2:] == ["autofocus", "checked>"] and "autofocus" not in second


def test_a_page_of_very_many_lists_keeps_its_boxes_which_weigh_half() -> None:
    class Many(forms.Form):
        def __init__(self, count: int) -> None:
            super().__init__()
            self.fields |= {f"f{n}": forms.MultipleChoiceField(choices=[("a", "甲")]) for n in range(count)}

    assert "<select" not in str(Many(12)["f0"].as_field_group())
    assert "<select" in str(Many(13)["f0"].as_field_group())


def test_a_question_without_answers_says_so() -> None:
    class Nothing(forms.Form):
        kind = forms.ChoiceField(label="種類", choices=[], widget=forms.RadioSelect)

    assert "選択できるものがありません。" in str(Nothing()["kind"].as_field_group())
    assert "選択できるものがありません。" not in drawn("kind")


def test_errors_are_listed_in_the_order_of_the_page_and_name_their_field_once() -> None:
    form = Example({})
    form.errors.clear()
    form.add_error("day", "日を入力してください。")
    form.add_error("name", "空です。")
    macros = Renderer().engine.env.get_template("ui/form.html").module
    summary = " ".join(str(macros.error_summary(form)).split())
    assert re.findall(r'<a href="#(.*?)">(.*?)</a>', summary) == [
        ("id_name", "名称：空です。"),
        ("id_day", "日を入力してください。"),
    ]


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
