"""The forms of a page as a browser sees them: what stands in them, what somebody can type, and what a page shows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

CHOICES = ("radio", "checkbox", "select")
NOT_TYPED = ("hidden", "submit", "button", "image", "reset")
Sent = dict[str, list[str]]


@dataclass
class Control:
    """One control; `value` is what it sends, `on` whether it does, `options` what a list offers."""

    kind: str
    name: str
    value: str = ""
    on: bool = True
    options: list[tuple[str, bool]] = field(default_factory=list)

    def sends(self) -> list[str]:
        """What it sends as it stands."""
        if self.kind in ("submit", "button", "image", "reset", "file"):
            return []
        if self.kind == "select":
            chosen = [v for v, on in self.options if on]
            return chosen or [v for v, _ in self.options[:1]]
        return [self.value] if self.on else []


@dataclass
class PageForm:
    """One form with its controls, also those that stand elsewhere and name it."""

    method: str
    action: str
    ident: str = ""
    controls: list[Control] = field(default_factory=list)

    @property
    def path(self) -> str:
        return urlsplit(self.action).path

    def typed(self) -> list[Control]:
        """What somebody types or chooses."""
        return [c for c in self.controls if c.kind not in NOT_TYPED]

    def texts(self) -> list[Control]:
        """What is typed freely."""
        return [c for c in self.typed() if c.kind not in (*CHOICES, "file")]

    def filled(self, typed: Sent) -> Sent:
        """What a browser sends when this is typed into the form as it stands."""
        sent: Sent = {}
        for c in self.controls:
            if c.name not in typed:
                sent.setdefault(c.name, []).extend(c.sends())
        return {k: v for k, v in (sent | typed).items() if v}


class Page(HTMLParser):
    """A page's forms, its visible text and what its body carries."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.forms, self.loose = address, list[PageForm](), list[tuple[str, Control]]()
        self.source = text
        self.body: dict[str, str] = {}
        self.words: list[str] = []
        self.open: PageForm | None = None
        self.area: Control | None = None
        self.feed(text)
        self.text = " ".join(self.words)
        self.lines = {w.strip() for w in self.words}
        for ident, control in self.loose:
            for f in self.forms:
                if ident and f.ident == ident:
                    f.controls.append(control)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "body":
            self.body = a
        elif tag == "form":
            action = urljoin(self.address, a.get("action") or self.address)
            self.open = PageForm(a.get("method", "get").lower(), action, a.get("id", ""))
            self.forms.append(self.open)
        elif tag == "option" and self.area is not None:
            self.area.options.append((a.get("value", ""), "selected" in a))
        elif tag in ("input", "textarea", "select", "button") and "disabled" not in a:
            self._control(tag, a)
            if self.open is not None and "formaction" in a:  # a button of the form with an address of its own
                to = urljoin(self.address, a["formaction"])
                self.forms.append(PageForm("post", to, controls=self.open.controls))

    def _control(self, tag: str, a: dict[str, str]) -> None:
        kind = a.get("type", "text" if tag == "input" else "submit") if tag in ("input", "button") else tag
        on = "checked" in a or kind not in ("radio", "checkbox")
        value = a.get("value", "on" if kind in ("radio", "checkbox") else "")
        made = Control(kind, a.get("name", ""), value, on)
        if tag in ("textarea", "select"):
            self.area = made
        if "form" in a:
            self.loose.append((a["form"], made))
        elif self.open is not None and made.name:
            self.open.controls.append(made)
        elif made.name:
            self.loose.append(("", made))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag in ("textarea", "select"):
            if self.area is not None and tag == "textarea":
                self.area.value = self.area.value.removeprefix("\n")
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area is not None and self.area.kind == "textarea":
            self.area.value += data
        else:
            self.words.append(data)

    def form(self, path: str, holds: set[str]) -> PageForm:
        """The form that goes to this address and has controls of these names."""
        for f in self.forms:
            if f.method == "post" and f.path == path and holds <= {c.name for c in f.controls}:
                return f
        raise LookupError(f"no form to {path} with {sorted(holds)} on {self.address}")

    def shows(self, name: str, value: str) -> bool:
        """Whether somebody who looks at the page finds this in its place, or to be read."""
        return any(
            value in c.sends()
            for c in [*(c for f in self.forms for c in f.controls), *self._alone()]
            if c.name == name
        ) or (value in self.text if len(value.encode()) > SHORT else value in self.lines)

    def _alone(self) -> list[Control]:
        return [c for _, c in self.loose]


SHORT = 7
"""A text of so few bytes stands on a page by chance."""
