"""The life of an application: one table. Code, the CHECK in the database and the chart in the docs come from it.

Statuses after the decision that only mean that time has passed (利用開始待ち, 利用開始済) are read off the dates by
`status_of`; nothing has to run for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nss.base.choices import Choice
from nss.base.words import W


class State(Choice):
    """Stored states (D-20)."""

    DRAFT = "draft", W("下書き", "Draft")
    DISCARDED = "discarded", W("削除済み下書き", "Discarded draft")
    CONSENT = "consent", W("同意待ち", "Waiting for consent")
    RECEIVED = "received", W("受付済み", "Received")
    REVIEWING = "reviewing", W("審査中", "Under review")
    QUERY = "query", W("確認事項あり", "Query open")
    RESUBMITTED = "resubmitted", W("再提出", "Resubmitted")
    SETTING_WAIT = "setting_wait", W("システム設定待ち", "Waiting for system setting")
    APPROVED = "approved", W("審査終了", "Review finished")
    WITHDRAWN = "withdrawn", W("取下げ", "Withdrawn")
    REJECTED = "rejected", W("不承認", "Not approved")
    VOID = "void", W("無効", "Void")


class Who(Choice):
    """Who may cause a transition."""

    APPLICANT = "applicant", W("申込担当者", "Contact person")
    REVIEWER = "reviewer", W("NACCSセンター（審査）", "Center (review)")
    SHARER = "sharer", W("共用事業所", "Sharing office")
    SYSTEM = "system", W("システム", "System")


class Event(Choice):
    """What happens to an application; the vocabulary of its record."""

    CREATE = "create", W("下書きの作成", "Draft begun")
    SUBMIT = "submit", W("利用申込", "Application")
    ASK = "ask", W("利用申込（同意依頼）", "Application (consents asked)")
    AGREED = "agreed", W("全事業所の同意", "All consents given")
    REFUSED_CONSENT = "refused_consent", W("同意が得られませんでした", "Consent not given")
    LEADER_GONE = (
        "leader_gone",
        W("もとの申込の終了による確認", "Query: the lead application ended without approval"),
    )
    TAKE = "take", W("審査開始", "Review begun")
    SEND_BACK = "send_back", W("確認事項の通知", "Query sent")
    QUERY_BACK = "query_back", W("確認事項の取消し", "Query taken back")
    ANSWER = "answer", W("再提出", "Resubmission")
    ANSWER_ASK = "answer_ask", W("再提出（同意依頼）", "Resubmission (consents asked)")
    APPROVE = "approve", W("利用申込回答（審査終了）", "Answer (review finished)")
    APPROVE_WAIT = "approve_wait", W("利用申込回答（システム設定待ち）", "Answer (system setting needed)")
    SETTING_DONE = "setting_done", W("システム設定申込の完了", "System setting completed")
    EXTEND = "extend", W("システム設定申込締切日の延長", "Setting deadline extended")
    MOVE_START = "move_start", W("利用開始日の変更", "Start date moved")
    REFUSE = "refuse", W("不承認", "Not approved")
    WITHDRAW = "withdraw", W("取下げ", "Withdrawal")
    REVOKE = "revoke", W("センターによる取消し", "Revoked by the Center")
    INVALIDATE = "invalidate", W("無効", "Made void")
    DISCARD = "discard", W("下書きの削除", "Draft discarded")
    RESTORE = "restore", W("下書きの復元", "Draft restored")
    HANDED = "handed", W("下書きの引継ぎ", "Draft handed over")
    PROPOSED = "proposed", W("承認（別の担当者の確認待ち）", "Approved, waiting for confirmation")
    UNPROPOSED = "unproposed", W("承認の取りやめ", "First approval taken back")
    ASSIGNED = "assigned", W("担当の割当", "Given to a colleague")
    HELD = "held", W("保留", "Laid aside")
    UNHELD = "unheld", W("保留の終了", "Taken up again")
    QUERY_DUE = "query_due", W("確認事項の回答期限の変更", "Another day to answer the query")
    QUERY_OVER = "query_over", W("確認事項の回答期限の経過", "The day to answer the query has passed")
    REMINDED = "reminded", W("同意依頼の催促", "Offices reminded to answer")
    UNANSWERED = "unanswered", W("同意の代行登録の取消し", "Consent entered by the Center taken back")
    TAKEN_OVER = "taken_over", W("担当の交代", "Handed to another reviewer")
    WORK_PROPOSED = "work_proposed", W("工事日程の提示", "Dates for works proposed")
    WORK_COUNTERED = "work_countered", W("別の工事日の希望", "Other dates requested")
    WORK_FIXED = "work_fixed", W("工事日確定", "Date of works confirmed")
    WORK_DONE = "work_done", W("工事完了", "Works done")
    WORK_FAILED = "work_failed", W("工事未完了", "Works failed")
    WORK_CANCELLED = "work_cancelled", W("工事中止", "Works called off")
    WORK_REOPENED = "work_reopened", W("工事中止の取消し", "Works taken up again")
    WORK_UNDONE = "work_undone", W("工事完了の取消し", "Works not done after all")
    WORK_VENDOR = "work_vendor", W("工事業者の変更", "Vendor of works changed")
    WORK_NOTED = "work_noted", W("工事の連絡記録", "Contact about works noted")
    WORK_STRUCK = "work_struck", W("工事の連絡記録の取消し", "Note about works struck out")
    TEST_GOOD = "test_good", W("接続確認（良好）", "Connection test: good")
    TEST_BAD = "test_bad", W("接続確認（不良）", "Connection test: not good")
    TEST_ANSWERED = "test_answered", W("接続確認への回答", "Answer to the connection test")


RECORD_ONLY = frozenset(
    {
        Event.CREATE,
        Event.HANDED,
        Event.PROPOSED,
        Event.UNPROPOSED,
        Event.ASSIGNED,
        Event.HELD,
        Event.UNHELD,
        Event.QUERY_DUE,
        Event.QUERY_OVER,
        Event.REMINDED,
        Event.UNANSWERED,
        Event.TAKEN_OVER,
        Event.WORK_PROPOSED,
        Event.WORK_COUNTERED,
        Event.WORK_FIXED,
        Event.WORK_DONE,
        Event.WORK_FAILED,
        Event.WORK_CANCELLED,
        Event.WORK_REOPENED,
        Event.WORK_UNDONE,
        Event.WORK_VENDOR,
        Event.WORK_NOTED,
        Event.WORK_STRUCK,
        Event.TEST_GOOD,
        Event.TEST_BAD,
        Event.TEST_ANSWERED,
    }
)
"""Events that are written down without moving the application: works and connection tests have tables of their own."""
INSIDE = frozenset(
    {
        Event.PROPOSED,
        Event.UNPROPOSED,
        Event.ASSIGNED,
        Event.HELD,
        Event.UNHELD,
        Event.TAKEN_OVER,
        Event.WORK_VENDOR,
        Event.WORK_NOTED,
        Event.WORK_STRUCK,
    }
)
"""Events that the Center alone reads: who has it in hand, what it is laid aside for, an approval that is none yet, what was said
about works; of a vendor the office is told when its day is fixed."""


@dataclass(frozen=True, slots=True)
class Transition:
    """`mail` is the kind of the mail that it sends (M01...), `news` whether it posts news."""

    source: State
    event: Event
    target: State
    who: Who
    mail: str = ""
    news: bool = False


S, E, P = State, Event, Who
TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.DRAFT, E.SUBMIT, S.RECEIVED, P.APPLICANT, "M01"),
    Transition(S.DRAFT, E.ASK, S.CONSENT, P.APPLICANT, "M01"),
    Transition(S.DRAFT, E.DISCARD, S.DISCARDED, P.APPLICANT),
    Transition(S.DISCARDED, E.RESTORE, S.DRAFT, P.APPLICANT),
    Transition(S.CONSENT, E.AGREED, S.RECEIVED, P.SHARER, "M09", True),
    Transition(S.CONSENT, E.REFUSED_CONSENT, S.QUERY, P.SHARER, "M09", True),
    Transition(S.CONSENT, E.WITHDRAW, S.WITHDRAWN, P.APPLICANT, "M04", True),
    Transition(S.CONSENT, E.LEADER_GONE, S.QUERY, P.SYSTEM, "M03", True),
    Transition(S.RECEIVED, E.TAKE, S.REVIEWING, P.REVIEWER),
    Transition(S.RECEIVED, E.LEADER_GONE, S.QUERY, P.SYSTEM, "M03", True),
    Transition(S.RECEIVED, E.WITHDRAW, S.WITHDRAWN, P.APPLICANT, "M04", True),
    Transition(S.REVIEWING, E.WITHDRAW, S.WITHDRAWN, P.APPLICANT, "M04", True),
    Transition(S.REVIEWING, E.SEND_BACK, S.QUERY, P.REVIEWER, "M03", True),
    Transition(S.REVIEWING, E.LEADER_GONE, S.QUERY, P.SYSTEM, "M03", True),
    Transition(S.REVIEWING, E.APPROVE, S.APPROVED, P.REVIEWER, "M02", True),
    Transition(S.REVIEWING, E.APPROVE_WAIT, S.SETTING_WAIT, P.REVIEWER, "M02", True),
    Transition(S.REVIEWING, E.REFUSE, S.REJECTED, P.REVIEWER, "M06", True),
    Transition(S.QUERY, E.ANSWER, S.RESUBMITTED, P.APPLICANT, "M01"),
    Transition(S.QUERY, E.ANSWER_ASK, S.CONSENT, P.APPLICANT, "M01"),
    Transition(S.QUERY, E.QUERY_BACK, S.RESUBMITTED, P.REVIEWER, "M03", True),
    Transition(S.QUERY, E.WITHDRAW, S.WITHDRAWN, P.APPLICANT, "M04", True),
    Transition(S.RESUBMITTED, E.TAKE, S.REVIEWING, P.REVIEWER),
    Transition(S.RESUBMITTED, E.LEADER_GONE, S.QUERY, P.SYSTEM, "M03", True),
    Transition(S.RESUBMITTED, E.WITHDRAW, S.WITHDRAWN, P.APPLICANT, "M04", True),
    Transition(S.SETTING_WAIT, E.SETTING_DONE, S.APPROVED, P.REVIEWER, "", True),
    Transition(S.SETTING_WAIT, E.EXTEND, S.SETTING_WAIT, P.REVIEWER, "M07", True),
    Transition(S.SETTING_WAIT, E.MOVE_START, S.SETTING_WAIT, P.REVIEWER, "M16", True),
    Transition(S.SETTING_WAIT, E.INVALIDATE, S.VOID, P.SYSTEM, "M05", True),
    Transition(S.SETTING_WAIT, E.REVOKE, S.WITHDRAWN, P.REVIEWER, "M04", True),
    Transition(S.APPROVED, E.MOVE_START, S.APPROVED, P.REVIEWER, "M16", True),
    Transition(S.APPROVED, E.REVOKE, S.WITHDRAWN, P.REVIEWER, "M04", True),
)
"""Protected by default: what is not listed cannot happen."""

OPEN = (State.CONSENT, State.RECEIVED, State.REVIEWING, State.QUERY, State.RESUBMITTED)
"""Filed and undecided: these hold their rows."""
TO_TAKE = (State.RECEIVED, State.RESUBMITTED)
"""Wait for a reviewer to take them up."""
TO_REVIEW = (*TO_TAKE, State.REVIEWING)
"""The Center's turn: to be taken up or under review."""
UNFINISHED = (*OPEN, State.SETTING_WAIT)
"""Filed and not over: undecided, or waiting for a system setting."""
EDITABLE = (State.DRAFT, State.QUERY)
ANSWERS = (Event.APPROVE, Event.APPROVE_WAIT, Event.REFUSE, Event.SEND_BACK)
"""What the office hears first from the Center."""
DECIDED = (State.APPROVED, State.SETTING_WAIT)
ENDED = (State.APPROVED, State.WITHDRAWN, State.REJECTED, State.VOID)
"""Filed, and nothing is left to be decided."""
CLOSED = (State.WITHDRAWN, State.REJECTED, State.VOID, State.DISCARDED)
"""Ended without effect."""


