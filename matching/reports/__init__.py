"""Read queries of this room: what a page shows, in a constant number of queries."""

from matching.reports.lottery import Drawing, drawing_of, how_far, how_far_you_are, lots_of
from matching.reports.offered import offers_of_round
from matching.reports.own_places import (
    awaited_by,
    double_role,
    own_places_in,
    seat_in_words,
    summary_of,
    what_it_means,
    what_it_meant,
)
from matching.reports.results import Choice, results_of
from matching.reports.rounds import (
    Closed,
    Totals,
    closed_in,
    counts_per_state,
    totals_of,
    with_application_count,
)
from matching.reports.waiting import (
    already_placed,
    drafts_of,
    lotteries_of,
    offers_of,
    open_again_to,
    own_employers_to_decide,
    own_workers_to_answer,
    pairs_to_rate,
    rounds_to_rate,
    rounds_to_review,
    rounds_to_run,
    silent_employers,
)
from matching.reports.words import ended_run, next_step, place_name

__all__ = [
    "Choice",
    "Closed",
    "Drawing",
    "Totals",
    "already_placed",
    "awaited_by",
    "closed_in",
    "counts_per_state",
    "double_role",
    "drafts_of",
    "drawing_of",
    "ended_run",
    "how_far",
    "how_far_you_are",
    "lots_of",
    "lotteries_of",
    "next_step",
    "offers_of",
    "offers_of_round",
    "open_again_to",
    "own_employers_to_decide",
    "own_places_in",
    "own_workers_to_answer",
    "pairs_to_rate",
    "place_name",
    "results_of",
    "rounds_to_rate",
    "rounds_to_review",
    "rounds_to_run",
    "seat_in_words",
    "silent_employers",
    "summary_of",
    "totals_of",
    "what_it_means",
    "what_it_meant",
    "with_application_count",
]
