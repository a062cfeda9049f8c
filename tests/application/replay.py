"""A plain replay of dated facts: what offices have on which days after a series of decisions. It knows four rules of the
trade and nothing of how the product is built: an ended ID ends on its day or earlier if it ends already; a code ends with
the last of its IDs; a code that ends for everybody ends with every sharer's IDs; the end of an office ends all it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

NEVER = date(9999, 12, 31)


@dataclass
class Facts:
    """(office, name) -> [first day, first day without]; names of IDs have eight characters, of codes five."""

    spans: dict[tuple[str, str], list[date]] = field(default_factory=dict)
    types: dict[tuple[str, str], list[tuple[date, tuple[str, ...]]]] = field(default_factory=dict)
    """What business types an ID has from which day on."""

    def begin(self, office: str, name: str, day: date, types: tuple[str, ...] = ()) -> None:
        self.spans[office, name] = [day, NEVER]
        if types:
            self.types[office, name] = [(day, types)]

    def end(self, office: str, name: str, day: date) -> None:
        span = self.spans[office, name]
        span[1] = min(span[1], day)

    def ids(self, office: str, code: str) -> list[str]:
        return [n for o, n in self.spans if o == office and len(n) == 8 and n.startswith(code)]

    def sharers(self, code: str, day: date) -> list[str]:
        return [o for (o, n), (_, last) in self.spans.items() if n == code and last > day]

    def end_ids(self, office: str, names: list[str], day: date, everybody: bool) -> None:
        """IDs end; a code that keeps none ends with the last, for this office or for everybody."""
        for name in names:
            self.end(office, name, day)
        for code in sorted({n[:5] for n in names}):
            left = [self.spans[office, n][1] for n in self.ids(office, code)]
            last = max([day, *(d for d in left if d > day)])
            if last == NEVER or self.spans[office, code][1] <= last:
                continue  # it keeps an ID, or its end is decided already
            others = self.sharers(code, day) if everybody else [office]
            for other in others:
                for name in self.ids(other, code):
                    self.end(other, name, last)
                self.end(other, code, last)

    def end_office(self, office: str, day: date) -> None:
        for (o, name), span in self.spans.items():
            if o == office and span[1] > day:
                self.end(o, name, day)

    def set_types(self, office: str, name: str, day: date, types: tuple[str, ...]) -> None:
        self.types[office, name].append((day, types))

    def live(self) -> dict[tuple[str, str], tuple[date, date]]:
        return {k: (a, b) for k, (a, b) in self.spans.items() if a < b}

    def types_on(self, day: date) -> dict[tuple[str, str], tuple[str, ...]]:
        found = {}
        for key, steps in self.types.items():
            first, last = self.spans[key]
            if first <= day < last:
                found[key] = max((s for s in steps if s[0] <= day), key=lambda s: s[0])[1]
        return found
