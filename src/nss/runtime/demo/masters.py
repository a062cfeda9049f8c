"""Sample master data: what the system brings, an announcement, a day on which the Center is closed."""

from __future__ import annotations

from datetime import timedelta

from nss.account.models import Person
from nss.base import clock
from nss.calendar.days import add_business_days
from nss.master import state
from nss.master.models import Announcement, ClosedDay
from nss.runtime import masters


def load(person: Person) -> None:
    """Write the samples, changed by `person`."""
    now = clock.now()
    masters.load()
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
    state.changed()
    state.refresh()
