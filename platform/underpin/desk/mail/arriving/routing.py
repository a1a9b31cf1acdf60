"""Whose a mail is. Signed addresses and addresses of a company come first; then the author, where
one company alone knows the address; then the author's domain, where it was verified. All else goes
to triage: a company is never guessed by a name, and two answers are none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from underpin.desk.mail.arriving import signed
from underpin.desk.mail.arriving.letter import Letter
from underpin.kernel import db, installation
from underpin.kernel.database.scope import Door

ROUTE = "SELECT rule, tenant_id FROM door_mail_route($1, $2, $3, $4)"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail is kept. A vendor's answer names its case; `recipient` brought it there."""

    tenant_id: int
    case_id: UUID | None = None
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the door: by which rule an address or an author belongs to a tenant."""

    rule: str
    tenant_id: int


async def places(letter: Letter) -> list[Place]:
    """Where the mail belongs, each place once; none for triage."""
    cases, tenants = _signed(letter.recipients)
    if letter.came.client is not None:
        tenants[letter.came.client] = None
    unsigned = [each for each in letter.recipients if signed.read(each) is None]
    found = await _asked(unsigned, letter.glance.author)
    tenants |= dict.fromkeys(named for each in found for named in by_address(each))
    if not cases and not tenants:
        tenants = dict.fromkeys(by_author(found[0] if found else []))
    return [*cases, *map(Place, tenants)]


def by_address(found: Iterable[Found]) -> list[int]:
    """The tenant of one address; none where two claim it."""
    named = {each.tenant_id for each in found if each.rule == "address"}
    return list(named) if len(named) == 1 else []


def by_author(found: Iterable[Found]) -> list[int]:
    """The one tenant that knows the author; who is known in two belongs to neither by this, nor
    by a domain; else the one that owns the domain."""
    told = list(found)
    knowing = {each.tenant_id for each in told if each.rule == "person"}
    owning = {each.tenant_id for each in told if each.rule == "domain"}
    decided = knowing or owning
    return list(decided) if len(decided) == 1 else []


def _signed(recipients: Iterable[str]) -> tuple[list[Place], dict[int, None]]:
    """Vendor cases, and tenants whose other signed addresses stand on the envelope."""
    cases: list[Place] = []
    tenants: dict[int, None] = {}
    for recipient in recipients:
        named = signed.read(recipient)
        if named is not None and named.purpose == signed.CASE:
            cases.append(Place(named.tenant_id, named.object_id, recipient))
        elif named is not None:
            tenants[named.tenant_id] = None
    return cases, tenants


async def _asked(recipients: list[str], author: str) -> list[list[Found]]:
    """What the door answers for each address at our domain, at least once for the author."""
    domain = author.rpartition("@")[2]
    async with db.open(Door()):
        return [
            [Found(**row) for row in await db.rows(ROUTE, *asked, author, domain)]
            for asked in _keys(recipients) or [("", "")]
        ]


def _keys(recipients: Iterable[str]) -> list[tuple[str, str]]:
    """By what to ask for each address: itself without what follows a plus, and its local part,
    which may be a company's name."""
    ours = installation.settings().mail_domain
    keys = []
    for recipient in recipients:
        local_part, _, domain = recipient.rpartition("@")
        name = local_part.partition("+")[0]
        if domain == ours and name:
            keys.append((f"{name}@{domain}", name))
    return keys
