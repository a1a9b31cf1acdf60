"""Contracts and SLAs made from a template; each SLA version remembers which version it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.agreements import agreement
from contracts.agreements.versions import Version
from contracts.signed import contract
from contracts.signed.contract import Contract
from contracts.templates import template_calendars, template_rows
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Use:
    """An SLA version that was made from a template's version `number`."""

    version_id: UUID
    agreement_id: UUID
    template_id: UUID
    template: str
    number: int
    used_at: datetime


@read("contract.write", STAFF)
async def of_contract(act: Act, tenant: int, contract_id: UUID) -> list[Use]:
    """The newest first; empty where none of its SLAs came from a template."""
    rows = await db.rows(OF_CONTRACT, tenant, contract_id)
    return [Use(**row) for row in rows]


OF_CONTRACT = """
SELECT u.version_id, u.agreement_id, u.template_id, t.name AS template, v.number, u.used_at
FROM template_use u
JOIN agreement a ON a.tenant_id = u.tenant_id AND a.id = u.agreement_id
JOIN template t ON t.id = u.template_id
JOIN template_version v ON v.id = u.template_version_id
WHERE u.tenant_id = $1 AND a.contract_id = $2 ORDER BY u.used_at DESC, u.version_id
"""


@write("contract.write", STAFF)
async def sign_from(
    act: Act, template_id: UUID, name: str, starts_on: date, *, contract_id: UUID | None = None
) -> Contract:
    """A contract with the template's terms. Raises NotFound, WrongState where none of its versions
    is current, Malformed, NameTaken."""
    terms = (await template_rows.current(template_id)).body.terms.beginning(starts_on)
    signed: Contract = await contract.sign(
        act,
        name,
        starts_on,
        ends_on=terms.ends_on,
        notice_days=terms.notice_days,
        renewal=terms.renewal,
        renewal_months=terms.renewal_months,
        uplift_percent=terms.uplift_percent,
        uplift_on=terms.uplift_on,
        contract_id=contract_id,
    )
    return signed


@write("contract.write", STAFF)
async def begin_from(act: Act, template_id: UUID, name: str, starts_on: date) -> Version:
    """A contract with the template's terms, and its SLA as a draft of the same name, which is
    returned: both or neither. Raises as both of these do."""
    signed: Contract = await sign_from(act, template_id, name, starts_on)
    drafted: Version = await draft_from(act, template_id, signed.id, signed.name)
    return drafted


@write("contract.write", STAFF)
async def draft_from(
    act: Act, template_id: UUID, contract_id: UUID, name: str, *, service_id: UUID | None = None
) -> Version:
    """An SLA of a contract, or of one of its services, that says what the template says: a draft
    that goes its way like any other. Raises NotFound, WrongState, Malformed."""
    used = await template_rows.current(template_id)
    if not await db.value(
        "SELECT EXISTS (SELECT FROM contract WHERE tenant_id = $1 AND id = $2)",
        act.tenant_id,
        contract_id,
    ):
        raise NotFound
    found = await template_calendars.of_tenant(act.tenant_id)
    await template_calendars.write(act, found.missing(used.body))
    version: Version = await agreement.draft(
        act,
        contract_id,
        name,
        found.content(used.body),
        service_id=service_id,
        commitment_percent=used.body.commitment_percent,
    )
    await remember(act, version, used)
    return version


async def remember(act: Act, version: Version, used: template_rows.TemplateVersion) -> None:
    """A version made anew from another one is of that one."""
    await db.execute(
        "INSERT INTO template_use (tenant_id, version_id, agreement_id, template_id, "
        "template_version_id, used_at) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (tenant_id, version_id) DO UPDATE SET template_id = excluded.template_id, "
        "template_version_id = excluded.template_version_id, used_at = excluded.used_at",
        *(act.tenant_id, version.id, version.agreement_id, used.template_id, used.id, act.now),
    )
