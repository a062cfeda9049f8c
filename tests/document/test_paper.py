"""What stands in the PDF, and how the file is made."""

from __future__ import annotations

import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from nss.document import drawing, invoice, press, render
from nss.document.data import APPROVAL, CHANGE, Cell, Item, Paper, Party, Section, digest, sealed
from nss.procedure.lines.drawing import Node, Site
from tests.document.papers import PARTY, paper, terminals


def text_of(pdf: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_it_says_everything_of_the_form() -> None:
    # Holds P01.
    text = text_of(render.pdf(paper())).replace("\u3000", " ")
    for word in (
        "システムサービス利用契約変更申込書",
        "2026年11月21日",
        "260008A",
        "ナックス商事株式会社",
        "NAC001",
        "輸出入・港湾関連情報処理センター株式会社",
        "御中",
        "2026年12月2日",
        "未確定",
        "項目",
        "変更前",
        "変更後",
        "25130M",
        "照会のみ",
        "全業務",
        "nac@example.jp",
        "取扱量の増加に伴うもの",
        "03-1234-5678",
        "システム構成図.xlsx",
        "178 KB",
        "この申込書の郵送は不要です。",
    ):
        assert word in text, word


def test_the_approval_has_its_own_title_and_the_decided_day_beside_the_wished_one() -> None:
    # Holds P02.
    text = text_of(
        render.pdf(paper(kind=APPROVAL, addressed_to=PARTY, start_on=date(2026, 12, 9))), "-layout"
    )
    assert "システムサービス利用契約変更承認通知" in text
    assert re.search(r"2026年12月2日\s+2026年12月9日", text)
    assert re.search(r"輸出入 太郎\s+様", text)


def squeezed(pdf: bytes) -> str:
    return "".join(text_of(pdf).split())


def test_the_form_bears_the_day_of_the_application_and_the_approval_its_day_and_who_approves() -> None:
    # Holds P01, P02.
    form = squeezed(render.pdf(paper()))
    assert "申込日2026年11月21日" in form and "承認日" not in form and "発行日" not in form
    approval = squeezed(render.pdf(paper(kind=APPROVAL, addressed_to=PARTY, start_on=date(2026, 12, 9))))
    assert "承認日2026年11月21日" in approval and "発行日" not in approval
    assert "輸出入・港湾関連情報処理センター株式会社" in approval
    assert "下記" not in form + approval and "以上" not in form + approval


def test_the_direct_debit_form_goes_from_the_payer_to_the_bank() -> None:
    # Holds C16.
    payer = {
        "name": "ナックス商事株式会社",
        "postal": "",
        "address": "",
        "office": "第一営業部",
        "office_code": "NAC001",
    }
    made = invoice._set({"kind": "debit", "payer": payer, "code": "B001"}, date(2026, 11, 21))
    text = squeezed(made)
    assert "取扱金融機関御中" in text and "ナックス商事株式会社御中" not in text
    assert "収納企業輸出入・港湾関連情報処理センター株式会社" in text
    assert "太枠内を記入し、金融機関お届出印を押印の上、NACCSセンターに郵送してください。" in text


def test_rows_say_what_they_were_and_what_they_become() -> None:
    text = text_of(render.pdf(paper()), "-layout")
    assert re.search(r"■ 論理端末\s+25130M\s+追加", text)
    assert re.search(r"論理端末名\s+（なし）\s+25130M", text)
    assert re.search(r"旧ID\s+（なし）\s+（入力なし）", text)
    assert re.search(r"利用種別\s+照会のみ\s+全業務", text)
    assert re.search(r"メールアドレス\s+nac@example.jp\s+（廃止）", text)
    assert re.search(r"廃止の範囲\s+（なし）\s+自事業所の共用だけ", text)
    assert re.search(r"利用終了日\s+（なし）\s+2026/12/31", text)
    assert re.search(r"□ 契約者\n", text)
    assert re.search(r"契約者の役職\s+（入力なし）\s+（入力なし）", text)


def test_it_is_tagged_titled_and_japanese() -> None:
    reader = PdfReader(io.BytesIO(render.pdf(paper())))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].startswith("ja")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata and reader.metadata.title == "システムサービス利用契約変更申込書　260008A"


def test_column_heads_are_tagged_as_heads() -> None:
    kinds = [o.get("/S") for o in _objects(render.pdf(paper())) if o.get("/Type") == "/StructElem"]
    assert kinds.count("/TH") >= 3 and "/TD" in kinds and "/H1" in kinds


def _objects(pdf: bytes) -> list[dict[str, object]]:
    reader = PdfReader(io.BytesIO(pdf))
    size = int(reader.trailer["/Size"])
    found = (reader.get_object(n) for n in range(1, size))
    return [o for o in found if isinstance(o, dict)]


def test_fonts_are_embedded_subsets(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(render.pdf(paper()))
    lines = subprocess.run(
        ["pdffonts", file], capture_output=True, check=True, text=True
    ).stdout.splitlines()[2:]
    assert len(lines) == 2
    for line in lines:
        assert re.match(r"[A-Z]{6}\+NotoSansCJKjp", line)
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]


