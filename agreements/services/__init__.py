"""The verbs of this room: write, propose, sign, put in force, end."""

from agreements.services.drafting import (
    add_clause,
    create_clause_template,
    draft_agreement,
    fill_clause,
    propose_agreement,
    remove_clause,
    revise_agreement,
)
from agreements.services.life import (
    activate_agreement,
    cancel_agreement,
    complete_agreement,
    record_evidence,
    terminate_agreement,
)
from agreements.services.signing import decline_agreement, sign_agreement

__all__ = [
    "activate_agreement",
    "add_clause",
    "cancel_agreement",
    "complete_agreement",
    "create_clause_template",
    "decline_agreement",
    "draft_agreement",
    "fill_clause",
    "propose_agreement",
    "record_evidence",
    "remove_clause",
    "revise_agreement",
    "sign_agreement",
    "terminate_agreement",
]
