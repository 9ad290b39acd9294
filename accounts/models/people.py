"""The person who signs in. Roles live in partnerships: memberships with a period."""

import uuid
from typing import Any
from urllib.parse import urlsplit

import pghistory
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from core.constraints import one_of
from core.search import search_column, search_index


class UserManager(BaseUserManager["User"]):
    """Makes people. An address is one person, whatever the case it is typed in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; without a password only an invitation or a provider lets them in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find a person by address, whatever the case."""
        return self.get(email__iexact=email)


# Old password hashes help only an attacker, every sign-in is no change of the person, and
# PostgreSQL works out the words to search by.
@pghistory.track(exclude=["password", "last_login", "search_words"])
class User(AbstractBaseUser):
    """A person, known by an e-mail address."""

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.DUTCH
    )
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    # Organisations and reference data, never student files (design: roles).
    is_administrator = models.BooleanField(_("platform administrator"), default=False)
    date_joined = models.DateTimeField(_("known since"), default=timezone.now, editable=False)

    search_words = search_column("first_name", "last_name")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name"]
        indexes = [
            search_index("user_search"),
            # Lists of people and of students begin at the first name, however many there are.
            models.Index(fields=["last_name", "first_name"], name="people_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email_address"),
            one_of("language", Language, "user_language_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """First name."""
        return self.first_name

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Ask the permission tables; nobody is above them."""
        return any(backend.has_perm(self, permission, obj) for backend in get_backends())


# Whose second step came and went, and by whom; never the secrets themselves.
@pghistory.track(exclude=["data", "last_used_at"])
class SecondStep(Authenticator):
    """A second step of signing in, as allauth keeps it."""

    class Meta:
        proxy = True
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")


# Which sign-in elsewhere came to belong to whom, and when it went; not every time it was used.
@pghistory.track(exclude=["last_login", "extra_data"])
class ProviderLink(SocialAccount):
    """A person's sign-in with an OpenID provider, as allauth keeps it: ``provider`` is the
    issuer, ``uid`` the subject (ADR 0014).
    """

    class Meta:
        proxy = True
        verbose_name = _("link with a provider")
        verbose_name_plural = _("links with providers")

    @property
    def host(self) -> str:
        """Where the sign-in lives, for a provider that the settings do not name any more."""
        return urlsplit(self.provider).hostname or self.provider
