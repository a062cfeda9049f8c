"""News of an office, with read marks per person."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q

from nss.base import clock
from nss.base.compiled_query import CompiledQuery
from nss.base.words import W
from nss.contract.models import Office

from .models import News, NewsRead


def post(
    office: Office,
    category: str,
    text: W,
    number: str = "",
    application_id: int | None = None,
    link: str = "",
) -> News:
    """Write one line, in the transaction of what it tells."""
    return News.objects.create(
        company_id=office.company_id,
        office=office,
        at=clock.now(),
        category=category,
        number=number,
        application_id=application_id,
        text_ja=text.ja,
        text_en=text.en,
        link=link,
    )


def _marked(found: list[News], person: AbstractBaseUser) -> list[News]:
    read = set(NewsRead.objects.filter(person_id=person.pk, news__in=found).values_list("news_id", flat=True))
    for n in found:
        n.read = n.pk in read
    return found


NEWEST = CompiledQuery(lambda office: News.objects.filter(office_id=office).order_by("-id")[:10], int)


def latest(office: Office, person: AbstractBaseUser) -> list[News]:
    """The newest lines with `.read` for this person."""
    return _marked(NEWEST(office.pk), person)


def archive(
    office: Office,
    person: AbstractBaseUser,
    before: int | None,
    n: int = 50,
    *,
    category: str = "",
    text: str = "",
    unread: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> list[News]:
    """A page of all lines, older than id `before`, of a category, with a text or number, unread, of a period."""
    found = News.objects.filter(office=office).order_by("-id")
    if category:
        found = found.filter(category=category)
    if text:
        found = found.filter(
            Q(text_ja__icontains=text) | Q(text_en__icontains=text) | Q(number__istartswith=text)
        )
    if unread:
        found = found.exclude(pk__in=NewsRead.objects.filter(person_id=person.pk).values("news_id"))
    if since:
        found = found.filter(at__gte=clock.start_of(since))
    if until:
        found = found.filter(at__lt=clock.start_of(until + timedelta(days=1)))
    if before is not None:
        found = found.filter(pk__lt=before)
    return _marked(list(found[:n]), person)


def read_all(office: Office, person: AbstractBaseUser) -> int:
    """Mark every line of the office as read by this person; gives how many were not."""
    seen = NewsRead.objects.filter(person_id=person.pk).values("news_id")
    waiting = News.objects.filter(office=office).exclude(pk__in=seen).values_list("pk", flat=True)
    marks = [NewsRead(news_id=pk, person_id=person.pk) for pk in waiting]
    NewsRead.objects.bulk_create(marks, ignore_conflicts=True, batch_size=1000)
    return len(marks)


def unread_count(person: AbstractBaseUser | None) -> int:
    """Unread among the newest hundred."""
    office_id = getattr(person, "office_id", None)
    if person is None or office_id is None:
        return 0
    newest = list(News.objects.filter(office_id=office_id).order_by("-id").values_list("pk", flat=True)[:100])
    return len(newest) - NewsRead.objects.filter(person_id=person.pk, news_id__in=newest).count()


def open_item(office: Office, person: AbstractBaseUser, pk: int) -> News | None:
    """Mark a line as read and give it; None if it is not this office's."""
    found = News.objects.filter(office=office, pk=pk).first()
    if found is not None:
        NewsRead.objects.bulk_create([NewsRead(news=found, person_id=person.pk)], ignore_conflicts=True)
    return found
