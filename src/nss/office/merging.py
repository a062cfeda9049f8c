"""Two tabs, two people, one draft: a page knows what it showed, so a save changes only the fields that the person
changed, and asks where somebody else changed the same field meanwhile (C34, F-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.http import QueryDict

SALT = "nss.draft-base"
Raw = dict[str, list[str]]


def raw_of(form: forms.Form) -> Raw:
    """What an unbound form shows, as a browser would post it."""
    shown: Raw = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if isinstance(field.widget, forms.CheckboxInput):
            shown[name] = ["on"] if value else []
        elif isinstance(value, list | tuple):
            shown[name] = [str(v) for v in value if v not in (None, "")]
        else:
            text = field.widget.format_value(value) if value is not None else None
            if isinstance(text, list | tuple):
                text = text[0] if text else None
            shown[name] = [str(text)] if text not in (None, "") else []
    return shown | {name: ["on"] if form.initial.get(name) else [] for name in ticks_of(form)}


def ticks_of(form: forms.Form) -> Iterable[str]:
    """Names of the ticks that stand beside the fields of an item's page."""
    found: Iterable[str] = getattr(form, "ticks", ())
    return found


def posted_values(form: forms.Form, data: QueryDict) -> Raw:
    """What was posted for the fields of a form, as text."""
    return {
        n: [v.replace("\r\n", "\n") for v in data.getlist(n) if v != ""]
        for n in (*form.fields, *ticks_of(form))
    }


def sign_base(raw: Raw) -> str:
    """The shown values, signed and packed, for the hidden field `base`."""
    return signing.dumps({k: v for k, v in raw.items() if v}, salt=SALT, compress=True)


def read_base(text: str) -> Raw | None:
    """The values of a `base` field; None when it is missing or was tampered with."""
    try:
        found: Raw = signing.loads(text, salt=SALT)
        return found
    except signing.BadSignature:
        return None


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that this person and somebody else changed differently."""

    name: str
    label: object
    mine: list[str]
    theirs: list[str]
    mine_text: str
    theirs_text: str


def merge(stored: forms.Form, data: QueryDict) -> tuple[QueryDict, list[FieldConflict]]:
    """What the save should hold: this person's changes over what is stored now. `stored` is the unbound form as it
    would be shown at this moment; a `choose_<field>` of 'theirs' settles a conflict for the stored value."""
    base, now, mine = read_base(data.get("base", "")), raw_of(stored), posted_values(stored, data)
    merged = data.copy()
    conflicts = []
    if base is None:
        return merged, []
    for name in ticks_of(stored):  # of two who both changed a tick, both want the same
        if mine[name] == base.get(name, []):
            merged.setlist(name, now[name])
    for name, field in stored.fields.items():
        was, is_now, wants = base.get(name, []), now[name], mine[name]
        choice = data.get(f"choose_{name}")
        if choice == "theirs" or (wants == was and choice is None):
            merged.setlist(name, is_now)
        elif is_now != was and is_now != wants and choice is None:
            conflicts.append(
                FieldConflict(name, field.label, wants, is_now, _text(field, wants), _text(field, is_now))
            )
    return merged, conflicts


def _text(field: forms.Field, values: list[str]) -> str:
    words = {str(k): str(v) for k, v in getattr(field, "choices", []) if not isinstance(v, list | tuple)}
    if isinstance(field.widget, forms.CheckboxInput):
        return "☑" if values else "☐"
    return "、".join(words.get(v, v) for v in values)
