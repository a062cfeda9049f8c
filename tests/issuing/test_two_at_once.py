"""Two decisions at once never hand out one number: the second waits for the first and gets the next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nss.contract.models import Company, Office
from nss.issuing import numbers
from nss.runtime.demo import rows
from tests import parts
from tests.application.test_locks import waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("issue", "both"),
    [
        (lambda office: numbers.block(office, 1), {"10.0.0.0/29", "10.0.0.8/29"}),
        (
            lambda office: numbers.mail_address("25131S", "nac.example", office, 1),
            {"25131s-01@nac.example", "25131s-02@nac.example"},
        ),
        (lambda office: numbers.mailbox_id("1ANAC", office, 1), {"1ANAC001", "1ANAC002"}),
    ],
    ids=["block", "mail address", "mailbox"],
)
def test_the_second_gets_the_next_number(
    issue: Callable[[Office], str], both: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "POOL", numbers.ipaddress.ip_network("10.0.0.0/28"))
    office, given = parts.office(), []
    waits(lambda: given.append(issue(office)), lambda: given.append(issue(office)))
    assert set(given) == both and len(given) == 2


def test_two_companies_that_wish_for_one_code_get_two() -> None:
    given: list[str] = []

    def register() -> None:
        code = numbers.company_code("NSX")
        given.append(code)
        rows.company(code, "株式会社", "", "東京都渋谷区渋谷1-2-3", "1500002", "0312345678", parts.SINCE)

    waits(register, register)
    assert given[0] == "NSX" and given[1] != "NSX"
    assert Company.objects.filter(code__in=given).count() == 2
