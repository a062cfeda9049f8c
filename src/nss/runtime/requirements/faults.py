"""Faults that are rehearsed (F1..): rows of `faults/`, run by `make faults`."""

from __future__ import annotations

from .model import Section, rule

WHY = "each has happened to systems of this kind"
HELD = "a promise that no single test shows"
REHEARSED = Section(
    "Faults rehearsed",
    "Rows of `make faults`; figures of the last run: [faults.md](faults.md). Rows without a test here need processes to kill or servers to "
    "stop and run against a product of their own (`faults/rows.py`, `faults/upgrade.py`).",
    (
        rule(
            "F1",
            "kill -9 of a web worker: an application is whole or absent, the person tries again.",
            ours=HELD,
        ),
        rule(
            "F2",
            "kill -9 of the job worker: no mail is lost, a repeated one bears the same Message-ID.",
            ours=HELD,
        ),
        rule(
            "F3",
            "Mail server away, slow, putting off, refusing for good: pages do not notice, the Center sees refusals.",
            ours=HELD,
        ),
        rule(
            "F4",
            "Database restarted under load: clear pages while it is down, nothing half-written, no restart of ours.",
            ours=HELD,
        ),
        rule("F5", "Disk full at an upload: a clear error, nothing half-stored.", ours=WHY),
        rule(
            "F6",
            "One submit a hundred times, one decision twenty times: one each, and everybody is told so.",
            ours=WHY,
        ),
        rule("F7", "Two tabs edit one draft: nothing is overwritten unseen.", ours=WHY),
        rule("F8", "Two applications on one row: the second approval is stopped with the reason.", ours=WHY),
        rule("F9", "32 writers on one pool, block or series: no number twice, none skipped.", ours=WHY),
        rule(
            "F10", "Midnight, leap day, change of the year, moved holidays: the rules of days hold.", ours=WHY
        ),
        rule(
            "F11",
            "Malformed requests and text: a clear refusal, never a fault, nothing stored that cannot be shown.",
            ours=WHY,
        ),
        rule("F12", "Hostile files: refused with the reason, or made harmless.", ours=WHY),
        rule(
            "F13",
            "A usage file of 100,000 lines with 1 % bad: every bad line named, all or nothing.",
            ours=WHY,
        ),
        rule("F14", "Every address and API call by everybody: what is not theirs does not exist.", ours=WHY),
        rule("F15", "Guessing, session fixation, a stolen cookie, telling who exists: held off.", ours=WHY),
        rule(
            "F16", "Secrets searched for in tables, logs, mails, papers and backups: found nowhere.", ours=WHY
        ),
        rule("F17", "The vault's key is replaced under load: no read fails.", ours=HELD),
        rule("F18", "Anything sent to the API: answers keep to the schema, no fault.", ours=WHY),
        rule("F19", "Tables moved on under the pages of the release before: no error page.", ours=HELD),
        rule("F20", "Backup, wipe, restore: the same contract on every day, the same papers.", ours=WHY),
        rule(
            "F21",
            "Texts of 20 kB in any address, header or field: no expression takes long, the others' pages go on.",
            ours=HELD,
        ),
        rule("F22", "Half-sent bodies and dripping headers held open: nobody waits for them.", ours=HELD),
        rule(
            "F23",
            "Hostile files up to the bound, ten at once: read in bounded time and memory, the refused go nowhere.",
            ours=HELD,
        ),
        rule(
            "F24",
            "A thousand wrong passwords of one address behind a proxy: that one is slowed, all others sign in.",
            ours=HELD,
        ),
        rule(
            "F25",
            "The database away, or every table locked: 503 with Retry-After, health answers, the worker lives.",
            ours=HELD,
        ),
        rule("F26", "Backup and restore on every server that is here: every row, every paper.", ours=HELD),
        rule("F27", "Two people decide on one application: the stale page is never carried out.", ours=WHY),
        rule(
            "F28",
            "A dump, logs, mails and the Center's pages searched: no living link, no secret, no token, no key.",
            ours=HELD,
        ),
        rule(
            "F29",
            "A session that ends under a form, a sign-in in another tab, another language: what was typed is there again.",
            ours=WHY,
        ),
        rule("F30", "An empty machine to the first sign-in by docs/operating.md, word for word.", ours=WHY),
        rule(
            "F32",
            "Every field of every form, every role, every value that no hand types: no fault.",
            ours=WHY,
        ),
    ),
)
