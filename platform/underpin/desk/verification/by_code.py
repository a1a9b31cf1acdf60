"""A one-time code to the address we know of a person, which they tell whoever they speak with."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.mail.leaving import composing
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.verification import code_words, validity, verification
from underpin.desk.verification.validity import CODE_LIVES, CODES_AN_HOUR, HOLDS
from underpin.desk.verification.verification import Verification
from underpin.kernel import db, events, ids, installation, mail_channel, secret_token
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.mail_compose import Correspondent, OutgoingMail, message_id
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

HOUR: Final = timedelta(hours=1)


class TooManyCodes(Conflict):
    code = "too-many-codes"
    title = "Enough codes were sent for this ticket: have an approver called back instead"


class NoCode(Conflict):
    code = "no-code"
    title = "This code ran out, was used, or was mistyped too often: send another one"


PERSON: Final = """
SELECT p.id, p.name, p.email, p.locale, (
    SELECT count(*) FROM verification v WHERE v.tenant_id = p.tenant_id AND v.ticket_id = $3
    AND v.method = 'code' AND v.begun_at > $4) AS sent
FROM person p WHERE p.tenant_id = $1 AND p.id = $2 AND p.state IN ('active', 'invited')
"""
INSERT: Final = """
INSERT INTO verification (tenant_id, id, ticket_id, person_id, method, code_digest, attempts,
                          begun_by, begun_at, expires_at, note)
VALUES ($1, $2, $3, $4, 'code', $5, 0, $6, $7, $8, '')
"""


@write("ticket.work", STAFF)
async def send(act: Act, number: int) -> Verification:
    """To the requester's known address, never to one that a caller names. Raises NotFound,
    Malformed for one who cannot be written to, TooManyCodes."""
    ticket = await tickets.held(act, number)
    row = await db.row(PERSON, act.tenant_id, ticket.requester_id, ticket.id, act.now - HOUR)
    if row is None:
        raise Malformed("requester: they have no address any more.", field="requester")
    if row["sent"] >= CODES_AN_HOUR:
        raise TooManyCodes
    made, plain = ids.new(), secret_token.code()
    digest = secret_token.code_digest(installation.ring(), str(made), plain)
    words = (ticket.id, row["id"], digest, act.person_id, act.now, act.now + CODE_LIVES)
    await db.execute(INSERT, act.tenant_id, made, *words)
    await _mail(act, ticket, row, made, plain)
    body = {"verification_id": str(made), "method": "code"}
    await events.emit(act, events.New("ticket.verification_begun", ticket.id, body))
    return await _one(act, ticket, made)


async def _mail(act: Act, ticket: Ticket, row: db.Row, made: UUID, plain: str) -> None:
    about = await composing.about(act.tenant_id, ticket.id)
    assert about is not None, "the ticket is locked by this transaction"  # noqa: S101
    words, domain = code_words.of(row["locale"]), installation.settings().mail_domain
    mail = OutgoingMail(
        message_id=message_id(ids.derive(made, "code"), domain),
        date=act.now,
        sender=about.sender,
        to=(Correspondent(row["name"], row["email"]),),
        subject=f"[{about.name}] {words.subject}",
        text=code_words.text(words, plain),
        envelope_from=f"bounces@{domain}",
        automatic=True,
        no_auto_reply=True,
    )
    box = about.mailbox_id
    await mail_channel.queue(act, mail, ticket.id, hold=timedelta(0), mailbox_id=box)


HELD: Final = """
SELECT attempts, expires_at, valid_until, code_digest FROM verification
WHERE tenant_id = $1 AND id = $2 AND ticket_id = $3 AND method = 'code' FOR UPDATE
"""


@write("ticket.work", STAFF)
async def confirm(act: Act, number: int, verification_id: UUID, code: str) -> Verification:
    """What the caller told. A wrong code counts, and is told by what is returned: its standing is
    not `verified`. Raises NoCode for one that cannot be typed any more, NotFound."""
    ticket = await tickets.held(act, number)
    row = await db.row(HELD, act.tenant_id, verification_id, ticket.id)
    if row is None:
        raise NotFound
    now = validity.standing(row["attempts"], row["expires_at"], row["valid_until"], act.now)
    if now != "waiting":
        raise NoCode
    ring, typed = installation.ring(), "".join(code.split())
    keys = {"tenant_id": act.tenant_id, "id": verification_id}
    if secret_token.code_matches(ring, str(verification_id), typed, row["code_digest"]):
        until = act.now + HOLDS["code"]
        by = {"verified_by": act.person_id, "verified_at": act.now}
        await db.update("verification", keys, {**by, "valid_until": until, "code_digest": None})
        body = {"verification_id": str(verification_id), "method": "code"}
        await events.emit(act, events.New("ticket.verified", ticket.id, body))
    else:
        await db.update("verification", keys, {"attempts": row["attempts"] + 1})
    return await _one(act, ticket, verification_id)


async def _one(act: Act, ticket: Ticket, verification_id: UUID) -> Verification:
    found = await verification.every(act, act.tenant_id, ticket.id)
    return next(each for each in found if each.id == verification_id)
