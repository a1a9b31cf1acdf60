"""Colleagues to choose from while somebody types @."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.mentions import naming, telling
from underpin.desk.tickets import ticket as tickets
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

FEW: Final = 8


@dataclass(frozen=True, slots=True)
class Offered:
    id: UUID
    name: str


@read("ticket.note", STAFF)
async def colleagues(act: Act, tenant: int, number: int, words: str = "") -> list[Offered]:
    """Who may see the ticket, and could be meant by what is typed so far. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    known = [each for each in await telling.of_staff(act, ticket) if each.may]
    found = [each for each in naming.matching(words, known) if each.id != act.person_id]
    return [Offered(each.id, each.name) for each in found[:FEW]]
