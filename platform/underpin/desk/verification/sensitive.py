"""Tickets whose matter is sensitive, such as a password reset: none is done before whoever asked
for it was verified (PRACTICE 5)."""

from __future__ import annotations

from typing import Final, Literal, get_args

from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.verification import verification
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write

Matter = Literal["password_reset", "access_change", "data_release", "other"]
MATTERS: Final = get_args(Matter)
WAIVE: Final = "verification.waive"


class NotVerified(Conflict):
    code = "not-verified"
    title = "Verify who is asking first: by a code to their address, or by an approver's call-back"


@write("ticket.work", STAFF, WORKER)
async def mark(act: Act, number: int, matter: Matter, *, version: int | None = None) -> Ticket:
    """Marked anew it is another matter. Raises Malformed, NotFound, StaleVersion."""
    if matter not in MATTERS:
        raise Malformed(f"matter: one of {', '.join(MATTERS)}.", field="matter")
    ticket = await tickets.held(act, number, version)
    return await _keep(act, ticket, matter, None)


@write("ticket.work", STAFF)
async def unmark(act: Act, number: int, reason: str, *, version: int | None = None) -> Ticket:
    """It was none; only who leads may say so, because it lets the ticket pass. Raises Forbidden,
    Malformed, NotFound, StaleVersion."""
    if not act.principal.may(WAIVE):
        raise Forbidden("A service lead has to say that it is not sensitive.")
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: why, in 1 to 2,000 characters.", field="reason")
    ticket = await tickets.held(act, number, version)
    return await _keep(act, ticket, None, reason.strip())


async def _keep(act: Act, ticket: Ticket, matter: Matter | None, reason: str | None) -> Ticket:
    if ticket.sensitive == matter:
        return ticket
    row = await db.row(
        "UPDATE ticket SET sensitive = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2 "
        f"RETURNING {tickets.COLUMNS}",
        *(act.tenant_id, ticket.id, matter),
    )
    assert row is not None, "the row is locked by this transaction"  # noqa: S101
    told = events.New("ticket.sensitive", ticket.id, {"matter": matter}, reason=reason)
    await events.emit(act, told)
    return tickets.of(row)


async def check(act: Act, ticket: Ticket) -> None:
    """Before it is done. Raises NotVerified naming the cure; costs nothing where it is not
    sensitive."""
    if ticket.sensitive is None:
        return
    if not await verification.holds(act, ticket.id, ticket.requester_id):
        raise NotVerified(
            f"This is sensitive ({ticket.sensitive.replace('_', ' ')}), and it is not verified who "
            "asks: send a code to their address, or record an approver's call-back."
        )
