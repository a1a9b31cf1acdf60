"""Answers: by the link of the mail, or by the requester on the ticket in the portal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts import facts
from underpin.desk.surveys import asking, link, low, survey, terms
from underpin.desk.surveys.survey import COLUMNS, Survey, SurveyClosed
from underpin.desk.tickets import states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience, worker
from underpin.kernel.verb import read, write

ANSWERED: Final = "survey.answered"
"""Of the survey, which names its ticket: what hears of it needs no lock on that."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page behind a link shows; `client` as its portal is named; `is_open` false: it may
    only be looked at."""

    survey: Survey
    ticket: str
    subject: str
    client: str
    locale: str
    is_open: bool


NAMED: Final = f"""
SELECT {COLUMNS}, n.key || '-' || t.number AS ticket, t.subject, coalesce(b.name, n.name) AS client,
       p.locale
FROM survey v JOIN ticket t ON t.tenant_id = v.tenant_id AND t.id = v.ticket_id
JOIN person p ON p.tenant_id = v.tenant_id AND p.id = v.person_id
JOIN tenant n ON n.id = v.tenant_id LEFT JOIN branding b ON b.tenant_id = v.tenant_id
WHERE v.tenant_id = $1 AND v.id = $2 AND v.revoked_at IS NULL
  AND coalesce(v.answered_at, v.expires_at) + interval '90 days' > $3 AND p.state = 'active'
"""


async def by_link(token: str) -> Asked:
    """Raises NotFound for a link that is not ours, was revoked or is long over."""
    async with _opened(token) as (act, survey_id):
        return await _asked(act, survey_id)


async def answer_by_link(token: str, rating: int, comment: str | None = None) -> Asked:
    """`comment` None leaves what was said before. Raises NotFound, Malformed, SurveyClosed."""
    async with _opened(token) as (act, survey_id):
        await _answer(act, survey_id, rating, comment)
        return await _asked(act, survey_id)


@asynccontextmanager
async def _opened(token: str) -> AsyncIterator[tuple[Act, UUID]]:
    named = link.read(token)
    if named is None:
        raise NotFound
    async with db.open(Work(named.tenant_id)):
        if not await db.value("SELECT state = 'active' FROM tenant WHERE id = $1", named.tenant_id):
            raise NotFound
        who, now = worker(named.tenant_id), await db.now()
        yield Act(who, named.tenant_id, now, "survey", "surveys.by_link"), named.object_id


async def _asked(act: Act, survey_id: UUID) -> Asked:
    row = await db.row(NAMED, act.tenant_id, survey_id, act.now)
    if row is None:
        raise NotFound
    found, agreed = survey.read(row), await terms.of(act.tenant_id)
    words = (row["ticket"], row["subject"], row["client"], row["locale"])
    return Asked(found, *words, found.is_open(agreed, act.now))


@read("ticket.read", STAFF, MEMBER)
async def of_ticket(act: Act, tenant: int, number: int) -> Survey | None:
    """What was said of a ticket: its requester sees their own, staff what they may (see `told`).
    Raises NotFound for a ticket they may not see."""
    ticket = await tickets.seen(act, tenant, number)
    row = await db.row(
        f"SELECT {COLUMNS}, v.agent_id FROM survey v WHERE v.tenant_id = $1 AND v.ticket_id = $2",
        *(tenant, ticket.id),
    )
    if row is None or not await _may_read(act, row):
        return None
    return survey.read(row)


async def _may_read(act: Act, row: db.Row) -> bool:
    if act.audience is Audience.MEMBER:
        return bool(row["person_id"] == act.person_id)
    return row["agent_id"] == act.person_id or await terms.sees_all(act)


@write("survey.answer", MEMBER)
async def answer(act: Act, number: int, rating: int, comment: str = "") -> Survey:
    """The requester rates what was done for them, whether they were asked or not. Raises NotFound
    for another's ticket, SurveyClosed for one that is not done or too long ago, Malformed."""
    ticket = await tickets.held(act, number)
    if ticket.requester_id != act.person_id:
        raise NotFound
    _check_done(ticket)
    made = await asking.keep(act, ticket.id) or await _of(act, ticket)
    return await _answer(act, made, rating, comment)


def _check_done(ticket: Ticket) -> None:
    is_ours = ticket.channel != facts.ALERT and ticket.merged_into is None
    if ticket.state not in states.DONE or not is_ours:
        raise SurveyClosed("Rate what was done once the ticket is resolved.")


async def _of(act: Act, ticket: Ticket) -> UUID:
    found: UUID = await db.value(
        "SELECT id FROM survey WHERE tenant_id = $1 AND ticket_id = $2", act.tenant_id, ticket.id
    )
    return found


@write("survey.write", STAFF)
async def revoke(act: Act, number: int) -> Ticket:
    """Its link opens nothing any more; what was answered stays. Raises NotFound where nobody was
    asked."""
    ticket = await tickets.held(act, number)
    changed = await db.execute(
        "UPDATE survey SET revoked_at = coalesce(revoked_at, $3), "
        "revoked_by = coalesce(revoked_by, $4) WHERE tenant_id = $1 AND ticket_id = $2",
        *(act.tenant_id, ticket.id, act.now, act.person_id),
    )
    if not changed:
        raise NotFound
    return ticket


SET: Final = f"""
UPDATE survey v SET rating = $3, comment = coalesce($4, v.comment),
    answered_at = coalesce(v.answered_at, $5), changed_at = $5
WHERE v.tenant_id = $1 AND v.id = $2 RETURNING {COLUMNS}, v.ticket_id
"""


async def _answer(act: Act, survey_id: UUID, rating: int, comment: str | None) -> Survey:
    survey.check(rating, comment or "")
    row = await db.row(
        f"SELECT {COLUMNS} FROM survey v WHERE v.tenant_id = $1 AND v.id = $2 FOR UPDATE",
        *(act.tenant_id, survey_id),
    )
    if row is None:
        raise NotFound
    agreed = await terms.of(act.tenant_id)
    if not survey.read(row).is_open(agreed, act.now):
        raise SurveyClosed
    said = None if comment is None else comment.strip()
    made = await db.row(SET, act.tenant_id, survey_id, rating, said, act.now)
    assert made is not None, "the row is locked by this transaction"  # noqa: S101
    body = {"ticket_id": str(made["ticket_id"]), "rating": rating}
    await events.emit(act, events.New(ANSWERED, survey_id, body))
    if rating <= agreed.low:
        await low.gather(act, survey_id)
    return survey.read(made)
