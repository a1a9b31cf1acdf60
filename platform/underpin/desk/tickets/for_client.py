"""A ticket that staff take down for somebody of a client: for a person who is known, or for one who
becomes known with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from tenants import people
from tenants.people import Person
from underpin.desk.search import folding
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

FEW: Final = 20
AT_ONCE: Final = 1_000
PRESENT: Final = """
SELECT id, name, email, state FROM person WHERE tenant_id = $1 AND state IN ('active', 'invited')
"""
PEOPLE: Final = f"{PRESENT} AND (name, id) > ($2, $3) ORDER BY name, id LIMIT $4"
ADDRESSED: Final = f"{PRESENT} AND email = $2"
NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Requester:
    """`said`: an address, or a name that one person there has; without it somebody new, by name and
    address."""

    said: str = ""
    name: str = ""
    email: str = ""


@read("ticket.raise", STAFF)
async def people_like(act: Act, tenant: int, words: str = "") -> list[Person]:
    """Whom of the client somebody could mean who types this, by name, twenty at most."""
    wanted = folding.fold(words.strip())
    if found := await _addressed(tenant, words):
        return found
    return await _whom(tenant, lambda each: _like(each, wanted), FEW)


@write("ticket.raise", STAFF)
async def raise_for(act: Act, new: NewTicket, who: Requester) -> Ticket:
    """Raises Malformed naming the field, AddressTaken."""
    raising.check(new)
    requester = await _requester(act, who)
    made: Ticket = await raising.raise_ticket(act, replace(new, requester_id=requester))
    return made


async def _requester(act: Act, who: Requester) -> UUID:
    if not who.said.strip():
        if not who.name.strip():
            raise Malformed("requester: say who asks.", field="requester")
        added: Person = await people.add_member(act, who.name.strip(), who.email)
        return added.id
    found = await _meant(act.tenant_id, who.said)
    if len(found) != 1:
        said = "nobody there has this name" if not found else "several people have this name"
        raise Malformed(f"requester: {said}; give their address.", field="requester")
    return found[0].id


async def _meant(tenant: int, said: str) -> list[Person]:
    """By address, by `Name <address>`, or by name; of several, two."""
    _, opened, address = said.strip().rpartition("<")
    found = await _addressed(tenant, address.removesuffix(">"))
    if found or opened:
        return found
    wanted = folding.fold(said.strip())
    return await _whom(tenant, lambda each: folding.fold(each.name) == wanted, 2)


async def _addressed(tenant: int, address: str) -> list[Person]:
    rows = await db.rows(ADDRESSED, tenant, address.strip().lower())
    return [Person(**row) for row in rows]


async def _whom(tenant: int, fits: Callable[[Person], bool], most: int) -> list[Person]:
    """The first of the client's people that fit, by name. Their names are folded here and not by
    the database: so many at once that nobody else waits for it."""
    found: list[Person] = []
    name, last = "", NOBODY
    while len(found) < most:
        rows = await db.rows(PEOPLE, tenant, name, last, AT_ONCE)
        found += [each for each in (Person(**row) for row in rows) if fits(each)]
        if len(rows) < AT_ONCE:
            break
        name, last = rows[-1]["name"], rows[-1]["id"]
    return found[:most]


def _like(person: Person, wanted: str) -> bool:
    name = folding.fold(person.name)
    words = (name, *name.split(), folding.fold(person.email))
    return any(each.startswith(wanted) for each in words)
