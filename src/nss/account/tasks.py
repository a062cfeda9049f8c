"""The worker's part: links that somebody asked for, and the nightly sweep over what is past its term of keeping."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from . import retention, throttle
from .models import Person
from .people_mail import RESET, send_link

log = logging.getLogger("nss.sweeps")


@app.periodic(cron="10 4 * * *")
@app.task(name="nss.erase_old", queue="sweep")
def erase_old(timestamp: int) -> None:
    """Personal data past their term go; the report stands in the access record."""
    log.info("erased: %s", retention.run())


LINKS_PER_PERSON = 5
"""Links that are mailed to one person in the window, whoever asks."""


@app.task(name="nss.send_asked_links", queue="mail")
def send_asked_links(code: str, email: str) -> None:
    """C22: the page only queues this, so that its answer takes as long for a stranger as for somebody who exists."""
    known = Person.objects.filter(username__startswith=code, email__iexact=email, is_active=True)
    for person in known[:3]:
        own = throttle.Limit(f"link:{person.pk}", LINKS_PER_PERSON)
        if not throttle.reached(own):
            throttle.count_try(own)
            send_link(person, RESET)
