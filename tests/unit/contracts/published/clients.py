"""SLAs that providers published for their clients, under names of our own."""

from __future__ import annotations

from decimal import Decimal

from contracts.agreements.agreed import Content, Settings
from contracts.agreements.clause import (
    Arrival,
    Availability,
    Commitment,
    Exclusion,
    SmallSample,
    StartingTier,
)
from contracts.agreements.credit_clause import Clause, PerUnit
from contracts.agreements.credit_schedule import InARow, Schedule
from contracts.instant import DAY, HOUR, MINUTE
from tests.unit.contracts.published.writing import (
    ALWAYS,
    EARLY_AND_LATE,
    EVERY,
    LUNCH,
    OFFICE,
    PRAGUE,
    Published,
    band,
    incidents,
    level,
)

HARBOUR = Published(
    0,
    "Harbour Lights Managed IT",
    "SLA",
    Content(
        OFFICE,
        (
            *level("P1", first_response=15 * MINUTE, resolution=8 * HOUR),
            *level("P2", first_response=15 * MINUTE, resolution=12 * HOUR),
            *level("P3", first_response=15 * MINUTE, resolution=24 * HOUR),
            *level("P4", first_response=15 * MINUTE, resolution=48 * HOUR),
        ),
        starting_tiers=(
            StartingTier(3, priorities=("P1",)),
            StartingTier(2, priorities=("P2",)),
            StartingTier(1, priorities=("P3", "P4")),
        ),
    ),
    incidents(4),
)

LANTERN = Published(
    1,
    "Lantern Clinical Systems",
    "SLA",
    Content(
        OFFICE,
        (
            *level("P1", first_response=30 * MINUTE, resolution=4 * HOUR),
            *level("P2", first_response=HOUR, resolution=8 * HOUR),
            *level("P3", first_response=2 * HOUR, resolution=16 * HOUR),
            *level("P4", first_response=24 * HOUR, resolution=40 * HOUR),
        ),
        arrivals=(
            Arrival("first_response", "incident", "P1", OFFICE, HOUR, ALWAYS),
            Arrival("first_response", "incident", "P2", OFFICE, 2 * HOUR, ALWAYS),
            Arrival("first_response", "incident", "P3", OFFICE, 8 * HOUR),
            Arrival("first_response", "incident", "P4", OFFICE, 8 * HOUR),
        ),
    ),
    incidents(4),
)

QUAYSIDE = Published(
    2,
    "Quayside Networks",
    "SLA",
    Content(
        OFFICE,
        (
            *level("P1", first_response=15 * MINUTE, resolution=4 * HOUR),
            *level("P2", first_response=HOUR, resolution=8 * HOUR),
            *level("P3", first_response=2 * HOUR, resolution=16 * HOUR),
            *level("P4", first_response=4 * HOUR, resolution=40 * HOUR),
        ),
    ),
    incidents(4),
)

HEATHER = Published(
    3,
    "Heather Field Computing",
    "SLA",
    Content(
        OFFICE,
        (
            *level("P1", first_response=30 * MINUTE, resolution=4 * HOUR),
            *level("P2", first_response=2 * HOUR, resolution=10 * HOUR),
            *level("P3", first_response=4 * HOUR, resolution=14 * HOUR),
            *level("P4", first_response=7 * HOUR, resolution=28 * HOUR),
            *level("P4", "change_request", resolution=19 * HOUR),
            *level("P5", first_response=HOUR, calendar=ALWAYS),
        ),
    ),
    (*incidents(4), ("change_request", "P4"), ("incident", "P5")),
)

BRASS_STANDARD = Published(
    4,
    "Brass Bell Support, standard",
    "SLA",
    Content(
        ALWAYS,
        (
            *level("P1", first_response=30 * MINUTE, resolution=12 * HOUR),
            *level("P2", first_response=HOUR, resolution=24 * HOUR),
            *level("P3", first_response=2 * HOUR, resolution=5 * DAY),
            *level("P4", first_response=4 * HOUR),
        ),
        commitments=(
            Commitment("first_response", Decimal(85)),
            Commitment("resolution", Decimal(85)),
        ),
    ),
    incidents(4),
    day=DAY,
    part="standard",
    percents=("85",),
)

BRASS_PREMIUM = Published(
    4,
    "Brass Bell Support, premium",
    "SLA",
    Content(
        ALWAYS,
        (
            *level("P1", first_response=15 * MINUTE, resolution=4 * HOUR),
            *level("P2", first_response=HOUR, resolution=8 * HOUR),
            *level("P3", first_response=2 * HOUR, resolution=24 * HOUR),
            *level("P4", first_response=4 * HOUR, resolution=48 * HOUR),
        ),
        commitments=(
            Commitment("first_response", Decimal(95)),
            Commitment("resolution", Decimal(95)),
        ),
    ),
    incidents(4),
    day=DAY,
    part="premium",
    percents=("95",),
)

LEDGER = Published(
    5,
    "Ledger & Larch Accounting Cloud",
    "SLA",
    Content(
        LUNCH,
        (
            *level("P1", first_response=HOUR, resolution=4 * HOUR),
            *level("P2", first_response=4 * HOUR, resolution=12 * HOUR),
            *level("P3", first_response=8 * HOUR),
            *level("P4", first_response=24 * HOUR),
        ),
        availability=Availability(Decimal("99.8"), calendar_version_id=ALWAYS),
        credits=Schedule(
            "service_fee",
            (
                Clause(
                    "availability",
                    Decimal("99.8"),
                    bands=(
                        band("98", "99.7", "2", included="neither"),
                        band("97", "98", "3", included="neither"),
                        band("95", "97", "5", included="neither"),
                        band("93", "95", "6", included="neither"),
                        band("90", "93", "10", included="neither"),
                        band("0", "90", "25"),
                    ),
                ),
            ),
            in_a_row=InARow(3, "terminate", notice_days=90, within=12),
        ),
    ),
    incidents(4),
    percents=("99.8", "2", "3", "5", "6", "10", "25", "98", "97", "95", "93", "90", "99.7"),
    refused=(
        "from 99.7 on and below 99.8",
        "at exactly 98",
        "at exactly 97",
        "at exactly 95",
        "at exactly 93",
        "at exactly 90",
    ),
)

