"""Where an article lives: with the provider, for many clients, or with one client as its own data.

An act in no tenant works on the provider's tables, one in a tenant on that client's. The tables are
alike but for the tenant in their keys, so one set of statements serves both; what a member may read
is decided by which shelf a published text is put on, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from underpin.kernel import db
from underpin.kernel.act import Act

STAFF, MEMBERS = "staff", "members"
AUDIENCES: Final = (STAFF, MEMBERS)
JSON: Final = ("texts", "files")


@dataclass(frozen=True, slots=True)
class Home:
    """Names of tables, and the key their rows share. `shelves` maps an audience to the shelf its
    published texts stand on."""

    articles: str
    versions: str
    files: str
    shelves: Mapping[str, str]
    key: Mapping[str, Any]

    @property
    def shelf_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.shelves.values()))

    @property
    def named(self) -> str:
        """The beginning of a WHERE, whose words are `words`."""
        return "tenant_id = $1 AND " if self.key else ""

    def place(self, number: int) -> str:
        """The placeholder of the nth word after the key's."""
        return f"${number + len(self.key)}"

    @property
    def words(self) -> tuple[Any, ...]:
        return tuple(self.key.values())


PROVIDER: Final = Home(
    "article", "article_version", "article_file", {STAFF: "staff_shelf", MEMBERS: "shelf"}, key={}
)


def of(act: Act) -> Home:
    """The home of what this act changes."""
    return PROVIDER if act.tenant is None else of_client(act.tenant)


def of_client(tenant: int) -> Home:
    shelves = dict.fromkeys(AUDIENCES, "client_shelf")
    names = ("client_article", "client_article_version", "client_article_file")
    return Home(*names, shelves, key={"tenant_id": tenant})


async def insert(table: str, columns: Mapping[str, Any]) -> None:
    """Names are the code's own; `texts` and `files` are JSON text."""
    places = ", ".join(
        f"${at}::text::jsonb" if name in JSON else f"${at}" for at, name in enumerate(columns, 1)
    )
    names = ", ".join(columns)
    await db.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *columns.values())
