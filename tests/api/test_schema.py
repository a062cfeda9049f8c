"""The API answers whatever is asked as its schema says, and never with a fault (F18, F-17; SCHEMA_SECONDS makes it longer)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import ignored_auth

from nss.account.tokens import create_token
from nss.runtime.wsgi import application
from tests import parts

pytestmark = pytest.mark.django_db
SECONDS = float(os.environ.get("SCHEMA_SECONDS", "10"))


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The calls run inside the test's transaction, so no request may close its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_call_keeps_to_the_schema_whatever_is_sent():
    office = parts.guide_office()
    who = parts.person(office)
    a = parts.filed(office, who, parts.abolish(office, "1ANACA0A"))
    draft = parts.draft(office, who, parts.ids_to_add("1ANAC"))
    token = create_token(office, who, "x")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [o.ok() for o in schema.get_all_operations()]
    assert len(operations) >= 4
    asked, ends = 0, [0.0]
    for operation in operations:
        ends.append(time.monotonic() + SECONDS / len(operations))

        @settings(
            max_examples=400,
            derandomize="SCHEMA_SECONDS" not in os.environ,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), real=st.booleans())
        def ask(case, real):
            nonlocal asked
            if time.monotonic() > ends[-1]:
                return
            if real and case.path_parameters:
                case.path_parameters = {
                    k: draft.application_id if k in ("pk", "draft") else a.number
                    for k in case.path_parameters
                }
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            asked += 1
            assert answer.status_code < 500, case.as_curl_command()
            if answer.status_code == 200:
                case.validate_response(
                    answer, excluded_checks=[ignored_auth]
                )  # the token is ours, always good

        ask()
    assert asked > 50
