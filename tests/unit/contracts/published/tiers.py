"""OLAs between the tiers of one house, under names of our own."""

from __future__ import annotations

from contracts.agreements.agreed import Content
from contracts.instant import HOUR, MINUTE
from tests.unit.contracts.published.writing import OFFICE, Published, incidents, level

FIRST_LINE = Published(
    21,
    "First line of two",
    "OLA",
    Content(OFFICE, level("P1", pickup=30 * MINUTE, hold=2 * HOUR)),
)
SECOND_LINE = Published(
    21,
    "Second line of two",
    "OLA",
    Content(OFFICE, level("P1", pickup=2 * HOUR, hold=8 * HOUR)),
)
THRESHOLDS = Published(
    0,
    "When to hand on",
    "OLA",
    Content(
        OFFICE,
        (
            *level("P1", hold=30 * MINUTE),
            *level("P2", hold=HOUR),
            *level("P3", hold=2 * HOUR),
            *level("P4", hold=3 * HOUR),
        ),
    ),
    incidents(4),
)
STEPS = Published(
    22,
    "Step by Step, inside",
    "OLA",
    Content(
        OFFICE,
        (
            *level("P1", hold=HOUR),
            *level("P2", hold=8 * HOUR),
            *level("P3", hold=16 * HOUR),
            *level("P4", hold=40 * HOUR),
            *level("P4", "service_request", hold=40 * HOUR),
        ),
    ),
    (*incidents(4), ("service_request", "P4")),
)

EVERY_OLA = (FIRST_LINE, SECOND_LINE, THRESHOLDS, STEPS)
