"""A small shared world, built through the product's own use-cases: three client companies, their
people, and the provider's staff, all signed in.

    world = await build()                       # unique keys at every call
    await verb.perform(raising.raise_ticket, world.acme.requester.principal, ...)
    async with browser(app, world.agent) as page:
        await page.get("/api/v1/me")

Who is assigned to whom: `admin`, `lead`, `l2` and `finance` to all three; `agent` (tier 1) and
`auditor` to ACME and BOLT; `l3` and `manager` to ACME; `stranger` (tier 1) to CARO alone.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pyotp
from argon2 import PasswordHasher

from tenants import audit, company, door, invitation, people, role, sign_in
from tenants.company import Company, NewCompany
from tests.conftest import SECRET
from underpin.kernel import (
    cookies,
    csrf,
    db,
    ids,
    installation,
    passwords,
    secret_token,
    settings,
    verb,
)
from underpin.kernel.database.scope import Scope
from underpin.kernel.principal import Audience, Principal
from underpin.kernel.settings import Settings

PASSWORD = "correct horse battery"
SETTINGS: Settings = settings.load(
    {
        "UNDERPIN_DATABASE_URL": "postgresql://127.0.0.1/underpin",
        "UNDERPIN_REDIS_URL": "redis://127.0.0.1/0",
        "UNDERPIN_SECRET": SECRET,
        "UNDERPIN_DESK_ORIGIN": "http://desk.localhost",
        "UNDERPIN_PORTAL_ORIGIN": "http://portal.localhost",
        "UNDERPIN_CONTENT_ORIGIN": "http://content.localhost",
        "UNDERPIN_SMTP_URL": "smtp://127.0.0.1:2525",
        "UNDERPIN_MAIL_DOMAIN": "desk.example",
    }
)
_numbers = itertools.count(101)


@dataclass(frozen=True)
class Human:
    """A person with a live session. `principal` is what the door found after signing in."""

    id: UUID
    name: str
    email: str
    principal: Principal
    cookie: str = field(repr=False)
    totp_secret: str | None = field(default=None, repr=False)

    @property
    def audience(self) -> Audience:
        return self.principal.audience

    async def again(self) -> Principal | None:
        """What the door finds now."""
        return await door.by_session(self.cookie)


@dataclass(frozen=True)
class Client:
    """A client company. `colleague` is a second requester; `observer` one with reach 'company'."""

    id: int
    key: str
    slug: str
    name: str
    admin: Human
    requester: Human
    colleague: Human
    observer: Human
    approver: Human
    finance: Human
    it_partner: Human


@dataclass(frozen=True)
class World:
    acme: Client
    bolt: Client
    caro: Client
    admin: Human
    agent: Human
    l2: Human
    l3: Human
    lead: Human
    manager: Human
    finance: Human
    auditor: Human
    stranger: Human

    @property
    def clients(self) -> tuple[Client, Client, Client]:
        return (self.acme, self.bolt, self.caro)


async def build(time_zone: str = "UTC") -> World:
    """Three client companies with unique keys, and staff. Needs the fixture `scopes`."""
    installation.use(SETTINGS)
    verb.record_with(audit.record)
    number = next(_numbers)
    admin = await _first_admin(number)
    tenants = [await _opened(admin, name, number, time_zone) for name in ("acme", "bolt", "caro")]
    signed = await again(admin)
    staff, clients = await asyncio.gather(
        _staff(signed, number, [tenant.id for tenant in tenants]),
        asyncio.gather(*(_client(signed, tenant) for tenant in tenants)),
    )
    acme, bolt, caro = clients
    return World(acme, bolt, caro, signed, **staff)


async def again(person: Human) -> Human:
    """The same person with what the door finds now. Fails when it finds nobody."""
    found = await person.again()
    assert found is not None, f"{person.name} has no live session"
    return Human(person.id, person.name, person.email, found, person.cookie, person.totp_secret)


async def _opened(admin: Human, name: str, number: int, zone: str) -> Company:
    new = NewCompany(f"{name}-{number}", f"{name.upper()}{number}", name.title(), zone)
    opened: Company = await verb.begin(company.open_company, admin.principal, new)
    return opened


# member of the client -> roles and reach
MEMBERS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "admin": (("client_admin",), None),
    "requester": (("requester",), None),
    "colleague": (("requester",), None),
    "observer": (("requester",), "company"),
    "approver": (("approver",), None),
    "finance": (("finance",), None),
    "it_partner": (("it_partner",), None),
}

# staff -> role, tier, and to which of ACME, BOLT, CARO they are assigned
STAFF: dict[str, tuple[str, int | None, tuple[int, ...]]] = {
    "agent": ("agent", 1, (0, 1)),
    "l2": ("agent", 2, (0, 1, 2)),
    "l3": ("agent", 3, (0,)),
    "lead": ("service_lead", 2, (0, 1, 2)),
    "manager": ("account_manager", None, (0,)),
    "finance": ("finance", None, (0, 1, 2)),
    "auditor": ("auditor", None, (0, 1)),
    "stranger": ("agent", 1, (2,)),
}


async def _client(by: Human, tenant: Company) -> Client:
    made = await asyncio.gather(*(_member(by, tenant, name) for name in MEMBERS))
    named = dict(zip(MEMBERS, made, strict=True))
    return Client(tenant.id, tenant.key, tenant.slug, tenant.name, **named)


async def _member(by: Human, tenant: Company, name: str) -> Human:
    roles, reach = MEMBERS[name]
    said = (f"{name.title()} of {tenant.name}", f"{name}@{tenant.slug}.example")
    return await member(by, tenant.id, tenant.slug, *said, roles=roles, reach=reach)


async def member(by: Human, tenant: int, slug: str, name: str, email: str, **words: Any) -> Human:
    """One more member of a client company, invited by `by` and signed in."""
    person = await verb.perform(
        people.add_member, by.principal, name, email, tenant=tenant, **words
    )
    token = await verb.perform(invitation.invite_member, by.principal, person.id, tenant=tenant)
    await accept(token)
    issued = await sign_in.member(slug, email, PASSWORD)
    return await _signed_in(person, issued)


async def _staff(by: Human, number: int, tenants: list[int]) -> dict[str, Human]:
    made = await asyncio.gather(*(_one_of_staff(by, number, name, tenants) for name in STAFF))
    return dict(zip(STAFF, made, strict=True))


async def _one_of_staff(by: Human, number: int, name: str, tenants: list[int]) -> Human:
    job, tier, where = STAFF[name]
    email = f"{name}-{number}@provider.example"
    assigned = [tenants[which] for which in where]
    return await staff_person(by.principal, name.title(), email, job, tier, assigned)


async def staff_person(
    by: Principal, name: str, email: str, job: str, tier: int | None, tenants: list[int]
) -> Human:
    """One more staff person, with assignments, both factors and a session."""
    person = await verb.perform(people.add_staff, by, name, email, (job,), tier)
    for tenant in tenants:
        await verb.perform(people.assign, by, person.id, tenant)
    accepted = await accept(await verb.perform(invitation.invite_staff, by, person.id))
    half_way = await sign_in.staff_password(email, PASSWORD)
    assert accepted.totp_secret is not None
    issued = await sign_in.staff_code(half_way.proof, pyotp.TOTP(accepted.totp_secret).now())
    return await _signed_in(person, issued, accepted.totp_secret)


async def _first_admin(number: int) -> Human:
    """Nobody invites the first: an installation's own command does."""
    capable = role.capabilities(Audience.STAFF, ["provider_admin"])
    nobody = Principal(Audience.STAFF, ids.new(), capable)
    email = f"admin-{number}@provider.example"
    return await staff_person(nobody, "Admin", email, "provider_admin", None, [])


