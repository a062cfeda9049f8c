"""システム設定の申込 (D-49): the survey form of a business type for one user code, on screen or as a file. It
completes the application that waits for it; one that is sent back does not."""

from __future__ import annotations

from nss.application.case import Case
from nss.application.lifecycle import Event
from nss.application.models import Application
from nss.base.problems import Problem
from nss.base.words import W
from nss.contract.models import Office
from nss.notice.models import Category
from nss.notice.news_texts import NewsLine
from nss.procedure.kit.pages import FormPage
from nss.procedure.kit.procedure import Check, Procedure
from nss.procedure.kit.selection import Entry, Group, Menu, Series

from .form import NOT_NEW, SurveyForm, not_asked, waiting
from .questions import QUESTIONS, FormKind, business_types_of, codes_of, in_use, questions_for, read_answer
from .sheet import blank_form, file_name

ENTRY = Entry(
    "survey",
    Group.BESIDE,
    10,
    W("システム設定の申込", "System setting"),
    series=Series("B", W("システム設定", "System setting"), W("システム設定", "Setting")),
    menu=Menu.APPLY,
    about=W(
        "利用者コード・識別番号・業種の追加や変更に伴うシステム設定を申し込みます。利用者コードごとに調査票を提出してください。",
        "Apply for the settings that new or changed codes and numbers need: one survey form for each code.",
    ),
    reason=W("システム設定のため", "For a system setting"),
)
KEY = ENTRY.key


def complete_form(case: Case) -> list[Problem]:
    """Every question that must be answered is."""
    if KEY not in case.chosen_items:
        return []
    given = case.extra.get("survey", {})
    answers = given.get("answers", {})
    for q in questions_for(business_types_of(case, given.get("code", ""))) if given else []:
        if read_answer(q, str(answers.get(q.name, "")))[1] is not None:
            return [
                Problem(
                    "survey_incomplete",
                    W("調査票に未入力の項目があります。", "The survey form is not complete."),
                    KEY,
                )
            ]
    if not given:
        return [
            Problem("survey_incomplete", W("調査票を入力してください。", "Fill in the survey form."), KEY)
        ]
    return []


def still_waiting(case: Case) -> list[Problem]:
    """The application that it serves still waits."""
    serves = case.extra.get("serves")
    if (
        KEY in case.chosen_items
        and serves
        and not Application.objects.filter(
            pk=int(serves), office_id=case.contract.office_id, state="setting_wait"
        ).exists()
    ):
        return [
            Problem(
                "serves_nothing",
                W(
                    "もとになる利用申込が、システム設定待ちではなくなりました。選び直してください。",
                    "The application does not wait any more. Choose again.",
                ),
                KEY,
            )
        ]
    return []


def of_its_kind(case: Case) -> list[Problem]:
    """A form for a new code is one for a code that nobody uses yet, and it is for a code that its application touches."""
    given = case.extra.get("survey") if KEY in case.chosen_items else None
    if not given:
        return []
    problems = []
    if given["kind"] == FormKind.NEW.value and in_use(case, given["code"]):
        problems.append(Problem("survey_not_new", NOT_NEW.format(code=given["code"]), KEY))
    served = next((a for a in waiting(case.office) if str(a.pk) == str(case.extra.get("serves"))), None)
    text = not_asked(served, given["code"]) if served is not None else None
    if text is not None:
        problems.append(Problem("survey_not_asked", text, KEY))
    return problems


class Survey(Procedure):
    """システム設定の申込."""

    entry = ENTRY
    kinds = ("user_code", "user_id")
    pages = (
        FormPage(
            "form",
            W("システム設定調査票 入力", "Survey form"),
            W("利用者コードごとに調査票を入力してください。", "One form for each user code."),
            SurveyForm,
            step=True,
            upload=True,
        ),
    )
    rules = (complete_form, still_waiting, of_its_kind)
    checks = (
        Check(
            W("調査票がそろい、もとの申込が設定待ちである", "The form is complete and its application waits"),
            ("survey_incomplete", "serves_nothing"),
        ),
        Check(
            W("調査票の種別と利用者コードが合っている", "The form fits its user code"),
            ("survey_not_new", "survey_not_asked"),
        ),
    )
    edits_optional = True
    no_start_day = True

    news_category = Category.SETTING
    news = {
        Event.APPROVE: NewsLine(
            Category.SETTING,
            W(
                "システム設定申込の審査を終了しました。通知内容を確認してください。",
                "The review of the system setting is finished.",
            ),
        ),
        Event.SEND_BACK: NewsLine(
            Category.SETTING,
            W(
                "システム設定申込内容に確認事項があります。通知内容をご確認の上、申込内容の修正、または取下げを行ってください。",
                "There is a query about the system setting.",
            ),
        ),
    }

    def settles(self, case: Case) -> list[str]:
        """The code that its form is for."""
        given = case.extra.get("survey")
        return [str(given["code"])] if given else []

    def waiting(self, office: Office) -> list[Application]:
        return waiting(office)

    def sheet(self, case: Case) -> tuple[str, str] | None:
        given = case.extra.get("survey")
        return (str(given["code"]), str(given["kind"])) if given else None

    def sheet_body(self, case: Case, code: str, kind: str) -> bytes | None:
        if code not in codes_of(case) or kind not in list(FormKind):
            return None
        return blank_form(code, kind, business_types_of(case, code))

    def file_name(self, case: Case) -> str | None:
        """By code, kind and day, whatever it was called (D-23)."""
        given = case.extra.get("survey")
        if not given:
            return None
        types = business_types_of(case, given["code"])
        return file_name(given["code"], given["kind"], types, case.today)

    def summary_lines(self, case: Case) -> list[tuple[W, str | W]]:
        given = case.extra.get("survey")
        if not given:
            return []
        found: list[tuple[W, str | W]] = [
            (W("対象の利用者コード", "User code"), str(given["code"])),
            (W("設定種別", "Kind"), FormKind.word_of(given["kind"])),
        ]
        serves = case.extra.get("serves")
        number = (
            Application.objects.filter(pk=int(serves)).values_list("number", flat=True).first()
            if serves
            else None
        )
        if number:
            found.append((W("もとになる利用申込", "For application"), number))
        answered = (
            (q.label, str(q.column.show(given["answers"][q.name])))
            for q in QUESTIONS
            if given["answers"].get(q.name)
        )
        return [*found, *answered]


PROCEDURE = Survey()
