"""A template's new version, proposed as an amendment to each SLA made from an earlier one: an
account manager makes it a draft of that SLA's next version, or declines it with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from contracts import (
    agreement,
    agreement_rows,
    contract_rows,
    difference,
    template,
    template_body,
    template_calendars,
    template_use,
)
from contracts.agreed import Content
from contracts.difference import Difference
from contracts.template_calendars import Missing
from contracts.versions import Version
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import read, write

PAGE, LONGEST_PAGE = 50, 200


class Decided(Conflict):
    code = "proposal-decided"
    title = "This amendment was drafted, declined or overtaken already"


@dataclass(frozen=True, slots=True)
class Proposal:
    """From version `before` of a template to version `after`; `client` is the tenant's key.
    `state`: proposed, drafted, declined or overtaken by a later one. `version_id` is the SLA
    version it became."""

    id: UUID
    client: str
    agreement_id: UUID
    agreement: str
    contract: str
    template_id: UUID
    template: str
    before: int
    after: int
    state: str
    proposed_at: datetime
    reason: str
    version_id: UUID | None


@dataclass(frozen=True, slots=True)
class Change:
    """What the SLA would say, and what of its calendars has to be written for that."""

    own: Version
    content: Content
    commitment_percent: Decimal | None
    used: template.TemplateVersion
    missing: Sequence[Missing]
    names: Mapping[UUID, str]


@write("contract.write", STAFF, WORKER)
async def propose(act: Act) -> int:
    """To each SLA of the client's contracts that have not ended, in one statement; returns how
    many are new. Repeated, it changes nothing."""
    today = await contract_rows.today(act, act.tenant_id)
    return await db.execute(PROPOSE, act.tenant_id, act.now, today)


@read("contract.write", STAFF)
async def waiting(
    act: Act, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[Proposal]:
    """Those to be decided, of all clients the asker has, the oldest first; `after` the instant and
    id of the last one of the page before."""
    at, last = after or (None, None)
    rows = await db.rows(f"{WAITING} ORDER BY p.proposed_at, p.id LIMIT $3", at, last, limit)
    return [Proposal(**row) for row in rows]


@read("contract.write", STAFF)
async def changes(act: Act, tenant: int, proposal_id: UUID) -> list[Difference]:
    """What it would change in what the SLA's newest version says. Raises NotFound."""
    change = await _change(tenant, await _one(tenant, proposal_id))
    own = change.own
    commitments = (own.commitment_percent, change.commitment_percent)
    return list(difference.between(own.content, change.content, change.names, commitments))


@write("contract.write", STAFF)
async def draft(act: Act, proposal_id: UUID) -> Version:
    """The SLA's next version, as a draft; one that is a draft already is rewritten. Raises
    NotFound, Decided, WrongState while an approved version waits."""
    proposal = await _held(act, proposal_id)
    change = await _change(act.tenant_id, proposal)
    await template_calendars.write(act, change.missing)
    version = change.own
    if version.state != "draft":
        version = await agreement.amend(act, proposal.agreement_id)
    made: Version = await agreement.rewrite(
        act, version.id, change.content, commitment_percent=change.commitment_percent
    )
    await template_use.remember(act, made, change.used)
    await _decide(act, proposal_id, "drafted", version_id=made.id)
    return made


