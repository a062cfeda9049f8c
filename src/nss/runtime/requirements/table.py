"""All sections in the order of the page."""

from __future__ import annotations

from .center_screens import CENTER
from .faults import REHEARSED
from .letters import LETTERS
from .model import Requirement
from .office_screens import FURTHER, PAPERS, SHOWN
from .technical import TECHNICAL
from .trade import TRADE
from .usability import OLD_FAULTS, PROMISES

SECTIONS = (SHOWN, FURTHER, CENTER, LETTERS, PAPERS, TRADE, TECHNICAL, PROMISES, OLD_FAULTS, REHEARSED)
BY_NUMBER: dict[str, Requirement] = {r.number: r for s in SECTIONS for r in s.rows}
