"""A channel: one place of a client's where people talk, and how the desk speaks there."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.channels import generic, slack, teams
from underpin.desk.channels.adapter import Adapter, Setup
from underpin.kernel import db, installation, keyring
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed

PURPOSE: Final = "channel"
SEALED: Final = "channel-credential"
ADAPTERS: Final[dict[str, Adapter]] = {
    each.kind: each for each in (slack.ADAPTER, teams.ADAPTER, generic.ADAPTER)
}


@dataclass(frozen=True, slots=True)
class Channel:
    """`settings` are its kind's own (docs/channels.md)."""

    id: UUID
    name: str
    kind: str
    settings: dict[str, Any]
    service_id: UUID | None
    paused_at: datetime | None
    created_at: datetime
    version: int

    @property
    def adapter(self) -> Adapter:
        return ADAPTERS[self.kind]


@dataclass(frozen=True, slots=True)
class Said:
    """What its keepers say of a channel."""

    name: str
    kind: str
    settings: dict[str, Any]
    credential: str = field(default="", repr=False)
    service_id: UUID | None = None


COLUMNS: Final = ", ".join(field.name for field in fields(Channel))


def of(row: db.Row) -> Channel:
    said = {field.name: row[field.name] for field in fields(Channel)}
    return Channel(**{**said, "settings": msgspec.json.decode(said["settings"])})


def check(said: Said) -> None:
    """Raises Malformed naming the field and the cure."""
    if not 1 <= len(said.name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    if said.kind not in ADAPTERS:
        raise Malformed(f"kind: one of {', '.join(ADAPTERS)}.", field="kind")
    if len(msgspec.json.encode(said.settings)) > 10_000 or len(said.credential) > 2_000:
        raise Malformed("settings: far longer than any channel's are.", field="settings")
    wrong = ADAPTERS[said.kind].wrong(Setup(said.settings, said.credential))
    if wrong:
        raise Malformed(wrong, field=wrong.partition(":")[0].partition(".")[0])


def sealed(tenant: int, channel_id: UUID, credential: str) -> bytes:
    bound = keyring.message(tenant, str(channel_id))
    return installation.ring().encrypt(SEALED, credential.encode(), associated=bound)


async def setup(act: Act, channel_id: UUID) -> tuple[Channel, Setup] | None:
    """A channel with what it speaks with, None where it is gone or paused; in the work scope."""
    row = await db.row(
        f"SELECT {COLUMNS}, credential FROM channel WHERE tenant_id = $1 AND id = $2 "
        "AND paused_at IS NULL",
        *(act.tenant_id, channel_id),
    )
    if row is None:
        return None
    found, bound = of(row), keyring.message(act.tenant_id, str(channel_id))
    plain = installation.ring().decrypt(SEALED, row["credential"], associated=bound)
    return found, Setup(found.settings, plain.decode())
