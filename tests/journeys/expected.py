"""What many journeys must have met, each at least once."""

from __future__ import annotations

from nss.contract.consistency import RULES
from tests.application.replay import Table

from .asking import CARELESS, KINDS

STEPS = (
    "agreed",
    "answered",
    "confirmed by a second person",
    "consent ran out",
    "corrected",
    "correction dropped",
    "days passed",
    "first approval taken back",
    "made void",
    "not agreed",
    "not approved",
    "revoked",
    "revoked at once",
    "sent back",
    "setting done",
    "setting done by its forms",
    "start moved",
    "withdrawn",
)
DECIDED = (
    "add",
    "change",
    "end",
    "end sharing",
    "end things",
    "move",
    "nothing",
    "office",
    "share",
    "succession",
)
ENTRY = (
    "code_ends",
    "mailbox_without_code",
    "row_gone",
    "row_in_open_application",
    "row_later",
    "row_office_ends",
    "rows_left",
    "twice",
    *(code for code in CARELESS if code != "contact"),
)
DECISION = ("consent_day", "same_person")
EXPECTED = (
    *(f"step: {x}" for x in STEPS),
    *(f"filed: {x}" for x in KINDS),
    *(f"decided: {x}" for x in DECIDED),
    *(f"table: {x}" for x in Table.ROWS),
    *(f"table on plain registers: {x}" for x in Table.ROWS),
    *(f"rule broken: {x.__name__}" for x in RULES),
    "rule broken: nothing_after_the_end",
    *(f"refusal at entry: {x}" for x in ENTRY),
    *(f"refusal at the decision: {x}" for x in DECISION),
    *(f"refusal of taking back: {x}" for x in ("later_change",)),
    *(f"refusal of moving: {x}" for x in ("no_evidence", "start_impossible")),
    *(f"refusal of correcting: {x}" for x in ("no_reason", "row_in_open_application")),
    *(f"paper: {x}" for x in ("form", "approval", "drawing")),
    *(f"paper set as PDF: {x}" for x in ("form", "approval", "drawing", "debit form", "invoice")),
    *(f"told back: {x}" for x in ("the applicant", "another office")),
)
