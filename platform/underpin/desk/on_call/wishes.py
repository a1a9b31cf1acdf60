"""How somebody of the staff wants to be called and mailed: their own to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final, Literal

import asyncpg

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


@dataclass(frozen=True, slots=True)
class Notices:
    """`address`: a number or token for `page_by`, where that is not mail. Quiet hours are by the
    wall clock of the person's own zone, and are no matter to pages."""

    page_by: Literal["mail", "sms", "voice", "push"] = "mail"
    address: str | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None
    digest_minutes: int = 15


COLUMNS: Final = ", ".join(Notices.__slots__)


@read("rota.read", STAFF)
async def mine(act: Act) -> Notices:
    row = await db.row(f"SELECT {COLUMNS} FROM notice_setting WHERE staff_id = $1", act.person_id)
    return Notices() if row is None else Notices(**row)


SET: Final = f"""
INSERT INTO notice_setting (staff_id, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (staff_id) DO UPDATE
SET {", ".join(f"{name} = excluded.{name}" for name in Notices.__slots__)}
"""


@provide("rota.read")
async def choose(act: Act, wanted: Notices) -> None:
    """Raises Malformed."""
    words = [getattr(wanted, name) for name in Notices.__slots__]
    try:
        async with db.savepoint():
            await db.execute(SET, act.person_id, *words)
    except asyncpg.CheckViolationError as wrong:
        raise Malformed(
            "quiet_from, quiet_to: both or neither; digest_minutes: 0 to 1440.",
            field="quiet_from",
        ) from wrong
