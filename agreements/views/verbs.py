"""The verbs of an agreement, one page each: what it means, then one button."""

from typing import Any

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements import forms, services
from agreements.enums import SigningParty
from agreements.models import Agreement
from agreements.reports import RELATED
from agreements.rules import open_parties_of
from agreements.services.signing import role_of
from agreements.views.common import edit_url, list_crumb
from core.people import audience_of
from core.views.pages import Breadcrumb, TransitionPage
from core.workflow import badge


class AgreementVerb(TransitionPage):
    """A verb of an agreement, with what it means for the three parties."""

    model = Agreement
    queryset_related = RELATED
    detail_url_name = "agreements:agreement-detail"
    meaning: Any = ""

    def get_breadcrumbs(self) -> list[Breadcrumb]:
        """List, agreement."""
        return [list_crumb(), *super().get_breadcrumbs()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How it stands, and what the verb means."""
        shown = badge(self.object, audience_of(self.request))
        return super().get_context_data(badge=shown, meaning=self.meaning, **kwargs)


class Propose(AgreementVerb):
    """Freeze a version and ask for signatures."""

    action = "propose"
    service = services.propose_agreement
    success_message = _("The agreement is proposed. Host and student can read and sign it now.")
    meaning = _(
        "The text is frozen as it reads now. The institution, the host and the student read the"
        " same words and sign them. To change something later, you make a new version."
    )


class Revise(AgreementVerb):
    """Begin a new version."""

    action = "revise"
    service = services.revise_agreement
    success_message = _("You can change the clauses now. Then propose the new version.")
    meaning = _(
        "The agreement becomes a draft again. Signatures stay on the version on which they were"
        " put; the new version has to be signed again by all three."
    )

    def get_success_url(self) -> str:
        """Straight to the clauses."""
        return edit_url(self.object)


class Sign(AgreementVerb):
    """Sign the newest version, by the hash of the text that was read."""

    action = "sign"
    form_class = forms.SignForm
    template_name = "agreements/sign.html"
    success_message = _("You have signed. The others see it at once.")
    meaning = _(
        "With your signature you agree with every word of this version. It is kept with your"
        " name, your role, the time and the fingerprint of the text, and nobody can change it."
    )

    @cached_property
    def version(self) -> Any:
        """The version that is signed now."""
        return self.object.current_version()

    @cached_property
    def parties(self) -> list[SigningParty]:
        """For which parties this person can still sign."""
        return open_parties_of(self.request.user, self.object)

    def get_initial(self) -> dict[str, Any]:
        """The fingerprint of what is shown."""
        return {"sha256": self.version.sha256}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The person's own parties."""
        choices = [(party.value, self.party_label(party)) for party in self.parties]
        return super().get_form_kwargs() | {"parties": choices}

    def party_label(self, party: SigningParty) -> str:
        """The party with its name, such as "Host organisation (Bakery)"."""
        agreement = self.object
        names = {
            SigningParty.INSTITUTION: agreement.institution,
            SigningParty.HOST: agreement.host,
            SigningParty.STUDENT: agreement.trajectory.student,
        }
        return f"{capfirst(str(party.label))} ({names[party]})"

    def signs_as(self, party: SigningParty) -> str:
        """Name and role as the signature will keep them, and the party."""
        user = self.request.user
        role = role_of(user, self.object, party, get_language() or "nl")
        return f"{user}, {role}: {self.party_label(party)}"

    def get_summary(self) -> list[tuple[Any, ...]]:
        """What is signed, by whom."""
        agreement = self.object
        first, last = date_format(agreement.start_date), date_format(agreement.end_date)
        return [
            (_("You sign as"), [self.signs_as(party) for party in self.parties]),
            (_("Student"), agreement.trajectory.student),
            (_("Host organisation"), agreement.host),
            (_("Period"), _("%(first)s until %(last)s") % {"first": first, "last": last}),
            (_("Version"), self.version.number),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version, and whether the person holds two roles."""
        extra = {"version": self.version, "parties": self.parties, "summary": self.get_summary()}
        return super().get_context_data(**extra | kwargs)

    def run(self, form: Any) -> Any:
        """Put the signature."""
        return services.sign_agreement(
            self.object,
            actor=self.request.user,
            party=form.cleaned_data["party"],
            sha256=form.cleaned_data["sha256"],
        )


class Decline(AgreementVerb):
    """Say no, with a reason."""

    action = "decline"
    service = services.decline_agreement
    form_class = forms.ReasonForm
    success_message = _("You have declined. The institution reads your reason.")
    meaning = _("Nobody can sign this version any more. The institution can make a new one.")


class Activate(AgreementVerb):
    """Put in force."""

    action = "activate"
    service = services.activate_agreement
    success_message = _("The agreement is in force and the trajectory has started.")
    meaning = _("The agreement comes into force and the student's trajectory starts.")


class RenewEvidence(AgreementVerb):
    """A newer date for a condition, beside the signed text."""

    action = "renew-evidence"
    form_class = forms.EvidenceForm
    success_message = _("The date is recorded.")
    meaning = _(
        "The text that was proposed or signed stays as it is. The newest date counts for the"
        " conditions of the first day. What you record here cannot be changed afterwards."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form makes evidence; it does not edit the agreement."""
        return super().get_form_kwargs() | {"instance": None}

    def run(self, form: Any) -> Any:
        """Record it."""
        return services.record_evidence(self.object, actor=self.request.user, **form.cleaned_data)


class Complete(AgreementVerb):
    """It has run its course."""

    action = "complete"
    service = services.complete_agreement
    success_message = _("The agreement is completed.")
    meaning = _("The agreement has run its course. It can still be read.")


class Cancel(AgreementVerb):
    """Stop before the first day."""

    action = "cancel"
    service = services.cancel_agreement
    form_class = forms.ReasonForm
    success_message = _("The agreement is cancelled, and its trajectory has ended.")
    meaning = _(
        "Nothing of it comes into force. The trajectory ends too, if it did not end yet, and the"
        " student can apply again in this pathway. This cannot be undone: to change a promise, make"
        " a new version instead."
    )


class Terminate(AgreementVerb):
    """End early."""

    action = "terminate"
    service = services.terminate_agreement
    form_class = forms.ReasonForm
    success_message = _("The agreement is ended, and so is its trajectory.")
    meaning = _(
        "The promises end today. The trajectory ends too, if it did not end yet. Hear the other"
        " parties first, and say in the reason how the student goes on."
    )
