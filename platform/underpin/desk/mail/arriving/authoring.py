"""Who wrote a mail, by the exact address of its one author, and as whom their words are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from tenants import people
from underpin.desk.mail.arriving.judging import Author
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, Principal

WHO = """
SELECT coalesce(p.id, s.id) AS id, coalesce(p.name, s.name, '') AS name, p.state,
       p.id IS NOT NULL AS of_client, s.id IS NOT NULL AS of_staff,
       EXISTS (SELECT FROM vendor v WHERE lower(v.email) = $2) AS of_vendor
FROM (SELECT 1) one
LEFT JOIN person p ON p.tenant_id = $1 AND p.email = $2
LEFT JOIN staff s ON s.email = $2 AND s.state = 'active'
"""


@dataclass(frozen=True, slots=True)
class Wrote:
    """`person_id` is a member's or a staff person's; None for who is not known."""

    kind: Author
    address: str
    person_id: UUID | None = None
    name: str = ""


async def of(tenant: int, address: str) -> Wrote:
    """Who has this address. A person of the client stays theirs though a colleague of ours, or a
    vendor, has the same address elsewhere."""
    if not address:
        return Wrote(Author.NOBODY, "")
    row = await db.row(WHO, tenant, address)
    assert row is not None, "one row, whoever is known"  # noqa: S101
    return Wrote(_kind(row), address, row["id"], row["name"])


def _kind(row: db.Row) -> Author:
    if row["of_staff"]:
        return Author.STAFF
    if row["of_client"]:
        return Author.MEMBER if row["state"] in ("active", "invited") else Author.GONE
    return Author.VENDOR if row["of_vendor"] else Author.UNKNOWN


async def as_member(act: Act, wrote: Wrote) -> Act:
    """The act in the name of the client's person with this address. Who was not known becomes a
    contact named by their address alone: no role, no sign-in, no seat (PRACTICE 33)."""
    person_id, name = wrote.person_id, wrote.name
    if wrote.kind is not Author.MEMBER or person_id is None:
        contact = await people.add_member(act, wrote.address[:200], wrote.address, roles=())
        person_id, name = contact.id, contact.name
    return replace(
        act,
        principal=Principal(MEMBER, person_id, frozenset(), {"": act.tenant_id}, name=name),
        source="mail",
    )


async def requester(act: Act, address: str) -> Wrote:
    """Who is named as requester by a person of ours. Raises Malformed for an address of staff, of
    a vendor, or of somebody who is no longer with the client."""
    wrote = await of(act.tenant_id, people.checked_email(address))
    if wrote.kind not in (Author.MEMBER, Author.UNKNOWN):
        raise Malformed("address: name a person of the client.", field="address")
    return wrote
