"""Deeds done to a ticket, through the same verbs as by hand and with no more rights than whoever
answers for them has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from contracts import facts
from contracts.facts import PublicReply
from underpin.desk.channels import webhook
from underpin.desk.checklists import beginning
from underpin.desk.deeds import deed as deeds
from underpin.desk.deeds import placeholders, telling
from underpin.desk.hands import assigning
from underpin.desk.hands.ways import Ways
from underpin.desk.tickets import finishing, messages, recording, tagging, talking, working
from underpin.desk.tickets import ticket as tickets
from underpin.kernel.act import Act
from underpin.kernel.errors import Forbidden
from underpin.kernel.principal import Principal

CAPABILITIES: Final[Mapping[type[deeds.Deed], str]] = {
    deeds.SetState: "ticket.work",
    deeds.Assign: "ticket.work",
    deeds.MoveTier: "ticket.escalate",
    deeds.Tag: "ticket.work",
    deeds.Untag: "ticket.work",
    deeds.Prioritise: "ticket.work",
    deeds.Note: "ticket.note",
    deeds.Tell: "ticket.note",
    deeds.Write: "ticket.reply",
    deeds.CallWebhook: "intake.write",
    deeds.Share: "ticket.work",
    deeds.BeginTasks: "ticket.work",
}


@dataclass(frozen=True, slots=True)
class Doing:
    """`author` answers for it: whoever uses a macro, whoever wrote a rule. `cause` names this one
    use, so that what leaves because of it leaves once. `values` fill the texts, in `language`."""

    act: Act
    number: int
    author: Principal
    name: str
    cause: UUID
    values: Mapping[str, str]
    language: str


def allow(author: Principal, deed: deeds.Deed) -> None:
    """Raises Forbidden where the author's roles do not allow this deed by hand either."""
    wanted = CAPABILITIES[type(deed)]
    if not author.may(wanted):
        raise Forbidden(f"{deed.__struct_config__.tag}: the right {wanted!r} is missing.")


async def do(doing: Doing, deed: deeds.Deed) -> None:
    """Raises what the verb behind it raises, Forbidden."""
    allow(doing.author, deed)
    await DO[type(deed)](doing, deed)


async def _set_state(doing: Doing, deed: deeds.SetState) -> None:
    act, number = doing.act, doing.number
    if deed.state == facts.RESOLVED:
        await finishing.resolve(act, number)
    elif deed.state == facts.CLOSED:
        await finishing.close(act, number, reason=doing.name)
    else:
        await working.change_state(act, number, deed.state)


async def _assign(doing: Doing, deed: deeds.Assign) -> None:
    whom = {"me": doing.author.person_id, "nobody": None, "person": deed.staff_id}[deed.to]
    await working.assign(doing.act, doing.number, whom)


async def _move_tier(doing: Doing, deed: deeds.MoveTier) -> None:
    await working.move_tier(doing.act, doing.number, deed.tier, reason=doing.name)


async def _tag(doing: Doing, deed: deeds.Tag) -> None:
    for each in deed.tags:
        await tagging.tag(doing.act, doing.number, each)


async def _untag(doing: Doing, deed: deeds.Untag) -> None:
    for each in deed.tags:
        await tagging.untag(doing.act, doing.number, each)


async def _prioritise(doing: Doing, deed: deeds.Prioritise) -> None:
    reason = placeholders.filled(deed.reason, doing.values)
    await working.reprioritise(doing.act, doing.number, deed.impact, deed.urgency, reason=reason)


async def _note(doing: Doing, deed: deeds.Note) -> None:
    text = placeholders.filled(deed.text, doing.values)
    if text.strip():
        await talking.note(doing.act, doing.number, text)


async def _tell(doing: Doing, deed: deeds.Tell) -> None:
    ticket = await tickets.held(doing.act, doing.number)
    text = placeholders.filled(deed.text, doing.values)
    what = telling.Told(doing.cause, doing.name, text, ticket.id, ticket.number)
    await telling.tell(doing.act, what, deed.staff_id, deed.team_id)


async def _write(doing: Doing, deed: deeds.Write) -> None:
    """No person's word: first response and next reply run on."""
    act, ticket = doing.act, await tickets.held(doing.act, doing.number)
    text = placeholders.filled(placeholders.spoken(deed.texts, doing.language), doing.values)
    await messages.write(act, ticket, messages.PUBLIC, text)
    said = PublicReply(**recording.by(act, ticket), by_person=False, channel=act.source)
    await recording.change(act, ticket, [said])


async def _call(doing: Doing, deed: deeds.CallWebhook) -> None:
    ticket = await tickets.held(doing.act, doing.number)
    await webhook.say(doing.act, deed.webhook_id, ticket.id, doing.cause)


async def _share(doing: Doing, deed: deeds.Share) -> None:
    ticket = await tickets.held(doing.act, doing.number)
    await assigning.given(doing.act, ticket, Ways(deed.way))


async def _begin_tasks(doing: Doing, deed: deeds.BeginTasks) -> None:
    await beginning.once(doing.act, doing.number, deed.template)


DO: Final[Mapping[type[deeds.Deed], Callable[[Doing, Any], Awaitable[None]]]] = {
    deeds.SetState: _set_state,
    deeds.Assign: _assign,
    deeds.MoveTier: _move_tier,
    deeds.Tag: _tag,
    deeds.Untag: _untag,
    deeds.Prioritise: _prioritise,
    deeds.Note: _note,
    deeds.Tell: _tell,
    deeds.Write: _write,
    deeds.CallWebhook: _call,
    deeds.Share: _share,
    deeds.BeginTasks: _begin_tasks,
}
