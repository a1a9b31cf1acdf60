"""A mail of a client is read and becomes what `judging.py` says. Handled once, by its row's own
lock; what cannot be read is set aside whole, for somebody to look at and let be tried again."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from underpin.desk.lifetime import terms
from underpin.desk.mail.arriving import aiming, authoring, invited, judging, loops, signed, storing
from underpin.desk.mail.arriving.aiming import Aim
from underpin.desk.mail.arriving.authoring import Wrote
from underpin.desk.mail.arriving.heard import Heard
from underpin.desk.mail.arriving.judging import Author, Known
from underpin.desk.mail.arriving.outcome import Outcome, carry_out
from underpin.kernel import db, events, mail_dmarc, mail_read
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event
from underpin.kernel.mail_automatic import Automatic
from underpin.kernel.mail_read import MailUnreadable, ReadMail

ROW = """
SELECT id, raw, envelope_from, recipient, received_at, authserv_id, handled_at
FROM inbound_mail WHERE tenant_id = $1 AND id = $2 FOR UPDATE
"""


async def handle(act: Act, event: Event) -> None:
    """The consumer. What fails for reasons of ours is tried again and then parked by the relay."""
    row = await db.row(ROW, act.tenant_id, UUID(event.body["mail_id"]))
    if row is None or row["handled_at"] is not None:
        return
    try:
        heard = await _found_out(act, row)
    except MailUnreadable as problem:
        await _written(act, row["id"], set_aside_at=act.now, outcome=problem.detail[:200])
        return
    outcome = await invited.answered(act, heard)
    if outcome is None:
        outcome = await carry_out(act, heard, judging.judge(_known(heard)))
    await _finish(act, heard, outcome)


async def _found_out(act: Act, row: db.Row) -> Heard:
    tenant = act.tenant_id
    mail = await asyncio.to_thread(
        mail_read.read, bytes(row["raw"]), envelope_from=row["envelope_from"]
    )
    addresses = [*row["recipient"].split(", "), *(each.address for each in mail.recipients)]
    wrote = await authoring.of(tenant, mail.author)
    reply = signed.first(signed.REPLY, tenant, addresses)
    aim = await aiming.of(tenant, mail, reply, act.now)
    part = aim is not None and await aiming.takes_part(
        tenant, aim.ticket_id, wrote.person_id if wrote.kind is Author.MEMBER else None
    )
    about = signed.first(signed.BOUNCE, tenant, row["recipient"].split(", "))
    if about is None and mail.automatic is Automatic.BOUNCE:
        about = await aiming.reported(tenant, bytes(row["raw"]))
    return Heard(
        row,
        mail,
        wrote,
        aim,
        _proof(row, mail, wrote, aim),
        part,
        await _is_over(act, aim),
        aim is None and await aiming.repeated(tenant, mail, row["received_at"]),
        about,
        signed.first(signed.LEAVE, tenant, row["recipient"].split(", ")),
    )


async def _is_over(act: Act, aim: Aim | None) -> bool:
    """Whether what the mail means was done longer ago than the client's terms let it reopen."""
    if aim is None or aim.ended_at is None:
        return False
    return act.now > aim.ended_at + (await terms.of(act.tenant_id)).reopens_within


def _proof(row: db.Row, mail: ReadMail, wrote: Wrote, aim: Aim | None) -> str | None:
    """By what we know that the author wrote it: the address signed for this very person, or the
    relay's word."""
    if aim is not None and aim.signed_for is not None and aim.signed_for == wrote.person_id:
        return "address"
    return "dmarc" if mail_dmarc.passes(mail.results, row["authserv_id"], mail.author) else None


def _known(heard: Heard) -> Known:
    return Known(
        automatic=heard.mail.automatic,
        is_ours=loops.is_ours(heard.mail),
        author=heard.wrote.kind,
        verified=heard.verified_by is not None,
        suggested=heard.aim is not None,
        takes_part=heard.takes_part,
        is_over=heard.is_over,
        repeats=heard.repeats,
        about_ours=heard.sent_id is not None,
        leaves=heard.left_id is not None,
    )


async def _finish(act: Act, heard: Heard, outcome: Outcome) -> None:
    await _written(
        act,
        heard.row["id"],
        handled_at=act.now,
        outcome=outcome.told,
        verified_by=heard.verified_by,
        ticket_id=outcome.ticket_id,
        posted_id=outcome.posted_id,
        waits_for=outcome.waits_for,
        suggested=outcome.suggested,
    )


async def _written(act: Act, mail_id: UUID, **columns: Any) -> None:
    await db.update("inbound_mail", {"tenant_id": act.tenant_id, "id": mail_id}, columns)


async def again(act: Act, mail_id: UUID) -> bool:
    """Let a mail that was set aside be read again; False when it is not set aside."""
    freed = await db.execute(
        "UPDATE inbound_mail SET set_aside_at = NULL, outcome = NULL "
        "WHERE tenant_id = $1 AND id = $2 AND set_aside_at IS NOT NULL",
        act.tenant_id,
        mail_id,
    )
    if freed:
        await events.emit(act, events.New(storing.ARRIVED, mail_id, {"mail_id": str(mail_id)}))
    return freed == 1


CONSUMER = Consumer("desk_mail", "mail", (storing.ARRIVED,), handle)
