"""A usage file is checked and drawn up by the worker: its page says how far that has come, nothing is done twice, and whatever
happens there is a way on."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from nss.account.models import Access, Role
from nss.base.problems import Refused
from nss.billing import handing_in, invoices, loading, usage
from nss.billing.models import Invoice, Loading, LoadState, Month, Usage
from tests import parts
from tests.procedure.samples import stocked

from .samples import GOOD, MONTH, file, line, loaded, prices, worked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stocked(db):
    stocked()
    prices()


def biller(role: Role = Role.BILLING) -> Client:
    return parts.signed_in(parts.person(None, role.value, role))


def handed_in(client: Client, body: bytes, month: str = "2026-10", name: str = "u.csv") -> str:
    """The page after a file was handed in."""
    sent = {"month": month, "file": SimpleUploadedFile(name, body)}
    return client.post("/center/billing/", sent, follow=True).content.decode()


def begun(*lines: str) -> Loading:
    return handing_in.begin(MONTH, "u.csv", file(*lines), None)


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="nss.load_usage").count()


def page_of(client: Client, load: Loading) -> str:
    return client.get(f"/center/billing/loads/{load.pk}/").content.decode()


def test_a_file_is_handed_in_and_its_month_is_there_when_the_worker_is_done():
    # Holds N14.
    client = biller()
    page = handed_in(client, file(*GOOD))
    assert "開始待ち" in page and "2行中0行を確認しました" in page and "最新の状況を表示する" in page
    assert not Month.objects.exists()
    for path in ("/center/billing/", f"/center/billing/loads/{Loading.objects.get().pk}/"):
        assert "開始待ち" in client.get(path).content.decode()
    worked()
    made, load = Month.objects.get(), Loading.objects.get()
    assert (load.state, bytes(load.body), load.checked) == (LoadState.DONE, b"", 2)
    assert made.rows == 2 and made.loaded_by.login_id == "billing" and Invoice.objects.exists()
    answer = client.get(f"/center/billing/loads/{load.pk}/")
    assert answer.headers["Location"] == f"/center/billing/{made.pk}/", "its invoices are what is shown now"
    assert "u.csv：" not in client.get("/center/billing/").content.decode(), (
        "nobody needs to hear of it any more"
    )


def test_the_page_of_a_month_says_that_another_file_is_on_its_way():
    month, client = loaded(*GOOD), biller()
    begun(GOOD[0])
    assert "取込みの状況を表示する" in client.get(f"/center/billing/{month.pk}/").content.decode()
    worked()
    assert (
        "取込みの状況を表示する"
        not in client.get(f"/center/billing/{Month.objects.get().pk}/").content.decode()
    )


def test_while_it_is_checked_the_page_says_how_many_lines_have_been(monkeypatch):
    monkeypatch.setattr(usage, "TOLD_EVERY", 2)
    client, load, seen = biller(), begun(*GOOD), []
    read = usage.read

    def watched(body, month, progress):
        def tell(checked):
            progress(checked)
            seen.append(page_of(client, load))

        return read(body, month, tell)

    monkeypatch.setattr(usage, "read", watched)
    loading.run(load.pk)
    assert "2行中1行を確認しました" in seen[0] and 'value="50"' in seen[0] and "明細を確認中" in seen[0]


def test_the_same_file_pressed_twice_is_taken_once():
    client = biller()
    handed_in(client, file(*GOOD))
    page = handed_in(client, file(*GOOD))
    assert "開始待ち" in page and jobs() == 1 and Loading.objects.count() == 1
    worked()
    month = Month.objects.get().pk
    loading.run(Loading.objects.get().pk)
    assert Month.objects.get().pk == month, "a job that runs twice draws nothing up anew"


def test_another_file_of_a_month_waits_for_the_one_under_way():
    client = biller()
    handed_in(client, file(*GOOD))
    assert "この月の別のファイルを処理しています" in handed_in(client, file(GOOD[0]))
    assert Loading.objects.get().total == 2
    assert "開始待ち" in handed_in(client, file(GOOD[0].replace("2026/10", "2026/11")), "2026-11")


def test_a_file_with_wrong_lines_is_refused_whole_with_the_first_on_the_page_and_all_in_a_file(monkeypatch):
    # Holds F13.
    monkeypatch.setattr(usage, "SHOWN", 3)
    client = biller()
    wrong = [line("NAC001", "9ZZZZQ77", job=f"T{n}") for n in range(5)]
    handed_in(client, file(GOOD[0], *wrong, GOOD[1]))
    worked()
    load = Loading.objects.get()
    assert (load.state, load.wrong, bytes(load.body)) == (LoadState.REFUSED, 5, b"")
    assert not Month.objects.exists() and not Usage.objects.exists()
    page = page_of(client, load)
    assert "5行目：" in page and "6行目：" not in page and "ほか2行に誤りがあります" in page
    text = client.get(f"/center/billing/loads/{load.pk}.csv").content.decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text)))
    assert found[0] == ["行", "誤りの内容"] and [at for at, _ in found[1:]] == ["3", "4", "5", "6", "7"]
    assert all("利用者ID9ZZZZQ77は、2026/10に事業所NAC001のものではありません" in why for _, why in found[1:])


def test_a_refused_file_leaves_the_month_as_it_was_and_makes_way_for_the_next():
    month = loaded(*GOOD)
    begun(GOOD[0] + "1")
    worked()
    assert Loading.objects.get().state == LoadState.REFUSED and Month.objects.get().pk == month.pk
    begun(GOOD[0])
    worked()
    assert Loading.objects.get().state == LoadState.DONE and Month.objects.get().rows == 1


def test_a_fault_is_said_leaves_the_month_as_it_was_and_may_be_tried_again(monkeypatch):
    client, month = biller(), loaded(*GOOD)
    load = begun(GOOD[0])
    with monkeypatch.context() as broken:
        broken.setattr(usage, "draw_up", lambda made: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            loading.run(load.pk)
    assert "処理が中断しました" in page_of(client, load) and Month.objects.get().pk == month.pk
    assert Usage.objects.count() == 2, "nothing is half stored"
    page = client.post(f"/center/billing/loads/{load.pk}/again/", follow=True).content.decode()
    assert "もう一度実行します" in page and "開始待ち" in page and jobs() == 2
    assert (
        "中断した処理だけを再開できます"
        in client.post(f"/center/billing/loads/{load.pk}/again/", follow=True).content.decode()
    )
    worked()
    assert Month.objects.get().rows == 1


def test_what_is_taken_back_is_not_drawn_up_and_the_month_takes_another_file():
    client, load = biller(), begun(*GOOD)
    page = client.post(f"/center/billing/loads/{load.pk}/drop/", follow=True).content.decode()
    assert "取込みを取りやめました" in page
    worked()
    load.refresh_from_db()
    assert (load.state, bytes(load.body)) == (LoadState.DROPPED, b"") and not Month.objects.exists()
    begun(GOOD[0])
    worked()
    assert Month.objects.get().rows == 1


def test_what_is_taken_back_while_its_lines_are_checked_is_not_drawn_up(monkeypatch, caplog):
    caplog.set_level("INFO", "nss.billing")
    load, read = begun(*GOOD), usage.read

    def taken_back_meanwhile(body, month, progress):
        found = read(body, month, progress)
        handing_in.take_back(load.pk)
        return found

    monkeypatch.setattr(usage, "read", taken_back_meanwhile)
    loading.run(load.pk)
    assert Loading.objects.get().state == LoadState.DROPPED and not Month.objects.exists()
    assert f"usage file {load.pk} was taken back" in caplog.messages


def test_what_is_over_is_not_taken_back():
    client, load = biller(), begun(*GOOD)
    worked()
    page = client.post(f"/center/billing/loads/{load.pk}/drop/", follow=True).content.decode()
    assert "取りやめられません" in page and Loading.objects.get().state == LoadState.DONE


def test_a_month_that_was_fixed_meanwhile_takes_no_file():
    month = loaded(*GOOD)
    load = begun(GOOD[0])
    invoices.fix(month.pk, None)
    worked()
    load.refresh_from_db()
    assert load.state == LoadState.REFUSED and "確定済みのため" in load.problems[0][1]
    assert Month.objects.get().rows == 2
    with pytest.raises(Refused):
        begun(GOOD[0])


def test_the_record_says_who_had_a_file_loaded():
    handed_in(biller(), file(*GOOD))
    assert not Access.objects.filter(what="bill_loaded").exists()
    worked()
    record = Access.objects.get(what="bill_loaded")
    assert record.actor.login_id == "billing" and record.detail["lines"] == 2


def test_who_may_not_bill_sees_how_far_it_is_and_no_buttons():
    load = begun(*GOOD)
    client = biller(Role.REVIEWER)
    page = page_of(client, load)
    assert "開始待ち" in page and "取込みを取りやめる" not in page
    assert client.post(f"/center/billing/loads/{load.pk}/drop/").status_code == 403


def test_bytes_that_are_not_utf8_are_refused_wherever_they_stand():
    body = file(*GOOD * 400) + "\r\n2026/10,,NAC001,１".encode("cp932")
    found = usage.read(body, MONTH)
    assert found.rows == [] and [(at, "UTF-8" in text.ja) for at, text in found.bad] == [(1, True)]
