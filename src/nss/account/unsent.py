"""What somebody who is signed in has sent and what was not carried out, because the session had ended or somebody had signed in
anew meanwhile: kept sealed for that person alone, shown to them again, sent again by nobody but them (F-07).

Every form names the person whose page it is by a signed mark beside its token (`WHOSE`), so that a form which comes late is
kept for who typed it, whoever is signed in by then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, QueryDict, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

from nss.base import clock, posted
from nss.base.ids import new_id
from nss.base.words import W
from nss.issuing import vault

from .models import ParkedPost, Person
from .requests import PortalRequest

WHOSE, AGAIN = "nss_whose", "nss_again"
"""Fields that a form carries beside its token: the person's mark, and the kept form that is sent again."""
KEEP = timedelta(hours=24)
LIMIT = 64 * 1024
"""Bytes of one form that are kept."""
MOST = 20
"""Forms that are kept for one person."""
OLDEST_PAGE = timedelta(days=7)
"""How long a page may have stood open."""
NEVER = (
    "/login/",
    "/logout/",
    "/password/",
    "/account/",
    "/session/",
    "/language/",
    "/unsent/",
    "/training-clock",
    "/api/",
)
"""Where secrets are typed, or nothing that anybody would miss."""
SHOWN = W(
    "前回送信できなかった入力を表示しています。まだ保存されていません。",
    "This is what could not be sent before. It is not saved yet.",
)
CHOOSE_AGAIN = W("ファイルは、もう一度選んでください。", " Please choose the file again.")
FLAG = "unsent"
"""In the session: something waits for its person."""
PATH_LENGTH = ParkedPost._meta.get_field("path").max_length or 0
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MARKS = ("csrfmiddlewaretoken", WHOSE, AGAIN)
"""What a form carries beside what was typed."""
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Unsent:
    """A kept form, opened."""

    pk: int
    at: datetime
    returned_at: datetime | None
    address: str
    """Where it was sent to, with what follows the path."""
    page: str
    """The page in which it was typed, as the browser said; '' where it did not."""
    fields: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    """Fields and names of the files that were chosen; the files themselves are not kept."""

    def query(self) -> QueryDict:
        """The fields as a form takes them."""
        return QueryDict(urlencode(self.fields))


class TokenCheck(CsrfViewMiddleware):
    """Django's check of a form's token, asked without its page for a bad one."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponseForbidden()

    def holds(self, request: HttpRequest) -> bool:
        """Whether the form carries a valid token."""
        self.process_request(request)
        return self.process_view(request, lambda _: HttpResponse(), (), {}) is None


def mark_of(person: Person) -> str:
    """What the forms of a person's pages carry."""
    return signing.TimestampSigner(salt=WHOSE).sign(str(person.pk))


def person_of(mark: str) -> int | None:
    """The key of the person whom a mark names; None for one that is not ours or too old."""
    try:
        return int(signing.TimestampSigner(salt=WHOSE).unsign(mark, max_age=OLDEST_PAGE))
    except (signing.BadSignature, ValueError):
        return None


def take_marks(request: PortalRequest) -> None:
    """Read what a form carries beside its fields, and leave the view the fields alone."""
    request.whose = request.again = None
    request.marks = []
    if request.method != "POST" or request.content_type not in FORMS:
        return
    with suppress(UnreadablePostError):  # the check of the token meets it again, and answers
        sent = request.POST
        if WHOSE in sent or AGAIN in sent:
            request.whose = person_of(sent.get(WHOSE, ""))
            request.again = posted.key_number(sent.get(AGAIN, ""))
            rest = sent.copy()
            request.marks = [(name, value) for name in (WHOSE, AGAIN) for value in rest.pop(name, [])]
            rest._mutable = False
            request.POST = cast(Any, rest)


def gives_back(view: View) -> View:
    """Say of a view that its page shows what was typed into it by itself (`request.parked_post`)."""
    vars(view)["gives_back"] = True
    return view


def from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (own, *settings.CSRF_TRUSTED_ORIGINS)


def typed_by(request: PortalRequest, session_person: int) -> int | None:
    """Who typed a form that came too late for its session; None where nothing proves that a page of ours sent it."""
    if TokenCheck(lambda _: HttpResponse()).holds(request):
        return request.whose or session_person
    return request.whose if from_own_page(request) else None


def keep(request: HttpRequest, person_id: int | None) -> bool:
    """Keep what was sent for this person. False where it is not kept: too large, none of the forms that are, nobody's."""
    path = request.path
    if (
        person_id is None
        or request.method != "POST"
        or request.content_type not in FORMS
        or path.startswith(NEVER)
        or len(path) > PATH_LENGTH
        or {"X-Autosave", "X-Heartbeat"} & set(request.headers)
    ):
        return False
    body = _body(request)
    if len(body) > LIMIT:
        return False
    with transaction.atomic():
        if not Person.objects.select_for_update().filter(pk=person_id, is_active=True).exists():
            return False
        kept = ParkedPost.objects.filter(person_id=person_id)
        for earlier in kept.filter(path=path):
            if gives_back_typed(path) or _opened(earlier) == body:
                earlier.delete()
        sealed = vault.encrypt(body, f"parked:{person_id}:{path}")
        ParkedPost.objects.create(
            id=new_id(), person_id=person_id, path=path, body=sealed, at=clock.now(), returned_at=None
        )
        newest = kept.order_by(F("returned_at").desc(nulls_first=True), "-at").values_list("pk", flat=True)
        kept.filter(pk__in=list(newest[MOST:])).delete()
    return True


