"""Figures for Prometheus: requests by page, their times, and what waits in the database.

Each web process counts for itself; with PROMETHEUS_MULTIPROC_DIR (set by the command that starts several) a scrape of
any of them gives the sum.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import REGISTRY, Collector

REQUESTS = Counter("nss_requests", "Answered requests", ["page", "method", "status"])
SECONDS = Histogram(
    "nss_request_seconds",
    "Time to answer",
    ["page"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

WAITING = (
    (
        "nss_mails",
        "Mails by state",
        "state",
        "SELECT state, count(*) FROM notice_mail WHERE state <> 'sent' GROUP BY 1",
    ),
    (
        "nss_jobs",
        "Jobs by status",
        "status",
        "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status <> 'succeeded' GROUP BY 1",
    ),
    (
        "nss_applications",
        "Undecided applications by state",
        "state",
        "SELECT state, count(*) FROM application_application WHERE state IN ('received','resubmitted','reviewing','query','consent','setting_wait') GROUP BY 1",
    ),
)


class Measure:
    """Counts and times every request by the name of its page, never by its address: numbers stay out of labels."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        page = match.view_name if match else "none"
        REQUESTS.labels(page, request.method or "", str(response.status_code)).inc()
        SECONDS.labels(page).observe(time.perf_counter() - began)
        return response


class Waiting(Collector):
    """What waits in the database at the moment of the scrape."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        with connection.cursor() as cursor:
            for name, text, label, query in WAITING:
                gauge = GaugeMetricFamily(name, text, labels=[label])
                cursor.execute(query)
                for value, n in cursor.fetchall():
                    gauge.add_metric([value], n)
                yield gauge


def metrics(request: HttpRequest) -> HttpResponse:
    """For the scraper, with the token of NSS_METRICS_TOKEN. Without one set, nobody may in production: behind a proxy every
    visitor seems to come from this machine. The demonstration, which has no proxy, shows it."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    if not (constant_time_compare(given, token) if token else settings.DEMO):
        raise Http404
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client types it not
    else:
        registry = REGISTRY
    body = generate_latest(registry)
    waiting = CollectorRegistry()
    waiting.register(Waiting())
    return HttpResponse(body + generate_latest(waiting), content_type=CONTENT_TYPE_LATEST)
