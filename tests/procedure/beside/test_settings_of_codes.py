"""A system setting precedes the start of its code: offered before that lives, one form a code, and the form that fits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nss.application import decision, settings_left, sweeps
from nss.application.edits import Edit, add
from nss.application.models import Application
from nss.base import clock
from nss.contract.models import Office
from nss.procedure.beside.specialist import SpecialistForm
from nss.procedure.beside.survey.form import SurveyForm
from tests import parts
from tests.procedure.samples import case_of

pytestmark = pytest.mark.django_db
ANSWERS = {
    "latin_name": "NACS SHOJI",
    "responsible": "通関 花子",
    "phone": "0312345678",
    "destination": "27264C",
    "licence": "123",
    "customs_office": "東京税関",
}


def new_code(ref: str = "new") -> list[Edit]:
    """A new code of a customs broker with one number."""
    values = {"code": "", "system_class": "sea", "stats_paid": False, "stats_free": False}
    number = {"code": "", "number": "", "business": ["01"], "method": "net"}
    return [
        add("user-code", "user_code", {**values, "bonded_storage": False}, ref=ref),
        add("user-code", "user_id", number, parent=ref, ref=f"{ref}-id"),
    ]


def decided(office: Office, edits: list[Edit]) -> Application:
    """Approved for its wished day."""
    who = office.people.first() or parts.person(office)
    a = parts.filed(office, who, edits)
    reviewer = parts.Person.objects.filter(login_id="shinsa").first() or parts.reviewer()
    return decision.approve(a.pk, reviewer, a.revisions.get().wish_date)


def survey(office: Office, code: str, kind: str, serves: int | None = None) -> Application:
    """A survey form for a code, filed."""
    extra: dict[str, Any] = {"survey": {"code": code, "kind": kind, "answers": ANSWERS}, "serves": serves}
    return parts.filed(office, office.people.get(), [], items=["survey"], extra=extra)


def approve(a: Application) -> None:
    decision.approve(a.pk, parts.Person.objects.get(login_id="shinsa"), clock.today())


@pytest.fixture
def office() -> Office:
    return parts.guide_office()


def test_a_new_code_gets_its_setting_before_it_begins_and_so_completes_its_application(office):
    a = decided(office, new_code())
    (code,) = settings_left.codes_of(a)
    assert a.state == "setting_wait" and a.start_date > clock.today()
    form = SurveyForm(case_of(office, items=["survey"]), "")
    assert code in form.codes
    assert SurveyForm.initial_values(case_of(office, items=["survey"]), "")["code"] == code
    approve(survey(office, code, "new", a.pk))
    a.refresh_from_db()
    assert a.state == "approved"


def test_the_blank_form_of_a_code_that_has_not_begun_asks_what_its_business_types_ask(office):
    (code,) = settings_left.codes_of(decided(office, new_code()))
    client = parts.signed_in(office.people.get())
    assert client.get(f"/apply/survey/{code}/new.xlsx").status_code == 200
    assert client.get("/apply/survey/9ZZZZ/new.xlsx").status_code == 404


def test_a_form_for_a_new_code_is_refused_for_a_code_in_use(office):
    case = case_of(
        office, items=["survey"], extra={"survey": {"code": "1ANAC", "kind": "new", "answers": ANSWERS}}
    )
    assert "survey_not_new" in [p.code for p in case.problems]
    form = SurveyForm(case, "", {"code": "1ANAC", "kind": "new", "serves": ""})
    assert not form.is_valid() and "kind" in form.errors


def test_one_form_does_not_complete_an_application_that_adds_to_two_codes(office, moved_clock):
    a = decided(office, [*parts.ids_to_add("1ANAC"), *new_code()])
    new, old = sorted(settings_left.codes_of(a), key=lambda c: c == "1ANAC")
    approve(survey(office, old, "change", a.pk))
    a.refresh_from_db()
    assert a.state == "setting_wait" and settings_left.codes_left(a) == [new]
    page = parts.signed_in(office.people.get()).get("/").content.decode()
    assert f"利用者コード{new}" in page
    last = survey(office, new, "new", a.pk)
    moved_clock(a.setting_deadline + timedelta(days=1))
    assert sweeps.sweep_deadlines() == []
    approve(last)
    a.refresh_from_db()
    assert a.state == "approved"


def test_an_application_with_one_form_of_two_becomes_void_at_its_deadline(office, moved_clock):
    a = decided(office, [*parts.ids_to_add("1ANAC"), *new_code()])
    survey(office, "1ANAC", "change", a.pk)
    moved_clock(a.setting_deadline + timedelta(days=1))
    assert sweeps.sweep_deadlines() == [a.number]


def test_a_form_for_a_code_that_the_application_does_not_touch_serves_it_nothing(office):
    a = decided(office, new_code())
    extra = {"survey": {"code": "1ANAC", "kind": "change", "answers": ANSWERS}, "serves": a.pk}
    assert "survey_not_asked" in [p.code for p in case_of(office, items=["survey"], extra=extra).problems]


def test_specialists_can_be_added_to_a_code_from_the_day_on_which_it_begins(office):
    a = decided(office, new_code())
    (code,) = settings_left.codes_of(a)
    assert code in dict(SpecialistForm(case_of(office, items=["specialist"]), "").fields["code"].choices)
    after = {"code": code, "number": "", "business": ["02"], "method": "interactive"}
    edits = [add("specialist", "user_id", after)]
    before = case_of(office, edits, items=["specialist"], wish_date=a.start_date - timedelta(days=1))
    (said,) = [p.text for p in before.problems if p.code == "code_begins"]
    assert f"{a.start_date:%Y/%m/%d}" in said.ja
    then = case_of(office, edits, items=["specialist"], wish_date=a.start_date)
    assert not {"code_begins", "code_ends", "not_broker"} & {p.code for p in then.problems}
