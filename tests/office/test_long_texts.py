"""Texts of several lines, in every form that has one: a line break counts once, none is lost, and nothing runs together."""

from __future__ import annotations

import pytest

from nss.account.forms import PersonForm
from nss.office.forms.answers import ConsentForm, SlotForm, TestForm, WithdrawForm
from nss.office.forms.draft import DayAndReason, RemarkForm
from nss.procedure.beside import certificate, files
from nss.procedure.codes import setting
from tests import parts

TYPED = "委任状\r\nAEO認定の通知書\r\n・写し 2部"
KEPT = "委任状\nAEO認定の通知書\n・写し 2部"
TWENTY = "\r\n".join(["あ" * 11] * 20)
"""239 characters, as the counter beside the box counts them."""


@pytest.mark.parametrize("column", [files.ABOUT, certificate.DETAIL, setting.WHAT], ids=lambda c: c.name)
def test_a_text_about_an_item_keeps_its_lines(column):
    assert column.from_typed(TYPED) == KEPT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "field"),
    [
        (RemarkForm, "remark"),
        (WithdrawForm, "reason"),
        (ConsentForm, "reason"),
        (TestForm, "remark"),
        (SlotForm, "remark"),
        (DayAndReason, "reason"),
    ],
    ids=lambda x: getattr(x, "__name__", x),
)
def test_twenty_lines_fit_where_the_counter_says_so(form, field):
    sent = form({field: TWENTY})
    sent.is_valid()
    assert field not in sent.errors and sent.cleaned_data[field] == TWENTY.replace("\r", "")
    more = form({field: TWENTY + "いろ"})
    assert not more.is_valid() and "241文字あります" in str(more.errors[field])


@pytest.mark.django_db
def test_the_name_of_somebody_invited_is_kept_as_any_other():
    office = parts.guide_office()
    typed = {
        "login_id": "tsuka",
        "family_name": "塚\ufa10\u202e",
        "given_name": "か\u3099",
        "role": "applicant",
    }
    form = PersonForm(office, {**typed, "email": "ｔａｒｏ@naccs.jp\u200b"})
    assert form.is_valid(), form.errors
    kept = [form.cleaned_data[n] for n in ("family_name", "given_name", "email")]
    assert kept == ["塚\ufa10", "が", "taro@naccs.jp"]
