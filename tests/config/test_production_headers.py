"""What production adds to an answer: https only, cookies for this site only, files for a year."""

import json
import os
import secrets
import subprocess
import sys

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from config.embedded.paths import PROJECT

ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
client = Client()
plain, safe = client.get("/health/live/"), client.get("/health/live/", secure=True)
names = ("SESSION", "CSRF", "LANGUAGE")
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]],
    "https": safe.headers["Strict-Transport-Security"],
    "number": len(safe["X-Request-ID"]),
    "cookies": [[getattr(settings, f"{name}_COOKIE_{flag}") for flag in
                 ("SECURE", "HTTPONLY", "SAMESITE")] for name in names],
}))
"""


def test_production_speaks_https_only_and_keeps_cookies_to_itself():
    """D8: nothing travels in the clear, and no script or other site gets the session."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_hex(32),
        "PSEUDONYM_KEY": secrets.token_hex(32),
        "ENCRYPTION_KEYS": secrets.token_hex(32),
        "ALLOWED_HOSTS": "testserver",
        "PUBLIC_URL": "https://testserver",
        "TRUSTED_PROXIES": "1",
        "EMAIL_HOST": "localhost",
        "DOCUMENTS_FOLDER": "/srv/documents",
        "DEFAULT_FROM_EMAIL": "noreply@werkplekleren.example",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "plain": [301, "https://testserver/health/live/"],
        "https": "max-age=31536000; includeSubDomains; preload",
        "number": 14,
        # The token of forms is read by nobody but the page it stands in.
        "cookies": [[True, True, "Lax"], [True, True, "Lax"], [True, True, "Lax"]],
    }


@pytest.fixture
def files(settings, tmp_path):
    """Files as collectstatic leaves them, with their contents' sum in the name."""
    settings.WHITENOISE_AUTOREFRESH = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    staticfiles_storage.save("site.css", ContentFile(b"body { color: black }" * 50))
    list(staticfiles_storage.post_process({"site.css": (staticfiles_storage, "site.css")}))
    return WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))


@pytest.mark.django_db  # an answer that is closed looks after the connection
def test_files_with_their_sum_in_the_name_are_kept_by_browsers(files):
    """Fast by construction: what cannot change is asked once; the plain name is asked again."""
    hashed = files(RequestFactory().get(staticfiles_storage.url("site.css")))
    plain = files(RequestFactory().get("/static/site.css"))
    assert hashed["Cache-Control"] == "max-age=315360000, public, immutable"
    assert plain["Cache-Control"] == "max-age=60, public"
    packed = files(
        RequestFactory().get(
            staticfiles_storage.url("site.css"), headers={"Accept-Encoding": "gzip"}
        )
    )
    assert packed["Content-Encoding"] == "gzip"
    for answer in (hashed, plain, packed):
        answer.close()
