"""Datasets, API clients and exports: for analysts, and for programs with a token."""

from tests.access import PEOPLE, Row, World
from tests.factories.reporting import make_api_client

ANALYST = {"analyst"}
CODE = {"code": "trajectories"}


def build(world: World) -> None:
    """A client of the ministry, and one of somebody else."""
    world.api_client, __ = make_api_client(world.ministry, actor=world.analyst)
    world.other_api_client, __ = make_api_client()


ROWS = [
    Row("reporting:dataset-list", ok=ANALYST, rest=403),
    Row("reporting:dataset-detail", kwargs=CODE, ok=ANALYST, rest=403),
    Row("reporting:client-list", ok=ANALYST, rest=403),
    Row("reporting:client-create", ok=ANALYST, rest=403),
    Row("reporting:client-create", method="post", ok=ANALYST, rest=403),
    # A coordinator of a ministry would be in scope; of these people only the analyst is.
    Row("reporting:client-detail", obj="api_client", ok=ANALYST),
    Row("reporting:client-detail", obj="other_api_client"),
    *[
        row
        for name in ("reporting:client-renew", "reporting:client-end")
        for row in (
            Row(name, obj="api_client", ok=ANALYST, rest=403),
            Row(name, obj="other_api_client", forbidden=PEOPLE - ANALYST),
        )
    ],
    Row("reporting:export-list", ok=ANALYST, rest=403),
    Row("dataset-list", api=True, ok=ANALYST, rest=403),
    Row("dataset-detail", api=True, kwargs=CODE, ok=ANALYST, rest=403),
    # A session never opens the rows: only a token does (tests/reporting).
    Row("dataset-data", api=True, kwargs=CODE, rest=403),
]
