"""The verbs of this room. Each locks, asks, writes and leaves a trace."""

from matching.services.announced import drawers_do_not_apply, own_employer_announced
from matching.services.applications import (
    rank_positions,
    start_application,
    submit_application,
    withdraw_application,
    write_motivation,
)
from matching.services.certificates import applications_in
from matching.services.completeness import (
    RatingProgress,
    finish_complete_applications,
    rating_progress,
)
from matching.services.explanations import all_told, told_in
from matching.services.lottery import announced, announced_in
from matching.services.match import match_round
from matching.services.offers import accept_offer, decline_offer
from matching.services.own_employers import (
    agree_own_place,
    ask_employer_again,
    confirm_own_place,
    decline_own_place,
    name_own_employer,
    refuse_own_place,
    withdraw_own_place,
)
from matching.services.procedure import honesty_sentences, procedure_sentences
from matching.services.ratings import rate_application, rate_pair
from matching.services.review import check_application, judge_pair, withdraw_choice
from matching.services.rounds import (
    close_round,
    create_round,
    edit_round,
    open_round,
    publish_round,
    seal_round,
    set_criteria,
    start_rating,
)
from matching.services.seals import sealed_text
from matching.services.witnesses import (
    ask_witness,
    promise_secret,
    release_witness,
    reveal_secret,
)
from matching.services.worked_example import worked_example

__all__ = [
    "RatingProgress",
    "accept_offer",
    "agree_own_place",
    "all_told",
    "announced",
    "announced_in",
    "applications_in",
    "ask_employer_again",
    "ask_witness",
    "check_application",
    "close_round",
    "confirm_own_place",
    "create_round",
    "decline_offer",
    "decline_own_place",
    "drawers_do_not_apply",
    "edit_round",
    "finish_complete_applications",
    "honesty_sentences",
    "judge_pair",
    "match_round",
    "name_own_employer",
    "open_round",
    "own_employer_announced",
    "procedure_sentences",
    "promise_secret",
    "publish_round",
    "rank_positions",
    "rate_application",
    "rate_pair",
    "rating_progress",
    "refuse_own_place",
    "release_witness",
    "reveal_secret",
    "seal_round",
    "sealed_text",
    "set_criteria",
    "start_application",
    "start_rating",
    "submit_application",
    "told_in",
    "withdraw_application",
    "withdraw_choice",
    "withdraw_own_place",
    "worked_example",
    "write_motivation",
]
