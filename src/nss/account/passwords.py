"""Passwords that somebody who knows the person, or the usual lists, tries first are refused, however long they are (ASVS 6.2.4,
6.2.11). Django's list knows few of twelve characters and more: they are mostly shorter ones repeated, counted on or joined to the
name of the place."""

from __future__ import annotations

import re
from itertools import pairwise

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from nss.base.words import W

from .models import Person

PLACE = ("naccs", "nss", "support", "center", "password", "welcome", "login", "admin", "user")
"""Words that stand for this place."""
OWN_LETTERS = 6
"""So many letters or digits must be left of a password when words of its context are taken away."""
FEWEST_KINDS = 5
ROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
"""Digits and signs around a word: `Password2026!` is the word."""
EASY = W(
    "推測されやすいパスワードです。同じ文字や語の繰り返し、連番、事業所コードや氏名を使わず、別のものにしてください。",
    "This password is easy to guess. Avoid repeats, rows of digits, your office's code and names.",
)

LIKE_NAMES = W(
    "担当者ID、氏名、E-mailアドレスに似たパスワードは使用できません。別のパスワードを入力してください。",
    "A password must not be like your person ID, name or e-mail address. Enter another one.",
)
SHORT = W("パスワードは{n}文字以上で入力してください。", "Enter a password of {n} characters or more.")


class NotLikeNames(UserAttributeSimilarityValidator):
    """Django's comparison with the person's names, in our words."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("login_id", "family_name", "given_name", "email"))

    def validate(self, password: str, user: Person | None = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError as error:
            raise ValidationError(LIKE_NAMES, code="like_names") from error

    def get_help_text(self) -> W:  # type: ignore[override]  # a lazy text
        return LIKE_NAMES


class LongEnough(MinimumLengthValidator):
    """Django's count of characters, in our words."""

    def validate(self, password: str, user: Person | None = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError as error:
            raise ValidationError(SHORT.format(n=self.min_length), code="short") from error

    def get_help_text(self) -> W:  # type: ignore[override]  # a lazy text
        return SHORT.format(n=self.min_length)


class NotGuessable:
    """Refuses repeats, rows, common words with digits around them, and names of the person, the office and the place."""

    def validate(self, password: str, user: Person | None = None) -> None:
        text = password.casefold()
        if repeats(text) or rows(text) or common(text) or only_context(text, user):
            raise ValidationError(EASY, code="easy")

    def get_help_text(self) -> W:
        return EASY


def repeats(text: str) -> bool:
    """Few characters, or one piece again and again."""
    return len(set(text)) < FEWEST_KINDS or (text + text).find(text, 1) < len(text)


def rows(text: str) -> bool:
    """Mostly characters that follow one another, as 123456789012 (after 9 comes 0) or abcdefghijkl."""
    steps = [(ord(b) - ord(a)) in (1, -1) or (a + b) in ("90", "09") for a, b in pairwise(text)]
    return bool(steps) and sum(steps) * 3 >= len(steps) * 2


def common(text: str) -> bool:
    """A word of the list of common passwords, with or without digits and signs around it."""
    listed = CommonPasswordValidator().passwords
    return text in listed or ROUND.sub("", text) in listed


def only_context(text: str, person: Person | None) -> bool:
    """Whether little is left without the names of the person, the office and the place."""
    words = [*PLACE]
    if person is not None:
        office = person.office.code if person.office is not None else ""
        words += [person.login_id, office, office[:3], person.family_name, person.given_name]
        words += re.split(r"[\W_]+", person.email.partition("@")[0])
    left = text
    for word in sorted({w.casefold() for w in words if len(w) >= 3}, key=len, reverse=True):
        left = left.replace(word, "")
    return left != text and len(ROUND.sub("", left)) < OWN_LETTERS
