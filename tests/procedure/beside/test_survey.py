"""調査票: what the Center asks before it sets up the system."""

from __future__ import annotations

import pytest

from tests.procedure.item import Item, Typed
from tests.procedure.samples import case_of, stocked

pytestmark = pytest.mark.django_db
ITEM = Item(
    "survey",
    lambda office: [
        Typed({"code": "1ANAC", "kind": "new"}),
        Typed(
            {
                "q_latin_name": "NACS SHOJI CO., LTD.",
                "q_responsible": "通関 花子",
                "q_phone": "03-1234-5678",
                "q_destination": "27264c",
                "q_licence": "東税123",
                "q_customs_office": "東京税関本関",
            }
        ),
    ],
    "tests/browser/test_beside.py::test_a_survey_form_on_screen_completes_the_application_that_waits",
)


def test_a_survey_form_without_answers_is_refused():
    case = case_of(stocked(), items=["survey"])
    assert "survey_incomplete" in [p.code for p in case.problems]
