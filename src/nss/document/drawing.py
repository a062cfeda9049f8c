"""システム構成図: one drawing as SVG, for the page and, inside a Typst page, for paper (X-03).

The width is that of an A4 page between its margins: 680 units are 174 mm, so the smallest text (10.5) is 7.6 pt.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

from nss.application.models import Application, Revision
from nss.base import clock
from nss.base.values import Json
from nss.base.words import W, t
from nss.procedure.lines import drawing as layout
from nss.procedure.lines.drawing import MARKS, Node, Site

from .fonts import FAMILIES, FAMILY
from .press import set_pdf

WIDTH = 680
COLUMNS = 5
BOX_W, BOX_H, GAP_Y = 122, 58, 10
TEMPLATE = Path(__file__).parent / "drawing.typ"
INK, SOFT, BLUE, GREEN, RED = "#1a1a1a", "#4d4d4d", "#0017c1", "#197a4b", "#a90000"
PAINT = {
    "": ("#ffffff", INK, "1"),
    "add": ("#e6f5ec", GREEN, "2.5"),
    "change": ("#e8f1fe", BLUE, "2.5"),
    "end": ("#fdeeee", RED, "1.5"),
}


def _text(
    x: float,
    y: float,
    text: object,
    size: float = 12,
    anchor: str = "middle",
    weight: int = 400,
    fill: str = INK,
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}">'
        f"{escape(str(text))}</text>"
    )


def _box(x: float, y: float, w: float, h: float, mark: str = "", round_: int = 6) -> str:
    fill, stroke, width = PAINT[mark]
    dash = ' stroke-dasharray="6 4"' if mark == "end" else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{round_}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"{dash}/>'


def _tag(x: float, y: float, mark: str) -> str:
    """The word of a mark on its own ground, so that it is read without colour."""
    if not mark:
        return ""
    stroke = PAINT[mark][1]
    return f'<rect x="{x:g}" y="{y:g}" width="30" height="15" rx="3" fill="{stroke}"/>' + _text(
        x + 15, y + 11.5, MARKS[mark].ja, 10, weight=700, fill="#ffffff"
    )


def _line(x1: float, y1: float, x2: float, y2: float, width: float = 1.5, mark: str = "") -> str:
    dash = ' stroke-dasharray="6 4"' if mark == "end" else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{INK}" stroke-width="{width:g}"{dash}/>'


def _shorter(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _first(networks: str) -> str:
    """Blocks of addresses as far as the router's box has room: two, or the first and how many more."""
    first, *more = networks.split("、")
    return networks if len(more) < 2 else f"{first} ほか{len(more)}"


def _node(node: Node, x: float, y: float) -> str:
    name = f"{node.name} ×{node.count}" if node.count > 1 else node.name
    out = _box(x, y, BOX_W, BOX_H, node.mark) + _tag(x + BOX_W - 34, y + 4, node.mark)
    out += _text(x + 8, y + 18, name, 12.5, "start", 700)
    out += _text(x + 8, y + 34, node.kind, 10.5, "start", fill=SOFT)
    if node.address:
        out += _text(x + 8, y + 50, node.address, 10.5, "start", fill=SOFT)
    elif node.mark == "add":
        out += _text(x + 8, y + 50, "IP 発行前", 10.5, "start", fill=SOFT)
    return out


