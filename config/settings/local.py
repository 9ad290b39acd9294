"""One's own machine: the demonstration that `make run` serves on localhost."""

import os

from config.embedded import ensure_servers

for _name, _value in ensure_servers().items():
    os.environ.setdefault(_name, _value)

from config.settings.base import *  # noqa: E402, F403  (needs the addresses set above)

DEBUG = False
DEMO = True
# The demonstration's people sign in with a known password, to look around at once.
SECOND_FACTOR_REQUIRED = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# Passkeys on one's own machine, which browsers trust without https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
