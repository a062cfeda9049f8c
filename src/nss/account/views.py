"""S01 sign-in, C20 people, C21, C22 passwords, C30 account and sessions, C33 after a session's end."""

from __future__ import annotations

import hashlib
import time

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from nss.base import clock, posted
from nss.base.words import W, counted, t
from nss.contract.models import Office
from nss.master import terms as rules

from . import sessions, tasks, throttle
from .access import signed_in_page
from .access_log import log
from .forms import ForgottenForm, NewPasswordForm, SignInForm, username_of
from .models import Access, OneTimeLink, Person, Role
from .people_mail import tell, void_links
from .requests import PersonRequest

WRONG = W(
    "事業所コード、担当者ID、またはパスワードが正しくありません。",
    "Office code, person ID or password is wrong.",
)


LINKS_PER_ADDRESS = 30
"""Links that one visitor may ask for in the window, for whomever."""


def safe_next(request: HttpRequest) -> str:
    """The `next` of the request if it is an address of this site, else the menu."""
    return posted.own_address(posted.field(request, "next") or request.GET.get("next", "")) or "/"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """S01. One answer for every kind of failure; the second factor follows where the person has one."""
    target = safe_next(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = SignInForm(posted.sent(request))
    if request.method == "POST" and form.is_valid():
        name = present_name(username_of(form.cleaned_data["office_code"], form.cleaned_data["login_id"]))
        limits = throttle.of_sign_in(request, name)
        if throttle.reached(*limits):
            form.add_error(None, str(throttle.SLOW))
        else:
            person = authenticate(request, username=name, password=form.cleaned_data["password"])
            if isinstance(person, Person):
                return sign_in(request, person, target)
            throttle.count_try(*limits)
            log(Access.What.FAILED, request, name=name[:40])
            form.add_error(None, str(WRONG))
    return render(
        request,
        "account/login.html",
        {
            "form": form,
            "errors": bool(form.errors),
            "next": target,
            "ended": request.GET.get("ended", ""),
        },
        status=422 if form.errors else 200,
    )


def present_name(name: str) -> str:
    """The name to sign in with today: a temporary office code leads to the one that the office was given since."""
    code, _, login = name.partition("/")
    given = (
        Office.objects.filter(former_code=code).values_list("code", flat=True).first()
        if code.startswith("T")
        else None
    )
    return f"{given}/{login}" if given else name


def sign_in(request: HttpRequest, person: Person, target: str) -> HttpResponse:
    """Through allauth, so that the second factor is asked for."""
    request.session.cycle_key()
    now = clock.now()
    previous = person.last_login
    request.session["new_device"] = previous is not None and not throttle.browser_known(
        request, person.username
    )
    response: HttpResponse = perform_password_login(
        request, {"username": person.username}, Login(user=person, redirect_url=target)
    )
    Person.objects.filter(pk=person.pk).update(previous_login=previous)
    request.session["signed_in_at"] = f"{now:%Y/%m/%d %H:%M}"
    request.session["seen"] = request.session["began"] = time.time()
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; by POST only."""
    logout(request)
    return redirect("account:login")


@require_GET
def extend(request: HttpRequest) -> HttpResponse:
    """Touch the session; answers how long it now lives."""
    if not request.user.is_authenticated:
        return JsonResponse({"ended": True}, status=401)
    request.session["seen"] = time.time()
    return JsonResponse({"ends_in": settings.SESSION_IDLE_SECONDS})


@signed_in_page
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: PersonRequest) -> HttpResponse:
    """C21. Changing it ends the person's other sessions."""
    person = request.user
    guesses = throttle.Limit(f"current:{person.pk}", throttle.PER_GUESSER)
    slowed = request.method == "POST" and throttle.reached(guesses)
    form = NewPasswordForm(person, posted.sent(request), slowed=slowed)
    if not slowed and "current" in form.errors:
        throttle.count_try(guesses)
    if request.method == "POST" and form.is_valid():
        person.set_password(form.cleaned_data["new"])
        person.must_change_password = False
        person.save()
        void_links(person)
        update_session_auth_hash(request, person)
        log(Access.What.PASSWORD, request, person)
        tell(
            person,
            W("パスワードが変更されました", "Your password was changed"),
            W(
                "心当たりがない場合は、ヘルプデスクにご連絡ください。",
                "If this was not you, call the help desk.",
            ),
        )
        messages.success(request, t("パスワードを変更しました。", "The password was changed."))
        return redirect("account:account")
    return render(
        request,
        "account/password.html",
        {"form": form, "errors": bool(form.errors), "forced": person.must_change_password},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """C22: the same answer whether the person exists or not."""
    form = ForgottenForm(posted.sent(request))
    if request.method == "POST" and form.is_valid():
        code = username_of(form.cleaned_data["office_code"], "")
        visitor = throttle.per_address(request, "reset", LINKS_PER_ADDRESS)
        if not throttle.reached(visitor):
            throttle.count_try(visitor)
            tasks.send_asked_links.defer(code=code, email=form.cleaned_data["email"])
        return render(request, "account/forgotten_sent.html", {})
    return render(
        request,
        "account/forgotten.html",
        {"form": form, "errors": bool(form.errors)},
        status=422 if form.errors else 200,
    )


LINK = "one_time_link"
"""Where a session keeps which link was opened."""


@require_safe
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """A mailed link. Opening it (a scanner may) changes nothing but the session, which takes the link over: the token is in no
    further address, so in no log line either."""
    link = OneTimeLink.objects.filter(token_hash=hashlib.sha256(token.encode()).hexdigest()).first()
    if link is None or not link.usable(clock.now()):
        return render(request, "account/link_over.html", {}, status=410)
    if request.method == "HEAD":
        return HttpResponse()
    request.session[LINK] = link.pk
    return redirect("account:set-password")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest) -> HttpResponse:
    """Set a password after opening a mailed link; the second factor stays."""
    opened = request.session.get(LINK)
    known = OneTimeLink.objects.select_related("person")
    link = known.filter(pk=opened).first() if opened is not None else None
    if link is None or not link.usable(clock.now()):
        return render(request, "account/link_over.html", {}, status=410)
    form = NewPasswordForm(link.person, posted.sent(request), ask_current=False)
    if request.method == "POST" and form.is_valid():
        if not OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=clock.now()):
            return render(request, "account/link_over.html", {}, status=410)
        void_links(link.person)
        link.person.set_password(form.cleaned_data["new"])
        link.person.must_change_password = False
        link.person.save()
        sessions.end_all(link.person)
        if request.user.pk == link.person.pk:
            # The session of this browser is among those that ended, and cannot be stored any more.
            logout(request)
        request.session.pop(LINK, None)
        log(Access.What.PASSWORD, request, link.person, by="link")
        messages.success(
            request, t("パスワードを設定しました。ログインしてください。", "Password set. Please sign in.")
        )
        return redirect("account:login")
    return render(
        request,
        "account/reset.html",
        {"form": form, "errors": bool(form.errors)},
        status=422 if form.errors else 200,
    )


@signed_in_page
@require_http_methods(["GET", "POST"])
def account(request: PersonRequest) -> HttpResponse:
    """C30: the own account: data, second factor, sessions."""
    if request.method == "POST":
        gone = sessions.end_all(request.user, but=request.session.session_key)
        log(Access.What.ENDED, request, request.user, ended=gone)
        messages.success(
            request,
            t(
                f"ほかの端末（{gone}件）からログアウトしました。",
                f"Signed out on {counted(gone, 'other device')}.",
            ),
        )
        return redirect("account:account")
    return render(
        request,
        "account/account.html",
        {
            "sessions": sessions.sessions_of(request.user),
            "here": sessions.stored_key(request.session.session_key),
            "second_factor": is_mfa_enabled(request.user),
            "role": Role.word_of(request.user.role),
        },
    )


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """利用規程, the version in force."""
    version, articles = rules.in_force(clock.today())
    return render(request, "account/terms.html", {"version": version, "articles": articles})
