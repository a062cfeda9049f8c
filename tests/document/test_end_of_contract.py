"""契約解除通知書: every office whose contract has ended has one from that day on, whoever applied for the end."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from nss.contract.models import Office
from nss.document import store
from nss.document.models import Document
from nss.notice.models import Mail
from tests import parts
from tests.procedure.other.mergers import heir_of, succession
from tests.procedure.other.steps import agree, decide, file
from tests.procedure.samples import posted, stocked

from .test_paper import text_of

pytestmark = pytest.mark.django_db
PAPER = "この日から、契約解除通知書を出力できます。"
TITLE = "システムサービス利用契約解除通知書（事業所廃止）"


def squeezed(pdf: bytes) -> str:
    return re.sub(r"\s", "", text_of(pdf))


def test_a_cancelled_office_has_its_notice_from_the_day_on_which_the_contract_ends(moved_clock):
    # Holds P03, D-63.
    office = stocked()
    who = parts.person(office)
    sample = posted(office, "cancel", "form", sure="on", last_bill="本社経理部")
    a = file(office, who, "cancel", sample)
    start = decide(a)
    assert PAPER in Mail.objects.get(application_id=a.pk, kind="M02").body
    address, words = f"/endings/{a.number}.pdf", "契約解除通知書を出力する"
    client = parts.signed_in(who)
    assert client.get(address).status_code == 404
    assert words not in client.get(f"/applications/{a.number}/").content.decode()
    moved_clock(start)
    client = parts.signed_in(who)
    assert words in client.get(f"/applications/{a.number}/").content.decode()
    pdf = client.get(address).content
    text = squeezed(pdf)
    for said in (TITLE, f"契約解除（満了）日{start.year}年", "NAC001", "1ANACA0A", "廃止", "本社経理部"):
        assert said in text, said
    assert client.get(address).content == pdf, "made once"
    found = Document.objects.get(kind="ending")
    assert (
        store.verify(found.code) == found
        and store.is_issued_file(found, pdf)
        and str(found.kind_word) == TITLE
    )


def test_each_vanished_office_of_a_merger_has_its_own_and_nobody_else_gets_it(moved_clock):
    # Holds P03, D-52.
    heir = heir_of("XYZ001", "XYZ002")
    a = succession(heir, "3", "XYZ001")
    agree(a)
    moved_clock(decide(a))
    told = Mail.objects.filter(application_id=a.pk, dedupe__startswith="done:")
    assert [m.office.code for m in told if PAPER in m.body] == ["XYZ001", "XYZ002"]
    assert PAPER not in Mail.objects.get(application_id=a.pk, kind="M02").body, "the heir's contract goes on"
    seen = {}
    for code in ("XYZ001", "XYZ002"):
        office = Office.objects.get(code=code)
        client = parts.signed_in(parts.person(office))
        consent = a.consents.get(office=office)
        assert f"/endings/{a.number}.pdf" in client.get(f"/consents/{consent.pk}/").content.decode()
        seen[code] = squeezed(client.get(f"/endings/{a.number}.pdf").content)
        assert code in seen[code] and "地位の承継" in seen[code] and "HEI001" in seen[code]
    assert "1CXYZ" in seen["XYZ002"] and "1CXYZ" not in seen["XYZ001"]
    assert parts.signed_in(a.created_by).get(f"/endings/{a.number}.pdf").status_code == 404
    center = parts.signed_in(parts.Person.objects.get(login_id="shinsa"))
    page = center.get(f"/center/applications/{a.number}/").content.decode()
    for code in seen:
        address = f"/center/applications/{a.number}/ending/{code}.pdf"
        assert address in page and squeezed(center.get(address).content) == seen[code]
    assert center.get(f"/center/applications/{a.number}/ending/HEI001.pdf").status_code == 404


def test_the_notice_is_tagged_titled_and_japanese_like_its_siblings(moved_clock):
    office = stocked()
    who = parts.person(office)
    a = file(office, who, "cancel", posted(office, "cancel", "form", sure="on"))
    moved_clock(decide(a))
    reader = PdfReader(io.BytesIO(parts.signed_in(who).get(f"/endings/{a.number}.pdf").content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("ja")
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata and reader.metadata.title == f"{TITLE}　{a.number}"


def test_a_start_that_moved_within_a_month_has_a_form_that_says_so():
    from nss.application import start as starts

    office = parts.guide_office()
    who = parts.person(office)
    edits = parts.abolish(office, "1ANACA0A")
    a = parts.filed(office, who, edits, wish_date=parts.wish(edits, 3))
    reviewer = parts.reviewer()
    first = parts.approve(a.pk, reviewer, a.revisions.get().wish_date).start_date
    client, address = parts.signed_in(who), f"/applications/{a.number}/form.pdf"
    client.get(address)
    other = next(d for n in range(1, 5) if (d := parts.wish(edits, 3 + n)) != first)
    starts.move_start(a.pk, reviewer, other, "x")
    assert f"{other.year}年{other.month}月{other.day}日" in squeezed(client.get(address).content)
