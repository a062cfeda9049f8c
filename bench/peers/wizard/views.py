"""The applicant's list, wizard and result; the reviewer's list, record and decision."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView, ListView, View
from formtools.wizard.views import SessionWizardView

from . import forms
from .models import Application

PAGE = 50


class Mine(LoginRequiredMixin, ListView):
    template_name = "wizard/mine.html"
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[Application]:
        return Application.objects.filter(applicant=self.request.user).order_by("-pk")


class Apply(LoginRequiredMixin, SessionWizardView):
    form_list = [
        ("what", forms.What),
        ("contact", forms.Contact),
        ("details", forms.Details),
        ("confirm", forms.Confirm),
    ]
    template_name = "wizard/step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.steps.current == "confirm":
            context["entered"] = self.get_all_cleaned_data()
        return context

    def done(self, form_list: list[Any], **kwargs: Any) -> HttpResponse:
        entered = self.get_all_cleaned_data()
        kept = {f.name for f in Application._meta.concrete_fields}
        filed = Application.objects.create(
            applicant=self.request.user, **{name: value for name, value in entered.items() if name in kept}
        )
        messages.success(self.request, f"Application {filed.pk} is filed")
        return redirect("result", filed.pk)


class Result(LoginRequiredMixin, DetailView):
    template_name = "wizard/record.html"

    def get_queryset(self) -> QuerySet[Application]:
        return Application.objects.filter(applicant=self.request.user).select_related("decided_by")


class Reviewer(PermissionRequiredMixin):
    permission_required = "wizard.change_application"


class Queue(Reviewer, ListView):
    template_name = "wizard/queue.html"
    paginate_by = PAGE
    queryset = (
        Application.objects.filter(state=Application.State.WAITING).select_related("applicant").order_by("pk")
    )


class Review(Reviewer, DetailView):
    template_name = "wizard/record.html"
    queryset = Application.objects.select_related("applicant", "decided_by")
    extra_context = {"may_decide": True}


class Approve(Reviewer, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            found = get_object_or_404(Application.objects.select_for_update(), pk=pk)
            if found.state != Application.State.WAITING:
                messages.error(request, f"Application {pk} is decided already")
                return redirect("review", pk)
            found.state = Application.State.APPROVED
            found.decided_by, found.decided_at = request.user, timezone.now()
            found.save(update_fields=["state", "decided_by", "decided_at"])
        messages.success(request, f"Application {pk} is approved")
        return redirect("queue")
