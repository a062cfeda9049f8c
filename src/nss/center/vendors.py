"""N09: vendors (業者), the master that those who arrange works keep themselves: list, add, change, delete."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nss.account.access import center_page
from nss.account.access_log import log
from nss.account.models import Access
from nss.account.requests import CenterRequest
from nss.application import vendors
from nss.application.models import OVER, Vendor, Work
from nss.base.posted import field, sent
from nss.base.problems import Refused
from nss.base.typed_text import plain
from nss.base.words import W, joined, t
from nss.master.sheet import mark
from nss.master.sheet import plain as cells
from nss.master.sheet import remove as remove_row

from .masters import SheetForm, as_typed, stored_as_typed
from .tables import csv_file

PAGE = 30
SEARCHED = ("name", "kana", "contact", "does", "phone", "email")
OPEN_WORKS = 50
"""So many of a vendor's works are listed on its page."""
LEFT = W(
    "取引終了日より後などの工事が残っています：{numbers}。ほかの業者に変更してください。",
    "Works are left that it cannot do any more: {numbers}. Give them to another vendor.",
)


@center_page(post="may_work")
@require_http_methods(["GET", "POST"])
def listing(request: CenterRequest) -> HttpResponse:
    """The vendors by name, and the form that adds one."""
    form = SheetForm(vendors.SHEET, sent(request))
    added = form.is_bound and form.is_valid() and stored_as_typed(request, vendors.SHEET, None, form)
    if added:
        messages.success(request, t("登録しました。", "Added."))
        return redirect("center:vendors")
    text = plain(request.GET.get("q", ""))
    found = Vendor.objects.annotate(open_works=Count("works", filter=~Q(works__state__in=OVER)))
    if text:
        found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": text}) for name in SEARCHED)))
    page = Paginator(found.order_by("name", "id"), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "center/vendors.html",
        {
            "q": text,
            "page": page,
            "form": form,
            "errors": bool(form.errors),
            "sheet": vendors.SHEET,
        },
        status=422 if form.errors else 200,
    )


@center_page
@require_GET
def listing_csv(request: CenterRequest) -> HttpResponse:
    """All vendors as a file, which reads in as it went out (`load-masters`)."""
    rows = (list(cells(vendors.SHEET, v).values()) for v in Vendor.objects.order_by("name", "id"))
    return csv_file("vendors.csv", [c.name for c in vendors.SHEET.fields], rows)


@center_page(post="may_work")
@require_http_methods(["GET", "POST"])
def vendor(request: CenterRequest, pk: int) -> HttpResponse:
    """A vendor with its open works, to be changed."""
    found = get_object_or_404(Vendor.objects.select_related("changed_by"), pk=pk)
    form = SheetForm(vendors.SHEET, sent(request), as_typed(vendors.SHEET, found))
    if form.is_bound and form.is_valid() and stored_as_typed(request, vendors.SHEET, pk, form):
        messages.success(request, t("変更しました。", "Changed."))
        _tell_what_is_left(request, pk)
        return redirect("center:vendor", pk)
    if form.is_bound:
        found.refresh_from_db()
    theirs = Work.objects.filter(vendor=found).exclude(state__in=OVER).select_related("application__office")
    return render(
        request,
        "center/vendor.html",
        {
            "vendor": found,
            "form": form,
            "errors": bool(form.errors),
            "seen": mark(vendors.SHEET, found),
            "facts": [(c.label, c.show(getattr(found, c.name))) for c in vendors.SHEET.fields],
            "works": theirs.order_by("fixed", "id")[:OPEN_WORKS],
            "left": {w.pk for w in vendors.left_with(found)},
        },
        status=422 if form.errors else 200,
    )


def _tell_what_is_left(request: CenterRequest, pk: int) -> None:
    """Name the applications whose works need another vendor now."""
    left = vendors.left_with(Vendor.objects.get(pk=pk))
    if numbers := list(dict.fromkeys(str(w.application.number) for w in left)):
        messages.warning(request, str(LEFT.format(numbers=joined(numbers))))


@center_page(may="may_work")
@require_POST
def remove(request: CenterRequest, pk: int) -> HttpResponse:
    """Delete a vendor that was never given works."""
    try:
        before = remove_row(vendors.SHEET, pk, field(request, "seen"))
    except Refused as refused:
        messages.error(request, str(refused.problems[0].text))
        return redirect("center:vendor", pk)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    log(Access.What.MASTER, request, request.user, sheet=vendors.SHEET.key, before=before, after={})
    messages.success(request, t("削除しました。", "Deleted."))
    return redirect("center:vendors")
