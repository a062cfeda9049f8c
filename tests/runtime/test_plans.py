"""Searches are planned for what is searched for."""

from __future__ import annotations

import pytest
from django.db import connection

from nss.application.models import Application
from nss.contract.models import Office

pytestmark = pytest.mark.django_db


def prepared(part: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE position(%s in statement) > 0", [part]
        )
        return int(cursor.fetchone()[0])


def test_a_search_by_pattern_and_a_page_of_a_list_are_never_prepared_and_a_look_up_is() -> None:
    for n in range(12):
        list(Application.objects.filter(number__startswith=f"26{n}").order_by("-pk")[:51])
        list(Application.objects.filter(state="received").order_by("-pk")[:51])
        Office.objects.filter(code=f"NAC{n:03d}").first()
    assert prepared('"application_application" WHERE') == 0
    assert prepared('"contract_office"."code" = ') == 1
