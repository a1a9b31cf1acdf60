"""Sign-in: password, and for staff a second factor. No hash inside a transaction, the same
words and the same time for an unknown person as for a wrong password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from tenants import session
from underpin.kernel import db, installation, keyring, passwords, rate_limit, second_factor
from underpin.kernel.database.scope import Door, Provider, Work
from underpin.kernel.errors import Unauthenticated
from underpin.kernel.principal import Audience
from underpin.kernel.secret_token import Issued

HALF_WAY = timedelta(minutes=5)
PURPOSE = "half-way-sign-in"
TOTP = "staff-totp"


class SignInFailed(Unauthenticated):
    code = "sign-in-failed"
    title = "That did not match: check the address, the password and the code, then try again"


@dataclass(frozen=True, slots=True)
class HalfWay:
    """A staff person whose password was right; the sealed proof is good for five minutes."""

    proof: str


class _Proof(msgspec.Struct):
    """`changed_at` names the password that was proven: after a change it is another."""

    staff_id: UUID
    changed_at: datetime
    until: datetime


NOBODY = UUID(int=0)


async def member(slug: str, email: str, password: str) -> Issued:
    """A member's session. Raises SignInFailed, TooMany."""
    address = email.strip().lower()
    await rate_limit.count("sign-in", f"{slug}/{address}", limit=10, seconds=900)
    async with db.open(Door()):
        found = await db.row("SELECT * FROM door_member($1, $2)", slug, address)
    tenant, person = (found["tenant_id"], found["person_id"]) if found else (0, NOBODY)
    stored = await _member_hash(tenant, person)
    if not await passwords.verify_password(password, stored) or stored is None:
        raise SignInFailed
    async with db.open(Work(tenant)):
        await _still(MEMBERS, tenant, person, stored)
        issued = await session.open_for(Audience.MEMBER, tenant, person)
    if renewed := await passwords.renewed(password, stored):
        async with db.open(Work(tenant)):
            await db.execute(RENEW_MEMBERS, tenant, person, stored, renewed)
    await rate_limit.forget("sign-in", f"{slug}/{address}")
    return issued


async def _member_hash(tenant: int, person: UUID) -> str | None:
    """Asked for nobody too, in a tenant there is not: the way is the same for an unknown one."""
    async with db.open(Work(tenant)):
        stored: str | None = await db.value(
            "SELECT password_hash FROM credential WHERE tenant_id = $1 AND person_id = $2",
            tenant,
            person,
        )
    return stored


# Locked against a change of the password, which ends every session: either it sees this session,
# or this sees the change.
MEMBERS = """
SELECT true FROM credential c
JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
WHERE c.tenant_id = $1 AND c.person_id = $2 AND c.password_hash = $3 AND p.state = 'active'
FOR SHARE OF c, p
"""


RENEW_MEMBERS = """
UPDATE credential SET password_hash = $4
WHERE tenant_id = $1 AND person_id = $2 AND password_hash = $3
"""
RENEW_STAFFS = (
    "UPDATE staff_credential SET password_hash = $3 WHERE staff_id = $1 AND password_hash = $2"
)


async def _still(sql: str, *what: object) -> None:
    if not await db.value(sql, *what):
        raise SignInFailed


async def staff_password(email: str, password: str) -> HalfWay:
    """The first step of staff. Raises SignInFailed, TooMany."""
    address = email.strip().lower()
    await rate_limit.count("sign-in", f"staff/{address}", limit=10, seconds=900)
    async with db.open(Door()):
        staff_id = await db.value("SELECT staff_id FROM door_staff($1)", address) or NOBODY
    async with db.open(Provider()):
        now = await db.now()
        row = await db.row(
            "SELECT password_hash, changed_at FROM staff_credential WHERE staff_id = $1", staff_id
        )
    stored = row["password_hash"] if row else None
    if not await passwords.verify_password(password, stored) or row is None:
        raise SignInFailed
    if renewed := await passwords.renewed(password, row["password_hash"]):
        async with db.open(Provider()):
            await db.execute(RENEW_STAFFS, staff_id, row["password_hash"], renewed)
    await rate_limit.forget("sign-in", f"staff/{address}")
    return HalfWay(_seal(_Proof(staff_id, row["changed_at"], now + HALF_WAY)))


async def staff_code(proof: str, code: str) -> Issued:
    """The second step: a code is good once. Raises SignInFailed, TooMany."""
    proven = _unseal(proof)
    await rate_limit.count("second-factor", str(proven.staff_id), limit=10, seconds=900)
    async with db.open(Provider()):
        if await db.now() > proven.until:
            raise SignInFailed
        await _spend_code(proven, code)
        issued = await session.open_for(Audience.STAFF, None, proven.staff_id)
    await rate_limit.forget("second-factor", str(proven.staff_id))
    return issued


CREDENTIAL = """
SELECT c.totp_sealed, c.totp_last_step FROM staff_credential c JOIN staff s ON s.id = c.staff_id
WHERE c.staff_id = $1 AND c.changed_at = $2 AND s.state = 'active' FOR UPDATE OF c, s
"""


async def _spend_code(proven: _Proof, code: str) -> None:
    staff_id = proven.staff_id
    row = await db.row(CREDENTIAL, staff_id, proven.changed_at)
    if row is None or row["totp_sealed"] is None:
        raise SignInFailed
    secret = open_totp(staff_id, row["totp_sealed"])
    step = second_factor.matched_step(
        secret, code, at=await db.now(), used_step=row["totp_last_step"]
    )
    if step is None:
        raise SignInFailed
    await db.execute(
        "UPDATE staff_credential SET totp_last_step = $2, "
        "totp_confirmed_at = coalesce(totp_confirmed_at, $3) WHERE staff_id = $1",
        staff_id,
        step,
        await db.now(),
    )


def seal_totp(staff_id: UUID, secret: str) -> bytes:
    """A second factor's secret as it is stored: bound to its person."""
    return installation.ring().encrypt(TOTP, secret.encode(), associated=staff_id.bytes)


def open_totp(staff_id: UUID, sealed: bytes) -> str:
    return installation.ring().decrypt(TOTP, sealed, associated=staff_id.bytes).decode()


def _seal(proof: _Proof) -> str:
    sealed = installation.ring().encrypt(PURPOSE, msgspec.json.encode(proof), associated=b"proof")
    return sealed.hex()


def _unseal(proof: str) -> _Proof:
    try:
        plain = installation.ring().decrypt(PURPOSE, bytes.fromhex(proof), associated=b"proof")
        return msgspec.json.decode(plain, type=_Proof)
    except (ValueError, keyring.Unreadable) as problem:
        raise SignInFailed from problem
