"""The agreement that counts where no contract does: a template the provider has chosen.

It is written into the client's own agreements when the first ticket needs it, so that its clocks
run, are explained and counted like any other's; it belongs to no contract, nobody accepted it, and
it earns no credits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.agreements import agreement_rows, version_store, versions
from contracts.agreements.agreed import Content
from contracts.agreements.versions import Version
from contracts.subject import Pinned
from contracts.templates import template_calendars, template_rows
from contracts.templates.template_rows import TemplateVersion
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import provide, read

NAMESPACE: Final = UUID("5e0c8f0e-2f0b-5a58-9c0c-8d2a7f1f0c55")


@dataclass(frozen=True, slots=True)
class Choice:
    """`template_id` None: none, so that tickets out of contract have no promise at all."""

    template_id: UUID | None
    name: str | None
    chosen_by: UUID
    chosen_at: datetime


@provide("vendor.write")
async def choose_template(act: Act, template_id: UUID | None) -> Choice:
    """For tickets raised out of contract from now on. Raises NotFound, WrongState where no version
    of it is current."""
    if template_id is not None:
        await template_rows.current(template_id)
    await db.execute(CHOOSE, template_id, act.person_id, act.now)
    made = await _newest()
    assert made is not None, "it was written above"  # noqa: S101
    return made


@read("contract.read", STAFF)
async def chosen(act: Act) -> Choice | None:
    """None where none ever was."""
    return await _newest()


@read("contract.read", STAFF, MEMBER)
async def offered(act: Act, tenant: int) -> list[Version]:
    """What counted for this client out of contract, the newest first; empty where no ticket ever
    needed it. Raises NotFound."""
    act.only_own(tenant)
    rows = await db.rows(
        f"{agreement_rows.SELECT} WHERE v.tenant_id = $1 AND v.offer_of IS NOT NULL "
        "ORDER BY v.created_at DESC, v.number DESC, v.id",
        tenant,
    )
    return [versions.of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Offer:
    """Ids None until a ticket of this client needed it."""

    made_of: TemplateVersion
    agreement_id: UUID | None
    version_id: UUID | None


async def offer(tenant: int) -> Offer | None:
    """What a ticket that no contract covers would be on; None where the provider chose none."""
    row = await db.row(STANDING, tenant)
    if row is None:
        return None
    made_of = (await template_rows.among([row["offer_of"]]))[row["offer_of"]]
    return Offer(made_of, row["agreement_id"], row["version_id"])


async def pinned(act: Act) -> Pinned:
    """What governs a ticket that no contract covers. All None where the provider chose none."""
    row = await db.row(STANDING, act.tenant_id)
    if row is None:
        return Pinned()
    if row["version_id"] is None:
        return await _written(act, row["offer_of"])
    return Pinned(None, row["version_id"], row["calendar_version_id"], None)


CHOOSE = """
INSERT INTO default_agreement (number, template_id, chosen_by, chosen_at)
SELECT 1 + coalesce(max(number), 0), $1, $2, $3 FROM default_agreement
"""

STANDING = """
SELECT o.id AS offer_of, v.id AS version_id, v.agreement_id, v.calendar_version_id
FROM (SELECT template_id FROM default_agreement ORDER BY number DESC LIMIT 1) d
JOIN template_version o ON o.template_id = d.template_id AND o.state = 'current'
LEFT JOIN agreement_version v ON v.tenant_id = $1 AND v.offer_of = o.id
"""


AGREEMENT = """
WITH taken AS (SELECT FROM agreement WHERE tenant_id = $1 AND name = $3::text)
INSERT INTO agreement (tenant_id, id, kind, name, template_id)
SELECT $1, $2::uuid, 'SLA', left($3::text, 190) || CASE WHEN EXISTS (SELECT FROM taken)
       THEN ' ' || left($2::uuid::text, 8) ELSE '' END, $4
ON CONFLICT (tenant_id, id) DO NOTHING
"""

VERSION = """
WITH before AS (
    UPDATE agreement_version SET state = 'superseded'
    WHERE tenant_id = $1 AND agreement_id = $3 AND state = 'active' AND id <> $2
)
INSERT INTO agreement_version (tenant_id, id, agreement_id, number, state, effective_from,
    author_id, approver_id, approved_at, calendar_version_id, terms, created_at,
    commitment_percent, offer_of)
VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10::text::jsonb, $11, $12, $13)
ON CONFLICT (tenant_id, id) DO NOTHING
"""

TARGET = """
INSERT INTO target (tenant_id, version_id, metric, ticket_type, priority, allowed_us,
                    pausing_states, warn_percents, calendar_version_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
"""


async def _newest() -> Choice | None:
    row = await db.row(
        "SELECT d.template_id, t.name, d.chosen_by, d.chosen_at FROM default_agreement d "
        "LEFT JOIN template t ON t.id = d.template_id ORDER BY d.number DESC LIMIT 1"
    )
    return None if row is None else Choice(**row)


async def _written(act: Act, offer_of: UUID) -> Pinned:
    """Whoever needs it at the same time finds it written: all ids are derived."""
    offer = (await template_rows.among([offer_of]))[offer_of]
    found = await template_calendars.of_tenant(act.tenant_id)
    await template_calendars.write(act, found.missing(offer.body))
    content = replace(found.content(offer.body), credits=None)
    agreement_id = ids.derive(NAMESPACE, act.tenant_id, offer.template_id)
    version_id = ids.derive(NAMESPACE, act.tenant_id, offer.id)
    name = f"Out of contract: {offer.name}"
    await db.execute(AGREEMENT, act.tenant_id, agreement_id, name, offer.template_id)
    await db.execute(VERSION, *_row(act, offer, content, agreement_id, version_id))
    rows = version_store.rows_of(content)
    await db.many(TARGET, [(act.tenant_id, version_id, *row) for row in rows])
    return Pinned(None, version_id, content.calendar_version_id, None)


def _row(
    act: Act, offer: TemplateVersion, content: Content, agreement_id: UUID, version_id: UUID
) -> tuple[object, ...]:
    return (
        *(act.tenant_id, version_id, agreement_id, offer.number, offer.current_from),
        *(offer.author_id, offer.approver_id, offer.approved_at, content.calendar_version_id),
        *(version_store.terms_of(content), act.now, offer.body.commitment_percent, offer.id),
    )
