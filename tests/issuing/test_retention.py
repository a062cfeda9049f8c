"""The record of passwords read is kept for ten years, and erased with a count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nss.base import clock
from nss.issuing import vault
from nss.issuing.models import SecretKind, SecretView
from nss.record import retention
from tests import parts

pytestmark = pytest.mark.django_db


def test_the_record_of_passwords_read_is_erased_after_ten_years_and_counted():
    office, now = parts.guide_office(), clock.now()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    today = clock.today()
    secret = vault.seal(
        kind=SecretKind.USER_PASSWORD.value,
        label="1ANACA01",
        text="x",
        office=office,
        application_id=a.pk,
        opens_on=today,
        closes_on=today,
    )
    for days in (0, 3_652, 3_654, 3_655):
        SecretView.objects.create(
            secret=secret, person_id=who.pk, at=now - timedelta(days=days), outcome="shown"
        )
    assert retention.run()["views"] == 2
    assert SecretView.objects.count() == 2
