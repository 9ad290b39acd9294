"""Wiring of the demonstration: two commands, no tables."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration."""

    name = "config.demo"
    label = "demo"
