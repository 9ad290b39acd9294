"""What will go: said in the headers of the answer and in the description, as data of the view."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.http import http_date

CHANGES = "/api/v1/changes/"


@dataclass(frozen=True)
class Deprecation:
    """Since when an operation is discouraged, from which day it may be gone, and what instead.

    ``instead`` is the address of the operation that replaces it, if there is one.
    """

    since: date
    sunset: date
    instead: str = ""

    def headers(self) -> dict[str, str]:
        """RFC 9745 and RFC 8594, with the change log where one reads more."""
        links = [f'<{CHANGES}>; rel="deprecation"; type="text/html"']
        if self.instead:
            links.append(f'<{self.instead}>; rel="successor-version"')
        return {
            "Deprecation": f"@{int(_midnight(self.since))}",
            "Sunset": http_date(_midnight(self.sunset)),
            "Link": ", ".join(links),
        }


def _midnight(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
