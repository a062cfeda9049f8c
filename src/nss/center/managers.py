"""N18: the second person of the Center for the manager (管理責任者) of an office."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from nss.account import manager_proposals, roster
from nss.account.access import center_page
from nss.account.models import ManagerProposal
from nss.account.requests import CenterRequest
from nss.base.words import t

from .concluding import conclude


def _back(pk: int) -> HttpResponse:
    found = get_object_or_404(ManagerProposal.objects.select_related("office"), pk=pk)
    return redirect("center:office-people", found.office.code)


@center_page(may="may_decide")
@require_POST
def confirm(request: CenterRequest, pk: int) -> HttpResponse:
    """Confirm a manager whom somebody else proposed."""
    back = _back(pk)
    done = t(
        "管理責任者を登録しました。事業所に連絡しました。", "The manager is registered; the office was told."
    )
    conclude(request, lambda: roster.confirm_manager(request, pk), done)
    return back


@center_page(may="may_decide")
@require_POST
def drop(request: CenterRequest, pk: int) -> HttpResponse:
    """Decline a proposal, or take one's own back."""
    back = _back(pk)
    done = t("管理責任者の提案を取りやめました。", "The proposal was taken back.")
    conclude(request, lambda: manager_proposals.drop(request, pk), done)
    return back
