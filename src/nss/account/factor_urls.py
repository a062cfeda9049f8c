"""Addresses that allauth's second factor knows by its own names."""

from allauth.account.views import reauthenticate
from django.urls import include, path

from . import views as v

urlpatterns = [
    path("login/", v.login, name="account_login"),
    path("logout/", v.sign_out, name="account_logout"),
    path("login/", v.login, name="account_inactive"),
    path("login/", v.login, name="account_email_verification_sent"),
    path("account/", v.account, name="account_email"),
    path("account/again/", reauthenticate, name="account_reauthenticate"),
    path("account/factor/", include("allauth.mfa.urls")),
]
