"""Mail addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from nss.base.typed_text import NotUnderstood, plain
from nss.base.words import W

from .column import Column

BAD_MAIL = W(
    "E-mailアドレスの形式で入力してください（例 taro.tsukan@naccs.jp）。",
    "Enter an e-mail address (e.g. taro.tsukan@naccs.jp).",
)
BAD_DOTS = W(
    "「@」の前で「.」が続くアドレスや「.」で始まる・終わるアドレスには送信できません。別のアドレスを入力してください。",
    "Mail cannot be sent to an address with two dots in a row, or a dot first or last, before the @. Use another.",
)


@dataclass(frozen=True, slots=True)
class MailColumn(Column):
    """An address that mail can be sent to: half width, without spaces."""

    kind: ClassVar[str] = "mail"
    monospaced: ClassVar[bool] = True

    def from_typed(self, value: Any) -> Any:
        text = re.sub(r"\s", "", plain(str(value or "")))
        if not text:
            return text
        name = text.partition("@")[0]
        if ".." in name or name.startswith(".") or name.endswith("."):
            raise NotUnderstood(BAD_DOTS)
        try:
            if not text.isascii() or '"' in text:  # a quoted name may hold spaces, which are taken out above
                raise NotUnderstood(BAD_MAIL)
            validate_email(text)
        except ValidationError as error:
            raise NotUnderstood(BAD_MAIL) from error
        return self.within_length(text)

    def widget(self) -> forms.Widget:
        return forms.EmailInput(attrs={"autocomplete": self.autocomplete})
