"""訂正 of a fixed bill by two people (D-74): a document of its own, which stands on the next invoice. What was fixed stays as it is.

Its tax is the difference between the tax of the bill as it should have been and as it was, so that bill and corrections
together come to what a right bill would have said, to the yen."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum

from nss.account.access_log import log
from nss.account.models import Access
from nss.account.requests import CenterRequest
from nss.base import clock
from nss.base.problems import Problem, Refused
from nss.base.two_people import CONFIRMED, STILL_OPEN
from nss.base.words import W
from nss.contract.models import Office
from nss.notice import letters, mail, news
from nss.notice.facts import Facts

from . import charges, closing, invoices
from .models import BillCorrection, Invoice, Month, MonthState

NOT_FIXED = Problem(
    "not_fixed",
    W(
        "この請求は確定していません。ファイルを取り込み直すか、請求を作り直してください。",
        "This bill is not final. Load the file again or draw the invoices up anew.",
    ),
)
NOTHING = Problem("no_amount", W("0円の訂正は登録できません。", "It must be more than 0 yen."), "quantity")
WAITS = Problem(
    "correction_open",
    W(
        "この請求には、確認を待っている訂正があります。",
        "A correction of this bill waits for a second person.",
    ),
)
MOVED = Problem(
    "changed_since_shown",
    W(
        "この画面を開いた後に、この請求の訂正が登録されました。内容を確認してください。",
        "A correction of this bill was entered after this page was opened. Please look at it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What is to be corrected: so many at so much, given back or charged beside."""

    label: str
    quantity: int
    price: int
    back: bool
    reason: str


def of_invoice(invoice: Invoice) -> list[BillCorrection]:
    """All corrections of a bill, oldest first, also those that wait or were taken back."""
    return list(invoice.corrections.select_related("by", "confirmed_by", "stands_on__month").order_by("id"))


def waiting() -> list[BillCorrection]:
    """Every correction that waits for a second person, oldest first."""
    found = BillCorrection.objects.filter(**STILL_OPEN).select_related("by", "invoice__office")
    return list(found.order_by("id"))


def of_office(office: Office) -> list[BillCorrection]:
    """The corrections of an office's bills that took effect, newest first."""
    found = BillCorrection.objects.filter(invoice__office=office, confirmed_at__isnull=False)
    return list(found.select_related("invoice__month", "stands_on__month").order_by("-id"))


def corrected_net(invoice: Invoice) -> int:
    """Yen without tax that a bill comes to with the corrections that took effect."""
    found = invoice.corrections.filter(confirmed_at__isnull=False).aggregate(net=Sum("net"))
    return invoice.net + (found["net"] or 0)


def tax_of(invoice: Invoice, net: int) -> int:
    """The tax of a correction by so many yen, at the rate of its bill."""
    before = corrected_net(invoice)
    return (
        charges.with_tax(before + net, invoice.tax_percent)[0]
        - charges.with_tax(before, invoice.tax_percent)[0]
    )


def shown(invoice: Invoice) -> str:
    """What the page of a bill knows of its corrections, for the form that enters one."""
    last = invoice.corrections.order_by("-id").first()
    return f"{last.pk}.{last.is_open}" if last else "0"


