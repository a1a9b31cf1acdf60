"""The addresses we sign for mail of our own, by what they are good for.

`case` answers a vendor case, `reply` a notification to one person, `bounce` is where reports about
one notification go, `leave` ends one person's watching of a ticket, `visit` answers an invitation
to a visit. All name a row of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from underpin.kernel import installation, mail_address

CASE, REPLY, BOUNCE, LEAVE, VISIT = "case", "reply", "bounce", "leave", "visit"
PURPOSES = (CASE, REPLY, BOUNCE, LEAVE, VISIT)


class Named(NamedTuple):
    """What one of our addresses stands for."""

    purpose: str
    tenant_id: int
    object_id: UUID


def address(purpose: str, tenant: int, object_id: UUID) -> str:
    """The address that brings a mail to this row, for this purpose only."""
    local_part = mail_address.sign(installation.ring(), purpose, tenant, object_id)
    return f"{local_part}@{installation.settings().mail_domain}"


def read(recipient: str) -> Named | None:
    """What an address stands for; None for one that we did not sign."""
    purpose = recipient.partition("+")[0].lower()
    if purpose not in PURPOSES:
        return None
    domain = installation.settings().mail_domain
    found = mail_address.find(installation.ring(), purpose, domain, [recipient])
    return found and Named(purpose, found.tenant_id, found.object_id)


def first(purpose: str, tenant: int, addresses: Iterable[str]) -> UUID | None:
    """The row of this tenant that the first address signed for this purpose names."""
    for named in map(read, addresses):
        if named is not None and (named.purpose, named.tenant_id) == (purpose, tenant):
            return named.object_id
    return None
