"""The fixtures of the contract."""

from tests.contract.fixtures import callers, ready_world, virus_scanner

__all__ = ["callers", "ready_world", "virus_scanner"]
