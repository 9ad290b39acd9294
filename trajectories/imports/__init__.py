"""Files about what is learned, where, and by whom, in the order in which they need each other."""

from trajectories.imports import (  # noqa: F401  (each registers its files when loaded)
    limits,
    pathways,
    pilots,
    positions,
    students,
)
