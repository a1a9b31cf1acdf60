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
    staff_id: UUID
    until: datetime


async def member(slug: str, email: str, password: str) -> Issued:
    """A member's session. Raises SignInFailed, TooMany."""
    await rate_limit.count("sign-in", f"{slug}/{email.lower()}", limit=10, seconds=900)
    async with db.open(Door()):
        found = await db.row("SELECT * FROM door_member($1, $2)", slug, email)
    stored = await _member_hash(found) if found else None
    if not await passwords.verify_password(password, stored) or found is None:
        raise SignInFailed
    async with db.open(Work(found["tenant_id"])):
        issued = await session.open_for(Audience.MEMBER, found["tenant_id"], found["person_id"])
    await rate_limit.forget("sign-in", f"{slug}/{email.lower()}")
    return issued


async def _member_hash(found: db.Row) -> str | None:
    async with db.open(Work(found["tenant_id"])):
        stored: str | None = await db.value(
            "SELECT password_hash FROM credential WHERE tenant_id = $1 AND person_id = $2",
            found["tenant_id"],
            found["person_id"],
        )
    return stored


async def staff_password(email: str, password: str) -> HalfWay:
    """The first step of staff. Raises SignInFailed, TooMany."""
    await rate_limit.count("sign-in", f"staff/{email.lower()}", limit=10, seconds=900)
    async with db.open(Door()):
        staff_id = await db.value("SELECT staff_id FROM door_staff($1)", email)
    async with db.open(Provider()):
        now = await db.now()
        stored = await db.value(
            "SELECT password_hash FROM staff_credential WHERE staff_id = $1", staff_id
        )
    if not await passwords.verify_password(password, stored) or staff_id is None:
        raise SignInFailed
    return HalfWay(_seal(_Proof(staff_id, now + HALF_WAY)))


async def staff_code(proof: str, code: str) -> Issued:
    """The second step: a code is good once. Raises SignInFailed, TooMany."""
    proven = _unseal(proof)
    await rate_limit.count("second-factor", str(proven.staff_id), limit=10, seconds=900)
    async with db.open(Provider()):
        if await db.now() > proven.until:
            raise SignInFailed
        await _spend_code(proven.staff_id, code)
        issued = await session.open_for(Audience.STAFF, None, proven.staff_id)
    await rate_limit.forget("second-factor", str(proven.staff_id))
    return issued


async def _spend_code(staff_id: UUID, code: str) -> None:
    row = await db.row(
        "SELECT totp_sealed, totp_last_step FROM staff_credential WHERE staff_id = $1 FOR UPDATE",
        staff_id,
    )
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
