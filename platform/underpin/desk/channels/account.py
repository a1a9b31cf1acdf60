"""Who somebody is: known by an account that our people have linked, and by nothing else. A name
that came with a message proves nothing; who is not linked waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.hooks import keeping
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Principal
from underpin.kernel.verb import read, write

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Account:
    """An account there, of a person of the client's, of one of ours, or of nobody we know.
    `name` is what the far side calls them."""

    id: UUID
    channel_id: UUID
    account: str
    name: str
    person_id: UUID | None
    staff_id: UUID | None
    first_heard_at: datetime
    linked_at: datetime | None


COLUMNS: Final = ", ".join(Account.__slots__)
HEARD: Final = f"""
INSERT INTO channel_account (tenant_id, id, channel_id, account, name, first_heard_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, channel_id, account) DO UPDATE
SET name = CASE WHEN excluded.name = '' THEN channel_account.name ELSE excluded.name END
RETURNING {COLUMNS}
"""
# Who is linked must be there still: a person of the client's, or staff who work for it.
STANDING: Final = """
SELECT p.name, p.id AS person_id, NULL::uuid AS staff_id FROM person p
WHERE p.tenant_id = $1 AND p.id = $2 AND p.state IN ('active', 'invited')
UNION ALL
SELECT s.name, NULL, s.id FROM staff s JOIN assignment a ON a.staff_id = s.id AND a.tenant_id = $1
WHERE s.id = $3 AND s.state = 'active'
"""


async def heard(act: Act, channel_id: UUID, account: str, name: str) -> Account:
    """Kept from its first word on, so that it can be linked."""
    words = (act.tenant_id, ids.new(), channel_id, account[:300], name[:200], act.now)
    row = await db.row(HEARD, *words)
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Account(**row)


async def principal(act: Act, account: Account) -> Principal | None:
    """As whom this account's words count; None where nobody stands behind it."""
    row = await db.row(STANDING, act.tenant_id, account.person_id, account.staff_id)
    if row is None:
        return None
    own, here = frozenset[str](), {"": act.tenant_id}
    if row["staff_id"] is not None:
        return Principal(STAFF, row["staff_id"], own, here, name=row["name"])
    return Principal(MEMBER, row["person_id"], own, here, name=row["name"])


@read("intake.read", STAFF)
async def listed(
    act: Act, tenant: int, *, unknown: bool = False, before: UUID | None = None
) -> list[Account]:
    """The newest first, a hundred at a time; with `unknown` those that nobody is linked to."""
    only = "AND person_id IS NULL AND staff_id IS NULL" if unknown else ""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM channel_account WHERE tenant_id = $1 {only} "
        "AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        *(tenant, before, PAGE),
    )
    return [Account(**row) for row in rows]


@write("intake.write", STAFF)
async def link(
    act: Act, account_id: UUID, *, person_id: UUID | None = None, staff_id: UUID | None = None
) -> Account:
    """Say who it is, a person of the client's or one of ours; None for both: nobody. What waited
    for that is read again. Raises NotFound, Malformed."""
    if person_id is not None and staff_id is not None:
        raise Malformed("staff_id: a person of the client's or one of ours, not both.")
    someone = person_id is not None or staff_id is not None
    if someone and not await db.rows(STANDING, act.tenant_id, person_id, staff_id):
        field = "person_id" if person_id is not None else "staff_id"
        raise Malformed(f"{field}: nobody with this id is of this client.", field=field)
    row = await db.row(
        "UPDATE channel_account SET person_id = $3, staff_id = $4, linked_by = $5, linked_at = $6 "
        f"WHERE tenant_id = $1 AND id = $2 RETURNING {COLUMNS}",
        *(act.tenant_id, account_id, person_id, staff_id, act.person_id, act.now),
    )
    if row is None:
        raise NotFound
    found = Account(**row)
    if someone:
        await keeping.again_where(act, found.channel_id, "account", found.account)
    return found
