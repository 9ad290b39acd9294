"""One's own machine: the demonstration that `make run` serves on localhost."""

import os

from config.embedded import ensure_servers
from config.embedded.paths import locate

for _name, _value in ensure_servers().items():
    os.environ.setdefault(_name, _value)
os.environ.setdefault("LOG_FORMAT", "text")
os.environ.setdefault("DOCUMENTS_FOLDER", str(locate() / "documents"))

from config.settings.base import *  # noqa: E402, F403  (needs the addresses set above)

DEBUG = False
DEMO = True
# The demonstration's people sign in with a known password, to look around at once.
SECOND_FACTOR_REQUIRED = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
PUBLIC_URL = f"http://localhost:{os.environ.get('PORT', '8000')}"
# The worker's log shows what would be sent.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# Passkeys on one's own machine, which browsers trust without https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
