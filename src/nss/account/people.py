"""C20: the people of one's own office, or of the Center: invite, roles, stop, lost sign-in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nss.base import posted
from nss.base.problems import Refused
from nss.base.words import t
from nss.contract.models import Office

from . import roster
from .access import signed_in_page
from .forms import TAKEN, PersonForm
from .models import Person
from .requests import PersonRequest


def page(request: HttpRequest, office: Office | None, done: str, **more: object) -> HttpResponse:
    """The list of people with what can be done, and the invitation; `done` is where a good POST leads."""
    form = PersonForm(office, posted.sent(request))
    if request.method == "POST" and form.is_valid():
        if roster.invite(request, office, form.cleaned_data):
            messages.success(request, t("招待のE-mailを送りました。", "An invitation was sent."))
            return redirect(done)
        form.add_error("login_id", str(TAKEN))
    return render(
        request,
        "account/people.html",
        {
            "people": roster.people_of(office),
            "roles": roster.roles_of(office),
            "form": form,
            "errors": bool(form.errors),
            **more,
        },
        status=422 if form.errors else 200,
    )


def act(request: HttpRequest, person: Person) -> None:
    """Do what the pressed button says and tell what came of it."""
    what = posted.field(request, "what")
    if what not in roster.ACTIONS:
        raise Http404
    try:
        roster.act(request, person, what, posted.field(request, "role"))
        messages.success(request, f"{person.full_name}：{roster.WORDS[what]}")
    except Refused as refused:
        messages.error(request, str(refused.problems[0].text))


@signed_in_page(may="may_manage_people")
@require_http_methods(["GET", "POST"])
def people(request: PersonRequest) -> HttpResponse:
    """C20: the people of the office; for its manager."""
    owner = request.user
    return page(request, owner.office, "account:people", action="account:person-act")


@signed_in_page(may="may_manage_people")
@require_POST
def person_act(request: PersonRequest, pk: int) -> HttpResponse:
    """Stopping ends the person's sessions at once."""
    owner = request.user
    person = Person.objects.filter(pk=pk, office=owner.office).first()
    if person is None:
        raise Http404
    act(request, person)
    return redirect("account:people")
