"""Addresses of shared pages."""

from django.urls import path

from . import public, unsent, views

app_name = "web"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("postal/<str:code>/", views.postal, name="postal"),
    path("unsent/", unsent.page, name="unsent"),
    path("help/", views.help_page, name="help"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("favicon.ico", public.favicon, name="favicon"),
    path(".well-known/security.txt", public.security_text, name="security-text"),
]