async def _signed_in(
    person: people.Person, issued: secret_token.Issued, totp: str | None = None
) -> Human:
    found = await door.by_session(issued.plain)
    assert found is not None, f"{person.name} could not sign in"
    return Human(person.id, person.name, person.email, found, issued.plain, totp)


async def accept(token: str, password: str = PASSWORD) -> invitation.Accepted:
    """Accept an invitation with a hash that costs next to nothing, and is checked as cheaply."""
    with cheap_hashes():
        return await invitation.accept(token, password)


@contextmanager
def cheap_hashes() -> Iterator[None]:
    """Many may be inside at once: the last one out puts the real cost back."""
    if not _inside:
        _inside.append(passwords._hasher)
        passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    else:
        _inside.append(_inside[0])
    try:
        yield
    finally:
        real = _inside.pop()
        if not _inside:
            passwords._hasher = real


_inside: list[PasswordHasher] = []


def fresh_code(person: Human) -> str:
    """The code after the one that signing in has just spent: good once more."""
    assert person.totp_secret is not None, f"{person.name} has no second factor"
    totp = pyotp.TOTP(person.totp_secret)
    return totp.generate_otp(totp.timecode(datetime.now(UTC)) + 1)


async def warm(*scopes: Scope) -> None:
    """Open as many connections as will be wanted at once: who must still connect comes too late
    to meet the others."""
    ready = asyncio.Barrier(len(scopes))

    async def hold(scope: Scope) -> None:
        async with db.open(scope), asyncio.timeout(60):
            await ready.wait()

    await asyncio.gather(*(hold(scope) for scope in scopes))


@asynccontextmanager
async def browser(
    app: Any, person: Human | None = None, *, face: str | None = None, **headers: str
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an ASGI app as a browser of `person` would be: session cookie, CSRF header and
    Origin. `face` is desk or portal; staff come to the desk and members to the portal. None is a
    visitor."""
    staff = person is None or person.audience is Audience.STAFF
    base = (
        SETTINGS.desk_origin
        if (face or ("desk" if staff else "portal")) == "desk"
        else (SETTINGS.portal_origin)
    )
    sent = {"Origin": base} | (credentials(person) if person else {}) | headers
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=sent) as client:
        yield client


def credentials(person: Human) -> dict[str, str]:
    """What a browser of theirs sends with a form."""
    token = csrf.token(installation.ring(), secret_token.digest(person.cookie))
    return {"Cookie": f"{cookies.SESSION}={person.cookie}", csrf.HEADER: token}
