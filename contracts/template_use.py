"""Contracts and SLAs made from a template; each SLA version remembers which version it was."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from contracts import agreement, contract, template, template_calendars
from contracts.contract import Contract
from contracts.versions import Version
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


@write("contract.write", STAFF)
async def sign_from(
    act: Act, template_id: UUID, name: str, starts_on: date, *, contract_id: UUID | None = None
) -> Contract:
    """A contract with the template's terms. Raises NotFound, WrongState where none of its versions
    is current, Malformed, NameTaken."""
    terms = (await template.current(template_id)).body.terms.beginning(starts_on)
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
async def draft_from(
    act: Act, template_id: UUID, contract_id: UUID, name: str, *, service_id: UUID | None = None
) -> Version:
    """An SLA of a contract, or of one of its services, that says what the template says: a draft
    that goes its way like any other. Raises NotFound, WrongState, Malformed."""
    used = await template.current(template_id)
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


async def remember(act: Act, version: Version, used: template.TemplateVersion) -> None:
    """A version made anew from another one is of that one."""
    await db.execute(
        "INSERT INTO template_use (tenant_id, version_id, agreement_id, template_id, "
        "template_version_id, used_at) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (tenant_id, version_id) DO UPDATE SET template_id = excluded.template_id, "
        "template_version_id = excluded.template_version_id, used_at = excluded.used_at",
        *(act.tenant_id, version.id, version.agreement_id, used.template_id, used.id, act.now),
    )
