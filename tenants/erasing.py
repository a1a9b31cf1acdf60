"""Erasing a person: what names them, and what they wrote, goes; ids and salted hashes stay, so that
the record holds (DESIGN 7, docs/decisions/0007-erasure.md).

Each room erases its own rows: it registers how, and is called in the verb's transaction.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from tenants import session
from tenants.handing_over import leaving
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF, Audience
from underpin.kernel.verb import write

NAME = "Erased person"
"""Stands where a name stood; pages say it in their reader's language."""
WORDS = "(erased)"
"""Stands where words stood."""


@dataclass(frozen=True, slots=True)
class Known:
    """By what a person was known until now: rooms look for it in free text."""

    person_id: UUID
    name: str
    email: str


Erase = Callable[[Act, Known], Awaitable[int]]
ROOMS: dict[str, Erase] = {}


def register(room: str, erase: Erase) -> None:
    """How a room erases what it holds of a person, in the act's tenant; it says how many rows."""
    ROOMS[room] = erase


@dataclass(frozen=True, slots=True)
class Erased:
    """`rows`: how many rows of each room no longer say anything of the person."""

    person_id: UUID
    rows: dict[str, int]


@write("audit.erase", STAFF)
async def erase(act: Act, person_id: UUID, reason: str) -> Erased:
    """Erase a member of a client company. They lose sight at once. Asked again, what was written
    since goes too. `reason` stays in the audit trail: it names nobody. Raises NotFound, Malformed.
    """
    if not 1 <= len(reason.strip()) <= 200:
        raise Malformed("reason: why, in 1 to 200 characters that name nobody.", field="reason")
    known = await _known(act, person_id)
    if any(_names(each, reason) for each in (known.name, known.email)):
        raise Malformed("reason: it stays for good, so it may not name the person.", field="reason")
    rows = {room: await erase_there(act, known) for room, erase_there in ROOMS.items()}
    rows["tenants"] = await _erase_here(act, known)
    await events.emit(act, events.New("person.erased", person_id))
    return Erased(person_id, rows)


def _names(what: str, text: str) -> bool:
    return what not in (NAME, "") and what.casefold() in text.casefold()


async def _known(act: Act, person_id: UUID) -> Known:
    """Not locked yet: tickets come first, in the order everybody takes."""
    row = await db.row(
        "SELECT id AS person_id, name, email FROM person WHERE tenant_id = $1 AND id = $2",
        act.tenant_id,
        person_id,
    )
    if row is None:
        raise NotFound
    return Known(**row)


PERSON = """
UPDATE person SET name = $3, email = $2::text || '@erased.invalid', state = 'erased', site_id = NULL
WHERE tenant_id = $1 AND id = $2
"""
OWN = ("credential", "member_role", "member_grant")

# Details that the person caused, that are about them, or that name them in passing. A short name
# stands in other words too, and is looked for as a whole.
DETAILS = """
DELETE FROM audit_detail d USING audit a
WHERE d.tenant_id = $1 AND a.tenant_id = $1 AND a.id = d.audit_id
  AND (a.actor_id = $2 OR a.subject = $2::text OR position($2::text IN d.detail::text) > 0
       OR EXISTS (SELECT FROM jsonb_each_text(d.detail) said
                  WHERE lower(said.value) = lower($3)
                     OR length($3) > 4 AND position(lower($3) IN lower(said.value)) > 0
                     OR position($4 IN lower(said.value)) > 0))
"""


async def _erase_here(act: Act, known: Known) -> int:
    tenant, person = act.tenant_id, known.person_id
    await session.end_all(Audience.MEMBER, person)
    for purpose in ("invitation", "reset"):
        await db.execute("SELECT revoke_links($1, $2)", purpose, person)
    gone = await db.execute(PERSON, tenant, person, NAME)
    gone += await leaving.throw_away(act.tenant_id)
    for table in OWN:
        gone += await db.execute(
            f"DELETE FROM {table} WHERE tenant_id = $1 AND person_id = $2", tenant, person
        )
    gone += await db.execute(
        "DELETE FROM kept_answer WHERE tenant_id = $1 AND principal_id = $2", tenant, person
    )
    if known.name == NAME:
        return gone
    return gone + await db.execute(DETAILS, tenant, person, known.name, known.email)
