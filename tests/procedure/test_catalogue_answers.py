"""What the catalogue answers for several procedures together, asked of toys that say one thing each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nss.application.edits import Edit, add, end
from nss.application.lifecycle import Event
from nss.application.rulebook import ConsentNeed, IssueJob, Linked, WorkNeed
from nss.base.problems import Problem
from nss.base.words import W
from nss.calendar.verdict import Need
from nss.notice.models import Category
from nss.notice.news_texts import NewsLine
from nss.procedure.catalogue import LONG_REASON, NO_ITEM, NO_REASON, Catalogue
from nss.procedure.kit.pages import FormPage, ItemForm, ListPage
from nss.procedure.kit.procedure import Check, Procedure, Suggestion
from nss.procedure.kit.schedule import NO_DATE
from nss.procedure.kit.selection import Entry, Group
from tests import parts

from .plainly import MINE, OTHER, TODAY, case, row

BOX = row("mailbox", 7, name="1ANAC001")


class Toy(Procedure):
    """Says one of everything, with its own key in it."""

    edits_optional = True
    no_start_day = True
    lead = 0
    shares = ""

    def other_office_codes(self, extra: Any, edits: Any) -> list[str]:
        return [f"{self.key}-office"]

    def derived_edits(self, case: Any) -> list[Edit]:
        return [end(self.key, BOX)] if any(e.action == "add" for e in case.of(self.key)) else []

    def notes(self, case: Any) -> list[W]:
        return [W(self.key, self.key)]

    def need(self, case: Any) -> Need:
        return Need(lead=self.lead, first_of_month=self.lead == 7)

    def needs_setting(self, case: Any) -> bool:
        return self.lead == 3

    def setting_codes(self, case: Any) -> list[str]:
        return [f"9{self.key}", "1ANAC"]

    def settles(self, case: Any) -> list[str]:
        return [self.key]

    def consents(self, case: Any) -> list[ConsentNeed]:
        return [ConsentNeed(OTHER, self.shares or self.key, self.shares or self.key, ())]

    def works(self, case: Any) -> list[WorkNeed]:
        return [WorkNeed("remote", self.shares or self.key)]

    def linked(self, case: Any) -> list[Linked]:
        return [Linked((self.key,))]

    def summary_lines(self, case: Any) -> list[tuple[W, str | W]]:
        return [(W(self.shares or self.key, "x"), self.key)]

    def suggestions(self, case: Any, ahead: Any) -> list[Suggestion]:
        return [Suggestion(self.key, W("", ""), "", "")]

    def issue(self, job: IssueJob, edits: Any) -> list[Edit]:
        return [replace(e, ref=self.key) for e in edits] or [add(self.key, "mailbox", {})]


def refused(case: Any) -> list[Problem]:
    return [Problem("toy", W("x", "x"))]


def toy(key: str, order: int, group: Group = Group.OFFICE, **more: Any) -> Procedure:
    entry = Entry(key, group, order, W(f"{key}の変更", key))
    made = type("Toy", (Toy,), {"entry": entry, "__module__": f"nss.procedure.{group.folder}.toy", **more})()
    assert isinstance(made, Procedure)
    return made


FORM = FormPage("form", W("", ""), W("", ""), ItemForm, step=True)
ONE = toy("one", 1, lead=3, kinds=("line",), rules=(refused,), checks=(Check(W("1", "1"), ()),))
TWO = toy("two", 2, lead=7, kinds=("plan",), four_eyes=True, checks=(Check(W("2", "2"), ()),))
THREE = toy("three", 3, shares="two", edits_optional=False, no_start_day=False)
ALL = Catalogue([THREE, ONE, TWO])
ALONE = toy("alone", 1, Group.OTHER)
WITH_OTHER = Catalogue([ALONE, ONE, TWO])
"""With one that stands in no application beside another."""
ADDED = add("two", "mailbox", {"name": ""})


def asked(*items: str, edits: Any = (), **more: Any) -> Any:
    return case([BOX], edits, items=list(items), contact=parts.CONTACT, **more)


def test_the_chosen_stand_in_the_order_of_the_screen_each_once():
    assert [p.key for p in ALL.of(["three", "one", "one", "x"])] == ["one", "three"]
    assert ALL.kinds(["two", "one"]) == ["line", "plan"]
    assert [w.ja for w in ALL.labels(["two", "x", "one"])] == ["twoの変更", "oneの変更"]
    assert ALL.other_office_codes(["two", "one"], {}, []) == ["one-office", "two-office"]
    assert ALL.get("one") is ONE and ALL.get("x") is None and "x" not in ALL


def test_what_follows_is_marked_and_what_followed_before_is_worked_out_anew():
    old = replace(end("one", row("mailbox", 8)), derived=True)
    found = ALL.with_derived(asked("one", edits=[ADDED, old]))
    assert [(e.procedure, e.action, e.target, e.derived) for e in found] == [
        ("two", "add", None, False),
        ("two", "end", 7, True),
    ]


def test_those_that_are_chosen_and_those_that_have_an_edit_speak():
    mixed = asked("one", edits=[ADDED])
    assert [n.ja for n in ALL.notes(mixed)] == ["one", "two"]
    assert ALL.setting_codes(mixed) == ["1ANAC", "9one", "9two"]
    assert ALL.settles(mixed) == ["one"] and [x.items for x in ALL.linked(mixed)] == [("one",)]
    assert [s.key for s in ALL.suggestions(mixed)] == ["two"]
    assert [c.word.ja for c in ALL.checks(mixed)] == ["1", "2"]
    assert [c.word.ja for c in ALL.checks(asked("one"))] == ["1"]


def test_the_strictest_need_of_what_is_chosen_or_has_an_edit_holds():
    first = add("one", "mailbox", {"name": ""})
    assert ALL.need(asked()) == Need()
    assert ALL.need(asked("one")) == Need(lead=3), "a setting is needed by what is asked for"
    assert ALL.need(asked("one", "two")) == Need(lead=7, first_of_month=True)
    assert ALL.need(asked(edits=[first])) == Need(lead=3, setting=True)
    assert ALL.need(asked(edits=[ADDED, first])) == Need(lead=7, setting=True, first_of_month=True)
    assert [ALL.needs_setting(asked(*i)) for i in (("one",), ("two",), ("two", "one"))] == [True, False, True]


def test_a_consent_works_and_a_sentence_that_two_ask_for_come_once():
    found = asked("two", "three", "one")
    assert [c.purpose for c in ALL.consents(found)] == ["one", "two"]
    assert [w.line for w in ALL.works(found)] == ["one", "two"]
    assert [(label.ja, value) for label, value in ALL.summary_lines(found)] == [
        ("one", "one"),
        ("two", "two"),
    ]


def test_one_that_needs_a_second_person_or_a_day_is_enough():
    assert [ALL.four_eyes(asked(*i)) for i in (("one",), ("one", "two"))] == [False, True]
    days = [ALL.dated(asked(*i)) for i in ((), ("one", "two"), ("one", "three"), ("x",))]
    assert days == [True, False, True, True]


def codes(*items: str, edits: Any = (), **more: Any) -> list[str]:
    return [p.code for p in ALL.check(asked(*items, edits=edits, **more))]


def test_an_application_without_an_item_or_with_items_of_two_frames_is_refused():
    def refused_with(*items: str, **more: Any) -> list[str]:
        return [c for c in codes(*items, **more) if c not in (NO_REASON.code, NO_DATE.code)]

    assert refused_with("two") == [] and refused_with("one") == ["toy"]
    assert refused_with("one", "one") == ["toy"], "said once"
    assert refused_with(other="two") == [] and refused_with() == [NO_ITEM.code]
    assert refused_with("x", "two") == ["not_open"]
    assert refused_with("three") == ["no_edit"]


def test_what_stands_alone_is_mixed_with_nothing_that_is_chosen_or_asked_for():
    def mixed(*items: str, **more: Any) -> bool:
        return "mixed_frames" in [p.code for p in WITH_OTHER.check(asked(*items, **more))]

    assert not mixed(other="alone") and not mixed("one", "two")
    assert mixed("one", other="alone") and mixed(other="alone", edits=[ADDED])
    assert not mixed("one", edits=[ADDED])


def test_a_reason_is_asked_for_and_may_have_240_characters():
    assert codes("two", reason="x") == [NO_DATE.code]
    assert codes("two", reason=" ") == [NO_REASON.code, NO_DATE.code]
    assert codes("two", reason="x" * 240) == [NO_DATE.code]
    assert codes("two", reason="x" * 241) == [LONG_REASON.code, NO_DATE.code]


def test_everyone_issues_of_their_own_edits_and_some_without_any():
    job = IssueJob(MINE, 1, TODAY, items=("one",))
    found = ALL.issue(job, [ADDED])
    assert [(e.procedure, e.ref) for e in found] == [("one", ""), ("two", "two")]


def test_the_letter_of_numbers_is_that_of_the_first_item_that_is_known():
    assert ALL.series_of(asked("x", "two")) == "A" == ALL.series_of(asked())


def test_news_are_the_items_own_where_it_is_the_only_one_and_has_some():
    own = NewsLine(Category.CERTIFICATE, W("own", "own"))
    some = Catalogue([toy("one", 1, news={Event.APPROVE: own}, news_category=Category.SETTING), TWO])
    assert some.news_line(["one"], Event.APPROVE) is own is some.news_line(["one"], Event.APPROVE_WAIT)
    other = some.news_line(["one"], Event.SEND_BACK)
    assert other is not own and other.category == Category.SETTING
    assert some.news_line(["one", "two"], Event.APPROVE).category == Category.APPLICATION
    assert some.news_line(["two"], Event.APPROVE) is not own


def test_a_page_that_two_items_share_is_one_step_and_those_that_are_asked_for_sometimes_come_last():
    listed = ListPage("list", W("", ""), W("", ""), ())
    seldom = replace(FORM, slug="seldom", when=lambda c: bool(c.requested))
    never = replace(FORM, slug="never", when=lambda c: False)
    inner = replace(FORM, slug="inner", step=False)
    found = Catalogue(
        [
            toy("one", 1, pages=(seldom, listed, inner, never)),
            toy("two", 2, pages=(listed, replace(FORM, slug="own"))),
        ]
    )

    def steps(*items: str, **more: Any) -> list[tuple[str, str]]:
        return [(p.key, page.slug) for p, page in found.step_pages(asked(*items, **more))]

    assert steps("two", "one") == [("one", "list"), ("two", "own")]
    assert steps("one", "two", edits=[ADDED]) == [("one", "list"), ("two", "own"), ("one", "seldom")]
    assert found["one"].page("inner") is inner and found["one"].page("x") is None
    assert [p.slug for p in found["one"].steps] == ["seldom", "list", "never"]
