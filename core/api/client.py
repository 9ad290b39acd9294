"""A Python client of the API, generated from the OpenAPI file by openapi-python-client."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from core.api.documentation import description

# Answers that are files come as bytes.
SETTINGS = {
    "post_hooks": [],
    "content_type_overrides": {
        "application/pdf": "application/octet-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
            "application/octet-stream"
        ),
        "application/zip": "application/octet-stream",
        "text/csv": "application/octet-stream",
    },
}


class ClientNotMade(Exception):
    """The generator did not make it; the text is what it said."""


def make_client(folder: Path) -> None:
    """Write the client as a Python package into ``folder``, in the place of what is there.

    Raises `ClientNotMade` with what the generator says, also about an operation that it would
    leave out.
    """
    with TemporaryDirectory() as name:
        file, settings = Path(name, "openapi.json"), Path(name, "settings.json")
        file.write_text(json.dumps(description(), default=str), encoding="utf-8")
        settings.write_text(json.dumps(SETTINGS), encoding="utf-8")
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--overwrite"]
        command += ["--meta", "none", "--fail-on-warning", "--path", str(file)]
        command += ["--config", str(settings), "--output-path", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ClientNotMade(done.stdout + done.stderr)
