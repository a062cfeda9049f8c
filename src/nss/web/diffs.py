"""The before/after block: one renderer for live panel, confirm page, look-up and the Center's review (X-18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from markupsafe import Markup

from nss.application.edits import SCOPES, Change
from nss.base.words import W, counted, t
from nss.notice.facts import NOTHING

WORDS = {"add": W("追加", "Add"), "change": W("変更", "Change"), "end": W("廃止", "Discontinue")}
DONE = {"add": "added", "change": "changed", "end": "ended"}
"""The same of what is counted, in English."""


def _line(label: str, value: str, before: str, after: str) -> str:
    """A row of what is new and has no value before."""
    return (
        f'<tr><th scope="row">{escape(label)}</th><td data-label="{before}">{NOTHING}</td>'
        f'<td data-label="{after}"><ins><span class="hidden">{after} </span>{escape(value)}</ins></td></tr>'
    )


def heading(changes: Sequence[Change]) -> str:
    """The heading with counts of rows, e.g. 変更 3件（追加 1・変更 1・廃止 1）; one addition may be of many."""
    count = {k: sum(c.count for c in changes if c.action == k) for k in WORDS}
    rows = sum(c.count for c in changes)
    parts_ja = "・".join(f"{w.ja} {count[k]}" for k, w in WORDS.items() if count[k])
    parts_en = ", ".join(f"{count[k]} {DONE[k]}" for k in WORDS if count[k])
    return t(f"変更 {rows}件（{parts_ja}）", f"{counted(rows, 'change')} ({parts_en})")


FEW = 20
"""So many changes of one kind are shown one by one; more of them are summed up."""
OPEN = 60
"""So many names of rows stand open; more are folded away."""
WHOLE = 1
"""So many of more than `FEW` single changes are shown as tables of their own; the rest is a fold with a line a value."""


def _lines(changes: Sequence[Change], links: Mapping[str, str], heads: tuple[str, str, str]) -> str:
    """Single changes beyond those that have a table of their own: one table for all, a row for each value that is new."""
    out = []
    for c in changes:
        word, link = escape(str(WORDS[c.action])), links.get(c.key)
        name = f'{escape(str(c.label))} <span class="code">{escape(str(c.name))}</span>'
        times = f" ×{c.count}" if c.count > 1 else ""
        more = (
            f' <a href="{escape(link)}">{escape(t("変更", "Change"))}<span class="hidden"> {escape(str(c.name))}</span></a>'
            if link
            else ""
        )
        values = [] if c.action == "end" else [x for x in c.cells if x.changed and (x.before or x.after)]
        said = [(str(x.column.label), str(x.before), str(x.after)) for x in values]
        if c.scope:
            said.append((t("廃止の範囲", "Ends for"), "", str(SCOPES[c.scope])))
        if c.day:
            said.append((t("利用終了日", "Ends on"), "", c.day.replace("-", "/")))
        colon = t("：", ": ")
        before = "<br>".join(f"{escape(a)}{colon}<del>{escape(b)}</del>" for a, b, _ in said if b) or NOTHING
        after = "<br>".join(f"{escape(a)}{colon}<ins>{escape(n)}</ins>" for a, _, n in said if n) or NOTHING
        out.append(
            f'<tr><th scope="row">{name}{times} <span class="chip chip-{c.action}">{word}</span>{more}</th>'
            f"<td>{before}</td><td>{after}</td></tr>"
        )
    count = escape(t(f"ほかの変更 {len(changes)}件", counted(len(changes), "more change")))
    head = "".join(f'<th scope="col">{h}</th>' for h in heads)
    return (
        f'<details class="change"><summary>{count}</summary><table class="diff"><caption class="hidden">{count}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(out)}</tbody></table></details>"
    )


def summed(changes: Sequence[Change]) -> tuple[list[Change], list[list[Change]]]:
    """The changes that are shown one by one, and the groups of more than `FEW` that say the same of many rows: all that end,
    or that get the same values."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for c in changes:
        groups.setdefault((c.action, c.kind, c.scope, c.day, c.count, _values(c)), []).append(c)
    long = [some for some in groups.values() if len(some) > FEW]
    taken = {id(c) for some in long for c in some}
    return [c for c in changes if id(c) not in taken], long


def _values(change: Change) -> tuple[tuple[str, str, str], ...]:
    """What a change does to its row beside that it comes or goes."""
    if change.action == "end":
        return ()
    return tuple(
        (str(c.column.label), str(c.before), str(c.after))
        for c in change.cells
        if c.changed and c.column.name != "number"
    )