class NotAllowed(Exception):
    """The transition is not in the table for this state or this person."""

    def __init__(self, state: str, event: Event) -> None:
        super().__init__(f"{event} from {state}")
        self.state = state
        self.event = event


def transition(state: str, event: Event) -> Transition:
    """The listed transition. Raises NotAllowed."""
    for t in TRANSITIONS:
        if t.source == state and t.event is event:
            return t
    raise NotAllowed(state, event)


def may(state: str, event: Event) -> bool:
    """Whether the event is listed for the state."""
    return any(t.source == state and t.event is event for t in TRANSITIONS)


ACTIVE = W("利用開始済み", "In use")
WORKS_LEFT = W("工事未了", "Works not done")
REVOKED = W("審査終了の取消し", "Decision revoked")


def status_of(state: str, start: date | None, today: date, works_left: bool = False) -> tuple[str, W]:
    """Code and word that people read: the stored state, or what the start date has made of it. With `works_left` the
    start has come before its works were done: it has to be moved, or the works dated after it. What ended as withdrawn
    after it had got a start day was taken back by the Center."""
    if state == State.WITHDRAWN and start is not None:
        return "revoked", REVOKED
    if state == State.APPROVED and start is not None and start <= today:
        if works_left:
            return "works_left", WORKS_LEFT
        return "active", ACTIVE
    return state, State(state).word
