"""The figures for Prometheus: for whoever has the token, and for nobody else."""

import os

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.generic import View
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from core.access import PublicPage
from core.watching.gauges import PlatformCollector


class Metrics(PublicPage, View):
    """Counters of all processes that share a folder, and what stands in the database."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Prometheus' text; without the right token the page does not exist."""
        given = request.headers.get("Authorization", "")
        token = settings.METRICS_TOKEN
        if not token or not constant_time_compare(given, f"Bearer {token}"):
            raise Http404
        text = generate_latest(_counters()) + generate_latest(_figures())
        headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
        return HttpResponse(text, headers=headers)


def _counters() -> CollectorRegistry:
    """Of all processes with the same folder; without one, of this process."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _figures() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(PlatformCollector())
    return registry
