"""The rows that are tests, run as such; with what they are told by their environment."""

from __future__ import annotations

TEST_ROWS = (
    (
        "F5",
        "disk full",
        "tests/application/test_hostile_drawings.py::test_a_full_disk_gives_a_clear_error_and_keeps_the_draft tests/application/test_hostile_drawings.py::test_an_upload_broken_off_halfway_leaves_nothing_behind",
    ),
    (
        "F6",
        "one submit a hundred times, one decision twenty times",
        "tests/application/test_user_code_abolition.py tests/application/test_promises.py::test_twenty_decisions_at_once_are_one_decision",
    ),
    ("F7", "two tabs, one draft", "tests/browser/test_two_persons.py tests/browser/test_nothing_is_lost.py"),
    ("F8", "two applications on one row", "tests/application/test_life_cycle.py"),
    (
        "F9",
        "32 writers on one pool",
        "tests/application/test_promises.py::test_32_writers_at_once_get_numbers_without_a_repeat_and_without_a_gap",
    ),
    ("F10", "clock and calendar", "tests/calendar tests/procedure/test_three_years.py"),
    ("F11", "malformed requests", "tests/runtime/test_hostile_requests.py"),
    (
        "F12",
        "hostile files",
        "tests/application/test_attachments.py tests/application/test_hostile_drawings.py tests/application/test_file_kinds.py",
    ),
    ("F13", "100,000 lines, 1 % bad", "tests/billing/test_billing.py"),
    ("F14", "every address by everybody", "tests/account/test_roles.py"),
    ("F16", "secrets searched for", "tests/application/test_secrecy.py tests/office/test_id_notice.py"),
    ("F18", "schemathesis over the API", "tests/api/test_schema.py"),
    ("F20", "backup, wipe, restore", "tests/runtime/test_backup.py"),
    (
        "F27",
        "stale pages at every deciding form, two people, every order",
        "tests/center/test_stale_pages.py tests/center/test_four_eyes.py tests/center/test_acts.py tests/center/test_start_moved.py "
        "tests/center/test_works_acts.py tests/center/test_billing_months.py tests/application/test_correction.py",
    ),
    (
        "F29",
        "session ended, another tab, another person, other language, at every form",
        "tests/account/test_ways_to_lose.py tests/account/test_unsent.py tests/browser/test_unsent.py tests/browser/test_nothing_is_lost.py "
        "tests/browser/test_session_warning.py tests/browser/test_once.py",
    ),
    ("F30", "from an empty machine to the first day by docs/operating.md", "tests/runtime/test_operating.py"),
    ("F32", "every address, role and field with every value", "tests/runtime/test_fuzz.py"),
)
LARGE = {"NSS_FUZZ": "large"}
"""What the tests of these rows read to do all of it; `make test` does a part."""
