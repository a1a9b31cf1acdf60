"""Mail in triage is given to a client, or discarded with a reason. What was given reaches the
client's desk with the time at which it reached us; broken off in between, it goes on from there."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from tenants import audit
from underpin.desk.mail.arriving import authoring, storing, waiting
from underpin.desk.mail.arriving.letter import Came, Letter
from underpin.desk.mail.triage import triage_inbox
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, mail_read
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, perform, provide

ROUND = 100
KEPT = timedelta(days=90)
"""How long what was discarded, or opened nothing, can be looked up."""


class Decided(Conflict):
    code = "decided"
    title = "Somebody decided about this mail already: reload the list"


GIVE = """
UPDATE triage_mail SET decision = 'assigned', decided_by = $2, decided_at = $3, assigned_to = $4
WHERE id = $1 AND (decision IS NULL OR assigned_to = $4) RETURNING id
"""


# The client's from now on: nothing of it stays here but that it was given.
DELIVERED = """
UPDATE triage_mail SET delivered_at = $2, raw = '', sender = NULL, sender_name = NULL,
    subject = '', envelope_from = '', recipients = ''
WHERE id = $1
"""
FORGET = """
DELETE FROM triage_mail WHERE id IN (
    SELECT id FROM triage_mail WHERE decision IN ('ignored', 'discarded') AND decided_at < $1
    ORDER BY decided_at LIMIT $2)
"""


@outer("triage.decide", STAFF)
async def assign(principal: Principal, mail_id: UUID, tenant: int) -> None:
    """Say whose it is: one of the clients the asker works for. Asked again for the same client it
    changes nothing. Raises NotFound, Decided."""
    await _give(principal, mail_id, tenant)
    await deliver(mail_id)


@outer("triage.decide", STAFF)
async def place(
    principal: Principal, mail_id: UUID, tenant: int, address: str, ticket: int | None = None
) -> int:
    """Say whose it is and for whom: a new ticket for the client's person with this address, or
    their word on the ticket of this number. Returns the ticket's number. Broken off in between, the
    mail waits among the client's. Raises NotFound, Decided, Malformed."""
    await _check(principal, tenant, address, ticket)
    await _give(principal, mail_id, tenant)
    await deliver(mail_id, held=True)
    if ticket is None:
        opened: int = await perform(waiting.open_for, principal, mail_id, address, tenant=tenant)
        return opened
    await perform(waiting.join, principal, mail_id, ticket, address, tenant=tenant)
    return ticket


async def _check(principal: Principal, tenant: int, address: str, ticket: int | None) -> None:
    """Before anything is given away. Raises NotFound, Malformed."""
    if tenant not in principal.tenant_ids:
        raise NotFound
    async with db.open(Work(tenant)):
        act = Act(principal, tenant, await db.now(), "api", "triage.place")
        await authoring.requester(act, address)
        if ticket is not None:
            await tickets.held(act, ticket)


async def _give(principal: Principal, mail_id: UUID, tenant: int) -> None:
    if tenant not in principal.tenant_ids:
        raise NotFound
    async with db.open(Provider()):
        now = await db.now()
        given = await db.value(GIVE, mail_id, principal.person_id, now, tenant)
        known = given or await db.value("SELECT id FROM triage_mail WHERE id = $1", mail_id)
    if known is None:
        raise NotFound
    if given is None:
        raise Decided
    async with db.open(Work(tenant)):
        act = Act(principal, tenant, await db.now(), "api", "triage.assign")
        await audit.note(act, "desk.mail.triage.deciding.assign", {"mail_id": str(mail_id)})


@provide("triage.decide")
async def discard(act: Act, mail_id: UUID, reason: str) -> None:
    """It is nobody's matter; it is kept, and the reason with it. Raises NotFound, Malformed."""
    if not 1 <= len(reason.strip()) <= 300:
        raise Malformed("reason: why, in 1 to 300 characters.", field="reason")
    await triage_inbox.undecided(mail_id)
    await db.execute(
        "UPDATE triage_mail SET decision = 'discarded', decided_by = $2, decided_at = $3, "
        "decided_reason = $4 WHERE id = $1",
        *(mail_id, act.person_id, act.now, reason.strip()),
    )


async def deliver(mail_id: UUID, *, held: bool = False) -> None:
    """Store a given mail in its client's rows, once, under the id it has here."""
    async with db.open(Provider()):
        row = await db.row(
            "SELECT * FROM triage_mail WHERE id = $1 AND delivered_at IS NULL", mail_id
        )
    if row is None or row["assigned_to"] is None:
        return
    letter = await _letter(row)
    await storing.in_tenant(row["assigned_to"], letter, mail_id=mail_id, held=held)
    async with db.open(Provider()):
        await db.execute(DELIVERED, mail_id, await db.now())


async def _letter(row: db.Row) -> Letter:
    raw = bytes(row["raw"])
    return Letter(
        row["envelope_from"],
        tuple(row["recipients"].split(", ")),
        raw,
        await asyncio.to_thread(mail_read.glance, raw),
        Came(row["authserv_id"], row["received_at"]),
    )


async def finish() -> int:
    """The worker's round: what was given and broke off is delivered, what was nobody's is forgotten
    after a time; returns how many were delivered."""
    async with db.open(Provider()):
        await db.execute(FORGET, await db.now() - KEPT, ROUND)
        found = await db.rows(
            "SELECT id FROM triage_mail WHERE assigned_to IS NOT NULL AND delivered_at IS NULL "
            "ORDER BY id LIMIT $1",
            ROUND,
        )
    for row in found:
        await deliver(row["id"])
    return len(found)
