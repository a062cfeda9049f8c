"""Sample master data: prepared texts of the reviewers, an announcement, a day on which the Center is closed."""

from __future__ import annotations

from datetime import timedelta

from nss.account.models import Person
from nss.base import clock
from nss.calendar.days import add_business_days
from nss.master.models import Announcement, ClosedDay, ReplyText

REPLIES = (
    ("query", "希望日の確認", "利用開始希望日に登録できません。別のシステム登録日をご指定ください。"),
    ("query", "利用者IDの確認", "対象の利用者IDをご確認ください。現在の契約内容と異なるようです。"),
    ("query", "添付書類の不足", "委任状など、申込に必要な書類を添付してください。"),
    ("refuse", "要件を満たさない", "利用規程に定める要件を満たさないため、承認できません。"),
    ("start", "登録作業の都合", "システム登録作業の都合により、次の登録日に変更しました。"),
)


def load(person: Person) -> None:
    """Write the samples, changed by `person`."""
    now = clock.now()
    ReplyText.objects.bulk_create(
        ReplyText(use=use, name=name, text=text, changed_at=now, changed_by=person)
        for use, name, text in REPLIES
    )
    Announcement.objects.create(
        first_at=now - timedelta(hours=1),
        last_at=now + timedelta(days=30),
        audience="offices",
        changed_at=now,
        changed_by=person,
        title_ja="年末年始の申込受付について",
        title_en="Applications at the turn of the year",
        text_ja="12月29日から1月3日までは休業します。この間に登録された申込の審査は、翌営業日から行います。",
        text_en="The Center is closed from 29 December to 3 January; what is filed then is reviewed from the next business day.",
    )
    ClosedDay.objects.create(
        day=add_business_days(clock.today(), 90),
        name_ja="システム更改に伴う休業",
        name_en="Closed for an upgrade",
        changed_at=now,
        changed_by=person,
    )
