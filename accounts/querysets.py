"""What exists for whom among rows about accounts."""

from typing import Any, Self

from core.querysets import ScopedQuerySet


class InvitationQuerySet(ScopedQuerySet):
    """Invitations."""

    def visible_to(self, user: Any) -> Self:
        """None: who looks after people sees the people."""
        return self.none()

    def open(self) -> Self:
        """Neither accepted nor withdrawn; they may be too old."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class ImpersonationQuerySet(ScopedQuerySet):
    """Looks with somebody's eyes, and the rows that belong to them."""

    def visible_to(self, user: Any) -> Self:
        """Administrators all; everybody those with their own eyes."""
        if getattr(user, "is_administrator", False):
            return self
        # Ends and steps are read along with their look, never by themselves.
        if not hasattr(self.model, "person"):
            return self.none()
        return self.filter(person=user.pk)
