"""X-17: anybody who holds a paper can check that it is ours and unaltered."""

from __future__ import annotations

import hashlib

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nss.base.words import W

from .adapter import TITLES
from .models import Document

LIMIT = 5 * 1024 * 1024


class VerifyForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(
        label=W("検証コード", "Verification code"), max_length=60, error_messages={"required": W("検証コードを入力してください。", "Enter the code.")},  # type: ignore[arg-type,dict-item]
        help_text=W("書類の末尾に印字されています。", "Printed at the end of the paper."), widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),  # type: ignore[arg-type]
    )  # fmt: skip
    paper = forms.FileField(
        label=W("書類のPDFファイル", "The PDF file"), required=False, allow_empty_file=True,  # type: ignore[arg-type]
        help_text=W("選択すると、ファイルが改変されていないかも確認します。", "Choose it to check whether it was altered."), widget=forms.FileInput(attrs={"accept": "application/pdf"}),  # type: ignore[arg-type]
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = VerifyForm(request.POST if posted else None, request.FILES if posted else None, initial={"code": request.GET.get("code", "")})
    context: dict[str, object] = {"form": form, "errors": bool(posted and form.errors), "searched": False, "found": None, "same": None}
    if posted and form.is_valid():
        code = form.cleaned_data["code"].strip().upper()
        found = Document.objects.filter(code=code).first()
        same = None
        if found is not None and form.cleaned_data.get("paper"):
            same = hashlib.sha256(form.cleaned_data["paper"].read(LIMIT)).hexdigest() == found.sha256
        context |= {"searched": True, "found": found, "same": same, "title": TITLES[found.kind] if found else ""}
    return render(request, "document/verify.html", context)
