"""UCs that carriers, data centres and cloud vendors published, under names of our own."""

from __future__ import annotations

from decimal import Decimal

from contracts.agreements.agreed import Content
from contracts.agreements.clause import Availability, Exclusion
from contracts.agreements.credit_clause import Clause, PerUnit, Step
from contracts.agreements.credit_schedule import Cap, Schedule
from contracts.instant import HOUR, MINUTE
from tests.unit.contracts.published.writing import (
    ALWAYS,
    LONG,
    Published,
    band,
    incidents,
    level,
)

PIER = Published(
    9,
    "Pier Twelve Data Centre",
    "UC",
    Content(
        ALWAYS,
        level("P1", fix=8 * HOUR),
        availability=Availability(
            Decimal(98),
            "year",
            minimum_outage_us=15 * MINUTE,
            maintenance_us=40 * HOUR,
        ),
        exclusions=(Exclusion("planned_maintenance", notice_hours=0),),
        credits=Schedule(
            "service_fee",
            (
                Clause(
                    "availability",
                    Decimal(98),
                    per_unit=PerUnit("minute", "completed", Decimal(2), Decimal(30)),
                ),
            ),
            caps=(Cap(Decimal(100)),),
        ),
    ),
    percents=("98", "2", "100"),
)

COPPER = Published(
    12,
    "Copper Line Carriers",
    "UC",
    Content(
        ALWAYS,
        level("P1", fix=5 * HOUR),
        availability=Availability(Decimal("99.99")),
        credits=Schedule(
            "service_fee",
            (
                Clause(
                    "availability",
                    Decimal("99.99"),
                    bands=(
                        band("99.99", "100", "0", included="both"),
                        band("99.5", "99.99", "5"),
                        band("99.0", "99.5", "10"),
                        band("0", "99.0", "20"),
                    ),
                ),
            ),
        ),
    ),
    percents=("99.99", "0", "5", "10", "20", "99.5", "99.0"),
)

TWISTED_PAIR = Published(
    13,
    "Twisted Pair Circuits",
    "UC",
    Content(
        ALWAYS,
        level("P1", fix=0),
        credits=Schedule(
            "day_charge",
            (Clause("fix", per_unit=PerUnit("minute", "completed", Decimal(100), Decimal(60))),),
            "quarter",
            cumulation="sum",
            caps=(Cap(Decimal("27.5"), "service_fee", "quarter"),),
        ),
    ),
    percents=("27.5",),
)

WAVES = Published(
    14,
    "Prairie Waves",
    "UC",
    Content(
        ALWAYS,
        level("P1", fix=4 * HOUR),
        availability=Availability(Decimal("99.7")),
        credits=Schedule(
            "service_fee",
            (
                Clause(
                    "availability",
                    Decimal("99.7"),
                    bands=(
                        band("99.7", "100", "0", included="both"),
                        band("97.9", "99.69", "10", included="both"),
                        band("95.9", "96.89", "20", included="both"),
                        band("93.9", "95.89", "30", included="both"),
                        band("0", "93.9", "40"),
                    ),
                ),
            ),
        ),
    ),
    percents=(
        *("100", "99.7", "0", "99.69", "97.9", "10"),
        *("96.89", "95.9", "20", "95.89", "93.9", "30", "40"),
    ),
    refused=(
        "above 99.69 and below 99.7",
        "above 96.89 and below 97.9",
        "above 95.89 and below 95.9",
    ),
)

FAST_FIX = Published(
    15,
    "Fast Fix Telecom",
    "UC",
    Content(
        ALWAYS,
        level("P1", fix=4 * HOUR),
        availability=Availability(Decimal("99.999")),
    ),
    percents=("99.999",),
)

BIG_CLOUD = Published(
    16,
    "Big Cloud Support",
    "UC",
    Content(
        ALWAYS,
        (
            *level("P1", acknowledge=15 * MINUTE),
            *level("P2", acknowledge=HOUR),
            *level("P3", acknowledge=4 * HOUR),
            *level("P4", acknowledge=12 * HOUR),
            *level("P5", acknowledge=24 * HOUR),
        ),
    ),
    incidents(5),
)

WATCH = Published(
    18,
    "Watchtower Response",
    "UC",
    Content(
        ALWAYS,
        (),
        availability=Availability(Decimal("99.9")),
        credits=Schedule(
            "service_fee",
            (
                Clause(
                    "availability",
                    Decimal("99.9"),
                    bands=(
                        band("99.0", "99.9", "10"),
                        band("95.0", "99.0", "25"),
                        band("0", "95.0", "100"),
                    ),
                ),
            ),
        ),
    ),
    percents=("99.9", "99.0", "10", "95.0", "25", "100"),
)

MACHINES = Published(
    19,
    "Rented Machines",
    "UC",
    Content(
        ALWAYS,
        (),
        availability=Availability(Decimal("99.99")),
        credits=Schedule(
            "service_fee",
            (
                Clause(
                    "availability",
                    Decimal("99.99"),
                    steps=(
                        Step(Decimal("99.99"), Decimal(10)),
                        Step(Decimal(99), Decimal(25)),
                        Step(Decimal(95), Decimal(100)),
                    ),
                ),
            ),
        ),
    ),
    percents=("99.99", "10", "99", "25", "95", "100"),
)

BOARDS = Published(
    20,
    "Boards in the Cloud",
    "UC",
    Content(
        ALWAYS,
        (),
        availability=Availability(Decimal("99.90")),
        credits=Schedule(
            "service_fee",
            (
                Clause(
                    "availability",
                    Decimal("99.90"),
                    steps=(Step(Decimal("99.90"), Decimal(10)),),
                ),
            ),
            on_claim_days=15,
            caps=(Cap(Decimal(100), "net_invoice"),),
        ),
    ),
    percents=("99.90", "10", "100"),
)

CATALOGUE = Published(
    23,
    "Catalogue Distribution",
    "UC",
    Content(
        LONG,
        (
            *level("P1", acknowledge=HOUR, calendar=ALWAYS),
            *level("P2", acknowledge=4 * HOUR),
            *level("P3", acknowledge=8 * HOUR),
            *level("P4", acknowledge=24 * HOUR),
        ),
    ),
    incidents(4),
)

EVERY_UC = (
    *(PIER, COPPER, TWISTED_PAIR, WAVES, FAST_FIX, BIG_CLOUD),
    *(WATCH, MACHINES, BOARDS, CATALOGUE),
)
