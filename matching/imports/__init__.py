"""Files about an intake: criteria, applications, conditions, lists, refusals, ratings."""

from matching.imports import (  # noqa: F401  (each registers its files when loaded)
    applications,
    criteria,
    eligibility,
    pairs,
    ratings,
)
