"""What time does to applications: deadlines that pass, consents that run out. Safe to run late, twice, or by hand."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from nss.base import clock
from nss.base.problems import Refused

from . import settings_left
from .after_decision import invalidate
from .announce import moves
from .filing import send_back
from .lifecycle import Event, NotAllowed, State
from .locking import lock, revision_of
from .models import UNANSWERED, Application, Consent, ConsentState


def sweep_deadlines(today: date | None = None) -> list[str]:
    """Invalidate what missed its deadline; gives the numbers. Safe to run any number of times."""
    today = today or clock.today()
    late = Application.objects.filter(state=State.SETTING_WAIT, setting_deadline__lt=today)
    done = []
    for a in late:
        if settings_left.complete(a):  # submitted and not sent back counts as completed (D-17)
            continue
        try:
            done.append(str(invalidate(a.pk, None, "システム設定の申込が締切日までに完了しませんでした。")))
        except NotAllowed:  # somebody decided in between
            continue
        except (
            Refused
        ):  # a later decision stands on it: a person must look (center's deadline page shows it as over)
            continue
    return done


def expire_consents(today: date | None = None) -> int:
    """Consents past their due day send the application back to its owner; who did not answer is told that it is over."""
    today = today or clock.today()
    late = Consent.objects.filter(due__lt=today, state__in=UNANSWERED, application__state=State.CONSENT)
    count = 0
    for pk in set(late.values_list("application_id", flat=True)):
        with transaction.atomic():
            application = lock(pk)
            if application.state != State.CONSENT:
                continue
            revision = revision_of(application)
            silent = application.consents.filter(revision_no=revision.no, state__in=UNANSWERED)
            for consent in silent.select_related("office"):
                consent.state = ConsentState.EXPIRED.value
                consent.save(update_fields=["state"])
                moves.consent_dropped(application, consent)
            send_back(application, revision, Event.REFUSED_CONSENT, None, expired=True)
            count += 1
    return count
