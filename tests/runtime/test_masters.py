"""Masters of an empty system, loaded by a command: twice is once, and what somebody changed stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from nss.account.access_log import log
from nss.account.models import Access
from nss.base.cells import BadFile
from nss.billing.models import Price
from nss.calendar.leads import lead
from nss.master.models import ReplyText
from nss.notice.models import News
from nss.runtime import commands, masters
from tests import parts

pytestmark = pytest.mark.django_db
LEADS = "kind,days,since\nlaying,40,20271001\n"
PRICES = "transaction,plan_a,plan_b,since\nIDA,30,36,20271001\nIDC,45,54,20271001\n"


def written(folder: Path, text: str, name: str = "prices.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_empty_system_gets_prepared_texts_once() -> None:
    assert masters.load() == {"replies": len(masters.REPLIES)}
    assert masters.load() == {}
    assert ReplyText.objects.count() == len(masters.REPLIES)
    assert Access.objects.get(what="master").detail["by"] == "load-masters"


def test_what_somebody_changed_or_took_away_stays_as_it_is() -> None:
    masters.load()
    ReplyText.objects.exclude(name="希望日の確認").delete()
    ReplyText.objects.update(text="別の文章")
    assert masters.load() == {} and ReplyText.objects.get().text == "別の文章"
    ReplyText.objects.all().delete()
    assert masters.load() == {} and not ReplyText.objects.exists()


def test_a_sheet_that_somebody_emptied_before_stays_empty() -> None:
    log(Access.What.MASTER, None, sheet="replies", before={}, after={})
    assert masters.load() == {}


def test_prices_come_from_a_file_of_the_sheet_and_the_same_file_adds_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path, PRICES)
    assert masters.load(folder)["prices"] == 2
    assert masters.load(folder) == {}
    assert list(Price.objects.order_by("transaction").values_list("transaction", "plan_a")) == [
        ("IDA", 30),
        ("IDC", 45),
    ]


def test_files_of_the_schedule_tell_what_they_touch_as_a_change_on_a_page_does(tmp_path: Path) -> None:
    office = parts.guide_office()
    a = parts.filed(office, parts.person(office), parts.abolish(office, "1ANACA0A"))
    closed = f"day,works,name_ja,name_en\n{a.wish_on:%Y%m%d},—,休業,\n"
    folder = written(written(tmp_path, closed, "closed.csv"), LEADS, "leads.csv")
    loaded = masters.load(folder)
    assert (loaded["closed"], loaded["leads"]) == (1, 1)
    assert lead("laying", date(2027, 10, 1)) == 40
    assert "休業" in News.objects.get(number=a.number).text_ja
    touched = {x.detail["sheet"]: x.detail["touched"] for x in Access.objects.filter(what="master")}
    assert touched == {"replies": [], "closed": [a.number], "leads": [a.number]}
    assert masters.load(folder) == {} and News.objects.filter(number=a.number).count() == 1


def test_another_price_for_the_same_day_is_refused_and_nothing_is_loaded(tmp_path: Path) -> None:
    masters.load(written(tmp_path, PRICES))
    changed = PRICES.replace("IDA,30", "IDA,31") + "NEW,1,2,20271001\n"
    with pytest.raises(BadFile, match=r"prices\.csv Line 2"):
        masters.load(written(tmp_path, changed))
    assert Price.objects.count() == 2 and Price.objects.get(transaction="IDA").plan_a == 30


def test_a_bad_file_leaves_the_prepared_texts_out_too(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="there is no such master"):
        masters.load(written(tmp_path, PRICES, "price.csv"))
    with pytest.raises(BadFile, match="there is no CSV file"):
        masters.load(tmp_path / "nowhere")
    assert not ReplyText.objects.exists() and not Access.objects.exists()


def test_the_command_says_what_came_and_then_that_there_is_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with patch("nss.runtime.first_day.database"):
        assert commands.main(["load-masters", str(written(tmp_path, PRICES))]) == 0
        assert "prices: 2 added" in capsys.readouterr().out
        assert commands.main(["load-masters", str(tmp_path)]) == 0
        assert "nothing to do" in capsys.readouterr().out
        assert commands.main(["load-masters", str(written(tmp_path, PRICES.replace("45", "x")))]) == 1
    assert "prices.csv 3行目" in capsys.readouterr().err
