"""N15: the register set right by hand. What is wrong in a version of a row is replaced in that version, by two people, with the
reason; names that were issued are not touched: for those there are decisions. The history keeps what stood before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nss.account.models import Person
from nss.base import clock
from nss.base.columns import Column
from nss.base.problems import Problem, Refused
from nss.base.seen import mark_of
from nss.base.two_people import CONFIRMED, STILL_OPEN
from nss.base.words import W, joined
from nss.contract import names
from nss.contract.dated import DatedRow
from nss.contract.models import ROW_TYPES, Office
from nss.contract.snapshot import row_name, to_json
from nss.notice import news

from .models import Correction, Hold

HELD = Problem(
    "row_in_open_application",
    W(
        "この契約情報は審査中の申込の対象です。その申込の終了後に訂正してください。",
        "An open application stands on this row. Correct it after that one has ended.",
    ),
)
NOTHING = Problem(
    "no_change",
    W(
        "訂正前と同じ内容です。訂正する項目を入力してください。",
        "This is the same as before. Enter what is to be corrected.",
    ),
)
NO_REASON = Problem(
    "no_reason", W("訂正の理由を入力してください。", "Enter the reason for the correction."), "reason"
)
MOVED = Problem(
    "row_changed",
    W(
        "訂正の登録後に契約情報が更新されています。訂正を取りやめ、もう一度入力してください。",
        "The row was updated after the correction was entered. Take the correction back and enter it again.",
    ),
)
CHANGED = W(
    "この画面を開いた後に、この契約情報が変わりました。現在の登録（{now}）を確かめ、もう一度登録してください。",
    "The row changed after this page was opened. It is now: {now}. Please check and enter again.",
)
NOTHING_THERE = W("（なし）", "(none)")
EMPTY = W(
    "この項目を入力してください。空欄にはできません。", "Enter a value; this item cannot be left empty."
)
WAITS = Problem(
    "correction_open",
    W("この契約情報には、確認を待っている訂正があります。", "A correction of this row waits already."),
)


def correctable(kind: str) -> tuple[Column, ...]:
    """The columns of a kind of row that may be set right by hand: another name or number needs a decision that hands it out."""
    return ROW_TYPES[kind].changeable()


def version_of(office: Office, kind: str, version: int) -> DatedRow:
    """One version of a row of this office (or of its company). Raises LookupError for anybody else's and for kinds without
    anything to correct."""
    if kind not in ROW_TYPES or not correctable(kind):
        raise LookupError(kind)
    model = ROW_TYPES[kind]
    whose = {"company_id": office.company_id} if model.of_company else {"office_id": office.pk}
    found = model._default_manager.filter(pk=version, **whose).first()
    if found is None:
        raise LookupError(version)
    return found


def values_of(row: DatedRow) -> dict[str, Any]:
    """The JSON-able values of the row's columns."""
    return {c.name: to_json(getattr(row, c.name)) for c in row.columns}


def shown(row: DatedRow) -> str:
    """A digest of what the page of a version shows, for the form that sets it right."""
    return mark_of(row.pk, row.starts, row.ends, values_of(row))


def changed_since(row: DatedRow, seen: str) -> list[Problem]:
    """What speaks against a correction on a page that showed this: that the version has other values now; they are named."""
    if shown(row) == seen:
        return []
    now = values_of(row)
    said = [
        joined([c.label, c.show(now[c.name]) or NOTHING_THERE], "：", ": ") for c in correctable(row.kind)
    ]
    return [Problem("changed_since_shown", CHANGED.format(now=joined(said)))]


def propose(
    office: Office, kind: str, version: int, values: Mapping[str, Any], reason: str, person: Person
) -> Correction:
    """The first of two people. `values` are normalised. Raises Refused, LookupError."""
    with transaction.atomic():
        row = version_of(office, kind, version)
        before = values_of(row)
        allowed = {c.name: c for c in correctable(kind)}
        after = {k: v for k, v in values.items() if k in allowed and v != before[k]}
        problems = [] if reason.strip() else [NO_REASON]
        if not after:
            problems.append(NOTHING)
        if Correction.objects.filter(version=version, **STILL_OPEN).exists():
            problems.append(WAITS)
        problems += [
            Problem("empty", EMPTY, k) for k, v in after.items() if allowed[k].must and before[k] and not v
        ]
        problems += _held_by_application(kind, row.identity)
        if problems:
            raise Refused(problems)
        return Correction.objects.create(
            company_id=office.company_id,
            office=office,
            kind=kind,
            version=version,
            identity=row.identity,
            before={k: before[k] for k in after},
            after=after,
            reason=reason.strip(),
            by=person,
            at=clock.now(),
        )


def _held_by_application(kind: str, identity: int) -> list[Problem]:
    return [HELD] if Hold.objects.filter(kind=kind, identity=identity).exists() else []


def confirm(pk: int, person: Person) -> Correction:
    """The second of two people: everything is looked at again, the version is set right, the office is told.
    Raises Refused, Correction.DoesNotExist."""
    with transaction.atomic():
        correction = Correction.objects.select_for_update(of=("self",)).select_related("office").get(pk=pk)
        if correction.confirmed_at:
            return correction
        model = ROW_TYPES[correction.kind]
        row = model._default_manager.select_for_update().filter(pk=correction.version).first()
        problems = correction.problems_of_second(person.pk)
        now = values_of(row) if row is not None else {}
        if any(now.get(k) != v for k, v in correction.before.items()) or row is None:
            problems.append(MOVED)
        problems += _held_by_application(correction.kind, correction.identity)
        if problems:
            raise Refused(problems)
        model._default_manager.filter(pk=correction.version).update(**correction.after)
        correction.mark_confirmed(person.pk)
        names.refresh(clock.today(), correction.company_id)
        news.post(correction.office, "notice", correction_notice(correction), link="/contract/")
        return correction


def correction_notice(correction: Correction) -> W:
    """What the office reads: which row, which values; not the values themselves, which stand in its contract."""
    model = ROW_TYPES[correction.kind]
    row = model._default_manager.get(pk=correction.version)
    named = (
        W("（{name}）", " ({name})").format(name=row_name(correction.kind, values_of(row)))
        if model.named_by
        else W("", "")
    )
    labels = joined([c.label for c in model.columns if c.name in correction.after])
    return W(
        f"{model.label.ja}{named.ja}の登録内容を訂正しました：{labels.ja}",
        f"{model.label.en}{named.en} was corrected: {labels.en}",
    )


def drop(pk: int, person: Person) -> Correction:
    """Take a correction back that was not confirmed. Raises Refused, Correction.DoesNotExist."""
    with transaction.atomic():
        correction = Correction.objects.select_for_update(of=("self",)).get(pk=pk)
        if correction.confirmed_at:
            raise Refused([CONFIRMED])
        if correction.is_open:
            correction.mark_dropped()
        return correction
