"""The platform as a whole: Celery in every process that knows Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlatformConfig(AppConfig):
    """Wiring. A web process asks for tasks by their name, through the platform's own broker."""

    name = "config"
    label = "platform"

    def ready(self) -> None:
        """Load Celery and the tasks of every room."""
        from config.celery import app

        app.set_current()
        autodiscover_modules("tasks")
