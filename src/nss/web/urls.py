"""Addresses of shared pages."""

from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("postal/<str:code>/", views.postal, name="postal"),
    path("help/", views.help_page, name="help"),
]
