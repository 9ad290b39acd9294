"""The verbs of this room: each asks may you and can it now, then writes."""

from trajectories.services.limits import set_limits
from trajectories.services.logs import (
    ask_about_log_entry,
    confirm_log_entry,
    rewrite_log_entry,
    write_log_entry,
)
from trajectories.services.pathways import (
    accept_pathway,
    close_pathway,
    create_pathway,
    edit_pathway,
    open_pathway,
    place_outcomes,
    revise_pathway,
    set_conditions,
    start_co_creation,
    withdraw_pathway,
)
from trajectories.services.positions import change_position, offer_position
from trajectories.services.runs import (
    complete_trajectory,
    end_trajectory_early,
    interrupt_trajectory,
    plan_trajectory,
    resume_trajectory,
    start_trajectory,
)

__all__ = [
    "accept_pathway",
    "ask_about_log_entry",
    "change_position",
    "close_pathway",
    "complete_trajectory",
    "confirm_log_entry",
    "create_pathway",
    "edit_pathway",
    "end_trajectory_early",
    "interrupt_trajectory",
    "offer_position",
    "open_pathway",
    "place_outcomes",
    "plan_trajectory",
    "resume_trajectory",
    "revise_pathway",
    "rewrite_log_entry",
    "set_conditions",
    "set_limits",
    "start_co_creation",
    "start_trajectory",
    "withdraw_pathway",
    "write_log_entry",
]
