"""What each kind of file may hold. A module a kind, each with `problem(body, ending)`: the code of what is wrong and a name
for the sentence (`["active", ""]`), or None. They run in a process of their own (`base.sandbox`), so they import nothing of
Django; anything that they raise means "cannot be read".

Codes: unreadable, cut_off, too_large, encrypted, active, macros, outside, unknown_part, two_kinds. The sentences are in
`application/files.py`."""

from __future__ import annotations

Finding = tuple[str, str] | None
