"""A production start with unsafe settings is refused, and says why."""

import os
import secrets
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.embedded.paths import PROJECT
from config.settings.safety import refuse_unsafe

KEY = secrets.token_hex(32)
PROVIDER = {
    "issuer": "https://authenticatie.example/op",
    "client_secret": secrets.token_hex(16),
    "scopes": ["openid", "vo"],
    "algorithms": ["RS256", "ES256"],
}
SAFE = {
    "SECRET_KEY": secrets.token_hex(32),
    "PSEUDONYM_KEY": KEY,
    "ENCRYPTION_KEYS": [secrets.token_hex(32), secrets.token_hex(32)],
    "SECOND_FACTOR_REQUIRED": True,
    "DEMO": False,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["werkplekleren.example"],
    "CSRF_TRUSTED_ORIGINS": ["https://werkplekleren.example"],
    "EMAIL_USE_TLS": True,
    "EMAIL_HOST": "mail.example",
    "PUBLIC_URL": "https://werkplekleren.example",
    "DEFAULT_FROM_EMAIL": "noreply@werkplekleren.example",
    "OPENID_PROVIDERS": [PROVIDER],
    "BASE_DIR": PROJECT,
    "STORAGES": {"documents": {"OPTIONS": {"location": "/srv/documents"}}},
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "SECURE_SSL_REDIRECT": True,
    "API_REQUESTS_PER_MINUTE": 600,
    "TOKEN_FAILURES_PER_MINUTE": 10,
    "METRICS_TOKEN": "",
    "CACHES": {"default": {"LOCATION": "redis://localhost/1"}},
    "CELERY_BROKER_URL": "redis://localhost/0",
}
LIMITS = "API_REQUESTS_PER_MINUTE and TOKEN_FAILURES_PER_MINUTE"
IN_THE_RELEASE = {"documents": {"OPTIONS": {"location": f"{PROJECT}/static/documents"}}}


def provider(**change: object) -> dict[str, object]:
    """The settings with one provider that differs from the safe one."""
    return {"OPENID_PROVIDERS": [PROVIDER, PROVIDER | change]}


UNSAFE = [
    ("SECRET_KEY", {"SECRET_KEY": "short"}),
    ("SECRET_KEY", {"SECRET_KEY": "a" * 60}),
    ("PSEUDONYM_KEY", {"PSEUDONYM_KEY": "00" * 32}),
    ("PSEUDONYM_KEY", {"PSEUDONYM_KEY": "not hexadecimal" * 10}),
    ("SECRET_KEY, PSEUDONYM_KEY and ENCRYPTION_KEYS", {"SECRET_KEY": KEY}),
    ("SECRET_KEY, PSEUDONYM_KEY and ENCRYPTION_KEYS", {"ENCRYPTION_KEYS": [KEY]}),
    ("ENCRYPTION_KEYS", {"ENCRYPTION_KEYS": []}),
    ("ENCRYPTION_KEYS", {"ENCRYPTION_KEYS": [secrets.token_hex(32), "11" * 32]}),
    ("ENCRYPTION_KEYS", {"ENCRYPTION_KEYS": ["not hexadecimal"]}),
    ("SECOND_FACTOR_REQUIRED", {"SECOND_FACTOR_REQUIRED": False}),
    ("DEMO", {"DEMO": True}),
    ("DEBUG", {"DEBUG": True}),
    ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": []}),
    ("ALLOWED_HOSTS", {"ALLOWED_HOSTS": ["werkplekleren.example", "*"]}),
    ("CSRF_TRUSTED_ORIGINS", {"CSRF_TRUSTED_ORIGINS": ["http://werkplekleren.example"]}),
    ("EMAIL_USE_TLS", {"EMAIL_USE_TLS": False}),
    ("PUBLIC_URL", {"PUBLIC_URL": "http://werkplekleren.example"}),
    ("PUBLIC_URL", {"PUBLIC_URL": "https://elsewhere.example"}),
    ("OPENID_..._ISSUER", provider(issuer="http://authenticatie.example")),
    ("OPENID_..._ISSUER", provider(issuer="authenticatie.example")),
    ("OPENID_..._ISSUER", provider(issuer="https://me:secret@authenticatie.example")),
    ("OPENID_..._ISSUER", provider(issuer="https://authenticatie.example/?tenant=any")),
    ("OPENID_..._CLIENT_SECRET", provider(client_secret="guess")),
    ("OPENID_..._SCOPES", provider(scopes=["profile"])),
    ("OPENID_..._SCOPES with rrn", provider(scopes=["openid", "rrn"])),
    ("OPENID_..._ALGORITHMS", provider(algorithms=["RS256", "HS256"])),
    ("OPENID_..._ALGORITHMS", provider(algorithms=["none"])),
    ("DOCUMENTS_FOLDER", {"STORAGES": IN_THE_RELEASE}),
    ("TRUSTED_PROXIES", {"ALLAUTH_TRUSTED_PROXY_COUNT": 0}),
    ("SECURE_SSL_REDIRECT", {"SECURE_SSL_REDIRECT": False}),
    (LIMITS, {"API_REQUESTS_PER_MINUTE": 0}),
    (LIMITS, {"TOKEN_FAILURES_PER_MINUTE": 0}),
    ("METRICS_TOKEN", {"METRICS_TOKEN": "guess"}),
    ("CACHE_URL", {"CELERY_BROKER_URL": "redis://localhost/1"}),
    ("DEFAULT_FROM_EMAIL", {"DEFAULT_FROM_EMAIL": "werkplekleren@localhost"}),
]


