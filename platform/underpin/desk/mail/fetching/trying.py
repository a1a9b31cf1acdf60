"""Whether a mailbox can be read: tried now, outside any transaction, and kept beside it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tenants import audit
from underpin.desk.mail.fetching import entering
from underpin.desk.mail.fetching.mailbox import COLUMNS, Mailbox
from underpin.kernel import db, installation, outbound_imap
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import NotFound, Problem
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer

NAME: Final = "desk.mail.fetching.trying.look"
TRIED: Final = f"""
UPDATE mailbox SET polled_at = $2, last_error = $3 WHERE id = $1 RETURNING {COLUMNS}
"""


@outer("mail.configure", STAFF)
async def look(principal: Principal, mailbox_id: UUID) -> Mailbox:
    """Log in and open its folder; nothing in it changes. What went wrong stands in `last_error`.
    Raises NotFound."""
    async with db.open(Provider()):
        row = await db.row(f"SELECT {COLUMNS} FROM mailbox WHERE id = $1", mailbox_id)
    if row is None:
        raise NotFound
    said = await _tried(Mailbox(**row))
    async with db.open(Provider()):
        act = Act(principal, None, await db.now(), "page", NAME)
        await audit.note(act, NAME, {"mailbox_id": mailbox_id}, str(mailbox_id))
        kept = await db.row(TRIED, mailbox_id, act.now, said)
    if kept is None:
        raise NotFound
    return Mailbox(**kept)


async def _tried(box: Mailbox) -> str | None:
    rule = AddressRule(allow_private=installation.settings().allow_private_addresses)
    try:
        async with Outbound(rule) as outbound:
            login = await entering.login(outbound, box)
            folder = await outbound_imap.opened(rule, login, box.folder, unread=True)
            await folder.close()
    except (Problem, TimeoutError, ValueError) as problem:
        entering.forget(box.id)
        return f"{type(problem).__name__}: {problem}"[:300]
    return None
