"""A client's contract, and the provider's side behind it, set up in one go with given ids.

For seeds, imports and templates: everything arrives agreed, by the people named. Repeated with the
same ids it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from contracts import agreed, calendar_definition, calendars, policy, version_store, zone
from contracts.agreed import Content
from contracts.escalation import Step
from underpin.kernel import db
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Hours:
    """A calendar with one version; `definition` in the API's form."""

    calendar_id: UUID
    version_id: UUID
    name: str
    definition: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """`covered_by`: vendor id and UC agreement id of each vendor behind it."""

    id: UUID
    name: str
    covered_by: tuple[tuple[UUID, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement with one active version. `consent`: the client admin who accepted it, or the
    SHA-256 of the signed document; the provider's own agreements need none."""

    agreement_id: UUID
    version_id: UUID
    name: str
    content: Content
    effective_from: datetime
    author_id: UUID
    approver_id: UUID
    consent: UUID | bytes | None = None
    service_id: UUID | None = None
    commitment_percent: Decimal | None = None
    tier: int | None = None
    vendor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """What one contract needs. All ids are the caller's, derived where it may be repeated."""

    contract_id: UUID
    name: str
    starts_on: date
    hours: tuple[Hours, ...]
    services: tuple[Service, ...]
    agreements: tuple[Agreed, ...]
    ends_on: date | None = None
    notice_days: int = 0
    renewal: Literal["none", "automatic"] = "none"
    policy_id: UUID | None = None
    policy_name: str = "Escalation"
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Vendor:
    """`case_cost` net, in major units of `currency` (ISO 4217), for each case."""

    id: UUID
    name: str
    email: str
    connector: Literal["by_hand", "mail", "webhook", "page"] = "mail"
    currency: str = "EUR"
    case_cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider's side: OLAs name a tier, UCs a vendor."""

    hours: tuple[Hours, ...]
    agreements: tuple[Agreed, ...]
    vendors: tuple[Vendor, ...] = ()


async def ready_made(act: Act, given: Client) -> None:
    """In a work scope of the client's tenant. Raises Malformed for what cannot be agreed."""
    for each in given.agreements:
        agreed.check("SLA", each.content)
    policy.check(given.steps)
    tenant = act.tenant_id
    await _calendars(act, given.hours)
    await db.execute(CONTRACT, *_contract(tenant, given))
    await db.many(SERVICE, [(tenant, s.id, given.contract_id, s.name) for s in given.services])
    await db.many(COVERAGE, [(tenant, s.id, *c) for s in given.services for c in s.covered_by])
    for each in given.agreements:
        await _sla(act, given.contract_id, each)
    if given.policy_id is not None:
        await _policy(act, given, given.policy_id)


async def provider_ready_made(act: Act, given: Provider) -> None:
    """In the provider's scope. Raises Malformed for what cannot be agreed."""
    for each in given.agreements:
        agreed.check("OLA" if each.tier else "UC", each.content)
    for hours in given.hours:
        await db.execute(PROVIDER_CALENDAR, hours.calendar_id, hours.name)
        await db.execute(
            PROVIDER_HOURS, hours.calendar_id, hours.version_id, *_definition(act, hours)
        )
    await db.many(
        VENDOR,
        [(v.id, v.name, v.email, v.connector, v.currency, v.case_cost) for v in given.vendors],
    )
    for each in given.agreements:
        await _behind(act, each)


async def _calendars(act: Act, given: Sequence[Hours]) -> None:
    for hours in given:
        await db.execute(CALENDAR, act.tenant_id, hours.calendar_id, hours.name)
        await db.execute(
            HOURS, act.tenant_id, hours.calendar_id, hours.version_id, *_definition(act, hours)
        )


def _definition(act: Act, hours: Hours) -> tuple[str, str, datetime]:
    canonical = calendar_definition.from_json(hours.definition)
    return calendars.written(canonical), zone.zone_data_version(), act.now


def _contract(tenant: int, given: Client) -> tuple[object, ...]:
    return (
        *(tenant, given.contract_id, given.name, given.starts_on, given.ends_on),
        *(given.notice_days, given.renewal),
    )


async def _sla(act: Act, contract_id: UUID, given: Agreed) -> None:
    consent = given.consent
    await db.execute(
        SLA, act.tenant_id, given.agreement_id, contract_id, given.service_id, given.name
    )
    await db.execute(
        SLA_VERSION,
        *(act.tenant_id, given.version_id, given.agreement_id, given.effective_from),
        *(given.author_id, given.approver_id, act.now, given.content.calendar_version_id),
        *(version_store.terms_of(given.content), given.commitment_percent),
        *(consent if isinstance(consent, UUID) else None,),
        *(consent if isinstance(consent, bytes) else None,),
    )
    rows = version_store.rows_of(given.content)
    await db.many(TARGET, [(act.tenant_id, given.version_id, *row) for row in rows])


async def _behind(act: Act, given: Agreed) -> None:
    kind = "OLA" if given.tier else "UC"
    await db.execute(
        PROVIDER_AGREEMENT, given.agreement_id, kind, given.name, given.tier, given.vendor_id
    )
    await db.execute(
        PROVIDER_VERSION,
        *(given.version_id, given.agreement_id, given.effective_from, given.author_id),
        *(given.approver_id, act.now, given.content.calendar_version_id),
        version_store.terms_of(given.content),
    )
    rows = version_store.rows_of(given.content)
    await db.many(PROVIDER_TARGET, [(given.version_id, *row) for row in rows])


async def _policy(act: Act, given: Client, policy_id: UUID) -> None:
    await db.execute(
        POLICY, act.tenant_id, policy_id, given.contract_id, given.policy_name, act.now
    )
    numbered = [
        replace(step, ordinal=place, id=policy.step_id(policy_id, place, step))
        for place, step in enumerate(given.steps, 1)
    ]
    await policy.write_steps(act, policy_id, numbered)


CALENDAR = (
    "INSERT INTO calendar (tenant_id, id, name) VALUES ($1, $2, $3) "
    "ON CONFLICT (tenant_id, id) DO NOTHING"
)
HOURS = """
INSERT INTO calendar_version (tenant_id, calendar_id, id, number, definition, zone_data,
                              effective_from, created_at)
VALUES ($1, $2, $3, 1, $4::text::jsonb, $5, $6, $6) ON CONFLICT (tenant_id, id) DO NOTHING
"""
CONTRACT = """
INSERT INTO contract (tenant_id, id, name, starts_on, ends_on, notice_days, renewal)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, id) DO NOTHING
"""
SERVICE = (
    "INSERT INTO service (tenant_id, id, contract_id, name) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (tenant_id, id) DO NOTHING"
)
COVERAGE = (
    "INSERT INTO coverage (tenant_id, service_id, vendor_id, agreement_id) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, service_id, vendor_id) DO NOTHING"
)
SLA = (
    "INSERT INTO agreement (tenant_id, id, contract_id, service_id, kind, name) "
    "VALUES ($1, $2, $3, $4, 'SLA', $5) ON CONFLICT (tenant_id, id) DO NOTHING"
)
SLA_VERSION = """
INSERT INTO agreement_version (tenant_id, id, agreement_id, number, state, effective_from,
    author_id, approver_id, approved_at, calendar_version_id, terms, created_at,
    commitment_percent, accepted_by, accepted_at, document_sha256)
VALUES ($1, $2, $3, 1, 'active', $4, $5, $6, $7, $8, $9::text::jsonb, $7, $10, $11,
        CASE WHEN $11::uuid IS NOT NULL THEN $7::timestamptz END, $12)
ON CONFLICT (tenant_id, id) DO NOTHING
"""
TARGET = """
INSERT INTO target (tenant_id, version_id, metric, ticket_type, priority, allowed_us,
                    pausing_states, warn_percents, calendar_version_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
"""
POLICY = """
INSERT INTO escalation_policy (tenant_id, id, contract_id, number, name, created_at)
VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT (tenant_id, id) DO NOTHING
"""
PROVIDER_CALENDAR = (
    "INSERT INTO provider_calendar (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
)
PROVIDER_HOURS = """
INSERT INTO provider_calendar_version (calendar_id, id, number, definition, zone_data,
                                       effective_from, created_at)
VALUES ($1, $2, 1, $3::text::jsonb, $4, $5, $5) ON CONFLICT (id) DO NOTHING
"""
VENDOR = (
    "INSERT INTO vendor (id, name, email, connector, currency, case_cost) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING"
)
PROVIDER_AGREEMENT = (
    "INSERT INTO provider_agreement (id, kind, name, tier, vendor_id) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (id) DO NOTHING"
)
PROVIDER_VERSION = """
INSERT INTO provider_agreement_version (id, agreement_id, number, state, effective_from, author_id,
    approver_id, approved_at, calendar_version_id, terms, created_at)
VALUES ($1, $2, 1, 'active', $3, $4, $5, $6, $7, $8::text::jsonb, $6)
ON CONFLICT (id) DO NOTHING
"""
PROVIDER_TARGET = """
INSERT INTO provider_target (version_id, metric, ticket_type, priority, allowed_us,
                             pausing_states, warn_percents, calendar_version_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
"""
