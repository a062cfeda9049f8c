"""What documents and receipt pages say of an application (F-09)."""

from __future__ import annotations

from datetime import date

from nss.base.words import W
from nss.calendar.deadlines import answer_expected

from .announce.moves import recipients
from .models import Application, Revision


def recipients_text(application: Application, revision: Revision) -> list[str]:
    """The addresses that notices of this application go to (F-11)."""
    return recipients(application, revision)


def expected_answer(application: Application) -> date | None:
    """The next business day after the Center got it (guides: 翌営業日以降)."""
    return answer_expected(application.waiting_since) if application.waiting_since else None


TITLES = {"form": W("変更申込書", "Application form"), "approval": W("変更承認通知", "Approval notice")}
