"""The web server's entrance."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
# For migrations only (manage.py): who answers people never has the owner's rights.
os.environ.pop("DATABASE_AS_OWNER", None)

application = get_wsgi_application()
