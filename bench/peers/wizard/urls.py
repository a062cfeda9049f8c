"""Addresses of the wizard's application."""

from django.contrib.auth.views import LoginView
from django.urls import path

from . import views

urlpatterns = [
    path("", views.Mine.as_view(), name="mine"),
    path("accounts/login/", LoginView.as_view(template_name="wizard/login.html")),
    path("apply/", views.Apply.as_view(), name="apply"),
    path("applications/<int:pk>/", views.Result.as_view(), name="result"),
    path("queue/", views.Queue.as_view(), name="queue"),
    path("queue/<int:pk>/", views.Review.as_view(), name="review"),
    path("queue/<int:pk>/approve/", views.Approve.as_view(), name="approve"),
]
