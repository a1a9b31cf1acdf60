"""Whose matter a ticket turned out to be: the client's, or spam, a duplicate, our own fault. Only
the first is billed (PRACTICE 33); judged after its resolution, it leaves the ledger again."""

from __future__ import annotations

from typing import Final, get_args

from contracts.facts import Judged, Verdict
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import write

VERDICTS: Final = get_args(Verdict)


@write("ticket.work", STAFF, WORKER)
async def judge(
    act: Act, number: int, verdict: Verdict, reason: str, *, version: int | None = None
) -> Ticket:
    """The last word counts, `genuine` takes an earlier one back; the same again changes nothing.
    Raises Malformed, NotFound, StaleVersion."""
    if verdict not in VERDICTS:
        raise Malformed(f"verdict: one of {', '.join(VERDICTS)}.", field="verdict")
    if not 1 <= len(reason.strip()) <= 2000:
        raise Malformed("reason: 1 to 2000 characters.", field="reason")
    ticket = await tickets.held(act, number, version)
    before = await db.value(
        "SELECT verdict FROM ticket WHERE tenant_id = $1 AND id = $2", act.tenant_id, ticket.id
    )
    if before == verdict:
        return ticket
    said = [Judged(**recording.by(act, ticket), verdict=verdict)]
    changes = {"verdict": verdict}
    return await recording.change(act, ticket, said, changes, reason=reason.strip())
