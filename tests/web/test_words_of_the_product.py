"""The style of every text of the product, in both languages: one spelling, one term for one thing, whole sentences, nothing
of the one language in the other."""

from __future__ import annotations

import re
import unicodedata

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from nss.account.models import Person
from nss.base.words import W, speak
from tests.pairs import ROOT, SLOT, pairs

ALL = tuple(pairs())
JA = {
    "済 without み": r"(?<![経返])済(?![みまし])",
    "のうえ": r"のうえ",
    "あわせて of time": r"あらためて|あわせ申",
    "spoken": r"要りません|することの|の人(です|を|が|は)|二人目|自分自身|まだいません",
    "kana words": r"下さい|(?<!一)致し(ます|ました)|全て|出来(る|ます)|(?<![工仕])事が|(?<![仕同])様に|頂(く|き)",
    "a link is a URL": r"アドレスを送|次のアドレスから|このアドレスは使え",
    "people who sign in are 担当者": r"利用者管理|利用者の(招待|停止|再開|登録を)|利用者(はまだ|はいません|を管理|と役割)|停止した利用者",
    "of the program": r"ワーカー|ジョブ|無効な値|レコード",
    "from the side of the machine": r"日付(として|を)読み取れ|空にはできません",
    "申込, never 申請": r"(?<!汎用)申請(?!情報)",
    "an application has a 状態": r"ステータス",
    "one example of a day": r"例 20\d{6}",
    "half width signs": r"[ぁ-んァ-ヶ一-龠][,!?;](?![0-9a-z])|[ｦ-ﾟ]",
    "full width letters": r"[Ａ-Ｚａ-ｚ０-９％]",
    "one way to say it": r"CSVをダウンロード|一覧（CSV）",
    "wave dash": "[\uff5e]",
}
EN = {
    "wish": r"\b[Ww]ish(ed|es)?\b",
    "fix is to repair": r"\b[Ff]ix(ed)?\b(?! width)",
    "laws are abolished": r"\b[Aa]bolish",
    "filed": r"\b(filed|Filed|Filing|filing)\b|(?<!the )\b[Ff]ile (again|it\b|this one)",
    "None.": r"^None\.$",
    "grammar": r"is over$|has got|Nothing is posted|mended|brought back|\bSweeps?\b|\b[Vv]anish|^Told |^Say ",
    "a mail": r"\ba mail\b",
    "Contractor": r"\bContractor",
    "full width": r"[：、。（）「」【】〜・]",
    "identifier": r"(?<!\{)\b(countered|setting_wait|user_id)\b",
    "double spaces": r"\S  \S",
}
JAPANESE = "[ぁ-んァ-ヶ一-龠]"
SAMPLE = re.compile(r"e\.g\. |with 、 between")
"""English texts that show a Japanese sample, or name the mark that a cell of a file has between its values."""


def found(expression: str, japanese: bool) -> list[str]:
    """Places whose text of one language has the expression."""
    hit = re.compile(expression)
    return [
        f"{p.place} {p.ja if japanese else p.en}"
        for p in ALL
        if hit.search(p.ja if japanese else p.en) and not (not japanese and SAMPLE.search(p.en))
    ]


def test_texts_are_found_in_modules_and_templates():
    assert len(ALL) > 2900
    assert {p.place.partition(":")[0].rpartition(".")[2] for p in ALL} >= {"py", "html"}


@pytest.mark.parametrize("what", JA)
def test_no_japanese_text_has_a_form_that_the_style_sheet_rules_out(what):
    assert found(JA[what], japanese=True) == []


@pytest.mark.parametrize("what", EN)
def test_no_english_text_has_a_form_that_the_style_sheet_rules_out(what):
    assert found(EN[what], japanese=False) == []


def test_no_english_text_has_japanese_in_it_but_as_a_sample():
    assert found(JAPANESE, japanese=False) == []


def test_both_languages_have_the_same_slots():
    named = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
    odd = [
        f"{p.place} {p.ja} | {p.en}"
        for p in ALL
        if set(named.findall(p.ja)) != set(named.findall(p.en)) and SLOT not in p.ja + p.en
    ]
    assert odd == []


MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
NUMBERS = {
    **{
        w: str(n)
        for n, w in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
        )
    },
    **{m: str(n) for n, m in enumerate(MONTHS, 1) if m != "may"},
}
"""English words that say a number; 1 is said by an article too."""


def numbers(text: str) -> set[str]:
    """Numbers of two and more that a text says, in digits or in a word."""
    text = re.sub(r"\{\w+\}", "", unicodedata.normalize("NFKC", text)).replace(",", "")
    words = {NUMBERS[w] for w in re.findall("[a-z]+", text.lower()) if w in NUMBERS}
    return ({str(int(n)) for n in re.findall(r"\d+", text)} | words) - {"0", "1"}


def test_english_carries_every_number_of_the_japanese():
    odd = [f"{p.place} {p.ja} | {p.en}" for p in ALL if numbers(p.ja) - numbers(p.en)]
    assert odd == []


def test_a_sentence_is_a_sentence_in_both_languages():
    # An answer of the system, 「…ました。」, is whole in English too.
    odd = [
        f"{p.place} {p.ja} | {p.en}"
        for p in ALL
        if p.ja.endswith("。") and "。" not in p.ja[:-1] and len(p.ja) > 12 and p.en[-1:] not in '.?!"”:)'
    ]
    assert odd == []


def test_no_label_ends_with_a_full_stop():
    # A text without です・ます is a noun, and a noun has none.
    polite = re.compile(
        r"(ます|です|ください|ません|ました|でした|でしょう|ましょう|しない|する|した|ない|る|す|い|う|た|と|も|へ|で|中|可|ほか)[）」]?。$"
    )
    odd = [
        f"{p.place} {p.ja}"
        for p in ALL
        if p.ja.endswith("。") and 2 < len(p.ja) < 16 and "{" not in p.ja and not polite.search(p.ja)
    ]
    assert odd == []


USED = re.compile(r"forms\.(\w+Field)\(")


def test_no_message_of_a_form_field_is_of_the_framework():
    names = {n for path in ROOT.rglob("*.py") for n in USED.findall(path.read_text())}
    assert len(names) > 6
    django = {
        f"{name} {code}: {text}"
        for name in names
        for base in getattr(forms, name).__mro__
        for code, text in getattr(base, "default_error_messages", {}).items()
        if not isinstance(getattr(forms, name)(**_needed(name)).error_messages[code], W)
    }
    assert django == set()


def _needed(name: str) -> dict[str, str]:
    return {"regex": "x"} if name == "RegexField" else {}


@pytest.mark.parametrize("english", [False, True])
def test_validators_speak_the_product_s_words(english):
    speak("en" if english else "ja")
    field = forms.IntegerField(min_value=0, max_value=99)
    text = forms.CharField(max_length=3)
    said = [
        _said(field, "100"),
        _said(field, "-1"),
        _said(field, "x"),
        _said(text, "abcd"),
        _said(text, "a\0"),
    ]
    if english:
        assert said[:3] == ["Enter a number up to 99.", "Enter a number of 0 or more.", "Enter a number."]
    else:
        assert said[:2] == ["99以下の数字で入力してください。", "0以上の数字で入力してください。"]
        assert said[3] == "4文字あります。3文字以内で入力してください。"
        assert all(s.endswith("ください。") for s in said)
    speak("ja")


def _said(field: forms.Field, value: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return refused.value.messages[0]


@pytest.mark.parametrize("password", ["hanako", "tsukan.hanako1", "aaaaaaaaaaaa"])
def test_a_refused_password_is_refused_in_the_product_s_words(password):
    person = Person(
        username="NAC001/tsukan.hanako", login_id="tsukan.hanako", family_name="通関", given_name="花子"
    )
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    for error in refused.value.error_list:
        assert isinstance(error.message, W)
        assert error.message.ja.endswith(("ください。", "ものにしてください。"))
        assert "username" not in error.message.ja
