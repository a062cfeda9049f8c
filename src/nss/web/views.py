"""Language switch and help (C32)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nss.base import posted
from nss.base.words import W

from .postal import addresses

GLOSSARY: tuple[tuple[W, W], ...] = (
    (
        W("利用者ID", "User ID"),
        W(
            "NACCSにログオンするための8桁のID。利用者コード（5桁）と識別番号（3桁）からなります。",
            "8 characters to log on to NACCS: user code (5) and identification number (3).",
        ),
    ),
    (
        W("利用者コード", "User code"),
        W(
            "事業所がNACCSで業務を行うための5桁のコードです。ほかの事業所と共用できます。",
            "The code of 5 characters with which an office works in NACCS. Offices can share one.",
        ),
    ),
    (
        W("識別番号", "Identification number"),
        W(
            "利用者IDの下3桁です。末尾が英字の場合はnetNACCS、数字の場合は一般NACCSで利用します。",
            "The last 3 characters of a user ID. A last letter means netNACCS, a last digit general NACCS.",
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
        W("一般NACCS", "General NACCS"),
        W(
            "NACCSセンターと専用の回線（ブロードバンド光または専用線）でつないで利用する方式です。",
            "Use over a line of its own to the NACCS Center (optical broadband or a leased line).",
        ),
    ),
    (
        W("論理端末", "Logical terminal"),
        W(
            "回線の先でNACCSに接続する端末またはサーバです。論理端末名とIPアドレスはNACCSセンターが払い出します。",
            "A terminal or server that connects to NACCS behind a line. The Center issues its name and IP address.",
        ),
    ),
    (
        W("事業所コード", "Office code"),
        W(
            "企業略称3文字と数字3桁のコードです（例 NAC001）。ログインに使います。",
            "A company code of 3 characters and 3 digits (e.g. NAC001). It is used to sign in.",
        ),
    ),
    (
        W("審査の状態", "State of the review"),
        W(
            "申込は、受付済み、審査中、審査終了の順に進みます。確認事項がある場合は差し戻され、修正して再提出します。",
            "An application is received, under review, then reviewed. With a query it is returned, corrected and resubmitted.",
        ),
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
            "利用者コード等の追加・変更の後に必要な申込です。利用開始日の前にある締切日までに完了しないと申込は無効になります。",
            "Needed after adding or changing codes; due some days before the start, or the application becomes void.",
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
    response = redirect(posted.address(request, "next") or "/")
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
    """The addresses of a postal code, from which a page lets one be chosen; `address` is the one, where there is only one."""
    found = addresses(code)
    answer = JsonResponse(
        {"address": found[0] if len(found) == 1 else "", "addresses": found},
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Cache-Control"] = "max-age=86400"
    return answer
