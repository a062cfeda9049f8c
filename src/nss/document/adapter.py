"""From an application to its papers: the same edits and columns that the pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nss.application.case import Case
from nss.application.edits import SCOPES, Edit, changes_of, ends_contract
from nss.application.models import Application, Attachment, Revision
from nss.base.words import W
from nss.contract.models import Office
from nss.procedure.catalogue import CATALOGUE
from nss.procedure.kit.contact import facts_of

from . import store
from .data import APPROVAL, ENDING, FORM, ISSUER, Cell, Item, Paper, Party, Section

CENTER = Party(ISSUER)
ACTIONS = {"add": "追加", "change": "変更", "end": "廃止"}


def _ja(text: str | W) -> str:
    return text.ja if isinstance(text, W) else str(text)


def available(application: Application, kind: str, today: date) -> bool:
    """The form from registration on; the approval notice from the start date on (guide 'SMTP')."""
    if kind == FORM:
        return application.number is not None
    return (
        kind == APPROVAL
        and application.state == "approved"
        and application.start_date is not None
        and application.start_date <= today
    )


def _items(edits: Sequence[Edit]) -> tuple[Item, ...]:
    """The rows that edits change, each with its values before and after."""
    return tuple(
        Item(
            True,
            c.label.ja,
            ACTIONS[c.action],
            _ja(c.name) + (f" ×{c.count}" if c.count > 1 else ""),
            (
                *((Cell("廃止の範囲", "", SCOPES[c.scope].ja),) if c.scope else ()),
                *((Cell("利用終了日", "", c.day.replace("-", "/")),) if c.day else ()),
                *(
                    Cell(
                        (x.column.group.ja + " " if x.column.group else "") + x.column.label.ja,
                        _ja(x.before),
                        _ja(x.after),
                    )
                    for x in c.cells
                    if x.before or x.after
                ),
            ),
        )
        for c in changes_of(edits)
    )


def paper_of(application: Application, revision: Revision, kind: str, today: date) -> Paper:
    """The content of a paper, not sealed yet. The form bears the day of the application, the notice that of the approval."""
    dated = application.decided_on if kind == APPROVAL else application.received_on
    chosen = revision.chosen_items
    office = application.office
    party = Party(office.company_name, office.name, office.code)
    rows = _items(revision.issued_list if kind == APPROVAL else revision.edit_list)
    choices = tuple(
        Item(e.key in chosen, e.label.ja) for e in CATALOGUE.screen if e.key in chosen or not e.alone
    )
    note = (
        "この承認通知は大切に保存してください。"
        if kind == APPROVAL
        else "この申込書の郵送は不要です。社内での管理用に印刷できます。"
    )
    return Paper(
        kind=kind,
        number=str(application.number),
        issued_on=dated or today,
        addressed_to=party if kind == APPROVAL else CENTER,
        party=party,
        start_on=application.start_date,
        wish_on=revision.wish_date,
        sections=(Section("利用契約変更内容", rows), Section("変更項目", choices)),
        reason=revision.reason,
        remark=revision.remark,
        contact=(
            *_said(revision),
            *((label.ja, str(value)) for label, value in facts_of(revision.contact)),
        ),
        attachments=tuple((f.name, f.size) for f in Attachment.objects.of(revision)),
        notes=(note,),
    )


def make(application: Application, revision: Revision, kind: str, today: date) -> bytes | None:
    """The PDF, made once for each revision and state; None where the paper is not to be had (yet)."""
    if not available(application, kind, today):
        return None
    stamp = f"{revision.no}-{application.state}-{application.start_date or ''}"
    found = store.find(application.pk, kind, stamp)
    if found is None:
        found = store.issue(
            paper_of(application, revision, kind, today), application.pk, application.office, stamp
        )
    return bytes(found.pdf)


# The end of a contract


@dataclass(frozen=True, slots=True)
class Ended:
    """An office whose contract an application ends, what of it ends, and why."""

    office: Office
    edits: tuple[Edit, ...]
    why: tuple[tuple[str, str], ...]


def ended(application: Application, revision: Revision, today: date) -> list[Ended]:
    """The offices whose contracts have ended by an application, whichever procedure it was: the one that it is about,
    and those that agreed to it. Empty before the day has come."""
    if not available(application, APPROVAL, today):
        return []
    found = []
    own = revision.issued_list
    if ends_contract(own):
        why = (("契約解除の理由", revision.reason), *_said(revision))
        found.append(Ended(application.office, tuple(own), why))
    asker = application.office
    for c in application.consents.filter(revision_no=revision.no).select_related("office").order_by("id"):
        edits = tuple(c.edit_list)
        if ends_contract(edits):
            by = f"{asker.code} {asker.company_name} {asker.name}"
            found.append(Ended(c.office, edits, (("契約解除の理由", _ja(c.about)), ("申込事業所", by))))
    return found


def _said(revision: Revision) -> list[tuple[str, str]]:
    return [(label.ja, _ja(value)) for label, value in Case.of_filed(revision).summary_lines]


def ending_of(application: Application, end: Ended, today: date) -> Paper:
    """The content of the notice that a contract has ended, not sealed yet."""
    party = Party(end.office.company_name, end.office.name, end.office.code)
    return Paper(
        kind=ENDING,
        number=str(application.number),
        issued_on=today,
        addressed_to=party,
        party=party,
        start_on=application.start_date,
        sections=(Section("終了した登録情報", _items(end.edits)),),
        contact=end.why,
        notes=(
            "契約解除（満了）日から、上記の登録情報は利用できません。",
            "契約内容と請求金額の参照のために、引き続きNSSにログインできます。",
            "この通知書は大切に保存してください。",
        ),
    )


def make_ending(application: Application, revision: Revision, office: Office, today: date) -> bytes | None:
    """The notice of the end of an office's contract as PDF, made once; None where there is none (yet)."""
    end = next((e for e in ended(application, revision, today) if e.office == office), None)
    if end is None:
        return None
    stamp = f"{revision.no}-{office.code}-{application.start_date}"
    found = store.find(application.pk, ENDING, stamp)
    if found is None:
        found = store.issue(ending_of(application, end, today), application.pk, office, stamp)
    return bytes(found.pdf)
