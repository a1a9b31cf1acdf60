"""Client companies: a tenant is opened once, with its key for ticket numbers and its sites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import asyncpg

from tenants import audit, opening
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF, WORKER, Principal
from underpin.kernel.verb import outer, read, write

SLUG = re.compile(r"[a-z][a-z0-9-]{1,62}")
KEY = re.compile(r"[A-Z][A-Z0-9]{1,9}")
CURRENCY = re.compile(r"[A-Z]{3}")
LOCALES = ("en", "pl", "zh", "ar")
COLUMNS = "id, slug, key, name, time_zone, locale, currency"


class NameTaken(Conflict):
    code = "name-taken"
    title = "Another client company has this short name or key: choose another"


class SiteTaken(Conflict):
    code = "site-name-taken"
    title = "This client has a site of that name: choose another"


@dataclass(frozen=True, slots=True)
class NewCompany:
    """`key` begins its ticket numbers (ACME-1042); `slug` its addresses."""

    slug: str
    key: str
    name: str
    time_zone: str = "UTC"
    locale: str = "en"
    currency: str = "EUR"
    simulated_now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Company:
    id: int
    slug: str
    key: str
    name: str
    time_zone: str
    locale: str
    currency: str


@outer("tenant.create", STAFF, WORKER)
async def open_company(principal: Principal, new: NewCompany, assign: bool = True) -> Company:
    """Open a tenant and, unless told not to, assign it to who opens it.

    Three transactions, because the row is the tenant's own and the rest the provider's: a number
    is taken for the slug, the row is written, the opening ends with the assignment. Asked again
    with the same words after it broke off in between, it goes on from there. Raises Malformed,
    NameTaken.
    """
    _check(new)
    number = await _number(new.slug)
    fields = {name: getattr(new, name) for name in Company.__slots__ if name != "id"}
    company = Company(id=number, **fields)
    try:
        async with db.open(Work(number)):
            if not await _stands(company):
                await _written(principal, number, new)
    except asyncpg.UniqueViolationError as taken:
        await _let_go(new.slug, number)
        raise NameTaken from taken
    await _finish(principal, company, principal.person_id if assign else None)
    return company


async def _number(slug: str) -> int:
    async with db.open(Provider()):
        return await opening.begin(slug)


async def _stands(company: Company) -> bool:
    """Whether an opening that broke off had come so far, one asker at a time. Raises NameTaken
    where it was one of other words."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtext('underpin-open'), $1)", company.id)
    row = await db.row(
        f"SELECT {COLUMNS} FROM tenant WHERE id = $1",
        company.id,
    )
    if row is not None and Company(**row) != company:
        raise NameTaken
    return row is not None


async def _written(principal: Principal, number: int, new: NewCompany) -> None:
    await _insert(number, new)
    if new.simulated_now is not None:
        db.set_now(new.simulated_now)
    act = Act(principal, number, await db.now(), "api")
    await audit.note(act, "tenants.company.open_company", {"slug": new.slug})


async def _finish(principal: Principal, company: Company, staff_id: UUID | None) -> None:
    """Raises NameTaken where another, at the same moment, ended the same opening first."""
    async with db.open(Provider()):
        if not await opening.end(company.slug, company.id):
            raise NameTaken
        if staff_id is not None:
            await _assign(principal, staff_id, company.id)


async def _let_go(slug: str, number: int) -> None:
    async with db.open(Provider()):
        await opening.end(slug, number)


async def _assign(principal: Principal, staff_id: UUID, number: int) -> None:
    await db.execute(
        "INSERT INTO assignment (staff_id, tenant_id) VALUES ($1, $2)", staff_id, number
    )
    act = Act(principal, None, await db.now(), "api")
    said = {"staff_id": staff_id, "tenant": number}
    await audit.note(act, "tenants.people.assign", said, str(staff_id))


