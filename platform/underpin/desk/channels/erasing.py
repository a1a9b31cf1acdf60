"""What channels and telephones hold of a person, and how it goes: the name and the account by which
they were known there, their numbers, and what they said, as it was delivered."""

from __future__ import annotations

from typing import Final

from tenants.erasing import Known
from underpin.kernel import db
from underpin.kernel.act import Act

DELIVERED: Final = """
UPDATE hook_delivery d SET body = '', outcome = NULL, reason = NULL
FROM channel_account a
WHERE d.tenant_id = $1 AND a.tenant_id = $1 AND a.person_id = $2 AND d.owner_id = a.channel_id
  AND d.purpose = 'channel' AND d.state <> 'waiting' AND d.outcome ->> 'account' = a.account
"""
ACCOUNTS: Final = """
UPDATE channel_account SET account = 'erased:' || id, name = '', person_id = NULL
WHERE tenant_id = $1 AND person_id = $2
"""
CALLS: Final = """
UPDATE phone_call SET number = '', reference = NULL, version = version + 1
WHERE tenant_id = $1 AND person_id = $2
"""
NUMBERS: Final = "DELETE FROM phone_number WHERE tenant_id = $1 AND person_id = $2"


async def erase(act: Act, known: Known) -> int:
    """Returns how many rows no longer say anything of them."""
    every = (DELIVERED, ACCOUNTS, CALLS, NUMBERS)
    return sum([await db.execute(sql, act.tenant_id, known.person_id) for sql in every])