@pytest.mark.parametrize(
    "typed",
    [
        "#eval",
        "{{7*7}}",
        "#panic()",
        "$x^2$",
        "*bold* _it_",
        "\\u{41}",
        "= head",
        "@ref <lab>",
        "</w>&amp;",
        '"; #1',
        "//c",
    ],
)
def test_markup_that_a_person_types_is_printed_as_typed(typed: str) -> None:
    item = Item(True, typed, CHANGE, typed, (Cell(typed, typed, typed + " "),))
    made = render.pdf(
        paper(
            reason=typed,
            remark=typed,
            party=Party(typed, typed, "NAC001"),
            sections=(Section(typed, (item,)),),
            contact=((typed, typed),),
            attachments=((typed, 1),),
            notes=(typed,),
        )
    )
    assert text_of(made).count(typed) >= 12


def test_a_long_value_wraps_inside_its_cell_and_keeps_its_characters() -> None:
    long = "a123456789" * 20
    item = Item(True, "識別番号", CHANGE, "", (Cell("アドレス", "あ" * 120, long),))
    made = render.pdf(paper(sections=(Section("一般", (item,)),), reason="長" * 240))
    joined = text_of(made, "-raw").replace("\n", "")
    assert long in joined
    stays_within(made, 12)


def stays_within(pdf: bytes, margin: int) -> None:
    """No word leaves the page's margins, given in millimetres."""
    boxes = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', text_of(pdf, "-bbox"))
    edge = margin * 72 / 25.4 - 1
    assert min(float(a) for a, _ in boxes) >= edge and max(float(b) for _, b in boxes) <= 595.3 - edge


LONG = "a123456789" * 12


def test_long_addresses_and_names_wrap_on_a_drawing_and_keep_their_characters() -> None:
    node = Node("25130M", "SMTP", "10.20.13.250", LONG, "add")
    blocks = "、".join(f"10.20.{n}.248/29" for n in range(13, 16))
    site = Site("09143", "専用線 128kbps", LONG, blocks, True, True, "change", (node,))
    made = drawing.pdf([site], [("会社名", LONG)], LONG, date(2026, 12, 1))
    stays_within(made, 18)
    assert text_of(made, "-raw").replace("\n", "").count(LONG) >= 3
    assert "10.20.13.248/29 ほか2" in drawing.svg(site)


@pytest.mark.parametrize("kind", ["invoice", "correction", "debit"])
def test_long_names_wrap_on_a_bill_and_do_not_meet_what_stands_beside_them(kind: str) -> None:
    payer = {"name": LONG, "postal": "〒150-0002", "address": LONG, "office": LONG, "office_code": "NAC001"}
    money = dict.fromkeys(("net", "tax", "total", "payable"), "109,999,999,999")
    words = dict.fromkeys(("bank", "reason"), LONG)
    plain = dict.fromkeys(
        (
            "title",
            "number-word",
            "number",
            "registration",
            "month",
            "percent",
            "payable-word",
            "due",
            "method",
        ),
        "x",
    )
    lines: dict[str, Any] = {"lines": [[LONG, "1", "2", "3"]], "adjustments": [[LONG, "-1"]]}
    head = {"kind": kind, "payer": payer, "code": "1000001", "invoice": "202609-NAC001"}
    made = invoice._set({**plain, **words, **money, **lines, **head}, date(2026, 10, 1))
    stays_within(made, 20)
    if kind != "debit":
        assert "〒150-0002" in text_of(made)
        first = text_of(made, "-layout").splitlines()
        assert not any(
            "a12" in line and "輸出入・港湾" in line and "  " not in line.strip() for line in first
        )


def test_sixty_items_repeat_heads_number_and_office_on_every_page() -> None:
    made = render.pdf(paper(sections=(Section("一般NACCS", terminals(60)),)))
    pages = text_of(made).split("\f")[:-1]
    assert len(pages) >= 4
    for at, page in enumerate(pages, 1):
        assert f"{at} / {len(pages)} ページ" in page
        assert "260008A" in page and "NAC001" in page
        assert "25030M" not in page or "変更前" in page
    assert sum("変更前" in p and "変更後" in p for p in pages) >= len(pages) - 1
    assert len(made) <= 150_000


def test_a_small_paper_is_one_page_with_its_seal() -> None:
    whole = sealed(paper(), "7K3M-Q9TZ-0ABC-DEFG-HJKM-NPQR-STVW", "https://nss.example.jp/verify/?code=7K3M")
    text = text_of(render.pdf(whole))
    assert text.count("\f") == 1
    assert "7K3M-Q9TZ-0ABC-DEFG-HJKM-NPQR-STVW" in text and "https://nss.example.jp/verify/" in text
    assert whole.digest in text.replace("\n", "")


def test_the_same_paper_gives_the_same_bytes_from_any_thread() -> None:
    first = render.pdf(paper())
    with ThreadPoolExecutor(4) as pool:
        others = list(
            pool.map(lambda n: render.pdf(paper(number="260008A" if n % 2 else "260009A")), range(8))
        )
    assert all(made == first for made in others[1::2])
    assert all(made != first for made in others[::2])
    press._compiler.cache_clear()
    press._known.clear()
    assert render.pdf(paper()) == first


def test_an_empty_paper_can_be_set() -> None:
    assert "該当なし" in text_of(render.pdf(Paper("form", "", date(2026, 1, 1), Party(""), Party(""))))


def test_a_paper_survives_json_and_its_digest_ignores_the_seal() -> None:
    plain = paper()
    assert Paper.from_json(plain.to_json()) == plain
    assert digest(sealed(plain, "CODE", "https://x/")) == digest(plain)
    assert digest(paper(reason="別の理由")) != digest(plain)
