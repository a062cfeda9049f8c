"""Addresses of the flow's application: the engine's own site."""

from django.urls import path
from viewflow.contrib.auth import AuthViewset
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from .flows import FilingFlow

site = Site(title="Applications", viewsets=[FlowAppViewset(FilingFlow, icon="assignment")])

urlpatterns = [path("accounts/", AuthViewset(with_profile_view=False).urls), path("", site.urls)]
