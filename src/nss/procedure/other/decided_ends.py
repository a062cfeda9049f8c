"""What has a decided end does not go over to another office: there it would live on for ever, and nobody decided its end."""

from __future__ import annotations

from collections.abc import Iterable

from nss.application.case import Case
from nss.application.edit_checks import decided_by
from nss.application.edits import Edit
from nss.base.clock import FOREVER
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.models import Office
from nss.contract.timeline import Clash, ClashReason


def problems(case: Case, office: Office, ends: Iterable[Edit], code: str, text: W) -> list[Problem]:
    """One for each of these ends at `office` whose row is to end later by another decision. `text` has the slots `name`, `by`
    and `day`. What ends with the office's whole contract is not meant: that is this case's own doing."""
    over = case.timeline.ends(office.pk)
    found = []
    for e in ends:
        row = case.timeline.at(e.kind, e.target, case.contract.day) if e.target is not None else None
        if row is None or row.ends in (FOREVER, over):
            continue
        by = decided_by(Clash(ClashReason.GONE, row.ends, row), case.office)
        said = text.format(name=e.name, by=by, day=f"{row.ends:%Y/%m/%d}")
        found.append(Problem(code, said, f"{e.kind}:{e.target}"))
    return found
