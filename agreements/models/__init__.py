"""What the three parties promise."""

from agreements.models.agreements import Agreement, AgreementVersion, Signature
from agreements.models.clauses import Clause, ClauseTemplate
from agreements.models.evidence import ConditionEvidence

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Clause",
    "ClauseTemplate",
    "ConditionEvidence",
    "Signature",
]
