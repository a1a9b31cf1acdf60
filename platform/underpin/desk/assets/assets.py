"""Keeping a client's assets one by one, and looking at them: staff at all, members at their own,
and at the company's where they look after its machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.assets import asset, storing
from underpin.desk.assets.asset import Row, Unfit
from underpin.desk.assets.storing import Change
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound, StaleVersion
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read, write

PAGE: Final = 50
BY_HAND: Final = "desk"


@dataclass(frozen=True, slots=True)
class View:
    """`cost` in major units of `currency`; None where a member reads."""

    id: UUID
    source: str
    external_id: str
    kind: str
    name: str
    serial: str
    vendor: str
    owner_id: UUID | None
    owner: str
    owner_email: str
    site: str
    service: str
    purchased_on: date | None
    warranty_until: date | None
    state: str
    attributes: dict[str, str]
    cost: Decimal | None
    currency: str | None
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """A change: field -> what it was and what it became. `by` is empty for a program."""

    at: datetime
    by: str
    way: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; `after` is the last of the page before."""

    words: str = ""
    kind: str = ""
    state: str = ""
    owner_id: UUID | None = None
    after: UUID | None = None


READ: Final = """
SELECT a.id, a.source, a.external_id, a.kind, a.name, a.serial, a.vendor, a.owner_id,
       coalesce(p.name, '') AS owner, coalesce(p.email, '') AS owner_email,
       coalesce(i.name, '') AS site, coalesce(v.name, '') AS service, a.purchased_on,
       a.warranty_until, a.state, a.attributes, {cost} AS cost, {currency} AS currency, a.version,
       a.changed_at
FROM asset a
LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.owner_id
LEFT JOIN site i ON i.tenant_id = a.tenant_id AND i.id = a.site_id
LEFT JOIN service v ON v.tenant_id = a.tenant_id AND v.id = a.service_id {costs}
WHERE a.tenant_id = $1
"""
COSTS: Final = "LEFT JOIN asset_cost c ON c.tenant_id = a.tenant_id AND c.asset_id = a.id"
HEAD: Final = {
    Audience.STAFF: READ.format(cost="c.amount", currency="c.currency", costs=COSTS),
    Audience.MEMBER: READ.format(cost="NULL::numeric", currency="NULL::text", costs=""),
}
NARROWED: Final = """
  AND ($2 = '' OR strpos(lower(a.name), $2) > 0 OR strpos(lower(a.serial), $2) > 0
       OR strpos(lower(a.external_id), $2) > 0 OR strpos(lower(a.kind), $2) > 0)
  AND ($3 = '' OR a.kind = $3) AND (a.state = $4 OR $4 = '' AND a.state <> 'retired')
  AND ($5::uuid IS NULL OR a.owner_id = $5)
  AND ($6::uuid IS NULL OR (a.name, a.id) > (SELECT l.name, l.id FROM asset l
       WHERE l.tenant_id = $1 AND l.id = $6))
ORDER BY a.name, a.id LIMIT $7
"""


@read("asset.read", STAFF, MEMBER)
async def listed(act: Act, tenant: int, wanted: Wanted, most: int = PAGE) -> list[View]:
    """By name, fifty at a time; what is retired only where it is asked for."""
    _own(act, tenant)
    words = (wanted.words.strip().lower(), wanted.kind, wanted.state, wanted.owner_id)
    sql = HEAD[act.audience] + NARROWED
    return [of(row) for row in await db.rows(sql, tenant, *words, wanted.after, most)]


@read("asset.read", STAFF, MEMBER)
async def kinds(act: Act, tenant: int) -> list[str]:
    """What kinds of assets there are among those one may see."""
    _own(act, tenant)
    rows = await db.rows(
        "SELECT DISTINCT kind FROM asset WHERE tenant_id = $1 ORDER BY kind LIMIT 200", tenant
    )
    return [row["kind"] for row in rows]


@read("asset.read", STAFF, MEMBER)
async def one(act: Act, tenant: int, asset_id: UUID) -> View:
    """Raises NotFound."""
    _own(act, tenant)
    row = await db.row(f"{HEAD[act.audience]} AND a.id = $2", tenant, asset_id)
    if row is None:
        raise NotFound
    return of(row)


@read("asset.read", STAFF)
async def history(act: Act, tenant: int, asset_id: UUID) -> Sequence[Happened]:
    """The newest first."""
    rows = await db.rows(
        "SELECT h.changed_at AS at, coalesce(s.name, '') AS by, h.way, h.changes "
        "FROM asset_change h LEFT JOIN staff s ON s.id = h.changed_by "
        "WHERE h.tenant_id = $1 AND h.asset_id = $2 ORDER BY h.id DESC LIMIT 200",
        *(tenant, asset_id),
    )
    return [Happened(**{**row, "changes": msgspec.json.decode(row["changes"])}) for row in rows]


@write("asset.write", STAFF)
async def keep(act: Act, said: Row) -> UUID:
    """A new one, written down by hand. Raises Malformed."""
    row = msgspec.structs.replace(said, external_id=said.external_id or str(ids.new()))
    held = await db.value(
        "SELECT true FROM asset WHERE tenant_id = $1 AND source = $2 AND external_id = $3",
        *(act.tenant_id, BY_HAND, row.external_id),
    )
    if held:
        raise Malformed("external_id: there is one of this id.", field="external_id")
    outcome = await storing.store(act, BY_HAND, [row], "hand")
    _fit(outcome.refused[0].wrong if outcome.refused else ())
    return outcome.ids[0]


@write("asset.write", STAFF)
async def change(act: Act, asset_id: UUID, said: Row, *, version: int | None = None) -> None:
    """What is not said stays. Raises NotFound, StaleVersion, Malformed."""
    await note(act, asset_id, said, version=version)


async def note(act: Act, asset_id: UUID, said: Row, *, version: int | None = None) -> None:
    """The same, for other verbs of staff to whom more was said of it."""
    row = await _held(act, asset_id)
    if version is not None and row["version"] != version:
        raise StaleVersion
    before, places = storing.of(row), await storing.places(act.tenant_id, [said])
    try:
        new = asset.read(said, before, places)
    except Unfit as problem:
        _fit(problem.wrong)
        raise
    changes = asset.difference(before, new)
    await storing.write_one(act, row["source"], Change(asset_id, new, changes, False), "hand")


@write("asset.write", STAFF)
async def retire(act: Act, asset_id: UUID) -> None:
    """It is there no more; its history and tickets stay. Raises NotFound."""
    await change(act, asset_id, Row(state="retired"))


HELD: Final = """
SELECT a.*, c.amount AS cost, c.currency FROM asset a
LEFT JOIN asset_cost c ON c.tenant_id = a.tenant_id AND c.asset_id = a.id
WHERE a.tenant_id = $1 AND a.id = $2 FOR UPDATE OF a
"""


async def _held(act: Act, asset_id: UUID) -> db.Row:
    await storing.one_by_one(act)
    row = await db.row(HELD, act.tenant_id, asset_id)
    if row is None:
        raise NotFound
    return row


def _fit(wrong: Sequence[asset.Wrong]) -> None:
    """Raises Malformed naming the first field, with every cure."""
    if wrong:
        told = " ".join(f"{each.field}: {each.cure}" for each in wrong)
        raise Malformed(told, field=wrong[0].field)


def _own(act: Act, tenant: int) -> None:
    act.only_own(tenant)


def of(row: db.Row) -> View:
    return View(**{**row, "attributes": msgspec.json.decode(row["attributes"])})
