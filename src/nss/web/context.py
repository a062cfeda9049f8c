"""What every page has: who is signed in, language, navigation."""

from __future__ import annotations

from datetime import timedelta
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nss.account import unsent
from nss.base import clock
from nss.base.words import W, english
from nss.master import state as masters
from nss.notice import news

from .jinja import url

OFFICE_TABS: tuple[tuple[W, str, tuple[str, ...]], ...] = (
    (W("ホーム", "Home"), "office:menu", ()),
    (W("申込実施", "Apply"), "office:guide", ()),
    (W("申込内容確認", "Applications"), "office:applications", ()),
    (W("契約内容確認", "Contract"), "office:contract", ()),
    (W("請求内容参照", "Billing"), "office:billing", ()),
    (W("パスワード変更", "Password"), "account:password", ()),
)
CENTER_TABS: tuple[tuple[W, str, tuple[str, ...]], ...] = (
    (W("受付箱", "Queue"), "center:desk", ()),
    (W("工事調整", "Works"), "center:works", ()),
    (W("締切", "Deadlines"), "center:deadlines", ()),
    (W("証明書", "Certificates"), "center:certificates", ()),
    (W("請求", "Billing"), "center:billing", ()),
    (W("統計", "Figures"), "center:figures", ()),
    (W("操作記録", "Record"), "center:record", ()),
    (W("外為法", "METI"), "center:meti", ()),
    (W("事業所", "Offices"), "center:offices", ()),
    (W("マスタ", "Masters"), "center:masters", ()),
    (W("メール", "Mails"), "center:mails", ()),
    (W("自動処理", "Scheduled tasks"), "center:jobs", ()),
    (W("アカウント", "Account"), "account:account", ()),
)

BELOW = {
    "/apply/": "office:guide",
    "/drafts/": "office:guide",
    "/consents/": "office:applications",
    "/certificates/": "office:contract",
    "/news/": "office:menu",
    "/center/calendar/": "center:masters",
    "/people/": "account:account",
}
"""Which tab pages belong to whose addresses do not begin with its own."""


NOT_YET = {
    "office:guide",
    "office:new-office",
    "office:begin",
    "office:contract",
    "office:certificates",
    "office:consents",
    "office:billing",
}
"""What an office has nothing to do with before its first contract."""
NO_MORE = {"office:certificates"}
"""What an office has nothing to do with after the end of its contract, beside what its guards refuse."""


@cache
def _audience(name: str, *args: str) -> Any:
    """For whom an address is, as its guard says; None for an address that is for everybody."""
    return getattr(resolve(url(name, *args)).func, "audience", None)


def can_open(person: Any, name: str, *args: str) -> bool:
    """Whether an entry of a menu leads somewhere for this person."""
    audience = _audience(name, *args)
    if audience is not None and not audience.holds(person):
        return False
    if person.office_id is None:
        return True
    return not ((person.office.provisional and name in NOT_YET) or (person.office.ended and name in NO_MORE))


def navigation(request: HttpRequest) -> list[tuple[W, str, bool]]:
    """The global tabs with the current one marked."""
    person = request.user
    if not person.is_authenticated:
        return []
    tabs = OFFICE_TABS if person.office_id else CENTER_TABS
    found = [(word, url(name, *args)) for word, name, args in tabs if can_open(person, name, *args)]
    path = next(
        (url(name) for prefix, name in BELOW.items() if request.path.startswith(prefix)), request.path
    )
    current = max(
        (u for _, u in found if path.startswith(u) and (u != "/" or path == "/")),
        key=len,
        default="",
    )
    return [(word, u, u == current) for word, u in found]


def token_field(request: HttpRequest) -> SafeString:
    """What every form carries: its token, masked once an answer (a page has three to twenty forms, and Django masks it anew for
    each), and whose page it is, so that what comes too late is kept for who typed it."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return token
    return token + format_html(
        '<input type="hidden" name="{}" value="{}">', unsent.WHOSE, unsent.mark_of(person)
    )


@cache
def foot(language: str, helpdesk_phone: str, contract_phone: str) -> SafeString:
    """The end of every page, drawn once a language; call it while that language is spoken."""
    phones = {"helpdesk_phone": helpdesk_phone, "contract_phone": contract_phone}
    return mark_safe(render_to_string("layout/_foot.html", phones))


def shared(request: HttpRequest) -> dict[str, object]:
    """Template context that every page has."""
    person = getattr(request, "user", None)
    language = "en" if english() else "ja"
    return {
        "me": person if person is not None and person.is_authenticated else None,
        "language": language,
        "csrf_input": SimpleLazyObject(lambda: token_field(request)),
        "can": partial(can_open, person),
        "nav": navigation(request) if person is not None else [],
        "announcements": masters.announcements(
            clock.now(),
            person.office.code if person is not None and getattr(person, "office_id", None) else "",
        ),
        "blackouts": masters.blackouts_ahead(clock.now()),
        "met_again": getattr(request, "met_again", "") if request.method == "POST" else "",
        "viewed": getattr(request, "viewed_office", None),
        "unread": news.unread_count,
        "demo": settings.DEMO,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "kept_hours": unsent.KEEP // timedelta(hours=1),
        "helpdesk_phone": settings.HELPDESK_PHONE,
        "contract_phone": settings.CONTRACT_DESK_PHONE,
        "foot": foot(language, settings.HELPDESK_PHONE, settings.CONTRACT_DESK_PHONE),
    }
