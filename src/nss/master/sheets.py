"""Each master as a sheet: its fields, what is accepted, and from when a row counts and can no longer be changed."""

from __future__ import annotations

from datetime import date

from nss.base import clock
from nss.base.choices import Choice
from nss.base.columns import (
    IS_NOT,
    ChoiceColumn,
    CodesColumn,
    DateColumn,
    FlagColumn,
    LongColumn,
    MomentColumn,
    TextColumn,
)
from nss.base.days import PLANNED
from nss.base.problems import Problem
from nss.base.words import W

from . import schedule_sheets
from .models import (
    Announcement,
    Audience,
    Blackout,
    BusinessGroup,
    BusinessOffer,
    MailTemplate,
    MailText,
    NewsText,
    ReplyText,
    TermsVersion,
    Use,
)
from .sheet import Sheet, Values
from .sheet_checks import SLOTS_HINT, announcement, from_tomorrow, period, problem_at, template


def _group(values: Values, today: date) -> list[Problem]:
    found = from_tomorrow("since")(values, today)
    known = {code for code, _ in BUSINESSES}
    strange = [m for m in values.get("members") or [] if m not in known]
    if strange or not values.get("members"):
        found.append(
            problem_at(
                "members",
                f"業種コードではありません：{' '.join(strange) or '—'}",
                f"Not a business type: {' '.join(strange) or '—'}",
            )
        )
    if values.get("until") and values.get("since") and values["until"] <= values["since"]:
        found.append(
            problem_at("until", "適用開始日より後の日を指定してください。", "Choose a day after the first.")
        )
    return found


def pairs(choice: type[Choice]) -> tuple[tuple[str, W], ...]:
    """A choice class as the choices of a column."""
    return tuple((c, c.word) for c in choice)


