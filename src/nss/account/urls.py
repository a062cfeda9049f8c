"""Addresses of sign-in, passwords, people."""

from django.urls import path

from . import people as p
from . import tokens as k
from . import views as v

app_name = "account"
urlpatterns = [
    path("terms/", v.terms, name="terms"),
    path("login/", v.login, name="login"),
    path("logout/", v.sign_out, name="logout"),
    path("session/extend/", v.extend, name="extend"),
    path("password/", v.password, name="password"),
    path("password/forgotten/", v.forgotten, name="forgotten"),
    path("password/set/", v.set_password, name="set-password"),
    path("password/reset/<str:token>/", v.reset, name="reset"),
    path("account/", v.account, name="account"),
    path("tokens/", k.page, name="tokens"),
    path("tokens/<int:pk>/revoke/", k.revoke, name="token-revoke"),
    path("people/", p.people, name="people"),
    path("people/<int:pk>/act/", p.person_act, name="person-act"),
]
