"""An existing register taken over from files: all or nothing, twice is once, every bad line named."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from nss.account.models import Access, Person
from nss.application import decision
from nss.base import clock
from nss.base.cells import BadFile
from nss.contract import consistency
from nss.contract.models import ROW_TYPES, Company, Office
from nss.contract.rows.ids import UserCode, UserId
from nss.contract.rows.office import HeadOffice, OfficeProfile
from nss.contract.snapshot import load
from nss.issuing import numbers
from nss.issuing.models import Issued
from nss.notice.models import Mail
from nss.runtime import commands
from nss.runtime.register import judging, page, standing, taking, writing
from tests import parts
from tests.runtime.proxies import ROOT
from tests.runtime.register import Rows, register, written

pytestmark = pytest.mark.django_db
SECOND = {
    "contract": [{"office_code": "NAC002", "customs": "1", "system_class": "sea"}],
    "office": [
        {
            "office_code": "NAC002",
            "name": "第二営業部",
            "postal_code": "1500002",
            "address": "東京都",
            "phone": "0312345678",
        }
    ],
}
CODE = {"system_class": "海上", "stats_paid": "否", "stats_free": "否", "bonded_storage": "否"}
ID = {"business": "通関", "method": "net"}


def refused(folder: Path, rows: Rows, **how: Any) -> list[str]:
    """What is said of a register that is not taken; nothing of it stands afterwards."""
    before = counts()
    with pytest.raises(BadFile) as bad:
        taking.take_over(written(folder, rows, **how))
    assert counts() == before
    return [text.en for text in bad.value.texts]


def counts() -> list[int]:
    models = (Company, Office, Person, Issued, Mail, Access, *ROW_TYPES.values())
    return [m._default_manager.count() for m in models]


@pytest.mark.parametrize(
    ("encoding", "labels"),
    [("utf-8", ""), ("utf-8-sig", "en"), ("cp932", "ja")],
    ids=["plain", "BOM", "cp932"],
)
def test_a_register_stands_as_contracts_afterwards(tmp_path: Path, encoding: str, labels: str) -> None:
    outcome = taking.take_over(written(tmp_path / "register", register(), encoding, labels))
    assert outcome.counts["user_id.csv"] == 2 and sum(outcome.counts.values()) == 21
    office = Office.objects.get()
    assert (office.name, office.company_name) == ("第一営業部", "ナックス商事株式会社")
    assert (office.customs, office.system_class, office.billing_code) == ("1", "common", "1000001")
    contract = load(office, clock.today())
    (code,) = contract.of("user_code")
    assert (code.values["stats_paid"], code.values["stats_free"]) == (True, False)
    assert [(str(r.name), r.values["business"]) for r in contract.of("user_id")] == [
        ("1ANACA01", ["01", "10"]),
        ("1ANACA0A", ["01"]),
    ]
    assert contract.of("terminal")[0].values["address"] == "10.20.13.251"
    assert HeadOffice.objects.get().phone == "0312345678"


def test_an_office_that_was_taken_over_applies_and_is_granted(tmp_path: Path) -> None:
    taking.take_over(written(tmp_path / "register", register()))
    office, hanako = Office.objects.get(), Person.objects.get()
    a = parts.filed(office, hanako, [*parts.abolish(office, "1ANACA0A"), *parts.ids_to_add("1ANAC")])
    start = a.revisions.get().wish_date
    decision.approve(a.pk, parts.reviewer(), start)
    assert parts.names_on(office, start) & {"1ANACA0A"} == set()
    assert len(parts.names_on(office, start)) == len(parts.names_on(office, clock.today()))


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    folder, before = written(tmp_path / "register", register()), counts()
    dry = taking.take_over(folder, dry_run=True)
    assert counts() == before
    assert taking.take_over(folder).counts == dry.counts


def test_a_dry_run_mails_nobody(tmp_path: Path) -> None:
    assert taking.take_over(written(tmp_path / "a", register()), dry_run=True, invitations=True).invited == 1
    assert not Mail.objects.exists()


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path / "register", register())
    taking.take_over(folder)
    before = counts()
    assert taking.take_over(folder).counts == {}
    assert taking.take_over(written(folder, register(), "cp932", "ja")).counts == {}, "the same lines"
    assert counts() == before


def test_files_that_were_brought_in_are_not_held_against_what_was_decided_since(tmp_path: Path) -> None:
    folder = written(tmp_path / "register", register())
    taking.take_over(folder)
    UserId.objects.filter(number="A0A").update(ends=clock.today())
    OfficeProfile.objects.update(name="新しい名前")
    assert taking.take_over(folder).counts == {}


def test_a_further_line_is_added_to_what_stands(tmp_path: Path) -> None:
    folder = written(tmp_path / "register", register())
    taking.take_over(folder)
    more = register(user_id=[{"office_code": "NAC001", "code": "1ANAC", "number": "A0B", **ID}], **SECOND)
    assert taking.take_over(written(folder, more)).counts == {
        "contract.csv": 1,
        "office.csv": 1,
        "user_id.csv": 1,
    }


@pytest.mark.parametrize(
    ("key", "column", "value", "said"),
    [
        (
            "office",
            "name",
            "第三営業部",
            "office.csv Line 2, Office name (name) “第三営業部”: It is registered",
        ),
        ("user_id", "ends", "2020/1/1", "user_id.csv Line 2, Ends (ends) “2020/01/01”: It is registered"),
        (
            "contract",
            "customs",
            "2",
            "contract.csv Line 2, Customs house (customs) “横浜税関”: It is registered",
        ),
        (
            "people",
            "email",
            "x@nac.example",
            "people.csv Line 2, E-mail (email) “x@nac.example”: It is registered",
        ),
    ],
)
def test_a_line_that_differs_from_what_stands_is_refused(
    tmp_path: Path, key: str, column: str, value: str, said: str
) -> None:
    taking.take_over(written(tmp_path / "register", register()))
    changed = register()
    changed[key][0][column] = value
    (text,) = refused(tmp_path / "changed", changed)
    assert text.startswith(said)


@pytest.mark.parametrize(
    ("key", "column", "typed", "said"),
    [
        ("office", "postal_code", "150", "office.csv Line 2, Postal code (postal_code) “150”"),
        ("office", "name", "あ" * 81, "81 characters; up to 80"),
        ("office", "name", "", "Office name (name): Office name is required"),
        ("user_id", "business", "通関、税関", "“通関、税関”"),
        ("user_id", "number", "a0", "This is no number of its kind"),
        ("user_id", "number", "", "Identification number (number): Identification number is required"),
        ("line", "edifact", "たぶん", "“たぶん”"),
        ("line", "line_kind", "", "Line kind is required"),
        ("terminal", "address", "10.20.13.999", "“10.20.13.999”: This is no number of its kind"),
        ("address_block", "network", "10.20.13.0/24", "This is no number of its kind"),
        ("mailbox", "office_code", "NAC1", "An office code is a company code and three digits"),
        ("company", "company_code", "NA", "A company code is three capitals or digits"),
        ("contract", "starts", "", "Starts (starts): Starts is required"),
        ("contract", "starts", "2018/13/1", "“2018/13/1”"),
        ("contract", "ends", "2018/11/1", "The end must be after the start"),
        ("people", "login_id", "K!", "people.csv Line 2, Person ID (login_id) “K!”"),
        ("people", "email", "nowhere", "“nowhere”"),
        ("people", "role", "審査", "“審査”"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_file_line_column_and_what_stands_there(
    tmp_path: Path, key: str, column: str, typed: str, said: str
) -> None:
    bad = register()
    bad[key][0][column] = typed
    (text,) = refused(tmp_path / "register", bad)
    assert text.startswith(f"{key}.csv Line 2") and said in text


def test_all_bad_lines_are_named_at_once_in_both_languages(tmp_path: Path) -> None:
    bad = register()
    bad["user_id"][1]["method"] = "?"
    bad["plan"][0]["plan"] = "Z"
    with pytest.raises(BadFile) as found:
        taking.take_over(written(tmp_path / "register", bad))
    assert [t.ja.split("：")[0] for t in found.value.texts] == [
        "plan.csv 2行目「料金プラン」（plan）『Z』",
        "user_id.csv 3行目「処理方式」（method）『?』",
    ]


def unknown_office(rows: Rows) -> None:
    rows["holder"][0]["office_code"] = "NAC009"


def unknown_company(rows: Rows) -> None:
    rows["company"] = []
    rows["head_office"] = []


def no_profile(rows: Rows) -> None:
    rows["office"] = []


def code_without_id(rows: Rows) -> None:
    rows["user_id"] = []


def id_without_code(rows: Rows) -> None:
    rows["user_code"][0]["starts"] = "2019/1/1"


def terminal_without_line(rows: Rows) -> None:
    rows["line"] = []
    rows["address_block"] = []


def mail_address_without_terminal(rows: Rows) -> None:
    rows["mail_address"] = [{"office_code": "NAC001", "terminal": "11111S", "address": "a@x.example"}]


def sharing_on_one_side(rows: Rows) -> None:
    rows["shared_use"] = [
        {"office_code": "NAC001", "use": "機器共用", "partner": "NAC002", "object": "09143"}
    ]


def router_without_line(rows: Rows) -> None:
    for key, lines in SECOND.items():
        rows[key] += lines
    sides = (("NAC001", "NAC002"), ("NAC002", "NAC001"))
    rows["shared_use"] = [
        {"office_code": one, "use": "機器共用", "partner": other, "object": "00001"} for one, other in sides
    ]


def name_twice(rows: Rows) -> None:
    rows["mailbox"].append({"office_code": "NAC001", "name": "1ANAC001", "starts": "2020/1/1"})


def after_the_end(rows: Rows) -> None:
    for lines in rows.values():
        for line in lines:
            line["ends"] = "2020/4/1"
    rows["mailbox"][0]["ends"] = ""


def person_twice(rows: Rows) -> None:
    rows["people"] *= 2


def offices_unlike(rows: Rows) -> None:
    rows["contract"] = [
        {**rows["contract"][0], "ends": "2019/1/1"},
        {**rows["contract"][0], "starts": "2019/1/1", "customs": "2"},
    ]


def one_name_for_two(rows: Rows) -> None:
    rows["web_certificate"] = [{"office_code": "NAC001", "name": "31002N"}]


WRONG: dict[Callable[[Rows], None], tuple[str, ...]] = {
    unknown_office: (
        "holder.csv Line 2, Office code (office_code) “NAC009”: There is no line of this office",
    ),
    unknown_company: (
        "contract.csv Line 2, Office code (office_code) “NAC001”: There is no line of this comp",
    ),
    no_profile: (
        "contract.csv Line 2, Office code (office_code) “NAC001”: There is no line of this office in o",
    ),
    code_without_id: ("user_code.csv Line 2, User code (code) “1ANAC”: On 2018/11/01 this user code has no",),
    id_without_code: (
        "user_id.csv Line 2, Identification number (number) “1ANACA01”: On 2018/11/01 the office has no such",
        "user_id.csv Line 3, Identification number (number) “1ANACA0A”: On 2018/11/01 the office has no such",
    ),
    terminal_without_line: (
        "terminal.csv Line 2, Logical terminal name (name) “27264C”: On 2018/11/01 the off",
    ),
    mail_address_without_terminal: (
        "mail_address.csv Line 2, SMTP mail address (address) “a@x.example”: On",
    ),
    sharing_on_one_side: ("shared_use.csv Line 2, Object (object) “NAC00209143”: On 2018/11/01 the other",),
    router_without_line: (
        "shared_use.csv Line 2, Object (object) “NAC00200001”: On 2018/11/01 neither",
        "shared_use.csv Line 3, Object (object) “NAC00100001”: On 2018/11/01 neither",
    ),
    name_twice: ("mailbox.csv Line 3, Mailbox ID (name) “1ANAC001”: On 2020/01/01 there is another",),
    after_the_end: (
        "mailbox.csv Line 2, Mailbox ID (name) “1ANAC001”: It outlives the contract, which ends on",
    ),
    person_twice: ("people.csv Line 3, Person ID (login_id) “hanako”: The same as line 2 of people.csv",),
    offices_unlike: ("contract.csv Line 3, Customs house (customs) “横浜税関”: Its Customs house differs",),
    one_name_for_two: (
        "web_certificate.csv Line 2, Certificate name (name) “31002N”: The same as line 2 of net_",
    ),
}


@pytest.mark.parametrize("spoil", WRONG, ids=lambda f: f.__name__)
def test_what_does_not_hold_together_is_named_by_its_line(
    tmp_path: Path, spoil: Callable[[Rows], None]
) -> None:
    rows = register()
    spoil(rows)
    said = refused(tmp_path / "register", {key: lines for key, lines in rows.items() if lines})
    assert [text.startswith(wanted) for text, wanted in zip(said, WRONG[spoil], strict=True)] == [True] * len(
        said
    ), said


def test_every_rule_of_every_day_has_words() -> None:
    assert {r.__name__ for r in consistency.RULES} | {"nothing_after_the_end"} == set(judging.BREAKS)


def test_lines_that_follow_each_other_are_versions_of_one_thing(tmp_path: Path) -> None:
    rows = register()
    rows["office"] = [
        {**rows["office"][0], "name": "今の名前", "starts": "2021/4/1"},
        {**rows["office"][0], "name": "前の名前", "ends": "2021/4/1"},
    ]
    taking.take_over(written(tmp_path / "register", rows))
    before, now = OfficeProfile.objects.order_by("starts")
    assert (before.identity, before.ends) == (now.identity, now.previous_ends)
    assert Office.objects.get().name == "今の名前"


def test_a_code_that_two_offices_share_is_handed_out_once_and_more_may_share_it_later(tmp_path: Path) -> None:
    def sharing(office: str, number: str) -> Rows:
        return {
            "user_code": [{"office_code": office, "code": "1ANAC", **CODE}],
            "user_id": [{"office_code": office, "code": "1ANAC", "number": number, **ID}],
        }

    both = register(**SECOND)
    for key, lines in sharing("NAC002", "B0A").items():
        both[key] += lines
    taking.take_over(written(tmp_path / "register", both))
    assert UserCode.objects.count() == 2 and Issued.objects.filter(kind="user_code").count() == 1
    third = {k: [{**line, "office_code": "NAC003"} for line in lines] for k, lines in SECOND.items()}
    taking.take_over(written(tmp_path / "third", third | sharing("NAC003", "C0A")))
    assert UserCode.objects.count() == 3
    fourth = {k: [{**line, "office_code": "NAC004"} for line in lines] for k, lines in SECOND.items()}
    (said,) = refused(tmp_path / "fourth", fourth | sharing("NAC004", "C0A"))
    assert "“1ANACC0A”: This number was handed out before" in said


def test_what_was_taken_over_is_never_handed_out_again(tmp_path: Path) -> None:
    rows = register()
    rows["user_id"][1]["ends"] = "2020/1/1"
    rows["net_terminal"][0]["name"] = "00001N"
    rows["line"][0]["router"] = rows["terminal"][0]["router"] = rows["address_block"][0]["router"] = "00001"
    taking.take_over(written(tmp_path / "register", rows))
    office = Office.objects.get()
    assert numbers.was_issued("user_id", "1ANACA0A"), "an ended one too"
    assert numbers.terminal_name("N", office, 1) == "00002N"
    assert numbers.router_number(office, 1) == "00002"
    assert numbers.mailbox_id("1ANAC", office, 1) == "1ANAC002"
    assert numbers.address(["10.20.13.248/29"], "00001", office, 1) == "10.20.13.249"
    assert numbers.billing_code(office) == "1000002"
    kinds = set(Issued.objects.values_list("kind", flat=True))
    assert kinds == {kind for m in ROW_TYPES.values() for kind in m.given} - {"mail_address"}


def test_every_name_that_the_center_gives_goes_into_the_ledger() -> None:
    for kind, model in ROW_TYPES.items():
        issued = {c.name for c in model.columns if c.issued}
        names = {n for once in model.unique_by if not {"office", "company"} & set(once) for n in once}
        assert names & issued <= {n for given in model.given.values() for n in given}, kind


def test_people_come_without_a_password_and_are_mailed_only_when_asked(tmp_path: Path) -> None:
    taking.take_over(written(tmp_path / "register", register()))
    assert not Person.objects.get().has_usable_password() and not Mail.objects.exists()
    more = {"people": [{**register()["people"][0], "login_id": "jiro", "email": "jiro@nac.example"}]}
    assert taking.take_over(written(tmp_path / "more", more), invitations=True).invited == 1
    assert Mail.objects.get().to == ["jiro@nac.example"]


def test_the_record_keeps_the_command_the_files_and_the_counts(tmp_path: Path) -> None:
    taking.take_over(written(tmp_path / "register", register()))
    detail = Access.objects.get(what="imported").detail
    assert detail["by"] == "import-register" and detail["counts"]["user_id.csv"] == 2
    assert set(detail["files"]) == set(detail["counts"]) and len(detail["files"]["plan.csv"]) == 64


def test_other_files_and_empty_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="there is no CSV file"):
        taking.take_over(tmp_path)
    folder = written(tmp_path / "register", register())
    (folder / "user_ids.csv").write_text("x\n")
    with pytest.raises(BadFile, match=r"user_ids\.csv: no kind of row has this name"):
        taking.take_over(folder)


def test_the_command_says_what_came_or_every_bad_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(written(tmp_path / "register", register()))
    with patch("nss.runtime.first_day.database"):
        assert commands.main(["import-register", folder, "--dry-run"]) == 0
        assert "a dry run: nothing was changed" in capsys.readouterr().out
        assert commands.main(["import-register", folder]) == 0
        said = capsys.readouterr()
        assert "user_id.csv: 2 new" in said.out
        steps = [line.partition(" s  ")[2] for line in said.err.splitlines()]
        for step in (
            "read user_id.csv, 2 lines",
            "looked at 21 lines together",
            "wrote 2 of 2 (user id)",
            "the database has compared them all",
        ):
            assert step in steps
        assert commands.main(["import-register", folder]) == 0
        assert "nothing to do" in capsys.readouterr().out
        bad = register()
        bad["office"][0]["name"] = "別の名前"
        assert commands.main(["import-register", str(written(tmp_path / "bad", bad))]) == 1
    said = capsys.readouterr().err
    assert (
        "office.csv 2行目" in said
        and " / office.csv Line 2" in said
        and "1 wrong; nothing was changed" in said
    )


def test_many_rows_are_written_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 1)
    said: list[str] = []
    taking.take_over(written(tmp_path / "register", register()), say=said.append)
    assert [s for s in said if "(user id)" in s] == ["wrote 1 of 2 (user id)", "wrote 2 of 2 (user id)"]
    assert UserId.objects.count() == 2


def test_numbers_are_looked_up_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = parts.office("XYZ001").company_id
    for kind, value in (("router", "09143"), ("terminal", "27264C"), ("terminal", "31002N")):
        Issued.objects.create(kind=kind, value=value, company_id=holder, at=clock.now())
    monkeypatch.setattr(standing, "AT_ONCE", 1)
    said = refused(tmp_path / "register", register())
    assert {text.partition(" ")[0] for text in said if "handed out before" in text} == {
        "line.csv",
        "terminal.csv",
        "net_terminal.csv",
    }


def test_what_stands_is_found_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = register(**SECOND)
    taking.take_over(written(tmp_path / "register", both))
    monkeypatch.setattr(standing, "AT_ONCE", 2)
    assert taking.take_over(written(tmp_path / "again", both, "utf-8-sig")).counts == {}


def test_the_collector_runs_again_afterwards_also_where_a_register_is_refused(tmp_path: Path) -> None:
    bad = register()
    bad["user_code"][0]["system_class"] = "陸上"
    meanwhile: list[bool] = []
    for name, rows in (("bad", bad), ("good", register())):
        with suppress(BadFile):
            taking.take_over(
                written(tmp_path / name, rows), say=lambda step: meanwhile.append(gc.isenabled())
            )
        assert gc.isenabled()
    assert not any(meanwhile) and len(meanwhile) > 20


def test_the_page_of_the_files_is_drawn_from_the_columns() -> None:
    assert (ROOT / "docs/import.md").read_text(encoding="utf-8") == page.markdown()
