"""The address of a client's own at which a far side tells us, and its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.connectors import connector
from underpin.desk.hooks import secret
from underpin.desk.hooks.secret import Issued, Standing
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

MOST_HOURS: Final = 720


@dataclass(frozen=True, slots=True)
class Ends:
    """How it is signed, and the secrets that are good."""

    proof: str
    secrets: list[Standing]


@write("intake.write", STAFF)
async def issue(
    act: Act, connector_id: UUID, *, overlap_hours: int = 24, signing_key: str = ""
) -> Issued:
    """A new one; those before it are good for so many hours longer. Raises NotFound, Malformed."""
    if await connector.by_id(connector_id) is None:
        raise NotFound
    overlap = timedelta(hours=max(-1, min(overlap_hours, MOST_HOURS + 1)))
    words = (act, connector.PURPOSE, connector_id, overlap)
    return await secret.rotate(*words, signing_key=signing_key)


@write("intake.write", STAFF)
async def revoke(act: Act, connector_id: UUID, secret_id: UUID) -> None:
    """Raises NotFound."""
    await secret.revoke(act, connector_id, secret_id)


@read("intake.read", STAFF)
async def standing(act: Act, tenant: int, connector_id: UUID) -> Ends:
    """Raises NotFound."""
    found = await connector.by_id(connector_id)
    if found is None:
        raise NotFound
    return Ends(found.proof, await secret.standing(act, tenant, connector_id))
