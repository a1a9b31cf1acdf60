"""Take next under an Idempotency-Key: asked again, the ticket that was given is given again.

Which client's ticket it will be is known only when it is found, so that the key stands with the
provider first, together with what is about to be claimed; the claim keeps it once more, in its own
transaction. Broken off in between, the same claim is tried first when it is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, idempotency
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Conflict
from underpin.kernel.idempotency import Key
from underpin.kernel.principal import Principal

PATIENCE: Final = timedelta(seconds=30)
"""So long the first request with a key may take; then another one may go on with it."""


class BeingAnswered(Conflict):
    code = "being-answered"
    title = "The first request with this Idempotency-Key is being answered: ask again in a moment"


@dataclass(frozen=True, slots=True)
class Kept:
    """`begun_at` None: nobody is at it. `tenant` and `ticket_id` say what was about to be claimed,
    `taken` what was given."""

    begun_at: datetime | None = None
    tenant: int | None = None
    ticket_id: UUID | None = None
    taken: Ticket | None = None

    @property
    def about(self) -> tuple[int, UUID] | None:
        if self.tenant is None or self.ticket_id is None:
            return None
        return self.tenant, self.ticket_id


class Once:
    """One request of one person; without a key nothing is kept."""

    def __init__(self, principal: Principal, key: Key | None) -> None:
        self.principal, self.key, self.kept = principal, key, Kept()

    async def begin(self) -> Kept:
        """What came of it before. Raises BeingAnswered, Conflict for a key of another body."""
        if self.key is None:
            return self.kept
        async with db.open(Provider()):
            act = await self._act()
            found = await idempotency.recall(act, self.key, Kept)
            self.kept = found if isinstance(found, Kept) else Kept()
            begun = self.kept.begun_at
            if self.kept.taken is None and begun and act.now - begun < PATIENCE:
                raise BeingAnswered
            await self._keep(act, begun_at=act.now)
        return self.kept

    async def claims(self, found: tuple[int, UUID]) -> None:
        """This is about to be claimed."""
        await self._note(tenant=found[0], ticket_id=found[1])

    async def gave(self, ticket: Ticket) -> None:
        await self._note(taken=ticket)

    async def ended(self) -> None:
        """Nothing was given: asked again it is looked for anew."""
        await self._note(begun_at=None, tenant=None, ticket_id=None)

    async def _note(self, **said: object) -> None:
        if self.key is not None:
            async with db.open(Provider()):
                await self._keep(await self._act(), **said)

    async def _keep(self, act: Act, **said: object) -> None:
        assert self.key is not None, "only what has a key is kept"  # noqa: S101
        self.kept = replace(self.kept, **said)  # type: ignore[arg-type]
        await idempotency.keep(act, self.key, self.kept)

    async def _act(self) -> Act:
        return Act(self.principal, None, await db.now(), "api", "desk.queues.taking.take_next")
