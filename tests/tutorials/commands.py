"""The `curl` commands of a tutorial, sent to Django's test client."""

import base64
import re
import shlex
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client

BLOCK = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
WITH_VALUE = ("-u", "-d", "-H", "-o")


@dataclass
class Command:
    """One call: its address, and what its options say."""

    address: str = ""
    options: dict[str, list[str]] = field(default_factory=dict)

    def send(self, client: Client, token: str):
        """The answer of the platform."""
        place = urlsplit(self.address)
        path = f"{place.path}?{place.query}" if place.query else place.path
        headers = dict(line.split(": ", 1) for line in self.options.get("-H", []))
        headers = {name: value.replace("$TOKEN", token) for name, value in headers.items()}
        for pair in self.options.get("-u", []):
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        form = dict(parse_qsl("&".join(self.options.get("-d", []))))
        if form:
            kind = "application/x-www-form-urlencoded"
            return client.post(path, urlencode(form), content_type=kind, headers=headers)
        return client.get(path, headers=headers)


def commands(text: str) -> list[Command]:
    """Every `curl` of the shell blocks. Raises KeyError for an option that is not known here."""
    lines = [
        line
        for block in BLOCK.findall(text)
        for line in block.replace("\\\n", " ").splitlines()
        if line.startswith("curl ")
    ]
    return [command(shlex.split(line)[1:]) for line in lines]


def command(words: list[str]) -> Command:
    """One command line, taken apart."""
    found = Command()
    waiting = iter(words)
    for word in waiting:
        if word.startswith("-"):
            if word not in WITH_VALUE:
                raise KeyError(word)
            found.options.setdefault(word, []).append(next(waiting))
        else:
            found.address = word
    return found
