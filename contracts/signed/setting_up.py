"""A client's contract, and the provider's side behind it, set up in one go with given ids.

For seeds, imports and templates: everything arrives agreed, by the people named. Repeated with the
same ids it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.agreements import agreed, version_store
from contracts.calendars import calendar_definition, calendars, zone
from contracts.escalation import policy
from contracts.signed import reminder_timers
from contracts.signed import setting_up_sql as sql
from contracts.signed.ready import Agreed, Client, Hours, Provider, Service, Template, Vendor
from contracts.templates import template_body, template_rows
from underpin.kernel import db
from underpin.kernel.act import Act

__all__ = ["Agreed", "Client", "Hours", "Provider", "Service", "Template", "Vendor"]


async def ready_made(act: Act, given: Client) -> None:
    """In a work scope of the client's tenant. Raises Malformed for what cannot be agreed."""
    for each in given.agreements:
        agreed.check("SLA", each.content)
    policy.check(given.steps)
    tenant = act.tenant_id
    await _calendars(act, given.hours)
    await db.execute(sql.CONTRACT, *_contract(tenant, given))
    await reminder_timers.rearm(act, given.contract_id)
    await db.many(sql.SERVICE, [(tenant, s.id, given.contract_id, s.name) for s in given.services])
    await db.many(sql.COVERAGE, [(tenant, s.id, *c) for s in given.services for c in s.covered_by])
    for each in given.agreements:
        await _sla(act, given.contract_id, each)
    if given.policy_id is not None:
        await _policy(act, given, given.policy_id)


async def provider_ready_made(act: Act, given: Provider) -> None:
    """In the provider's scope. Raises Malformed for what cannot be agreed."""
    for each in given.agreements:
        agreed.check("OLA" if each.tier else "UC", each.content)
    for made in given.templates:
        template_body.check(made.body)
    for hours in given.hours:
        await db.execute(sql.PROVIDER_CALENDAR, hours.calendar_id, hours.name)
        await db.execute(
            sql.PROVIDER_HOURS, hours.calendar_id, hours.version_id, *_definition(act, hours)
        )
    await db.many(
        sql.VENDOR,
        [(v.id, v.name, v.email, v.connector, v.currency, v.case_cost) for v in given.vendors],
    )
    for each in given.agreements:
        await _behind(act, each)
    for made in given.templates:
        await _template(made)


async def _calendars(act: Act, given: Sequence[Hours]) -> None:
    for hours in given:
        await db.execute(sql.CALENDAR, act.tenant_id, hours.calendar_id, hours.name)
        await db.execute(
            sql.HOURS, act.tenant_id, hours.calendar_id, hours.version_id, *_definition(act, hours)
        )


def _definition(act: Act, hours: Hours) -> tuple[str, str, datetime]:
    canonical = calendar_definition.from_json(hours.definition)
    return calendars.written(canonical), zone.zone_data_version(), act.now


def _contract(tenant: int, given: Client) -> tuple[object, ...]:
    return (
        *(tenant, given.contract_id, given.name, given.starts_on, given.ends_on),
        *(given.notice_days, given.renewal, given.uplift_percent, given.uplift_on),
    )


async def _sla(act: Act, contract_id: UUID, given: Agreed) -> None:
    consent = given.consent
    await db.execute(
        sql.SLA, act.tenant_id, given.agreement_id, contract_id, given.service_id, given.name
    )
    await db.execute(
        sql.SLA_VERSION,
        *(act.tenant_id, given.version_id, given.agreement_id, given.effective_from),
        *(given.author_id, given.approver_id, act.now, given.content.calendar_version_id),
        *(version_store.terms_of(given.content), given.commitment_percent),
        *(consent if isinstance(consent, UUID) else None,),
        *(consent if isinstance(consent, bytes) else None,),
    )
    rows = version_store.rows_of(given.content)
    await db.many(sql.TARGET, [(act.tenant_id, given.version_id, *row) for row in rows])
    if given.made_from is not None:
        made_from = (given.made_from.template_id, given.made_from.version_id)
        await db.execute(
            sql.MADE_FROM,
            *(act.tenant_id, given.version_id, given.agreement_id, *made_from, act.now),
        )


async def _template(made: Template) -> None:
    await db.execute(sql.TEMPLATE, made.template_id, made.name)
    await db.execute(
        sql.TEMPLATE_VERSION,
        *(made.version_id, made.template_id, template_rows.written(made.body), made.author_id),
        *(made.approver_id, made.current_from),
    )


async def _behind(act: Act, given: Agreed) -> None:
    kind = "OLA" if given.tier else "UC"
    await db.execute(
        sql.PROVIDER_AGREEMENT, given.agreement_id, kind, given.name, given.tier, given.vendor_id
    )
    await db.execute(
        sql.PROVIDER_VERSION,
        *(given.version_id, given.agreement_id, given.effective_from, given.author_id),
        *(given.approver_id, act.now, given.content.calendar_version_id),
        version_store.terms_of(given.content),
    )
    rows = version_store.rows_of(given.content)
    await db.many(sql.PROVIDER_TARGET, [(given.version_id, *row) for row in rows])


async def _policy(act: Act, given: Client, policy_id: UUID) -> None:
    await db.execute(
        sql.POLICY, act.tenant_id, policy_id, given.contract_id, given.policy_name, act.now
    )
    numbered = [
        replace(step, ordinal=place, id=policy.step_id(policy_id, place, step))
        for place, step in enumerate(given.steps, 1)
    ]
    await policy.write_steps(act, policy_id, numbered)