def _body(request: HttpRequest) -> bytes:
    """The form as it is sealed, without its token and without what is secret."""
    fields = [(name, value) for name, value in fields_of(request) if name != "csrfmiddlewaretoken"]
    files = [(name, f.name) for name, found in request.FILES.lists() for f in found]
    whole = {
        "address": request.get_full_path(),
        "page": came_from(request),
        "fields": fields,
        "files": files,
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, without what is secret."""
    return [(n, v) for n, values in request.POST.lists() for v in values if "password" not in n]


def may_be_shown(request: HttpRequest) -> bool:
    """Whether what was sent may be shown on the answer: a page of ours sent it, it can be read, and it is no secret."""
    if (
        request.method != "POST"
        or request.content_type not in FORMS
        or request.path.startswith(NEVER)
        or not from_own_page(request)
    ):
        return False
    try:
        return bool(request.POST)
    except (UnreadablePostError, SuspiciousOperation):
        return False


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form was sent from, as the browser says; '' where it does not."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host():
        return ""
    return posted.own_address(came._replace(scheme="", netloc="", fragment="").geturl())


def _opened(row: ParkedPost) -> bytes:
    return vault.decrypt(bytes(row.body), f"parked:{row.person_id}:{row.path}")


def opened(row: ParkedPost) -> Unsent:
    """A kept form, read; also one that was kept before the address was kept with it."""
    text = _opened(row).decode()
    if not text.startswith("{"):
        old = QueryDict(text)
        text = json.dumps(
            {
                "address": row.path,
                "page": "",
                "fields": [(k, v) for k in old for v in old.getlist(k)],
                "files": [],
            }
        )
    found = json.loads(text)
    return Unsent(
        row.pk,
        row.at,
        row.returned_at,
        found["address"],
        found["page"],
        tuple((n, v) for n, v in found["fields"]),
        tuple((n, v) for n, v in found["files"]),
    )


def gives_back_typed(path: str) -> bool:
    """Whether the page of this address shows what was typed into it by itself."""
    try:
        return bool(getattr(resolve(path).func, "gives_back", False))
    except Resolver404:
        return False


def of(person: Person) -> list[ParkedPost]:
    """What is kept for a person, newest first."""
    return list(ParkedPost.objects.filter(person_id=person.pk, at__gt=clock.now() - KEEP).order_by("-at"))


def throw_away(person: Person, pk: int | None) -> None:
    """Erase one of a person's kept forms."""
    if pk is not None:
        ParkedPost.objects.filter(pk=pk, person_id=person.pk).delete()


def look(request: HttpRequest, person: Person) -> None:
    """Note in the session whether something waits; the pages then say so without asking again."""
    waits = ParkedPost.objects.filter(
        person_id=person.pk, returned_at__isnull=True, at__gt=clock.now() - KEEP
    ).exists()
    if waits:
        request.session[FLAG] = True
    else:
        request.session.pop(FLAG, None)


def for_this_page(request: PortalRequest, person: Person) -> None:
    """Put what was typed into this page before on its request; the page says by `shown_in_page` that it shows it."""
    if request.method != "GET" or not request.session.get(FLAG) or not gives_back_typed(request.path):
        return
    row = next((r for r in of(person) if r.path == request.path and r.returned_at is None), None)
    if row is not None:
        request.parked = opened(row)
        request.parked_post = request.parked.query()


def shown_in_page(request: PortalRequest) -> None:
    """The page shows what was typed into it before, once, and says so."""
    messages.info(request, str(SHOWN + CHOOSE_AGAIN if request.parked.files else SHOWN))
    given_back(request, request.parked.pk)


def given_back(request: HttpRequest, pk: int | None) -> None:
    """A kept form was shown in its page or sent again: it waits no longer, and can be read until it is erased."""
    person = request.user
    if pk is not None and person.is_authenticated:
        ParkedPost.objects.filter(pk=pk, person_id=person.pk).update(returned_at=clock.now())
        look(request, person)


def to_sign_in(request: HttpRequest, kept: bool) -> HttpResponse:
    """To the sign-in page, which says what became of what was sent, and from there to it."""
    if request.method == "GET":
        back, ended = request.get_full_path(), "1"
    elif kept:
        back, ended = where(request), "2" if gives_back_typed(request.path) else "3"
    else:
        back, ended = "/", "4"
    return redirect(f"{reverse('account:login')}?{urlencode({'next': back, 'ended': ended})}")


def where(request: HttpRequest) -> str:
    """Where its person finds a form that was kept."""
    return request.get_full_path() if gives_back_typed(request.path) else reverse("web:unsent")


def after_refusal(request: PortalRequest) -> HttpResponse | None:
    """The answer to a form whose token is of an earlier sign-in, when it could be kept; None when not."""
    whose = getattr(request, "whose", None)
    if whose is None or not from_own_page(request):
        return None
    person = request.user
    own = person.is_authenticated and person.pk == whose
    kept = keep(request, whose)
    if person.is_authenticated and not own:
        return of_somebody_else(request, kept)
    if not kept:
        return None
    if not own:
        return to_sign_in(request, kept)
    request.session[FLAG] = True
    return redirect(where(request))


def of_somebody_else(request: HttpRequest, kept: bool) -> HttpResponse:
    """The page was opened by somebody else than who is signed in now: nothing of it is carried out or shown."""
    return render(request, "account/another_signed_in.html", {"kept": kept}, status=403)
