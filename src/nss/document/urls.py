"""The public address of the verification page."""

from django.urls import path

from . import views

app_name = "document"
urlpatterns = [path("verify/", views.verify, name="verify")]
