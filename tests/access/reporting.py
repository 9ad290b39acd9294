"""Datasets, API clients and exports: for analysts, and for programs with a token."""

from tests.access import PEOPLE, Row, World
from tests.factories.reporting import make_api_client

ANALYST = {"analyst"}
READERS = ANALYST | {"coordinator", "other_coordinator"}
CODE = {"code": "trajectories"}


def build(world: World) -> None:
    """A client of the ministry, and one of somebody else."""
    world.api_client, __ = make_api_client(world.ministry, actor=world.analyst)
    world.other_api_client, __ = make_api_client()


ROWS = [
    Row("reporting:dataset-list", ok=READERS, rest=403),
    Row("reporting:dataset-detail", kwargs=CODE, ok=READERS, rest=403),
    Row("reporting:client-list", ok=READERS, rest=403),
    Row("reporting:client-create", ok=READERS, rest=403),
    Row("reporting:client-create", method="post", ok=READERS, rest=403),
    Row("reporting:client-detail", obj="api_client", ok=ANALYST),
    Row("reporting:client-detail", obj="other_api_client"),
    *[
        row
        for name in ("reporting:client-renew", "reporting:client-end")
        for row in (
            Row(name, obj="api_client", ok=ANALYST, rest=404, forbidden=PEOPLE - READERS),
            Row(name, obj="other_api_client", forbidden=PEOPLE - READERS),
        )
    ],
    Row("reporting:export-list", ok=READERS, rest=403),
    Row("dataset-list", api=True, ok=READERS, rest=403),
    Row("dataset-detail", api=True, kwargs=CODE, ok=READERS, rest=403),
    Row("api-client-list", api=True, ok=READERS, rest=403),
    Row("api-client-list", api=True, method="post", ok=READERS, rest=403),
    Row("api-client-detail", api=True, obj="api_client", ok=ANALYST),
    Row("api-client-detail", api=True, obj="other_api_client"),
    *[
        Row(name, api=True, method="post", obj=obj, ok=ok)
        for name in ("api-client-renew", "api-client-end")
        for obj, ok in (("api_client", ANALYST), ("other_api_client", set()))
    ],
    # Without an identifier and a secret; with them, tests/attacks/test_clients.py.
    Row("program-token", method="post", always=401),
    # A session never opens the rows: only a token does (tests/reporting).
    Row("dataset-data", api=True, kwargs=CODE, rest=403),
]
