"""A pool of numbers runs out: applications can still be opened, refused, sent back, and decided with a number that is typed."""

from __future__ import annotations

import pytest

from nss.application.models import Application
from nss.base import clock
from nss.contract.models import Office
from nss.issuing import numbers
from nss.issuing.models import Counter, Issued
from tests import parts
from tests.procedure.samples import posted
from tests.procedure.test_suggestions import BLANK, ids

pytestmark = pytest.mark.django_db


def issue_all_codes(office: Office, but: int = 0) -> None:
    """Hand out the user codes of a company in its district, but for the last ones."""
    seconds = (numbers.LETTERS + "0123456789")[: 34 - but]
    for second in seconds:
        value = f"{office.customs}{second}{office.code[:3]}"
        if not Issued.objects.filter(kind="user_code", value=value).exists():
            Issued.objects.create(kind="user_code", value=value, company=office.company, at=clock.now())


def of_a_new_code(office: Office) -> Application:
    edits = posted(office, "user-code", "new", **BLANK, **ids(0, interactive=2, net=1)).edits
    return parts.filed(office, parts.person(office), edits)


def test_without_a_code_left_the_application_is_opened_and_decided_with_one_that_is_typed():
    office = parts.guide_office()
    a = of_a_new_code(office)
    issue_all_codes(office)
    client = parts.signed_in(parts.reviewer())
    path = f"/center/applications/{a.number}/"
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "払い出せる候補が残っていません" in page
    assert "候補 A01" in page and "候補 A02" in page and "候補 A0A" in page, (
        "the numbers of any code of that kind"
    )
    start = f"{a.revisions.get().wish_date:%Y/%m/%d}"
    refused = client.post(path + "approve/", {"start": start, "seen": parts.seen(a)})
    assert refused.status_code == 422 and "払い出せる番号が残っていません" in refused.content.decode()
    ref = next(e.ref for e in parts.revision_of(a).edit_list if e.kind == "user_code")
    code = f"{office.customs}I{office.code[:3]}"
    wrong = client.post(path + "approve/", {"start": start, "seen": parts.seen(a), f"n-{ref}": "??"})
    assert wrong.status_code == 422 and "形式が正しくありません。" in wrong.content.decode()
    done = client.post(path + "approve/", {"start": start, "seen": parts.seen(a), f"n-{ref}": code})
    assert done.status_code == 302
    issued = parts.revision_of(a).issued_list
    assert {e.after["code"] for e in issued} == {code}


@pytest.mark.parametrize("kind", ["terminal"])
def test_without_a_terminal_name_left_the_application_is_opened(kind):
    office = parts.line_office()
    edits = parts.server_edits(office)
    a = parts.filed(office, parts.person(office), edits, extra=parts.line_extra(edits))
    Counter.objects.filter(name=kind).update(value=99_999)
    page = parts.signed_in(parts.reviewer()).get(f"/center/applications/{a.number}/")
    assert page.status_code == 200 and "払い出せる候補が残っていません" in page.content.decode()


def test_the_figures_name_the_companies_whose_codes_run_out():
    office = parts.guide_office()
    issue_all_codes(office, but=4)
    assert not [x for x in numbers.levels() if office.code[:3] in str(x.name)]
    issue_all_codes(office, but=3)
    (level,) = [x for x in numbers.levels() if office.code[:3] in str(x.name)]
    assert (level.used, level.left, level.low) == (31, 3, True)
