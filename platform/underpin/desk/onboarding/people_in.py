"""People of a company by a sheet: looked at first, then taken in. Taken in twice they are there
once."""

from __future__ import annotations

from dataclasses import dataclass

from tenants import many_people
from tenants.many_people import New
from underpin.desk.onboarding import people_sheet
from underpin.desk.onboarding.people_sheet import Wrong
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would be new, how many are there already, and which lines cannot be taken."""

    new: tuple[New, ...]
    known: int
    wrong: tuple[Wrong, ...]


@read("person.write", STAFF)
async def preview(act: Act, tenant: int, text: str) -> Preview:
    """Nothing changes. Raises Malformed for what is no sheet."""
    found = people_sheet.read(text)
    rows = await db.rows(
        "SELECT email FROM person WHERE tenant_id = $1 AND email = ANY ($2::text[])",
        *(tenant, [each.email for each in found.people]),
    )
    there = {row["email"] for row in rows}
    new = tuple(each for each in found.people if each.email not in there)
    return Preview(new, len(there), found.wrong)


@write("person.write", STAFF)
async def take(act: Act, text: str) -> int:
    """All that can be taken; returns how many are new. They are not invited by it. Raises
    Malformed for what is no sheet."""
    made: int = await many_people.add(act, people_sheet.read(text).people)
    return made
