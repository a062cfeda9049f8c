"""The way of an application: four pages of its applicant, then a reviewer."""

from viewflow import this
from viewflow.workflow import act, flow, lock
from viewflow.workflow.flow import views

from .models import Filing


class FilingFlow(flow.Flow):
    process_class = Filing
    process_title = "Application"
    lock_impl = lock.select_for_update_lock

    start = (
        flow.Start(
            views.CreateProcessView.as_view(fields=["item", "has_other", "wish_day", "reason"]),
        )
        .Annotation(title="What to apply for")
        .Permission(auto_create=True)
        .Next(this.contact)
    )
    contact = (
        flow.View(
            views.UpdateProcessView.as_view(
                fields=["family_name", "given_name", "phone", "email", "email_again"]
            ),
        )
        .Annotation(title="Contact")
        .Assign(this.start.owner)
        .Next(this.details)
    )
    details = (
        flow.View(views.UpdateProcessView.as_view(fields=["business", "method", "count"]))
        .Annotation(title="Details")
        .Assign(this.start.owner)
        .Next(this.confirm)
    )
    confirm = (
        flow.View(views.UpdateProcessView.as_view(fields=["remark", "right"]))
        .Annotation(title="Confirm")
        .Assign(this.start.owner)
        .Next(this.approve)
    )
    approve = (
        flow.View(views.UpdateProcessView.as_view(fields=["approved"]))
        .Annotation(title="Review")
        .Permission(auto_create=True)
        .Next(this.check)
    )
    check = flow.If(act.process.approved).Then(this.end).Else(this.confirm)
    end = flow.End()
