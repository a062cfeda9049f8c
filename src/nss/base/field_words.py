"""What form fields say where a form has no words of its own, in place of Django's: in both languages, from the user's side.
`put_in_place` is called once, when the product starts."""

from __future__ import annotations

from django import forms
from django.core import validators

from nss.base.words import W

REQUIRED = W("入力してください。", "Enter a value.")
CHOOSE = W("選択してください。", "Choose one.")
CHOOSE_AGAIN = W("選び直してください。", "Please choose again.")
NUMBER = W("数字で入力してください。", "Enter a number.")
DAY = W("日付は「2026/12/01」の形で入力してください。", "Enter the date in the form 2026/12/01.")
NO_FILE = W("ファイルを選択してください。", "Choose a file.")
EMPTY_FILE = W("空のファイルです。別のファイルを選択してください。", "The file is empty. Choose another one.")
LONG_NAME = W(
    "ファイル名が長すぎます（%(length)d文字）。%(max)d文字以内にしてください。",
    "The file name is too long (%(length)d characters; up to %(max)d are possible).",
)
FORM = W("形式が違います。例にならって入力してください。", "Enter this in the form of the example.")
MAIL = W(
    "E-mailアドレスの形式で入力してください（例 taro.tsukan@naccs.jp）。",
    "Enter an e-mail address (e.g. taro.tsukan@naccs.jp).",
)
AT_MOST = W("%(limit_value)s以下の数字で入力してください。", "Enter a number up to %(limit_value)s.")
AT_LEAST = W("%(limit_value)s以上の数字で入力してください。", "Enter a number of %(limit_value)s or more.")
LONGEST = W(
    "%(show_value)s文字あります。%(limit_value)s文字以内で入力してください。",
    "%(show_value)s characters; up to %(limit_value)s are possible.",
)
SHORTEST = W(
    "%(limit_value)s文字以上で入力してください（現在%(show_value)s文字）。",
    "Enter at least %(limit_value)s characters (now %(show_value)s).",
)
NO_SIGN = W(
    "使用できない文字があります。別の文字で入力してください。",
    "A character cannot be used. Please write it another way.",
)
RANGE = W("{least}〜{most}の数字で入力してください。", "Enter a number from {least} to {most}.")

FIELDS: dict[type[forms.Field], dict[str, W]] = {
    forms.Field: {"required": REQUIRED},
    forms.IntegerField: {"invalid": NUMBER},
    forms.DateField: {"invalid": DAY},
    forms.FileField: {
        "required": NO_FILE,
        "invalid": NO_FILE,
        "missing": NO_FILE,
        "empty": EMPTY_FILE,
        "max_length": LONG_NAME,
        "contradiction": CHOOSE,
    },
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE_AGAIN},
    forms.MultipleChoiceField: {"invalid_choice": CHOOSE_AGAIN, "invalid_list": CHOOSE_AGAIN},
    forms.BooleanField: {"required": W("確認してチェックを入れてください。", "Read this and tick it.")},
}
VALIDATORS: dict[type, W] = {
    validators.MaxValueValidator: AT_MOST,
    validators.MinValueValidator: AT_LEAST,
    validators.MaxLengthValidator: LONGEST,
    validators.MinLengthValidator: SHORTEST,
    validators.ProhibitNullCharactersValidator: NO_SIGN,
    validators.RegexValidator: FORM,
    validators.EmailValidator: MAIL,
}


def put_in_place() -> None:
    """Let fields and validators of Django say these words from now on."""
    for field, words in FIELDS.items():
        own = field.__dict__.get("default_error_messages", {})
        field.default_error_messages = {**own, **words}
    for validator, text in VALIDATORS.items():
        validator.message = text  # type: ignore[attr-defined]  # each has one


def in_range(least: int, most: int) -> dict[str, W]:
    """Messages of a number that is out of its range, or none: all say the range."""
    text = RANGE.format(least=least, most=most)
    return dict.fromkeys(("invalid", "min_value", "max_value"), text)