@pytest.mark.parametrize(("name", "change"), UNSAFE)
def test_unsafe_setting_is_refused_by_name(name, change):
    """What could leak a file or open an account never starts."""
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse_unsafe(SAFE | change)
    _, *found, _ = str(refused.value).splitlines()
    assert [line.startswith(f"- {name} ") for line in found] == [True]


def test_everything_unsafe_is_named_in_one_go():
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse_unsafe(SAFE | {"DEMO": True, "DEBUG": True})
    assert str(refused.value).count("\n- ") == 2


@pytest.mark.parametrize("change", [{}, {"EMAIL_USE_TLS": False, "EMAIL_HOST": "localhost"}])
def test_safe_settings_pass(change):
    assert refuse_unsafe(SAFE | change) is None


def production() -> dict[str, str]:
    """The environment of a server."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": SAFE["SECRET_KEY"],
        "PSEUDONYM_KEY": KEY,
        "ENCRYPTION_KEYS": ",".join(SAFE["ENCRYPTION_KEYS"]),
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
        "BROKER_URL": "redis://localhost/0",
        "CACHE_URL": "redis://localhost/1",
        "ALLOWED_HOSTS": "werkplekleren.example",
        "CSRF_TRUSTED_ORIGINS": "https://werkplekleren.example",
        "EMAIL_HOST": "mail.example",
        "PUBLIC_URL": "https://werkplekleren.example",
        "DOCUMENTS_FOLDER": "/srv/documents",
        "DEFAULT_FROM_EMAIL": "noreply@werkplekleren.example",
        "TRUSTED_PROXIES": "1",
    }


def check_production(**change: str) -> subprocess.CompletedProcess[str]:
    environment = production() | change
    words = [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"]
    return subprocess.run(
        words, check=False, cwd=PROJECT, env=environment, capture_output=True, text=True
    )


def test_production_passes_every_check_of_django():
    """Django's own list for deployment finds nothing."""
    done = check_production()
    assert done.returncode == 0, done.stderr


def test_production_with_the_demonstration_does_not_start():
    done = check_production(DEMO="1")
    assert done.returncode == 1
    assert "- DEMO must be off: it shows sign-ins with a known password." in done.stderr


def test_second_step_is_required_unless_it_is_the_demonstration():
    """The demonstration lets everybody look around; a server with real people does not."""
    asked = "from django.conf import settings; print(settings.SECOND_FACTOR_REQUIRED)"
    answers = {}
    for settings in ("local", "production"):
        environment = production() | {"DJANGO_SETTINGS_MODULE": f"config.settings.{settings}"}
        words = [sys.executable, "-c", asked]
        done = subprocess.run(
            words, check=True, cwd=PROJECT, env=environment, capture_output=True, text=True
        )
        answers[settings] = done.stdout.strip()
    assert answers == {"local": "False", "production": "True"}


@pytest.mark.parametrize("door", ["config.wsgi", "config.celery"])
def test_web_and_workers_never_keep_the_rights_of_the_owner(door):
    """A variable for migrations, left on, would let the platform rewrite its history."""
    asked = f"import {door}; from django.conf import settings as s; print(s.DATABASES)"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        check=True,
        cwd=PROJECT,
        env=production() | {"DATABASE_AS_OWNER": "1"},
        capture_output=True,
        text=True,
    )
    assert "'assume_role': 'wbl_app'" in done.stdout
