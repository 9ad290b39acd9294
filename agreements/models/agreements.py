"""The agreement, its frozen versions and the signatures on them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.conditions import unmet_conditions
from agreements.enums import AgreementState, SigningParty
from agreements.querysets import AgreementQuerySet, OfAgreementQuerySet
from agreements.workflow import AGREEMENT
from core.constraints import ends_after_start, one_of
from core.history import tracked
from core.models import SealedRecord, StatefulRecord
from partnerships.models import Organisation
from trajectories.models import Trajectory

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from agreements.models.clauses import Clause

WRITTEN_ONCE = pgtrigger.Update | pgtrigger.Delete

# Three parties on one and the same version, also for raw SQL (domain.md 8.2).
THREE_SIGNATURES = """
IF (SELECT COUNT(*) FROM agreements_signature WHERE version_id = (
        SELECT id FROM agreements_agreementversion WHERE agreement_id = NEW.id
        ORDER BY number DESC LIMIT 1)) <> 3 THEN
    RAISE EXCEPTION 'An agreement is signed when all three parties signed its newest version';
END IF;
RETURN NEW;
"""
# A signature names the text that was signed: the hash and the agreement of its version.
SIGNS_ITS_VERSION = """
IF NOT EXISTS (SELECT 1 FROM agreements_agreementversion WHERE id = NEW.version_id
        AND agreement_id = NEW.agreement_id AND sha256 = NEW.sha256) THEN
    RAISE EXCEPTION 'A signature names the version and the hash that were signed';
END IF;
RETURN NEW;
"""


@tracked
class Agreement(StatefulRecord):
    """The agreement of institution, host and student about one trajectory (V15)."""

    workflow = AGREEMENT

    trajectory = models.OneToOneField(
        Trajectory, on_delete=models.PROTECT, related_name="agreement"
    )
    start_date = models.DateField(_("start"))
    end_date = models.DateField(_("end"))
    decline_reason = models.TextField(_("why it was declined"), blank=True)
    end_reason = models.TextField(pgettext_lazy("agreement", "why it ended"), blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-created_at"]
        constraints = [
            *AGREEMENT.constraints(),
            ends_after_start("agreement_ends_after_it_starts", "start_date", "end_date"),
        ]
        triggers = [
            *AGREEMENT.triggers(),
            pgtrigger.Trigger(
                name="agreement_signed_by_three",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__state=AgreementState.PARTIALLY_SIGNED, new__state=AgreementState.SIGNED
                ),
                func=THREE_SIGNATURES,
            ),
        ]

    def __str__(self) -> str:
        return str(
            _("Agreement of %(student)s at %(host)s")
            % {"student": self.trajectory.student, "host": self.host}
        )

    @property
    def institution(self) -> Organisation:
        """The party that keeps final responsibility (V36)."""
        return self.trajectory.student.institution

    @property
    def host(self) -> Organisation:
        """The host organisation."""
        return self.trajectory.position.host

    def current_version(self) -> "AgreementVersion | None":
        """The newest frozen version; None while nothing was proposed."""
        return self.versions.order_by("-number").first()

    def incomplete_clauses(self) -> "list[Clause]":
        """Clauses that still miss something."""
        return [clause for clause in self.clauses.all() if not clause.is_complete]

    def open_parties(self) -> list[SigningParty]:
        """The parties that have not signed the newest version yet, in their order."""
        version = self.current_version()
        signed = set(version.signatures.values_list("party", flat=True)) if version else set()
        return [party for party in SigningParty if party not in signed]

    def unmet_conditions(self) -> Iterator["StrOrPromise"]:
        """What does not hold on the first day."""
        return unmet_conditions(self)


class AgreementVersion(SealedRecord):
    """What was proposed, word for word: canonical content with its SHA-256. Never changes."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="versions_of_an_agreement_are_numbered"
            )
        ]
        triggers = [pgtrigger.Protect(name="version_is_written_once", operation=WRITTEN_ONCE)]

    def __str__(self) -> str:
        words = {"agreement": self.agreement, "number": self.number}
        return str(_("%(agreement)s, version %(number)s") % words)


class Signature(SealedRecord):
    """A party's signature on one frozen version (domain.md 3.8). Never changes."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    party = models.CharField(_("party"), max_length=20, choices=SigningParty.choices)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures"
    )
    signer_name = models.CharField(_("name"), max_length=260)
    signer_role = models.CharField(_("role"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of what was signed"), max_length=64)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["created_at"]
        constraints = [
            one_of("party", SigningParty, "signing_party_is_known"),
            models.UniqueConstraint(
                fields=["version", "party"], name="a_party_signs_a_version_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="signature_is_written_once", operation=WRITTEN_ONCE),
            pgtrigger.Trigger(
                name="signature_names_its_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SIGNS_ITS_VERSION,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name} ({self.get_party_display()})"