async def _insert(number: int, new: NewCompany) -> None:
    await db.execute(
        "INSERT INTO tenant (id, slug, key, name, state, time_zone, locale, currency, "
        "simulated_now, created_at) VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9)",
        number,
        new.slug,
        new.key,
        new.name,
        new.time_zone,
        new.locale,
        new.currency,
        new.simulated_now,
        await db.now(),
    )


def _check(new: NewCompany) -> None:
    if not SLUG.fullmatch(new.slug):
        raise Malformed(
            "slug: 2 to 63 small letters, digits and hyphens, a letter first.", field="slug"
        )
    if not KEY.fullmatch(new.key):
        raise Malformed("key: 2 to 10 capital letters and digits, a letter first.", field="key")
    if not 1 <= len(new.name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    if not CURRENCY.fullmatch(new.currency):
        raise Malformed("currency: an ISO 4217 code such as EUR.", field="currency")
    checked_locale(new.locale)
    checked_zone(new.time_zone)


def checked_locale(name: str) -> str:
    """Raises Malformed for a language that nobody is spoken to in."""
    if name not in LOCALES:
        raise Malformed(f"locale: one of {', '.join(LOCALES)}.", field="locale")
    return name


def checked_zone(name: str) -> str:
    """Raises Malformed for what is no IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Malformed(
            f"time_zone: {name!r} is no IANA time zone; write one like Europe/Berlin.",
            field="time_zone",
        ) from unknown
    return name


@dataclass(frozen=True, slots=True)
class Site:
    id: UUID
    name: str


@write("person.write", STAFF, WORKER)
async def add_site(
    act: Act, name: str, time_zone: str = "UTC", *, site_id: UUID | None = None
) -> Site:
    """A client's place; asking again for the same id changes nothing. Raises Malformed,
    SiteTaken."""
    site = Site(site_id or ids.new(), name.strip())
    if not 1 <= len(site.name) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    words = (act.tenant_id, site.id, site.name, checked_zone(time_zone))
    try:
        async with db.savepoint():
            await db.execute(
                "INSERT INTO site (tenant_id, id, name, time_zone) VALUES ($1, $2, $3, $4) "
                "ON CONFLICT (tenant_id, id) DO NOTHING",
                *words,
            )
    except asyncpg.UniqueViolationError as taken:
        raise SiteTaken from taken
    return site


@read("ticket.read", STAFF)
async def slug(act: Act, tenant: int) -> str:
    """By which its pages are addressed. Raises NotFound."""
    found: str | None = await db.value("SELECT slug FROM tenant WHERE id = $1", tenant)
    if found is None:
        raise NotFound
    return found


# How long the array is does not show: PostgreSQL then looks into the index, where the policy's list
# of clients is read once. Of a thousand it would read the whole table, and that list for each row.
COMPANIES = f"""
SELECT {COLUMNS} FROM tenant WHERE id = ANY (ARRAY(SELECT unnest($1::int[]))) ORDER BY name, id
"""


@read("ticket.read", STAFF)
async def companies(act: Act) -> list[Company]:
    """The client companies this staff person is assigned to, by name."""
    rows = await db.rows(COMPANIES, list(act.principal.tenant_ids))
    return [Company(**row) for row in rows]


@read("ticket.read", STAFF)
async def one(act: Act, tenant: int) -> Company:
    """Of those. Raises NotFound."""
    return await _of_them(act, "id = $2", tenant)


@read("ticket.read", STAFF)
async def named(act: Act, by_slug: str) -> Company:
    """The one whose pages are addressed so, of those. Raises NotFound."""
    return await _of_them(act, "slug = $2", by_slug)


async def _of_them(act: Act, which: str, word: object) -> Company:
    row = await db.row(
        f"SELECT {COLUMNS} FROM tenant WHERE id = ANY ($1::int[]) AND {which}",
        *(list(act.principal.tenant_ids), word),
    )
    if row is None:
        raise NotFound
    return Company(**row)
