"""What is talked over with the Center first."""

from __future__ import annotations

import pytest

from nss.base.problems import Refused
from nss.procedure.catalogue import CATALOGUE
from tests import parts
from tests.procedure.samples import Sample, stocked

from .steps import file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("other", [e.key for e in CATALOGUE.screen if e.alone and e.key != "cancel"])
def test_other_changes_need_a_consultation_first(other):
    # Holds D-54.
    office = stocked()
    with pytest.raises(Refused) as refused:
        file(office, parts.person(office), other, Sample())
    assert "not_consulted" in [p.code for p in refused.value.problems]
