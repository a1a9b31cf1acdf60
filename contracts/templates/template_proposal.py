"""A template's new version, proposed as an amendment to each SLA made from an earlier one: an
account manager makes it a draft of that SLA's next version, or declines it with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from contracts.agreements import agreement, agreement_rows, difference
from contracts.agreements.agreed import Content
from contracts.agreements.difference import Difference
from contracts.agreements.versions import Version
from contracts.signed import contract_rows
from contracts.templates import (
    template_body,
    template_calendars,
    template_proposal_rows,
    template_rows,
    template_use,
)
from contracts.templates.template_calendars import Missing
from contracts.templates.template_proposal_rows import Proposal
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import read, write

PAGE, LONGEST_PAGE = 50, 200


class Decided(Conflict):
    code = "proposal-decided"
    title = "This amendment was drafted, declined or overtaken already"


@dataclass(frozen=True, slots=True)
class Change:
    """What the SLA would say, and what of its calendars has to be written for that."""

    own: Version
    content: Content
    commitment_percent: Decimal | None
    used: template_rows.TemplateVersion
    missing: Sequence[Missing]
    names: Mapping[UUID, str]


@write("contract.write", STAFF, WORKER)
async def propose(act: Act) -> int:
    """To each SLA of the client's contracts that have not ended, in one statement; returns how
    many are new. Repeated, it changes nothing."""
    today = await contract_rows.today(act, act.tenant_id)
    return await db.execute(template_proposal_rows.PROPOSE, act.tenant_id, act.now, today)


@read("contract.write", STAFF)
async def waiting(
    act: Act, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[Proposal]:
    """Those to be decided, of all clients the asker has, the oldest first; `after` the instant and
    id of the last one of the page before."""
    at, last = after or (None, None)
    rows = await db.rows(
        f"{template_proposal_rows.WAITING} ORDER BY p.proposed_at, p.id LIMIT $3", at, last, limit
    )
    return [Proposal(**row) for row in rows]


@read("contract.write", STAFF)
async def of_tenant(
    act: Act, tenant: int, after: tuple[datetime, UUID] | None = None, limit: int = PAGE
) -> list[Proposal]:
    """All that was ever proposed to a client, what became of it and why, the newest first."""
    at, last = after or (None, None)
    order = "ORDER BY p.proposed_at DESC, p.id DESC LIMIT $4"
    rows = await db.rows(f"{template_proposal_rows.EVERY} {order}", tenant, at, last, limit)
    return [Proposal(**row) for row in rows]


@read("contract.write", STAFF)
async def changes(act: Act, tenant: int, proposal_id: UUID) -> list[Difference]:
    """What it would change in what the SLA's newest version says. Raises NotFound."""
    change = await _change(tenant, await template_proposal_rows.one(tenant, proposal_id))
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
    return await template_proposal_rows.one(act.tenant_id, proposal_id)


async def _held(act: Act, proposal_id: UUID) -> Proposal:
    """Locked, and still to be decided."""
    await db.row(
        "SELECT id FROM template_proposal WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        act.tenant_id,
        proposal_id,
    )
    proposal = await template_proposal_rows.one(act.tenant_id, proposal_id)
    if proposal.state != "proposed":
        raise Decided
    return proposal


async def _change(tenant: int, proposal: Proposal) -> Change:
    numbers = (proposal.before, proposal.after)
    before, after = await template_rows.numbered(proposal.template_id, *numbers)
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
