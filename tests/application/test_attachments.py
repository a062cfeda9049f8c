"""Files: decided by content, size and name; nothing is stored of what is refused."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from nss.application import decision, files, filing
from nss.application.case import Case
from nss.application.models import Application, Attachment, Revision
from nss.base.problems import Refused
from tests import parts
from tests.sample_files import PDF

pytestmark = pytest.mark.django_db


def packed(*names: str, body: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for n in names:
            z.writestr(n, body)
    return out.getvalue()


HOSTILE = {
    "empty.pdf": b"",
    "program.exe": b"MZ\x90\x00",
    "page.html": b"<script>alert(1)</script>",
    "drawing.svg": b"<svg onload='alert(1)'/>",
    "fake.pdf": b"<html><script>alert(1)</script>",
    "fake.png": b"%PDF-1.7",
    "fake.jpg": b"GIF89a/*<script>*/",
    "fake.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "archive.zip": packed("a.txt"),
    "noending": b"%PDF-",
    "not-a-book.xlsx": packed("readme.txt"),
    "not-a-letter.docx": packed("xl/workbook.xml"),
    "broken.xlsx": b"PK\x03\x04" + b"\0" * 100,
    "macro.xlsx": packed("xl/workbook.xml", "xl/vbaProject.bin"),
    "traversal.xlsx": packed("xl/workbook.xml", "../../etc/passwd"),
    "bomb.xlsx": packed("xl/workbook.xml", "xl/big.xml", body=b"\0" * (60 * 1024 * 1024)),
    "parts.xlsx": packed(*(f"xl/{n}.xml" for n in range(2100))),
    "double.pdf.js": b"%PDF-",
    "macro.xlsm": packed("xl/workbook.xml"),
    "huge.pdf": b"%PDF-" + b"0" * files.LIMIT,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason_and_nothing_is_stored(name):
    # Holds D-25, F-19, F12.
    office = parts.guide_office()
    application = parts.draft(office, parts.person(office), parts.abolish(office, "1ANACA0A")).application
    with pytest.raises(files.BadFile) as bad:
        files.attach(application, name, HOSTILE[name])
    assert bad.value.text.ja and bad.value.text.en
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/shadow.pdf", "shadow.pdf"),
        ("C:\\temp\\図面.pdf", "図面.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("あ" * 100 + ".pdf", "あ" * 62 + ".pdf"),
    ],
)
def test_a_name_is_only_a_label(typed, kept):
    # Holds D-25.
    assert files.clean_name(typed) == kept
    assert len(files.clean_name(typed).encode()) <= 190


def test_a_good_file_is_kept_whole_and_given_out_as_a_download(client):
    office = parts.guide_office()
    who = parts.person(office)
    application = parts.draft(office, who, parts.abolish(office, "1ANACA0A")).application
    kept = files.attach(application, "委任状.pdf", PDF)
    client.force_login(who)
    answer = client.get(f"/files/{kept.pk}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_what_was_filed_keeps_exactly_its_files():
    office = parts.guide_office()
    who = parts.person(office)
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    kept = files.attach(revision.application, "a.pdf", PDF)
    stale = Application.objects.get(pk=revision.application_id)
    a = filing.submit(revision.application_id, who)
    with pytest.raises(files.BadFile, match="提出済み"):
        files.attach(stale, "late.pdf", PDF)
    Attachment.objects.filter(pk=kept.pk).remove_from(Revision.objects.get(pk=revision.pk))
    assert list(a.attachments.values_list("name", flat=True)) == ["a.pdf"]
    decision.query(a.pk, parts.reviewer(), [("reason", "補記")])
    again = Application.objects.get(pk=a.pk)
    Attachment.objects.filter(pk=kept.pk).remove_from(again.revisions.get(no=2))
    files.attach(again, "b.pdf", PDF)
    names = {no: [f.name for f in Attachment.objects.of(again.revisions.get(no=no))] for no in (1, 2)}
    assert names == {1: ["a.pdf"], 2: ["b.pdf"]}


@pytest.mark.django_db(transaction=True)
def test_files_that_come_at_once_do_not_pass_the_bound_together():
    office = parts.guide_office()
    application = parts.draft(office, parts.person(office), parts.abolish(office, "1ANACA0A")).application
    for n in range(files.COUNT - 1):
        files.attach(application, f"{n}.pdf", PDF)

    def one(n: int) -> bool:
        try:
            files.attach(application, f"late{n}.pdf", PDF)
        except files.BadFile:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(6))) == 1
    assert application.attachments.count() == files.COUNT


def test_the_files_of_an_application_are_twenty_megabytes_together_and_not_one_byte_more():
    office = parts.guide_office()
    application = parts.draft(office, parts.person(office), parts.abolish(office, "1ANACA0A")).application
    files.attach(application, "a.pdf", PDF)
    application.attachments.update(size=20 * 1024 * 1024 - len(PDF))
    files.attach(application, "b.pdf", PDF)
    with pytest.raises(files.BadFile):
        files.attach(application, "c.pdf", PDF)
    assert application.attachments.count() == 2


def test_ten_files_are_enough():
    # Holds D-25.
    office = parts.guide_office()
    application = parts.draft(office, parts.person(office), parts.abolish(office, "1ANACA0A")).application
    for n in range(files.COUNT):
        files.attach(application, f"{n}.pdf", PDF)
    with pytest.raises(files.BadFile):
        files.attach(application, "more.pdf", PDF)


def test_a_name_that_is_an_ending_alone_becomes_a_name():
    assert files.clean_name("...xlsx") == "file.xlsx"
    assert files.clean_name("図.xlsx") == "図.xlsx" and files.clean_name("noending") == "noending"


def test_the_center_gets_the_files_that_were_filed_and_none_of_a_draft():
    office = parts.guide_office()
    who = parts.person(office)
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    kept = files.attach(revision.application, "a.pdf", PDF)
    reviewer = parts.reviewer()
    center = parts.signed_in(reviewer)
    assert center.get(f"/center/files/{kept.pk}/").status_code == 404
    a = filing.submit(revision.application_id, who)
    assert center.get(f"/center/files/{kept.pk}/").content == PDF
    decision.query(a.pk, reviewer, [("reason", "補記")])
    later = files.attach(Application.objects.get(pk=a.pk), "b.pdf", PDF)
    answers = [center.get(f"/center/files/{pk}/") for pk in (kept.pk, later.pk)]
    assert [x.status_code for x in answers] == [200, 404]
    assert answers[0].headers["Content-Disposition"].startswith("attachment;")
    assert answers[0].headers["Content-Security-Policy"].startswith("sandbox")


def test_a_file_that_came_since_the_page_was_shown_is_not_filed_unseen():
    office = parts.guide_office()
    who = parts.person(office)
    revision = parts.draft(office, who, parts.abolish(office, "1ANACA0A"))
    shown = Case.of_draft(revision).digest
    files.attach(revision.application, "a.pdf", PDF)
    with pytest.raises(Refused) as refused:
        filing.submit(revision.application_id, who, shown)
    assert refused.value.problems == [filing.CHANGED]
