"""Address of the demonstration's mail page."""

from django.urls import path

from . import demo_views

app_name = "notice"
urlpatterns = [path("demo/mails/", demo_views.mails, name="mails")]
