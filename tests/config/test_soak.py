"""`make soak` first shows that it can fail."""

import pytest

from config.embedded import soak


@pytest.mark.parametrize(
    ("statuses", "status", "runs"),
    [([1, 1, 0], 0, 3), ([1, 1, 1], 1, 3), ([0], 1, 1), ([1, 0], 1, 2), ([2], 1, 1)],
    ids=["sound", "something lost", "blind to the first", "blind to the second", "broken"],
)
def test_soak_counts_only_when_the_built_in_faults_are_found(monkeypatch, statuses, status, runs):
    """Issue 3: a check that cannot fail is none."""
    called = []

    def kill(*words, **environment):
        called.append((words, environment))
        return statuses[len(called) - 1]

    monkeypatch.delenv("KILLS_FAULT", raising=False)
    monkeypatch.setattr(soak, "kill", kill)
    assert soak.command_soak(["--seed", "42"]) == status
    assert len(called) == runs
    assert [environment.get("KILLS_FAULT") for __, environment in called[:2]] == [*soak.FAULTS][
        : min(runs, 2)
    ]
    if runs == 3:
        assert called[2] == (("--moments", soak.MOMENTS, "--seed", "42"), {})
