"""The sample data, all of it: the companies of the guides, others, masters, invoices and applications."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from nss.account.models import Person, Role
from nss.base import clock
from nss.issuing import certificates

from . import masters
from . import rows as r
from .bills import load_billing
from .filed import applications
from .guides import load_guide_companies
from .lines import load_works
from .others import load_other_companies
from .rows import PASSWORD


def accounts() -> list[dict[str, str]]:
    """Who may sign in to the demonstration."""
    wanted = [
        "NAC001/hanako",
        "NAC001/ichiro",
        "NAC001/reader",
        "NAC555/jiro",
        "CTO001/saburo",
        "NACCS/shinsa",
        "NACCS/kouji",
        "NACCS/kanri",
        "NACCS/kansa",
    ]
    found = {p.username: p for p in Person.objects.filter(username__in=wanted).select_related("office")}
    return [
        {
            "事業所コード / office": name.split("/")[0],
            "担当者ID / person": name.split("/")[1],
            "パスワード / password": PASSWORD,
            "名前 / name": found[name].full_name,
            "役割 / role": f"{Role(found[name].role).word.ja} / {Role(found[name].role).word.en}",
        }
        for name in wanted
        if name in found
    ]


def load() -> None:
    """Fill an empty database."""
    hashed = make_password(PASSWORD)
    nac1, nac5, cto = load_guide_companies(hashed)
    load_other_companies(hashed)
    center = {
        "shinsa": r.person(None, "shinsa", ("審査", "次郎", "シンサ ジロウ"), Role.APPROVER, hashed),
        "kanri": r.person(None, "kanri", ("管理", "三郎", "カンリ サブロウ"), Role.ADMIN, hashed),
        "kouji": r.person(None, "kouji", ("工事", "健", "コウジ ケン"), Role.WORKS, hashed),
        "uketsuke": r.person(None, "uketsuke", ("受付", "花", "ウケツケ ハナ"), Role.RECEPTION, hashed),
    }
    r.person(None, "kansa", ("監査", "京子", "カンサ キョウコ"), Role.AUDITOR, hashed)
    masters.load(center["kanri"])
    load_billing(center["kanri"])
    with transaction.atomic():
        for name in ("31002N", "31003W"):
            certificates.issue(name, nac1, 0, clock.today() - timedelta(days=40))
    applications(nac1, nac5, cto, center["shinsa"])
    load_works(center["kouji"])
