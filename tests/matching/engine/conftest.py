"""Both ways in which the engine seats students."""

import pytest


@pytest.fixture(params=["chains", "arrays"])
def few(request, monkeypatch):
    """Small rounds one student after the other, as they are; or on arrays, in tiny batches."""
    if request.param == "arrays":
        monkeypatch.setattr("matching.engine.rounds.FEW", 0)
        monkeypatch.setattr("matching.engine.rounds.BATCH", 3)
