"""The link in an announcement's mail that ends these mails without signing in: signed for one
person and nothing else. It opens a page; nothing is ended by following it (PRACTICE 6)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.announcements import subscribing
from underpin.kernel import db, installation, mail_address
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound
from underpin.kernel.mail_address import Signed

PURPOSE: Final = "announcements"
PERSON: Final = """
SELECT coalesce(b.name, n.name) AS client, EXISTS (
    SELECT FROM announcement_subscription u WHERE u.tenant_id = p.tenant_id AND u.person_id = p.id
) AS subscribed
FROM person p JOIN tenant n ON n.id = p.tenant_id
LEFT JOIN branding b ON b.tenant_id = p.tenant_id
WHERE p.tenant_id = $1 AND p.id = $2 AND p.state = 'active' AND n.state = 'active'
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether they are mailed what this client is told; `client` as its portal is named."""

    client: str
    subscribed: bool


def token(tenant: int, person_id: UUID) -> str:
    signed = mail_address.sign(installation.ring(), PURPOSE, tenant, person_id)
    return signed.removeprefix(f"{PURPOSE}+")


def page(token: str) -> str:
    return f"{installation.settings().portal_origin}/announcements/mails/{token}"


def one_click(token: str) -> str:
    """What a mail program asks for its reader, without a page (RFC 8058)."""
    return f"{installation.settings().portal_origin}/api/v1/mail/announcements/{token}"


async def by_link(token: str) -> Wish:
    """Raises NotFound for a link that is not ours, or whose reader is here no more."""
    async with _opened(token) as named:
        return await _wish(named)


async def say_by_link(token: str, *, wanted: bool) -> Wish:
    """Ended, or begun again by who ended them by mistake. Saying it twice changes nothing. Raises
    NotFound."""
    async with _opened(token) as named:
        await _wish(named)
        at = await db.now()
        await subscribing.keep(named.tenant_id, named.object_id, at, wanted=wanted)
        return await _wish(named)


@asynccontextmanager
async def _opened(token: str) -> AsyncIterator[Signed]:
    named = mail_address.verify(installation.ring(), PURPOSE, f"{PURPOSE}+{token}")
    if named is None:
        raise NotFound
    async with db.open(Work(named.tenant_id)):
        yield named


async def _wish(named: Signed) -> Wish:
    row = await db.row(PERSON, named.tenant_id, named.object_id)
    if row is None:
        raise NotFound
    return Wish(row["client"], row["subscribed"])
