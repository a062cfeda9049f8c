"""C20: the people of one's own office, or of the Center: invite, roles, stop, lost sign-in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST

from nss.base import posted
from nss.base.marks import pin
from nss.base.problems import Refused
from nss.contract.models import Office

from . import roster
from .access import signed_in_page
from .forms import ActForm, PersonForm
from .models import Person
from .requests import PersonRequest


def page(
    request: PersonRequest, office: Office | None, done: str, again: ActForm | None = None, **more: object
) -> HttpResponse:
    """The list of people with what can be done, and the invitation; `done` is where a good POST leads. `again`: an act that
    was sent from here and refused, which is shown with what was typed."""
    by = request.user
    form = PersonForm(office, posted.sent(request) if again is None else None, by)
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, str(roster.invite(request, office, form.cleaned_data)))
            return redirect(done)
        except Refused as refused:
            pin(form, refused)
    wrong = bool(form.errors or again)
    request.met_again = resolve_url(done)
    return render(
        request,
        "account/people.html",
        {
            "people": [
                again if again and again.person.pk == p.pk else ActForm(p, by)
                for p in roster.people_of(office)
            ],
            "roles": roster.roles_of(office),
            "form": form,
            "again": again,
            "done": resolve_url(done),
            "errors": wrong,
            **more,
        },
        status=422 if wrong else 200,
    )


def act(request: PersonRequest, person: Person) -> ActForm | None:
    """Do what the pressed button says and tell what came of it; the form, where it is refused."""
    what = posted.field(request, "what")
    if what not in roster.ACTIONS:
        raise Http404
    form = ActForm(person, request.user, posted.sent(request))
    if form.is_valid():
        try:
            said = roster.act(request, person, what, form.role, form.reason)
            messages.success(request, f"{person.full_name}：{said}")
            return None
        except Refused as refused:
            pin(form, refused)
    return form


@signed_in_page(may="may_see_people", post="may_manage_people")
@require_http_methods(["GET", "POST"])
def people(request: PersonRequest) -> HttpResponse:
    """C20: the people of the office; for its manager. Those of the Center are read by the auditor as well."""
    return _own_people(request)


def _own_people(request: PersonRequest, again: ActForm | None = None) -> HttpResponse:
    return page(
        request,
        request.user.office,
        "account:people",
        again,
        action="account:person-act",
        reads_only=not request.user.may_manage_people,
    )


@signed_in_page(may="may_manage_people")
@require_POST
def person_act(request: PersonRequest, pk: int) -> HttpResponse:
    """Stopping ends the person's sessions at once."""
    owner = request.user
    person = Person.objects.filter(pk=pk, office=owner.office).first()
    if person is None:
        raise Http404
    again = act(request, person)
    return redirect("account:people") if again is None else _own_people(request, again)