def _sheets() -> tuple[Sheet, ...]:
    return (
        *schedule_sheets.SHEETS,
        Sheet(
            "blackout",
            W("申込受付の停止期間", "Blackout periods"),
            W(
                "この期間は申込の登録を受け付けません。下書きの入力・保存はできます。",
                "Nothing can be submitted in this period; drafts can be written.",
            ),
            Blackout,
            (
                MomentColumn("first_at", W("開始", "From"), must=True),
                MomentColumn("last_at", W("終了", "Until"), must=True),
                TextColumn("text_ja", W("理由", "Why"), must=True, length=200),
                TextColumn("text_en", W("理由（英語）", "Why, in English"), length=200),
            ),
            period,
            lambda r: clock.day_of(r.first_at),
            lambda r: clock.day_of(r.last_at),
            order=("-first_at",),
        ),
        Sheet(
            "replies",
            W("定型文", "Prepared texts"),
            W("審査画面で選べる文章です。", "Texts that reviewers can pick."),
            ReplyText,
            (
                ChoiceColumn("use", W("用途", "Used for"), pairs=pairs(Use), must=True),
                TextColumn("name", W("名称", "Name"), must=True, length=60),
                LongColumn("text", W("文章", "Text"), must=True, length=1000, rows=5),
            ),
            order=("use", "name"),
        ),
        Sheet(
            "mail-texts",
            W("メールの追記", "Additions to mails"),
            W(
                "指定した日から、その種類のメールに追記する文章です。空欄にすると追記をやめます。",
                "A paragraph that mails of a kind carry from a day on; empty ends it.",
            ),
            MailText,
            (
                ChoiceColumn("kind", W("メールの種類", "Kind of mail"), pairs=MAIL_KINDS, must=True),
                DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
                LongColumn("text_ja", W("文章", "Text"), length=1000, rows=5),
                LongColumn("text_en", W("文章（英語）", "Text in English"), length=1000, rows=5),
            ),
            from_tomorrow("since"),
            lambda r: r.since,
            order=("kind", "-since"),
        ),
        Sheet(
            "mail-templates",
            W("メールの文面", "Texts of the mails"),
            W(
                "指定した日から、その種類のメールの件名と本文に使う文章です。宛名・リンク・署名は共通のものが付きます。空欄にすると標準の文面に戻ります。",
                "Subject and body of mails of a kind from a day on; addressee, link and signature are added. Empty goes back to the built-in text.",
            ),
            MailTemplate,
            (
                ChoiceColumn("kind", W("メールの種類", "Kind of mail"), pairs=TEMPLATED, must=True),
                DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
                TextColumn(
                    "subject",
                    W("件名", "Subject"),
                    length=80,
                    hint=W(
                        "空欄の場合は標準の件名です。受付番号は自動で付きます。",
                        "Empty for the built-in one; the number is added.",
                    ),
                ),
                LongColumn("text_ja", W("本文", "Body"), length=2000, rows=5, hint=SLOTS_HINT, listed=False),
                LongColumn("text_en", W("本文（英語）", "Body in English"), length=500, rows=5, listed=False),
            ),
            template,
            lambda r: r.since,
            order=("kind", "-since"),
        ),
        Sheet(
            "news-texts",
            W("新着情報の文面", "Texts of the news"),
            W(
                "指定した日から、その出来事の新着情報に使う文章です。",
                "What the line of news says for an event from a day on.",
            ),
            NewsText,
            (
                ChoiceColumn("event", W("出来事", "Event"), pairs=NEWS_EVENTS, must=True),
                DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
                LongColumn("text_ja", W("文章", "Text"), must=True, length=300, rows=5),
                LongColumn("text_en", W("文章（英語）", "Text in English"), length=300, rows=5),
            ),
            from_tomorrow("since"),
            lambda r: r.since,
            order=("event", "-since"),
        ),
        Sheet(
            "business-types",
            W("業種の受付", "Business types"),
            W(
                "指定した日から、その業種の新しい申込を受け付けるかどうかを登録します。登録済みの業種はそのまま使えます。",
                "From a day on, whether a business type can be applied for. What is held stays.",
            ),
            BusinessOffer,
            (
                ChoiceColumn("code", W("業種", "Business type"), pairs=BUSINESSES, must=True),
                DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
                FlagColumn("offered", W("受け付ける", "Can be applied for"), flag=IS_NOT, box=True),
            ),
            from_tomorrow("since"),
            lambda r: r.since,
            order=("code", "-since"),
        ),
        Sheet(
            "business-groups",
            W("業種グループ", "Groups of business types"),
            W(
                "1つの識別番号に組み合わせてよい業種です。ここに1件でも適用中のグループがあれば、標準の組み合わせに代わって使います。",
                "Business types that may stand on one number. While any group here counts, these replace the built-in ones.",
            ),
            BusinessGroup,
            (
                TextColumn("name", W("名称", "Name"), must=True, length=60),
                CodesColumn(
                    "members",
                    W("業種コード", "Codes"),
                    must=True,
                    hint=W(
                        "2桁の業種コードを空白区切りで（例 01 08 09）",
                        "2-digit codes with spaces between (e.g. 01 08 09)",
                    ),
                ),
                DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
                DateColumn("until", W("適用終了日", "Until"), years=PLANNED),
            ),
            _group,
            lambda r: r.since,
            order=("-since", "name"),
        ),
        Sheet(
            "announcements",
            W("お知らせの配信", "Announcements"),
            W(
                "期間中、対象の事業所のメニュー（全員の場合はログイン画面にも）に表示します。",
                "Shown on the menu of the offices, and for everybody on the sign-in page, while the period lasts.",
            ),
            Announcement,
            (
                TextColumn("title_ja", W("件名", "Title"), must=True, length=100),
                TextColumn("title_en", W("件名（英語）", "Title in English"), length=100, listed=False),
                LongColumn("text_ja", W("本文", "Text"), must=True, length=2000, rows=5, listed=False),
                LongColumn(
                    "text_en", W("本文（英語）", "Text in English"), length=2000, rows=5, listed=False
                ),
                MomentColumn("first_at", W("開始", "From"), must=True),
                MomentColumn("last_at", W("終了", "Until"), must=True),
                ChoiceColumn("audience", W("対象", "For"), pairs=pairs(Audience), must=True),
                CodesColumn(
                    "codes",
                    W("事業所コード", "Office codes"),
                    hint=W("指定した事業所の場合。空白区切り", "For named offices, with spaces between"),
                ),
                FlagColumn(
                    "mail", W("管理責任者にE-mailも送る", "Mail the managers too"), flag=IS_NOT, box=True
                ),
            ),
            announcement,
            lambda r: clock.day_of(r.first_at),
            lambda r: clock.day_of(r.last_at),
            order=("-first_at",),
        ),
        Sheet(
            "terms",
            W("利用規程", "Terms of use"),
            W(
                "適用開始日から新しい版を表示し、同意を求めます。条ごとに空行で区切り、各条の1行目を見出しにします。",
                "The version from a day on; articles divided by empty lines, the first line of each its title.",
            ),
            TermsVersion,
            (
                TextColumn("version", W("版", "Version"), must=True, length=40),
                DateColumn("since", W("適用開始日", "From"), must=True, years=PLANNED),
                LongColumn("text_ja", W("本文", "Text"), must=True, rows=5, listed=False),
                LongColumn("text_en", W("本文（英語）", "Text in English"), rows=5, listed=False),
            ),
            from_tomorrow("since"),
            lambda r: r.since,
            order=("-since",),
        ),
    )


MAIL_KINDS: tuple[tuple[str, W], ...] = ()
TEMPLATED: tuple[tuple[str, W], ...] = ()
NEWS_EVENTS: tuple[tuple[str, W], ...] = ()
BUSINESSES: tuple[tuple[str, W], ...] = ()
SHEETS: dict[str, Sheet] = {}


def register(*sheets: Sheet) -> None:
    """Add masters of other rooms, e.g. prices of billing."""
    SHEETS.update({s.key: s for s in sheets})


def begin(
    mail_kinds: tuple[tuple[str, W], ...],
    templated: tuple[tuple[str, W], ...],
    news_events: tuple[tuple[str, W], ...],
    businesses: tuple[tuple[str, W], ...],
) -> None:
    """Called once by a room that knows the kinds of mails (all, and those that can be worded anew), the events of the news
    and the business types."""
    global MAIL_KINDS, TEMPLATED, NEWS_EVENTS, BUSINESSES
    MAIL_KINDS, TEMPLATED, NEWS_EVENTS, BUSINESSES = mail_kinds, templated, news_events, businesses
    register(*_sheets())