def _sum(changes: Sequence[Change], links: Mapping[str, str], brief: bool) -> str:
    """Many changes that say the same: how many, their values once, and all their names, those of one page with its link."""
    first, colon = changes[0], t("：", ": ")
    word, label = escape(str(WORDS[first.action])), escape(str(first.label))
    count = escape(t(f"{len(changes)}件", counted(len(changes), "row")))
    lines = [
        f"{escape(a)}{colon}<del>{escape(b)}</del> → <ins>{escape(c)}</ins>"
        if b
        else f"{escape(a)}{colon}<ins>{escape(c)}</ins>"
        for a, b, c in _values(first)
    ]
    if first.scope:
        lines.append(escape(f"{t('廃止の範囲', 'Ends for')}{colon}{SCOPES[first.scope]}"))
    if first.day:
        lines.append(escape(f"{t('利用終了日', 'Ends on')}{colon}{first.day.replace('-', '/')}"))
    by_link: dict[str, list[str]] = {}
    for c in changes:
        by_link.setdefault(links.get(c.key, ""), []).append(str(c.name))
    names = []
    is_open = not brief and len(changes) <= OPEN
    for link, some in by_link.items():
        more = (
            f' <a href="{escape(link)}">{escape(t("変更", "Change"))}<span class="hidden"> {escape(some[0])}</span></a>'
            if link
            else ""
        )
        names.append(f'<p class="code names">{escape(t("、", ", ").join(some))}{more}</p>')
    said = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<div class="change change-{first.action}"><p class="change-title"><span class="chip chip-{first.action}">{word}</span> '
        f"{label} {count}</p>{said}<details{' open' if is_open else ''}><summary>{escape(t('対象の一覧', 'The rows'))}</summary>{''.join(names)}</details></div>"
    )


def render(changes: Sequence[Change], links: Mapping[str, str] | None = None, brief: bool = False) -> Markup:
    """Each change as a small table 項目 · 変更前 · 変更後; unchanged values are folded away, and where it is `brief` the names
    of many rows too."""
    if not changes:
        return Markup(f'<p class="no-change">{escape(t("まだ変更はありません。", "No change yet."))}</p>')
    before, after, what = (
        escape(t("変更前", "Before")),
        escape(t("変更後", "After")),
        escape(t("項目", "Item")),
    )
    ended = escape(t("（廃止）", " (ended)"))
    out = [f'<p class="diff-count">{escape(heading(changes))}</p>']
    single, many = summed(changes)
    rest = single[WHOLE:] if len(single) > FEW else []
    single = single[: len(single) - len(rest)]
    out += [_sum(some, links or {}, brief) for some in many]
    for c in single:
        word = escape(str(WORDS[c.action]))
        times = f" ×{c.count}" if c.count > 1 else ""
        title = (
            f'{escape(str(c.label))} <span class="code">{escape(str(c.name))}</span>{times}'
            if str(c.name) != str(c.label)
            else f"{escape(str(c.label))}{times}"
        )
        rows, same = [], []
        for cell in c.cells:
            a, b = (escape(str(x)) for x in (cell.before, cell.after))
            label = escape(
                (str(cell.column.group) + " " if cell.column.group else "") + str(cell.column.label)
            )
            if not cell.changed or (c.action != "change" and not (a or b)):
                if a or b:
                    same.append(f"<div><dt>{label}</dt><dd>{b or a}</dd></div>")
                continue
            old = f'<del><span class="hidden">{before} </span>{a}</del>' if a else NOTHING
            new = (
                f'<ins><span class="hidden">{after} </span>{b}</ins>'
                if b
                else NOTHING + (ended if c.action == "end" else "")
            )
            rows.append(
                f'<tr><th scope="row">{label}</th><td data-label="{before}">{old}</td><td data-label="{after}">{new}</td></tr>'
            )
        if c.scope:
            rows.insert(0, _line(t("廃止の範囲", "Ends for"), str(SCOPES[c.scope]), before, after))
        if c.day:
            rows.insert(0, _line(t("利用終了日", "Ends on"), c.day.replace("-", "/"), before, after))
        link = (links or {}).get(c.key)
        change = (
            f' <a href="{escape(link)}">{escape(t("変更", "Change"))}<span class="hidden"> {escape(str(c.name))}</span></a>'
            if link
            else ""
        )
        fold = (
            f'<details><summary>{escape(t(f"変更のない項目 {len(same)}件", f"{len(same)} unchanged"))}</summary><dl class="facts">{"".join(same)}</dl></details>'
            if same
            else ""
        )
        out.append(
            f'<div class="change change-{c.action}"><p class="change-title"><span class="chip chip-{c.action}">{word}</span> {title}{change}</p>'
            f'<table class="diff"><caption class="hidden">{word} {escape(str(c.name))}</caption><thead><tr><th scope="col">{what}</th><th scope="col">{before}</th><th scope="col">{after}</th></tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table>{fold}</div>"
        )
    if rest:
        out.append(_lines(rest, links or {}, (what, before, after)))
    return Markup("".join(out))
