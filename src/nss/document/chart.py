"""A bar chart as SVG with its words, for pages: no script, no style attribute; the table beside it has the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, BASE = 720, 240, 200


def bars(values: Sequence[tuple[str, int]], title: str) -> str:
    """One bar a value, the value on top, the label below."""
    if not values:
        return ""
    most = max((v for _, v in values), default=0) or 1
    step = (WIDTH - 20) / len(values)
    wide = min(step * 0.7, 44)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">',
        f'<text x="10" y="16" font-size="13" fill="#1a1a1a">{escape(title)}</text>',
        f'<line x1="10" y1="{BASE}" x2="{WIDTH - 10}" y2="{BASE}" stroke="#7f7f7f"/>',
    ]
    for n, (label, value) in enumerate(values):
        x = 10 + n * step + (step - wide) / 2
        tall = (BASE - 46) * value / most
        out.append(
            f'<rect x="{x:.1f}" y="{BASE - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="#0017c1"/>'
        )
        middle = x + wide / 2
        out.append(
            f'<text x="{middle:.1f}" y="{BASE - tall - 5:.1f}" font-size="11" text-anchor="middle" fill="#1a1a1a">{value:,}</text>'
        )
        out.append(
            f'<text x="{middle:.1f}" y="{BASE + 18}" font-size="11" text-anchor="middle" fill="#1a1a1a">{escape(label)}</text>'
        )
    return "".join(out) + "</svg>"
