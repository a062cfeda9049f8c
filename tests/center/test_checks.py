"""The automatic checks of the review page: what stops is red, what warns is yellow, the rest has passed."""

from __future__ import annotations

from nss.base.problems import WARN, Problem
from nss.base.words import W
from nss.center.checks import CHECKS, verdicts
from nss.procedure.kit.procedure import Check

OWN = Check(W("自分の検査", "A check of its own"), ("own",))


def levels(*problems: Problem) -> dict[str, str]:
    return {c.word.ja: c.level for c in verdicts(problems, (OWN,))}


def test_without_problems_every_check_has_passed():
    assert set(levels().values()) == {"pass"}
    assert len(levels()) == len(CHECKS) + 1


def test_a_warning_is_no_pass_and_no_stop_and_its_words_stand_beside_it():
    warning = Problem("own", W("ご注意", "Careful"), level=WARN)
    assert levels(warning)["自分の検査"] == "warn"
    assert [c.why for c in verdicts([warning], (OWN,)) if c.word == OWN.word] == [(warning.text,)]


def test_a_stop_outweighs_a_warning_of_the_same_check():
    stop, warning = Problem("own", W("だめ", "No")), Problem("own", W("ご注意", "Careful"), level=WARN)
    assert levels(warning, stop)["自分の検査"] == levels(stop, warning)["自分の検査"] == "stop"


def test_a_problem_that_no_check_names_stands_by_itself_with_its_own_level():
    found = levels(
        Problem("strange", W("工事日が未定", "No date yet"), level=WARN), Problem("odd", W("別", "Else"))
    )
    assert (found["工事日が未定"], found["別"]) == ("warn", "stop")
    assert found["自分の検査"] == "pass"


def test_a_check_that_names_a_family_takes_every_problem_of_it():
    found = levels(Problem("contact_phone", W("電話", "Telephone")))
    assert found["申込担当者の連絡先が正しい"] == "stop"
    assert "電話" not in found


def test_the_checks_of_a_procedure_stand_after_that_of_the_rows_and_each_stands_once():
    first, *rest = (c.word for c in CHECKS)
    assert [c.word for c in verdicts([], (OWN, OWN, CHECKS[2]))] == [
        first,
        OWN.word,
        CHECKS[2].word,
        *(w for w in rest if w != CHECKS[2].word),
    ]
