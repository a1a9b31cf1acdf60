"""A ticket that staff take down for somebody of a client: for a person who is known, or for one who
becomes known with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
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
PEOPLE: Final = """
SELECT id, name, email, state FROM person WHERE tenant_id = $1 AND state IN ('active', 'invited')
ORDER BY name, id LIMIT 5000
"""


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
    return list(islice((each for each in await _people(tenant) if _like(each, wanted)), FEW))


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
    found = [each for each in await _people(act.tenant_id) if _meant(each, who.said)]
    if len(found) != 1:
        said = "nobody there has this name" if not found else "several people have this name"
        raise Malformed(f"requester: {said}; give their address.", field="requester")
    return found[0].id


async def _people(tenant: int) -> Sequence[Person]:
    return [Person(**row) for row in await db.rows(PEOPLE, tenant)]


def _meant(person: Person, said: str) -> bool:
    """By address, by `Name <address>`, or by name."""
    _, opened, address = said.strip().rpartition("<")
    if opened:
        return person.email == address.removesuffix(">").strip().lower()
    wanted = folding.fold(said.strip())
    return wanted in (folding.fold(person.email), folding.fold(person.name))


def _like(person: Person, wanted: str) -> bool:
    words = [*person.name.split(), person.name, person.email]
    return any(folding.fold(each).startswith(wanted) for each in words)
