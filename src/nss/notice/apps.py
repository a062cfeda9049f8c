"""The room of mails and news; tells the masters which kinds of mails there are."""

from __future__ import annotations

from django.apps import AppConfig


class NoticeConfig(AppConfig):
    name = "nss.notice"

    def ready(self) -> None:
        from nss.contract.choices import BusinessType
        from nss.master import sheets
        from nss.record import retention

        from . import letters
        from .preferences import OCCASIONS
        from .retention import TERMS

        retention.register(*TERMS)

        sheets.begin(
            tuple((o.kind, o.word) for o in OCCASIONS),
            tuple((o.kind, o.word) for o in OCCASIONS if o.kind in letters.TITLES),
            letters.NEWS_EVENTS,
            tuple((b.value, b.word) for b in BusinessType),
        )
