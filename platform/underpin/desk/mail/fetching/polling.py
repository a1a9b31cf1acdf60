"""Mailboxes are read in rounds: each message is stored, noted by its place in the mailbox, and only
then put out of the way there. Broken off anywhere it is stored once, because the place is known,
or the content is (PRACTICE 11: its time is when the mailbox got it)."""

from __future__ import annotations

import asyncio
from uuid import UUID

import structlog

from underpin.desk.mail import mail_in
from underpin.desk.mail.arriving.letter import Came
from underpin.desk.mail.fetching import entering
from underpin.desk.mail.fetching.mailbox import COLUMNS, Mailbox
from underpin.desk.mail.triage import triage_inbox
from underpin.kernel import db, mail_read, outbound_imap
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Problem
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule

AT_ONCE = 10
MESSAGES = 50
SECONDS = 200
log = structlog.get_logger()

CLAIM = f"""
UPDATE mailbox SET poll_at = transaction_timestamp() + every_seconds * interval '1 second'
WHERE id IN (SELECT id FROM mailbox WHERE state = 'on' AND poll_at <= transaction_timestamp()
             ORDER BY poll_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING {COLUMNS}
"""
ENDED = "UPDATE mailbox SET polled_at = transaction_timestamp(), last_error = $2 WHERE id = $1"
SEEN = "SELECT 1 FROM mailbox_seen WHERE mailbox_id = $1 AND validity = $2 AND uid = $3"
NOTE = """
INSERT INTO mailbox_seen (mailbox_id, validity, uid, stored_at)
VALUES ($1, $2, $3, transaction_timestamp()) ON CONFLICT DO NOTHING
"""


async def round(outbound: Outbound, rule: AddressRule) -> int:  # noqa: A001 - as relay.round()
    """Read those that are due, at the same time; returns how many messages were stored."""
    async with db.open(Provider()):
        found = [Mailbox(**row) for row in await db.rows(CLAIM, AT_ONCE)]
    return sum(await asyncio.gather(*(_tried(outbound, rule, box) for box in found)))


async def _tried(outbound: Outbound, rule: AddressRule, box: Mailbox) -> int:
    """One mailbox; what goes wrong stands with it and is no other's trouble."""
    stored, said = 0, None
    try:
        async with asyncio.timeout(SECONDS):
            stored = await poll(outbound, rule, box)
    except (Problem, TimeoutError, ValueError) as problem:
        entering.forget(box.id)
        said = f"{type(problem).__name__}: {problem}"[:300]
        log.warning("mailbox.failed", mailbox=str(box.id), error=type(problem).__name__)
    async with db.open(Provider()):
        await db.execute(ENDED, box.id, said)
    return stored


async def poll(outbound: Outbound, rule: AddressRule, box: Mailbox) -> int:
    """Read one mailbox, fifty messages at most; returns how many were stored. Raises what getting
    in raises, and OutboundFailed."""
    login = await entering.login(outbound, box)
    unread = box.done_folder is None
    folder = await outbound_imap.opened(rule, login, box.folder, unread=unread)
    try:
        return sum([await _one(box, folder, uid) for uid in folder.uids[:MESSAGES]])
    finally:
        await folder.close()


async def _one(box: Mailbox, folder: outbound_imap.Mailbox, uid: int) -> int:
    place = (box.id, folder.validity, uid)
    if await _is_known(*place):
        await folder.finish(uid, box.done_folder)
        return 0
    told = await folder.told(uid)
    if told.size > mail_read.LARGEST:
        await triage_inbox.too_large(box.address, f"{folder.validity}/{uid}", told.size)
        await folder.flag(uid)
        await _noted(*place)
        return 0
    raw = await folder.fetch(uid)
    came = Came(box.authserv_id, told.received_at, box.client_id)
    await mail_in.accept(None, (box.address,), raw, came=came)
    await _noted(*place)
    await folder.finish(uid, box.done_folder)
    return 1


async def _is_known(mailbox_id: UUID, validity: int, uid: int) -> bool:
    async with db.open(Provider()):
        return await db.value(SEEN, mailbox_id, validity, uid) is not None


async def _noted(mailbox_id: UUID, validity: int, uid: int) -> None:
    async with db.open(Provider()):
        await db.execute(NOTE, mailbox_id, validity, uid)
