"""The tickets that were ticked in the list, as their boxes say: name, version, tier and holder as
the page showed them (`ACME-12:17:2:018f...`); without a version any will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request

from underpin.desk.api import addressing
from underpin.desk.queues import bulk
from underpin.kernel.errors import Malformed, NotFound

AnyRequest = Request[Any, Any, Any]
PARTS = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """`tier` and `holder` are those before."""

    name: str
    tenant: int
    number: int
    version: int | None
    tier: int
    holder: UUID | None

    @property
    def before(self) -> str:
        """What takes a change back."""
        return f"{self.name}::{self.tier}:{self.holder or ''}"


async def of(request: AnyRequest) -> list[Chosen]:
    """Those the asker may see. Raises Malformed for none, or what no page of ours said."""
    given = (await request.form()).getall("ticket", [])
    found = [each for text in given[: bulk.MOST] if (each := _one(request, str(text)))]
    if not found:
        raise Malformed("ticket: tick at least one ticket.", field="ticket")
    return found


def _one(request: AnyRequest, text: str) -> Chosen | None:
    parts = text.split(":")
    try:
        name, version, tier, holder = parts if len(parts) == PARTS else ("", "", "", "x")
        seen, level = int(version) if version else None, int(tier)
        held_by = UUID(holder) if holder else None
    except ValueError as wrong:
        raise Malformed("ticket: send what the page gave you.", field="ticket") from wrong
    try:
        return Chosen(name, *addressing.ticket(request, name), seen, level, held_by)
    except NotFound:
        return None
