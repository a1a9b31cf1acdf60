"""Many tickets of a client sorted anew, or worked by a macro: each as it would be alone, and what
stands in the way of one stops no other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from underpin.desk.macros import macros, using
from underpin.desk.queues import bulk
from underpin.desk.queues.bulk import Named, Outcome
from underpin.desk.sorting import categories
from underpin.desk.tickets import working
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, Problem
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

Deed = Callable[[Ticket], Awaitable[object]]


@write("ticket.work", STAFF)
async def reprioritise(
    act: Act,
    named: Sequence[Named],
    impact: str,
    urgency: str,
    reason: str,
    *,
    corrects: bool = False,
) -> list[Outcome]:
    """By each client's own matrix, with a reason each client reads. Raises Malformed."""

    async def do(ticket: Ticket) -> None:
        words = (act, ticket.number, impact, urgency)
        await working.reprioritise(*words, corrects=corrects, reason=reason)

    return await _each(act, named, do, lambda it: (it.impact, it.urgency) == (impact, urgency))


@write("ticket.work", STAFF)
async def file_under(act: Act, named: Sequence[Named], category_id: UUID | None) -> list[Outcome]:
    """None: under nothing. Raises Malformed for a category this client is spared."""

    async def do(ticket: Ticket) -> None:
        await categories.file_under(act, ticket.number, category_id)

    return await _each(act, named, do, lambda it: it.category_id == category_id)


@write("ticket.work", STAFF)
async def use(act: Act, named: Sequence[Named], macro_id: UUID) -> list[Outcome]:
    """What it says and does, on each all or nothing, in its requester's language. Raises NotFound
    for a macro that is not the asker's to use."""
    await macros.usable(act, macro_id)

    async def do(ticket: Ticket) -> None:
        await using.use(act, ticket.number, macro_id)

    return await _each(act, named, do, lambda _: False)


async def _each(
    act: Act, named: Sequence[Named], do: Deed, is_so: Callable[[Ticket], bool]
) -> list[Outcome]:
    found, said = await bulk.held(act, named)
    for number, ticket in found.items():
        said[number] = bulk.UNCHANGED if is_so(ticket) else await _tried(do, ticket)
    return bulk.outcomes(named, said)


async def _tried(do: Deed, ticket: Ticket) -> str:
    """Done, or the code of what stood in the way. Raises Malformed: that is wrong for them all."""
    try:
        async with db.savepoint():
            await do(ticket)
    except Malformed:
        raise
    except Problem as problem:
        return problem.code
    return bulk.DONE
