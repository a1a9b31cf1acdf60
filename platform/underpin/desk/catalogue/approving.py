"""Where what is asked for needs somebody's word first: how the room that takes approvals is asked.
It is wired by the composition; the catalogue knows no more of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be approved: `amount` in major units of `currency`, net; None for no money."""

    title: str
    detail: str
    amount: Decimal | None
    currency: str | None


Ask = Callable[[Act, Ticket, Wish], Awaitable[object]]


class NobodyApproves(Conflict):
    code = "nobody-approves"
    title = "This needs an approval, and approvals are not set up here: ask the service desk"


class Desk:
    """Who is asked for approvals in this process."""

    ask: ClassVar[Ask | None] = None


async def ask(act: Act, ticket: Ticket, wish: Wish) -> None:
    """Within the verb that makes the request. Raises NobodyApproves, and what the asked refuse."""
    if Desk.ask is None:
        raise NobodyApproves
    await Desk.ask(act, ticket, wish)
