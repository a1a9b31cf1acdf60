"""What each room hands over: its tables that members may read, column by column, and more than
tables. Whatever nobody told here stays; a test asks of every table members may read.

A table is read in the scope of the member who gets it, so that the same policies which keep a page
from telling what is staff's keep the archive from it (PRACTICE 1).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from underpin.kernel.principal import Principal


@dataclass(frozen=True, slots=True)
class Table:
    """`key`: its primary key without the tenant, by which it is read on; what is `withheld` is
    the provider's own, or means nothing outside. Without `by_member` the whole client's rows are
    read: what an administrator sees on pages though no policy of theirs shows it."""

    columns: tuple[str, ...]
    withheld: tuple[str, ...]
    key: Mapping[str, str]
    tenant: str
    by_member: bool
    batch: int


@dataclass(frozen=True, slots=True)
class File:
    """One file of the archive; `rows` lines of a table, 0 for what is none."""

    name: str
    content: bytes
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What came next; `after` says where to go on, None where nothing is left."""

    files: tuple[File, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose eyes it is read with."""

    tenant: int
    person_id: UUID
    principal: Principal


Source = Callable[[Eyes, str | None], Awaitable[Part]]
TABLES: dict[str, Table] = {}
LEFT_OUT: dict[str, str] = {}
SOURCES: dict[str, Source] = {}


def table(
    columns: str,
    *,
    withheld: str = "",
    key: str = "id:uuid",
    tenant: str = "tenant_id",
    by_member: bool = True,
    batch: int = 500,
) -> Table:
    """Words between blanks; a key's column with its type."""
    keys = dict(each.split(":") for each in key.split())
    told, kept = tuple(columns.split()), tuple(withheld.split())
    return Table(told, kept, MappingProxyType(keys), tenant, by_member, batch)


def register(
    tables: Mapping[str, Table], left_out: Mapping[str, str], sources: Mapping[str, Source]
) -> None:
    """What a room hands over. Said again, it is the same."""
    TABLES.update(tables)
    LEFT_OUT.update(left_out)
    SOURCES.update(sources)
