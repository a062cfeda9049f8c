"""Tables in one pass: cells are escaped and joined, not rendered one by one, because cells are most of a page's time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from markupsafe import Markup

from nss.base.columns import Column
from nss.base.words import W, t


@dataclass(frozen=True, slots=True)
class Action:
    """A link of a row, or with `post` (name, value) a button; `about` names the row for screen readers."""

    label: W
    url: str
    about: str = ""
    post: tuple[str, str] | None = None

    def html(self, csrf: str) -> str:
        """The link, or the form with its button; `csrf` is the hidden field of the token."""
        about = f'<span class="hidden"> {escape(self.about)}</span>'
        if self.post is None:
            return f'<a class="button small secondary" href="{escape(self.url)}">{escape(str(self.label))}{about}</a>'
        return (
            f'<form method="post" action="{escape(self.url)}" class="inline">{csrf}'
            f'<button class="small danger" name="{escape(self.post[0])}" value="{escape(self.post[1])}">{escape(str(self.label))}{about}</button></form>'
        )


@dataclass(frozen=True, slots=True)
class TableRow:
    """Values by column name; a tick box when `select` is (name, value); `flag` is a mark such as 申込中."""

    key: str
    values: Mapping[str, object]
    actions: Sequence[Action] = ()
    select: tuple[str, str] | None = None
    flag: W | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be drawn; `render` makes the HTML."""

    caption: W
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    empty: W | None = None


def _figure(column: Column) -> str:
    """A head stands over the figures of its column, which stand right."""
    return ' class="num"' if column.kind == "number" else ""


def _head(columns: Sequence[Column], select: bool, actions: bool) -> str:
    grouped = any(c.group for c in columns)
    span = ' rowspan="2"' if grouped else ""
    first, second = [], []
    if select:
        first.append(f'<th scope="col"{span}>{escape(t("選択", "Choose"))}</th>')
    for group, members in groupby(columns, key=lambda c: c.group):
        found = list(members)
        if group is None:
            first += [f'<th scope="col"{span}{_figure(c)}>{escape(str(c.label))}</th>' for c in found]
        else:
            first.append(f'<th scope="colgroup" colspan="{len(found)}">{escape(str(group))}</th>')
            second += [f'<th scope="col"{_figure(c)}>{escape(str(c.label))}</th>' for c in found]
    if actions:
        first.append(f'<th scope="col"{span}>{escape(t("操作", "Actions"))}</th>')
    below = "<tr>" + "".join(second) + "</tr>" if second else ""
    return "<thead><tr>" + "".join(first) + "</tr>" + below + "</thead>"


def facts(caption: W, columns: Sequence[Column], values: Mapping[str, object], flag: W | None) -> Markup:
    """The only row of a table as a list of facts, under the same heading; columns in which nothing stands are left out."""
    lines = []
    for c in columns:
        if shown := str(c.show(values.get(c.name))):
            classes = ' class="code phone"' if c.unbroken else ' class="code"' if c.monospaced else ""
            lines.append(f"<div><dt>{escape(str(c.label))}</dt><dd{classes}>{escape(shown)}</dd></div>")
    held = f' <span class="held">{escape(str(flag))}</span>' if flag else ""
    return Markup(
        f'<section class="table-block"><h2 class="h3">{escape(str(caption))}{held}</h2>'
        f'<dl class="facts wide">{"".join(lines)}</dl></section>'
    )


def render(table: Table, csrf: str = "") -> Markup:
    """The whole table as HTML: caption, grouped heads, a scroll region, cards on small screens."""
    caption = escape(str(table.caption))
    if not table.rows:
        empty = escape(str(table.empty or W("該当するデータはありません。", "No data found.")))
        return Markup(f'<section class="table-block"><h2 class="h3">{caption}</h2><p>{empty}</p></section>')
    select = any(r.select for r in table.rows)
    actions = any(r.actions for r in table.rows)
    plan = []
    for c in table.columns:
        label = escape((str(c.group) + " " if c.group else "") + str(c.label))
        classes = " ".join(
            x
            for x in (
                "code" if c.monospaced else "",
                "phone" if c.unbroken else "",
                "num" if c.kind == "number" else "",
                "date" if c.kind == "date" else "",
                "" if c.phone else "wide-only",
            )
            if x
        )
        plan.append((c, f'<td data-label="{label}"' + (f' class="{classes}"' if classes else "") + ">"))
    known: dict[object, str] = {}
    out = []
    for r in table.rows:
        cells = []
        name = escape(r.name)
        if select:
            box = ""
            if r.select:
                choose = escape(t("選択", "Choose"))
                box = f'<label class="tick"><input type="checkbox" name="{escape(r.select[0])}" value="{escape(r.select[1])}"><span class="hidden">{choose} {name}</span></label>'
            cells.append(f'<td class="select">{box}</td>')
        for n, (c, start) in enumerate(plan):
            value = r.values.get(c.name)
            key = (c.name, value if not isinstance(value, list) else tuple(value), c.kind)
            text = known.get(key)
            if text is None:
                known[key] = text = escape(str(c.show(value)))
            flag = f' <span class="held">{escape(str(r.flag))}</span>' if n == 0 and r.flag else ""
            cells.append(f"{start}{text}{flag}</td>")
        if actions:
            links = " ".join(a.html(csrf) for a in r.actions)
            cells.append(f'<td class="row-actions">{links}</td>')
        out.append("<tr" + (' class="is-held"' if r.flag else "") + ">" + "".join(cells) + "</tr>")
    head = _head(table.columns, select, actions)
    return Markup(
        f'<section class="table-block"><h2 class="h3" aria-hidden="true">{caption}</h2>'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}"><table class="data"><caption class="hidden">{caption}</caption>'
        f"{head}<tbody>{''.join(out)}</tbody></table></div></section>"
    )
