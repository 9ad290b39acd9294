"""How intake rounds and applications move."""

from matching.workflow.applications import APPLICATION
from matching.workflow.lottery import WITNESS
from matching.workflow.own_places import OWN_PLACE
from matching.workflow.requirements import FULL_WEIGHT
from matching.workflow.rounds import ROUND

__all__ = ["APPLICATION", "FULL_WEIGHT", "OWN_PLACE", "ROUND", "WITNESS"]
