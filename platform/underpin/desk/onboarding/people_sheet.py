"""A sheet of a company's people: CSV text in, people and what is wrong with each line out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tenants import people, role
from tenants.many_people import New
from underpin.desk.assets import sheet
from underpin.kernel.errors import Malformed

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("name", "full name", "fullname", "display name"), "name"),
        **dict.fromkeys(("email", "e-mail", "mail", "address", "email address"), "email"),
        **dict.fromkeys(("roles", "role"), "roles"),
        **dict.fromkeys(("sees", "reach"), "sees"),
        **dict.fromkeys(("site", "location", "office"), "site"),
    }
)
NEEDED: Final = ("name", "email")
ROLES: Final = tuple(role.MEMBER)
SEES: Final = ("", "own", "site", "company")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that cannot be taken: its number in the file, the column, the cure."""

    line: int
    column: str
    cure: str


@dataclass(frozen=True, slots=True)
class Read:
    people: tuple[New, ...]
    wrong: tuple[Wrong, ...]


class _Refused(Exception):
    """A cell that is not acceptable: its column, and the cure."""


def read(text: str) -> Read:
    """Headings first, in any order; `name` and `email` have to be there, `roles`, `sees` and `site`
    may. Raises Malformed for what is no sheet."""
    given = sheet.read(text)
    fields = {FIELDS.get(each.strip().lower(), ""): n for n, each in enumerate(given.headings)}
    missing = [name for name in NEEDED if name not in fields]
    if missing:
        raise Malformed(f"file: it needs a column {missing[0]!r}.", field="file")
    taken: dict[str, New] = {}
    wrong: list[Wrong] = []
    for line, cells in zip(given.lines, given.cells, strict=True):
        try:
            one = _person(fields, cells)
            if one.email in taken:
                raise _Refused("email", "This address stands in the file already: leave one out.")
            taken[one.email] = one
        except _Refused as refused:
            wrong.append(Wrong(line, *refused.args))
    return Read(tuple(taken.values()), tuple(wrong))


def _person(fields: Mapping[str, int], cells: Sequence[str]) -> New:
    said = {name: sheet.unquoted(cells[place]) for name, place in fields.items() if name}
    if not 1 <= len(said["name"]) <= 200 or not said["name"].isprintable():
        raise _Refused("name", "1 to 200 characters.")
    try:
        address = people.checked_email(said["email"])
    except Malformed as wrong:
        raise _Refused("email", wrong.detail.partition(": ")[2]) from wrong
    roles = _roles(said.get("roles", ""))
    sees = said.get("sees", "").lower()
    if sees not in SEES:
        raise _Refused("sees", "own, site or company.")
    site = said.get("site", "")
    if len(site) > 200:
        raise _Refused("site", "200 characters at most.")
    return New(said["name"], address, roles, "" if sees == "own" else sees, site)


def _roles(said: str) -> tuple[str, ...]:
    """Several are parted by commas, semicolons, bars or spaces."""
    words = said.lower().replace(",", " ").replace(";", " ").replace("|", " ").split()
    strange = [each for each in words if each not in ROLES]
    if strange:
        raise _Refused("roles", f"One of {', '.join(ROLES)}.")
    return tuple(dict.fromkeys(words)) or ("requester",)
