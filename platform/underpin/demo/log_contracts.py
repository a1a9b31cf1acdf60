"""The contracts under which an imported log is lived, and the provider's side behind them.

ServiceNow's is the one its own flag was made by: resolution stops at closed, nothing pauses, a
reopening's gap counts, Monday to Friday around the clock. Volvo's policy only informs, so that the
log's own moves between tiers are the only ones.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from contracts.agreements.agreed import PRIORITIES, Content, Settings, Target
from contracts.agreements.clause import USUAL
from contracts.escalation.escalation import Step
from contracts.signed.setting_up import Agreed, Client, Hours, Provider, Service, Vendor
from underpin.desk.replay import servicenow
from underpin.desk.replay.clients import derived
from underpin.desk.replay.step import Source

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALL_DAY = [["00:00", "24:00"]]
OFFICE = [["08:00", "18:00"]]
MAKER, CHECKER = derived("demo", "staff", "maker"), derived("demo", "staff", "checker")
SIGNED = hashlib.sha256(b"signed on paper").digest()
VENDOR = derived("demo", "vendor", "northwind")
CASE_COST = Decimal("120.00")
SINCE = datetime(2000, 1, 1, tzinfo=UTC)
"""Before every log, so that the first one lived does not leave an older one without OLAs."""


@dataclass(frozen=True, slots=True)
class Ids:
    """What of a client's contract is asked for again."""

    contract: UUID
    service: UUID
    sla: UUID
    policy: UUID


def ids_of(source: Source, tenant: int) -> Ids:
    kinds = ("contract", "service", "sla", "policy")
    return Ids(*(derived(source, kind, str(tenant)) for kind in kinds))


def provider(at: datetime = SINCE) -> Provider:
    """Office hours for L1 to L3, one vendor who works around the clock; effective from `at`."""
    office = _hours("demo", "office", "Service desk hours", dict.fromkeys(DAYS[:5], OFFICE))
    always = _hours("demo", "always", "Around the clock", dict.fromkeys(DAYS, ALL_DAY))
    olas = tuple(
        Agreed(
            derived("demo", "ola", f"L{tier}"),
            derived("demo", "ola-version", f"L{tier}"),
            f"OLA of tier L{tier}",
            Content(office.version_id, _held(pickup, hold)),
            at,
            MAKER,
            CHECKER,
            tier=tier,
        )
        for tier, pickup, hold in ((1, 1, 8), (2, 2, 24), (3, 4, 36))
    )
    return Provider((office, always), (*olas, _uc(always, at)), (_vendor(),))


def _vendor() -> Vendor:
    return Vendor(VENDOR, "Northwind Field Service", "cases@northwind.example", case_cost=CASE_COST)


def _uc(always: Hours, at: datetime) -> Agreed:
    figures = {"acknowledge": 4 * HOUR, "update": 24 * HOUR, "fix": 72 * HOUR}
    targets = [target for metric, allowed in figures.items() for target in _alike(metric, allowed)]
    return Agreed(
        derived("demo", "uc", "northwind"),
        derived("demo", "uc-version", "northwind"),
        "UC with Northwind Field Service",
        Content(always.version_id, tuple(targets)),
        at,
        MAKER,
        CHECKER,
        vendor_id=VENDOR,
    )


def _held(pickup: int, hold: int) -> tuple[Target, ...]:
    return (*_alike("pickup", pickup * HOUR), *_alike("hold", hold * HOUR))


def _alike(metric: str, allowed: timedelta) -> tuple[Target, ...]:
    """The same time for every type and priority."""
    return tuple(
        Target(metric, kind, priority, allowed // MICROSECOND, (75,))
        for kind in USUAL
        for priority in PRIORITIES
    )


def client(source: Source, tenant: int, name: str, at: datetime) -> Client:
    """A client's contract, service, SLA and policy, in force from `at`."""
    ids = ids_of(source, tenant)
    week = DAYS[:5] if source is Source.SERVICENOW else DAYS
    hours = _hours(f"{source}-{tenant}", "sla", "Service hours", dict.fromkeys(week, ALL_DAY))
    sla = Agreed(
        ids.sla,
        derived(source, "sla-version", str(tenant)),
        "Service level agreement",
        Content(hours.version_id, _promised(source), _settings(source)),
        at,
        MAKER,
        CHECKER,
        consent=SIGNED,
        commitment_percent=Decimal(95),
    )
    return Client(
        ids.contract,
        f"Managed services for {name}",
        date(at.year, 1, 1),
        (hours,),
        (Service(ids.service, "Workplace", ((VENDOR, derived("demo", "uc", "northwind")),)),),
        (sla,),
        policy_id=ids.policy,
        steps=_steps(source),
    )


def _settings(source: Source) -> Settings:
    if source is Source.SERVICENOW:
        return Settings(resolution_stops_at="closed", reopen="counted")
    return Settings(resolution_stops_at="closed")


def _promised(source: Source) -> tuple[Target, ...]:
    """ServiceNow's figures for Moderate and Low are known; of the two above, that all missed."""
    if source is Source.SERVICENOW:
        known = servicenow.RESOLUTION
        allowed = {"P1": 4 * HOUR, "P2": 8 * HOUR, "P3": known[3], "P4": known[4], "P5": known[4]}
    else:
        days = zip(PRIORITIES, (1, 5, 15, 30, 45), strict=True)
        allowed = {priority: day * 24 * HOUR for priority, day in days}
    return tuple(
        Target("resolution", kind, priority, span // MICROSECOND, (50, 75, 90), ())
        for kind in USUAL
        for priority, span in allowed.items()
    )


def _steps(source: Source) -> tuple[Step, ...]:
    informs = (Step("resolution", 50, "notify"), Step("resolution", 100, "notify"))
    if source is Source.VOLVO:
        return informs
    return (
        *informs,
        Step("resolution", 75, "move_tier", from_tier=1, to_tier=2, automatic=True),
        Step("resolution", 90, "move_tier", from_tier=2, to_tier=3, automatic=True),
        Step("resolution", 100, "open_vendor_case", from_tier=3, automatic=True),
    )


def _hours(of: str, kind: str, name: str, week: dict[str, list[list[str]]]) -> Hours:
    return Hours(
        derived(of, "calendar", kind),
        derived(of, "calendar-version", kind),
        name,
        {"time_zone": "UTC", "week": week},
    )