def height_of(site: Site) -> int:
    """Height of a site's drawing in its own units."""
    rows = -(-max(len(site.nodes), 1) // COLUMNS)
    return 246 + rows * (BOX_H + GAP_Y)


def summary(site: Site) -> W:
    """What the drawing shows, in words, for those who do not see it."""
    new = sum(n.count for n in site.nodes if n.mark == "add")
    gone = sum(1 for n in site.nodes if n.mark == "end")
    return W(
        f"ルータ{site.router}（{site.line}）の構成図。論理端末{sum(n.count for n in site.nodes)}台、うち追加{new}台、廃止{gone}台。",
        f"Router {site.router} ({site.line}): {sum(n.count for n in site.nodes)} terminals, {new} new, {gone} ending.",
    )


def svg(site: Site, title_id: str = "drawing") -> str:
    """One line with its router and terminals. Text is escaped; no style attribute, script or outside reference is used."""
    height = height_of(site)
    words = escape(str(summary(site)))
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-labelledby="{title_id}" font-family="{FAMILY}, Noto Sans JP, BIZ UDPGothic, IPAPGothic, sans-serif">',
        f'<title id="{title_id}">{words}</title><rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _box(230, 8, 220, 40, "", 20),
        _text(340, 33, "NACCSセンター", 14, weight=700),
        _line(340, 48, 340, 84, 2, site.mark),
        _text(352, 71, site.line, 12, "start"),
    ]
    out += [
        _box(230, 84, 220, 48, site.mark),
        _tag(414, 88, site.mark),
        _text(340, 106, f"ルータ {site.router}", 14, weight=700),
    ]
    out.append(_text(340, 124, _first(site.networks) or "アドレスブロック 発行前", 10.5, fill=SOFT))
    if site.spare:
        out += [_box(478, 90, 130, 36), _text(543, 113, "予備ルータ", 12), _line(450, 108, 478, 108, 1.5)]
    if site.shared:
        out.append(_text(218, 112, "他事業所と共用", 11, "end", fill=SOFT))
    out += [
        _line(340, 132, 340, 160, 2),
        _text(14, 152, f"設置場所：{_shorter(site.place, 40)}", 11, "start"),
    ]
    out += [_line(14, 160, 666, 160, 3), _text(666, 178, "LAN", 11, "end", fill=SOFT)]
    step = (WIDTH - 28 - BOX_W) / (COLUMNS - 1)
    top = 186
    for n, node in enumerate(site.nodes):
        row, column = divmod(n, COLUMNS)
        x, y = 14 + column * step, top + row * (BOX_H + GAP_Y)
        above = 160 if row == 0 else y - GAP_Y
        out += [_line(x + 14, above, x + 14, y, 1.2, node.mark), _node(node, x, y)]
    if not site.nodes:
        out.append(_text(340, 210, "論理端末はありません", 12, fill=SOFT))
    y = height - 22
    for i, (mark, word) in enumerate((("add", "追加"), ("change", "変更"), ("end", "廃止"))):
        out += [_box(14 + i * 90, y, 24, 14, mark, 3), _text(44 + i * 90, y + 11.5, word, 10.5, "start")]
    return "".join(out) + "</svg>"


def pdf(sites: Sequence[Site], head: Sequence[tuple[str, str]], note: str, day: date) -> bytes:
    """The drawing on A4, a page a line, each with the table of the same content."""
    data: dict[str, Json] = {
        "font": FAMILIES,
        "day": day.isoformat(),
        "head": [[str(k), str(v)] for k, v in head],
        "note": note,
        "sites": [
            {
                "svg": svg(s),
                "alt": summary(s).ja,
                "router": s.router,
                "tall": height_of(s) / WIDTH,
                "rows": [
                    [n.name, n.kind, n.address, n.mail, MARKS[n.mark].ja, str(n.count)] for n in s.nodes
                ],
            }
            for s in sites
        ],
    }
    return set_pdf(TEMPLATE, "drawing", data, day)


def table_rows(sites: Sequence[Site]) -> list[dict[str, str]]:
    """The same content as a table (for the page)."""
    return [
        {
            "router": s.router,
            "name": n.name,
            "kind": n.kind,
            "address": n.address or t("発行前", "not issued yet"),
            "mark": str(MARKS[n.mark]),
            "count": str(n.count),
        }
        for s in sites
        for n in s.nodes
    ]


def head(application: Application) -> list[tuple[str, str]]:
    """Whose drawing it is."""
    office = application.office
    return [
        ("会社名", office.company_name),
        ("事業所名", office.name),
        ("事業所コード", office.code),
        *([("受付番号", application.number)] if application.number else []),
    ]


def filed_pdf(application: Application, revision: Revision) -> bytes | None:
    """The drawing that an application was filed with; None without one."""
    chosen = revision.extra.get("drawing", {})
    if not chosen:
        return None
    day = application.received_on or clock.today()
    return pdf(
        layout.sites_as_filed(application, revision), head(application), str(chosen.get("note", "")), day
    )
