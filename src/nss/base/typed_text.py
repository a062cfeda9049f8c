"""What is kept of a typed text. It stays as typed but for control characters and space at its ends: kana and Latin letters
that came in parts are composed, the compatibility forms of 塚 or 神 stay what they are, and a character that only one
maker's machines know is refused by name."""

from __future__ import annotations

import re
import unicodedata

from .words import W

IN_PARTS = re.compile("([^\\s])([\u0300-\u036f\u3099\u309a]+)")
"""A character and the marks typed after it (か + ゛, e + ´), as some systems write file names and names."""
BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
UNUSABLE = W(
    "使用できない文字があります：{signs}。別の文字で入力してください。",
    "These characters cannot be used: {signs}. Please write it another way.",
)
PRIVATE = W("外字", "private use")
BROKEN = W("文字化け", "broken text")


class NotUnderstood(ValueError):
    """A typed value or cell that cannot be taken; `text` says why, to the person who typed it."""

    def __init__(self, text: W) -> None:
        super().__init__(text.en)
        self.text = text


def line(text: str) -> str:
    """One line: breaks and tabs become spaces. Raises NotUnderstood."""
    return _normalized(BREAKS.sub(" ", text).replace("\t", " ")).strip()


def lines(text: str) -> str:
    """A text of several lines, with plain line feeds. Raises NotUnderstood."""
    return "\n".join(_normalized(x.replace("\t", " ")).rstrip() for x in BREAKS.split(text)).strip()


def plain(text: str) -> str:
    """What numbers, codes and addresses are read from: half width, without anything that is not seen."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not _unseen(c)).strip()


def _unseen(c: str) -> bool:
    return unicodedata.category(c) in ("Cc", "Cf", "Mn", "Me")


def _normalized(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = IN_PARTS.sub(_composed, text)
    if bad := list(dict.fromkeys(w for c in text if (w := _unusable(c)) is not None)):
        raise NotUnderstood(UNUSABLE.format(signs=_list_words(bad[:5])))
    return "".join(
        c for n, c in enumerate(text) if unicodedata.category(c) not in ("Cc", "Cf") or _joins(text, n)
    )


def _composed(parts: re.Match[str]) -> str:
    """A character with its marks as one. A character for which another one stands by itself (a form of 塚, an old sign of
    number or measure) is somebody's own way of writing and stays."""
    own = unicodedata.normalize("NFC", parts[1]) != parts[1]
    return parts[0] if own else unicodedata.normalize("NFC", parts[0])


def _joins(text: str, at: int) -> bool:
    """Whether the character at a place joins two pictures into one (👩 and 💻)."""
    return (
        text[at] == "\u200d"
        and 0 < at < len(text) - 1
        and unicodedata.category(text[at - 1]) in ("So", "Sk", "Mn")
        and unicodedata.category(text[at + 1]) == "So"
    )


def _unusable(c: str) -> W | None:
    """The name of a character that no other machine would read as the same."""
    code = f"U+{ord(c):04X}"
    if unicodedata.category(c) == "Co":
        return W(f"{code}（{PRIVATE.ja}）", f"{code} ({PRIVATE.en})")
    if (
        c == "\ufffd"
        or unicodedata.category(c) == "Cs"
        or ord(c) & 0xFFFE == 0xFFFE
        or "\ufdd0" <= c <= "\ufdef"
    ):
        return W(f"{code}（{BROKEN.ja}）", f"{code} ({BROKEN.en})")
    return None


def _list_words(words: list[W]) -> W:
    return W("、".join(w.ja for w in words), ", ".join(w.en for w in words))