def propose(request: CenterRequest, pk: int, typed: Typed, seen: str) -> BillCorrection:
    """The first of two people. Raises Refused, Invoice.DoesNotExist."""
    try:
        with transaction.atomic():
            invoice = Invoice.objects.select_for_update(of=("self",)).select_related("month").get(pk=pk)
            if wrong := _against(invoice, typed, seen):
                raise Refused(wrong)
            net = typed.quantity * typed.price * (-1 if typed.back else 1)
            tax = tax_of(invoice, net)
            made = BillCorrection.objects.create(
                invoice=invoice,
                label=typed.label,
                quantity=typed.quantity,
                price=-typed.price if typed.back else typed.price,
                net=net,
                tax=tax,
                total=net + tax,
                reason=typed.reason,
                by=request.user,
                at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused([WAITS]) from error
    _logged(Access.What.CREDIT_ASKED, request, made, reason=typed.reason)
    return made


def _against(invoice: Invoice, typed: Typed, seen: str) -> list[Problem]:
    if invoice.month.state != MonthState.FIXED:
        return [NOT_FIXED]
    if invoice.corrections.filter(**STILL_OPEN).exists():
        return [WAITS]
    if shown(invoice) != seen:
        return [MOVED]
    amount, left = typed.quantity * typed.price, corrected_net(invoice)
    if not amount:
        return [NOTHING]
    if typed.back and amount > left:
        text = W(
            f"請求した額（税抜{left:,}円）より多くは減額できません。",
            f"No more can be given back than was billed ({left:,} yen without tax).",
        )
        return [Problem("more_than_billed", text, "quantity")]
    return []


def locked(pk: int) -> BillCorrection:
    """A correction with its bill, for whoever concludes it. Raises BillCorrection.DoesNotExist."""
    found = BillCorrection.objects.select_for_update(of=("self",))
    return found.select_related("invoice__month", "invoice__office").get(pk=pk)


def confirm(request: CenterRequest, pk: int) -> BillCorrection:
    """The second one: it gets its number, stands on the next invoice, and the office is told. Raises Refused."""
    with transaction.atomic():
        found = locked(pk)
        if found.confirmed_at is not None:
            raise Refused([CONFIRMED])
        if wrong := found.problems_of_second(request.user.pk):
            raise Refused(wrong)
        done = found.invoice.corrections.filter(confirmed_at__isnull=False).count()
        found.number = f"{found.invoice.number}-{done + 1}"
        found.save(update_fields=["number"])
        found.mark_confirmed(request.user.pk)
        _put_on_the_next(found.invoice.month)
        _tell(found)
        _logged(Access.What.CREDITED, request, found, number=found.number)
        return found


def drop(request: CenterRequest, pk: int) -> None:
    """Decline a correction, or take one's own back. Raises Refused."""
    with transaction.atomic():
        found = locked(pk)
        if found.confirmed_at is not None:
            raise Refused([CONFIRMED])
        if found.is_open:
            found.mark_dropped()
            _logged(Access.What.CREDIT_OFF, request, found)


def _put_on_the_next(month: Month) -> None:
    """Where the next month is loaded already, its invoices are drawn up anew; else they are, when it is loaded."""
    waiting = Month.objects.select_for_update().filter(state=MonthState.LOADED, month__gt=month.month)
    following = waiting.order_by("month").first()
    if following is not None:
        closing.end_of(following.month)
        invoices.draw_up(following)


def _tell(correction: BillCorrection) -> None:
    invoice = correction.invoice
    office, month = invoice.office, invoice.month.month
    link = f"/billing/{month:%Y-%m}/"
    amount = f"{correction.total:+,}"
    news.post(
        office,
        "fee",
        W(
            f"{month:%Y/%m}の請求を訂正しました（{amount}円、税込）。次回の請求書に記載します。",
            f"The bill of {month:%Y/%m} was corrected ({amount} yen with tax); it stands on the next invoice.",
        ),
        link=link,
    )
    contact = invoices.contacts_of([office.pk]).get(office.pk)
    told = Facts(
        number="",
        company=office.company_name,
        office=office.name,
        person=contact.name if contact else "",
        reason=correction.reason,
        url=settings.PUBLIC_URL + link,
    )
    subject, body = letters.write(
        "M10-corrected", told, month=month, number=correction.number, total=correction.total
    )
    to = [contact.email if contact else ""]
    mail.queue("M10", to, subject, body, office=office, dedupe=f"M10-corrected:{correction.pk}")


def _logged(what: str, request: CenterRequest, correction: BillCorrection, **more: object) -> None:
    invoice = correction.invoice
    log(
        what,
        request,
        request.user,
        about=invoice.office,
        invoice=invoice.number,
        label=correction.label,
        total=correction.total,
        **more,
    )
