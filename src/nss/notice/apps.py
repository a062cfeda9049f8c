"""The room of mails and news; tells the masters which kinds of mails there are."""

from __future__ import annotations

from django.apps import AppConfig


class NoticeConfig(AppConfig):
    """Tells the masters the kinds of mails, and registers retention terms."""

    name = "nss.notice"

    def ready(self) -> None:
        from nss.contract.choices import BusinessType
        from nss.master import sheets
        from nss.notice import news_texts
        from nss.record import retention

        from .facts import TITLES
        from .preferences import OCCASIONS
        from .retention import TERMS

        retention.register(*TERMS)

        sheets.begin(
            tuple((o.kind, o.word) for o in OCCASIONS),
            tuple((o.kind, o.word) for o in OCCASIONS if o.kind in TITLES),
            news_texts.NEWS_EVENTS,
            tuple((b, b.word) for b in BusinessType),
        )