@write("contract.write", STAFF)
async def decline(act: Act, proposal_id: UUID, reason: str) -> Proposal:
    """Not proposed again; the template's next version is. Raises NotFound, Decided, Malformed."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: say why, in up to 2000 characters.", field="reason")
    await _held(act, proposal_id)
    await _decide(act, proposal_id, "declined", reason=reason.strip())
    return await _one(act.tenant_id, proposal_id)


PROPOSE = """
WITH used AS (
    SELECT DISTINCT ON (u.agreement_id) u.agreement_id, u.template_id, u.template_version_id
    FROM template_use u WHERE u.tenant_id = $1
    ORDER BY u.agreement_id, u.used_at DESC, u.version_id DESC
), wanted AS (
    SELECT used.*, n.id AS current_id FROM used
    JOIN template_version n ON n.template_id = used.template_id AND n.state = 'current'
    JOIN template_version o ON o.id = used.template_version_id AND o.number < n.number
    JOIN agreement a ON a.tenant_id = $1 AND a.id = used.agreement_id
    JOIN contract c ON c.tenant_id = $1 AND c.id = a.contract_id
    WHERE coalesce(c.last_day, CASE WHEN c.renewal = 'none' THEN c.ends_on END, 'infinity') >= $3
), overtaken AS (
    UPDATE template_proposal p SET state = 'overtaken', decided_at = $2 FROM wanted
    WHERE p.tenant_id = $1 AND p.agreement_id = wanted.agreement_id AND p.state = 'proposed'
      AND p.template_version_id <> wanted.current_id
)
INSERT INTO template_proposal (tenant_id, id, agreement_id, template_id, from_version_id,
                               template_version_id, state, proposed_at)
SELECT $1, uuidv7(), agreement_id, template_id, template_version_id, current_id, 'proposed', $2
FROM wanted ON CONFLICT (tenant_id, agreement_id, template_version_id) DO NOTHING
"""

SELECT = """
SELECT p.id, t.key AS client, p.agreement_id, a.name AS agreement, c.name AS contract,
       p.template_id, m.name AS template, o.number AS before, n.number AS after, p.state,
       p.proposed_at, p.reason, p.version_id
FROM template_proposal p
JOIN agreement a ON a.tenant_id = p.tenant_id AND a.id = p.agreement_id
JOIN contract c ON c.tenant_id = p.tenant_id AND c.id = a.contract_id
JOIN template m ON m.id = p.template_id
JOIN tenant t ON t.id = p.tenant_id
JOIN template_version o ON o.id = p.from_version_id
JOIN template_version n ON n.id = p.template_version_id
"""
WAITING = f"""{SELECT}
WHERE p.state = 'proposed' AND ($1::timestamptz IS NULL OR (p.proposed_at, p.id) > ($1, $2::uuid))
"""


async def _one(tenant: int, proposal_id: UUID) -> Proposal:
    row = await db.row(f"{SELECT} WHERE p.tenant_id = $1 AND p.id = $2", tenant, proposal_id)
    if row is None:
        raise NotFound
    return Proposal(**row)


async def _held(act: Act, proposal_id: UUID) -> Proposal:
    """Locked, and still to be decided."""
    await db.row(
        "SELECT id FROM template_proposal WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        act.tenant_id,
        proposal_id,
    )
    proposal = await _one(act.tenant_id, proposal_id)
    if proposal.state != "proposed":
        raise Decided
    return proposal


async def _change(tenant: int, proposal: Proposal) -> Change:
    numbers = (proposal.before, proposal.after)
    before, after = await template.numbered(proposal.template_id, *numbers)
    found = await template_calendars.of_tenant(tenant)
    own = (await agreement_rows.of_agreement(tenant, proposal.agreement_id))[-1]
    contents = (found.content(before.body), own.content, found.content(after.body))
    percents = [each.body.commitment_percent for each in (before, after)]
    missing = found.missing(after.body)
    names = await agreement_rows.calendar_names(tenant)
    return Change(
        own=own,
        content=template_body.merged(*contents),
        commitment_percent=template_body.picked(percents[0], own.commitment_percent, percents[1]),
        used=after,
        missing=missing,
        names={**names, **{each.version_id: f"{each.name} (new)" for each in missing}},
    )


async def _decide(
    act: Act, proposal_id: UUID, state: str, *, reason: str = "", version_id: UUID | None = None
) -> None:
    await db.execute(
        "UPDATE template_proposal SET state = $3, reason = $4, version_id = $5, decided_by = $6, "
        "decided_at = $7 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, proposal_id, state, reason, version_id, act.person_id, act.now),
    )
