"""What staff did that moved a due time later is reported, with how much was used by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from contracts import facts
from contracts.compliance.counted import later_due
from contracts.compliance.counted.later_due import Moved
from contracts.facts import Fact
from tests.conftest import Database
from tests.service.contracts import months, world
from tests.service.contracts.months import Client
from tests.service.contracts.world import about, berlin
from underpin.kernel import verb
from underpin.kernel.errors import Forbidden
from underpin.kernel.principal import Principal

tenants = world.TENANTS


@pytest.fixture
async def client(scopes: Database) -> Client:
    return await months.opened(next(tenants))


async def does(
    client: Client,
    ticket: UUID,
    at: str,
    kind: type[Fact],
    *,
    who: Principal | None = None,
    recorded: datetime | None = None,
    row: dict[str, object] | None = None,
    **words: object,
) -> None:
    """One of ours does something to the ticket."""
    async with world.acting(client.tenant, recorded or berlin(at)) as act:
        ours = replace(act, principal=who or client.lead)
        fact = kind(**about(client.tenant, ticket, berlin(at)), **words)  # type: ignore[arg-type]
        await client.tickets.tell(ours, ticket, fact, **(row or {}))


async def report(client: Client, **more: object) -> tuple[Moved, ...]:
    page: later_due.Page = await client.ask(
        client.manager, later_due.of_tenant, client.tenant, **more
    )
    return page.moved


async def test_a_pause_shows_who_made_it_and_what_was_used(client: Client) -> None:
    ticket = await client.tickets.raise_ticket(berlin("2026-01-12T09:00"))
    wait = {"old": "open", "new": "waiting_client"}
    await does(client, ticket, "2026-01-12T15:00", facts.StateChanged, **wait)
    await client.tickets.hear(ticket, berlin("2026-01-13T10:00"), facts.ClientMessage, by="client")
    (paused,) = await report(client)
    assert (paused.what, paused.metric, paused.by) == (
        "paused",
        "resolution",
        client.lead.person_id,
    )
    assert paused.used == "75.00"
    assert paused.due_before == berlin("2026-01-12T17:00")
    assert paused.due_after == berlin("2026-01-13T12:00")


async def test_a_fall_in_priority_moves_the_due_time_and_a_rise_does_not(client: Client) -> None:
    ticket = await client.tickets.raise_ticket(berlin("2026-01-12T09:00"), "P1")
    await client.tickets.hear(ticket, berlin("2026-01-12T09:10"), facts.PublicReply)
    fall = {"old": "P1", "new": "P3", "cause": "fall"}
    await does(client, ticket, "2026-01-12T12:00", facts.Reprioritised, **fall)
    rise = {"old": "P3", "new": "P1", "cause": "new_facts"}
    await does(client, ticket, "2026-01-12T12:30", facts.Reprioritised, **rise)
    (fallen,) = await report(client)
    assert (fallen.what, fallen.metric, fallen.used) == ("retargeted", "resolution", "75.00")
    assert fallen.due_before == berlin("2026-01-12T13:00")
    assert fallen.due_after == berlin("2026-01-12T17:00")


async def test_an_answer_in_time_is_not_reported_but_one_dated_back_is(client: Client) -> None:
    prompt = await client.tickets.raise_ticket(berlin("2026-01-12T09:00"))
    await does(client, prompt, "2026-01-12T09:20", facts.PublicReply)
    late = await client.tickets.raise_ticket(berlin("2026-01-12T09:30"))
    told = berlin("2026-01-12T11:00")
    await does(client, late, "2026-01-12T10:15", facts.PublicReply, recorded=told)
    (dated,) = await report(client)
    assert (dated.ticket_id, dated.what, dated.metric) == (late, "dated_back", "first_response")
    assert (dated.used, dated.recorded_at) == ("75.00", told)


async def test_what_ends_without_an_answer_is_reported(client: Client) -> None:
    ticket = await client.tickets.raise_ticket(berlin("2026-01-12T09:00"))
    await does(client, ticket, "2026-01-12T09:20", facts.PublicReply)
    await client.tickets.hear(ticket, berlin("2026-01-12T10:00"), facts.ClientMessage, by="client")
    await does(client, ticket, "2026-01-12T11:00", facts.NoReplyNeeded)
    (ended,) = await report(client)
    assert (ended.what, ended.metric, ended.used) == ("ended", "next_reply", "50.00")


async def test_the_report_is_asked_of_one_person_and_page_by_page(client: Client) -> None:
    wait = {"old": "open", "new": "waiting_client"}
    for who, day in ((client.lead, 12), (client.manager, 13)):
        ticket = await client.tickets.raise_ticket(berlin(f"2026-01-{day}T09:00"))
        at = f"2026-01-{day}T11:00"
        await does(client, ticket, at, facts.StateChanged, who=who, **wait)
    both = await report(client)
    assert [each.by for each in both] == [client.manager.person_id, client.lead.person_id]
    assert await report(client, person=client.lead.person_id) == both[1:]
    assert await report(client, before=both[0].event_id) == both[1:]


async def test_members_never_see_it(client: Client) -> None:
    generous = replace(client.ada, capabilities=frozenset({"later_due.read"}))
    with pytest.raises(Forbidden):
        await verb.perform(later_due.of_tenant, generous, client.tenant)
