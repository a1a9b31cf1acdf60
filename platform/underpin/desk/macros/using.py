"""A macro used on a ticket: looked at first, or done, all of it in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from underpin.desk.deeds import about, doing, placeholders
from underpin.desk.deeds.deed import Deed
from underpin.desk.deeds.doing import Doing
from underpin.desk.macros import macro, macros
from underpin.desk.macros.macro import Macro, Says
from underpin.desk.tickets import talking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Forbidden
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@dataclass(frozen=True, slots=True)
class Step:
    """A deed, and why it would be refused; empty where it would not."""

    deed: Deed
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What it would say, in the requester's language, and do. `missing`: placeholders in it for
    which this ticket has nothing."""

    macro: Macro
    text: str
    missing: tuple[str, ...]
    steps: tuple[Step, ...]


@read("ticket.work", STAFF)
async def preview(act: Act, tenant: int, number: int, macro_id: UUID) -> Preview:
    """Changes nothing. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    chosen = await macros.usable(act, macro_id)
    values, language = await about.values(ticket, act.principal.name)
    prepared = placeholders.spoken(chosen.texts, language)
    missing = dict.fromkeys(each for each in placeholders.used(prepared) if not values.get(each))
    steps = tuple(Step(each, _refused(act, each)) for each in chosen.deeds)
    return Preview(chosen, placeholders.filled(prepared, values), tuple(missing), steps)


def _refused(act: Act, deed: Deed) -> str:
    try:
        doing.allow(act.principal, deed)
    except Forbidden as problem:
        return problem.detail
    return ""


USED: Final = """
INSERT INTO macro_use (tenant_id, macro_id, used, last_used_at) VALUES ($1, $2, 1, $3)
ON CONFLICT (tenant_id, macro_id) DO UPDATE SET used = macro_use.used + 1,
    last_used_at = excluded.last_used_at
"""


@write("ticket.work", STAFF)
async def use(
    act: Act,
    number: int,
    macro_id: UUID,
    *,
    text: str | None = None,
    version: int | None = None,
    says: Says | None = None,
    attach: Sequence[UUID] = (),
) -> Ticket:
    """Say and do it, with one's own rights, all or nothing. `text` is said instead of the prepared
    one; it is taken as it stands, as an answer or a note by `says` where that is given, with the
    files of `attach`. Raises NotFound, StaleVersion, and whatever a deed by hand would.
    """
    chosen = await macros.usable(act, macro_id)
    ticket = await tickets.held(act, number, version)
    values, language = await about.values(ticket, act.principal.name)
    chosen = replace(chosen, says=says or chosen.says)
    await _say(act, number, chosen, text or _prepared(chosen, values, language), attach)
    work = Doing(act, number, act.principal, chosen.name, ids.new(), values, language)
    for each in chosen.deeds:
        if each != macro.WAIT:  # done with the question it begins with
            await doing.do(work, each)
    await db.execute(USED, act.tenant_id, macro_id, act.now)
    return await tickets.held(act, number)


def _prepared(chosen: Macro, values: Mapping[str, str], language: str) -> str:
    return placeholders.filled(placeholders.spoken(chosen.texts, language), values)


async def _say(act: Act, number: int, chosen: Macro, text: str, attach: Sequence[UUID]) -> None:
    """Raises Forbidden."""
    if chosen.says == "nothing":
        return
    answers = chosen.says == "reply"
    if not act.principal.may("ticket.reply" if answers else "ticket.note"):
        raise Forbidden("Your role lacks what this macro says to the ticket.")
    if answers:
        waits = macro.waits(chosen.deeds)
        await talking.reply(act, number, text, then_wait=waits, attach=attach)
    else:
        await talking.note(act, number, text, attach=attach)