HOURLY = tuple(
    Clause(
        "resolution",
        priorities=(priority,),
        per_unit=PerUnit("minute", "started", Decimal(percent), Decimal(60)),
    )
    for priority, percent in (("P1", "1"), ("P2", "0.5"), ("P3", "0.125"))
)
WOLNY_SERWER = Published(
    6,
    "Wolny Serwer",
    "SLA",
    Content(
        OFFICE,
        (
            *level("P1", resolution=4 * HOUR, calendar=EARLY_AND_LATE),
            *level("P2", resolution=8 * HOUR),
            *level("P3", resolution=16 * HOUR),
        ),
        credits=Schedule(
            "net_invoice",
            HOURLY,
            basis_of="previous_period",
            cumulation="sum",
            nature="penalty",
        ),
    ),
    percents=("1", "0.5", "0.125"),
)

JESION = Published(
    7,
    "Jesion Informatyka",
    "SLA",
    Content(
        OFFICE,
        (
            *level("P1", first_response=HOUR, resolution=4 * HOUR),
            *level("P2", first_response=4 * HOUR, resolution=8 * HOUR),
            *level("P3", first_response=8 * HOUR, resolution=24 * HOUR),
            *level("P4", first_response=8 * HOUR, resolution=40 * HOUR),
        ),
        availability=Availability(Decimal("99.5"), calendar_version_id=ALWAYS),
        exclusions=(Exclusion("planned_maintenance", notice_hours=48),),
    ),
    incidents(4),
    percents=("99.5",),
)

KLON = Published(
    8,
    "Klon Administracja",
    "SLA",
    Content(
        OFFICE,
        (
            *level("P1", first_response=HOUR, calendar=ALWAYS),
            *level("P2", first_response=8 * HOUR),
            *level("P3", first_response=8 * HOUR),
        ),
    ),
    incidents(3),
)

TWO, FOUR = ("P1", "P2"), ("P3", "P4")
PERCENT_POINTS = tuple(
    Clause(
        metric,
        Decimal(free),
        priorities,
        per_unit=PerUnit("percent", "completed", Decimal(credit)),
    )
    for metric, priorities, free, credit in (
        ("first_response", TWO, "99", "1"),
        ("first_response", FOUR, "90", "0.5"),
        ("resolution", TWO, "99", "5"),
        ("resolution", FOUR, "90", "1"),
    )
)
CITIZEN = Published(
    10,
    "Open Counter Software",
    "SLA",
    Content(
        OFFICE,
        tuple(
            target
            for number in (1, 2, 3, 4)
            for target in level(
                f"P{number}", first_response=number * HOUR, resolution=8 * number * HOUR
            )
        ),
        commitments=tuple(
            Commitment(rule.metric, rule.commitment, rule.priorities) for rule in PERCENT_POINTS
        ),
        credits=Schedule("service_fee", PERCENT_POINTS, cumulation="sum"),
    ),
    percents=("99", "90", "1", "0.5", "5"),
)

UNION = Published(
    11,
    "Framework for small numbers",
    "SLA",
    Content(
        OFFICE,
        level("P1", resolution=8 * HOUR),
        commitments=(Commitment("resolution", Decimal(95), small_sample=SmallSample(40, 2)),),
    ),
    percents=("95",),
)

BY_THE_BOOK = Published(
    17,
    "By the Book Operations",
    "SLA",
    Content(
        ALWAYS,
        (*level("P1", first_response=HOUR, resolution=8 * HOUR),),
        Settings(named_acknowledgment_counts=True),
        exclusions=(Exclusion("client_caused"), Exclusion("other", "Not an incident")),
    ),
)

MORAVA = Published(
    24,
    "Morava Data",
    "SLA",
    Content(
        PRAGUE,
        (
            *level("P1", first_response=3 * HOUR, resolution=24 * HOUR),
            *level("P2", first_response=24 * HOUR),
            *level("P3", first_response=24 * HOUR),
        ),
        availability=Availability(Decimal(99), "year", ALWAYS),
    ),
    incidents(3),
    day=12 * HOUR,
    percents=("99",),
)

SURGERY = Published(
    25,
    "Surgery Records",
    "SLA",
    Content(
        EVERY,
        (
            *level("P1", first_response=3 * HOUR, resolution=8 * HOUR),
            *level("P2", first_response=3 * HOUR),
        ),
        commitments=(
            Commitment("first_response", Decimal(95)),
            Commitment("resolution", Decimal(90), ("P1",)),
        ),
        availability=Availability(Decimal("99.9"), calendar_version_id=ALWAYS),
    ),
    percents=("95", "90", "99.9"),
)

EVERY_SLA = (
    *(HARBOUR, LANTERN, QUAYSIDE, HEATHER, BRASS_STANDARD, BRASS_PREMIUM),
    *(LEDGER, WOLNY_SERWER, JESION, KLON, CITIZEN, UNION, BY_THE_BOOK, MORAVA, SURGERY),
)
