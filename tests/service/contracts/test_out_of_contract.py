"""A ticket that no contract covers is taken, marked, and on the provider's default agreement."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from contracts import facts
from contracts.agreements import agreement, agreements
from contracts.agreements.credit_clause import Clause, Step
from contracts.agreements.credit_schedule import Schedule
from contracts.agreements.versions import WrongState
from contracts.clocks import running
from contracts.signed import choosing, default_agreement
from contracts.subject import Pinned
from tests.conftest import Database
from tests.service.contracts import party, templates, world
from tests.service.contracts.party import Party
from tests.service.contracts.templates import body
from tests.service.contracts.world import Tickets, berlin, known
from tests.world import warm
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound

tenants = world.TENANTS


@pytest.fixture
async def acme(scopes: Database) -> AsyncIterator[Party]:
    """Its contract ended with January; no default agreement is chosen before or after the test."""
    found = await party.of(next(tenants))
    async with world.acting(found.tenant):
        await db.execute(
            "UPDATE contract SET ends_on = '2026-01-31' WHERE tenant_id = $1", found.tenant
        )
    yield found
    await found.ask(found.anna, default_agreement.choose_template, None)


async def chosen(acme: Party, at: str) -> Pinned:
    async with world.acting(acme.tenant) as act:
        return await running.choose(act, None, "incident", berlin(at))


async def test_within_the_contract_and_after_it(acme: Party) -> None:
    assert (await chosen(acme, "2026-01-31T23:59")).standing == "in_contract"
    after = await chosen(acme, "2026-02-01T00:00")
    assert (after, after.standing) == (Pinned(), "no_contract")


async def test_the_default_agreements_clocks_run_and_the_ticket_says_so(acme: Party) -> None:
    gold = await templates.published(acme)
    choice = await acme.ask(acme.anna, default_agreement.choose_template, gold.template_id)
    assert choice.name == gold.name
    tickets = Tickets(acme.tenant)
    ticket = await tickets.raise_ticket(berlin("2026-02-02T16:00"), service=None)
    row = await tickets.row(ticket)
    assert row["contract_id"] is None
    assert row["agreement_version_id"] is not None
    assert row["next_due"] == berlin("2026-02-02T17:00")
    clocks = await tickets.clocks(ticket)
    assert clocks["resolution", "", 1]["due_at"] == berlin("2026-02-03T16:00")
    pinned = await chosen(acme, "2026-02-02T16:00")
    assert pinned.standing == "default_agreement"
    assert pinned.agreement_version_id == row["agreement_version_id"]
    due = await tickets.hear(ticket, berlin("2026-02-02T16:30"), facts.PublicReply)
    assert due.metric == "resolution"


async def test_it_is_written_once_and_its_next_version_beside_it(acme: Party) -> None:
    gold = await templates.published(acme)
    await acme.ask(acme.anna, default_agreement.choose_template, gold.template_id)
    first = await chosen(acme, "2026-02-02T09:00")
    assert await chosen(acme, "2026-02-03T09:00") == first
    await templates.amended(acme, gold, body(4))
    second = await chosen(acme, "2026-02-04T09:00")
    assert second.agreement_version_id != first.agreement_version_id
    assert second.calendar_version_id == first.calendar_version_id
    newest, oldest = await acme.ask(acme.admin, default_agreement.offered, acme.tenant)
    assert (newest.id, newest.state, newest.number) == (second.agreement_version_id, "active", 2)
    assert (oldest.id, oldest.state) == (first.agreement_version_id, "superseded")
    assert not newest.consented
    (default,) = [
        each
        for each in await acme.ask(acme.admin, agreements.of_tenant, acme.tenant)
        if each.contract_id is None
    ]
    assert default.name == f"Out of contract: {gold.name}"


async def test_it_stands_in_the_list_last_or_first(acme: Party) -> None:
    gold = await templates.published(acme)
    await acme.ask(acme.anna, default_agreement.choose_template, gold.template_id)

    async def listed(at: str) -> list[tuple[str | None, str]]:
        words = (acme.tenant, "incident", None, berlin(at))
        found = await acme.ask(acme.anna, choosing.candidates, *words)
        return [(each.agreement, each.reason) for each in found]

    within, after = "2026-01-31T23:59", "2026-02-01T00:00"
    assert await listed(within) == [("Gold", "won"), (gold.name, "contract_covers")]
    assert await listed(after) == [(gold.name, "won"), ("Gold", "ended")]
    pinned = await chosen(acme, after)
    words = (acme.tenant, "incident", None, berlin(after))
    first, _ = await acme.ask(acme.anna, choosing.candidates, *words)
    assert (first.version_id, first.contract_id, first.speaks) == (
        pinned.agreement_version_id,
        None,
        True,
    )
    seen = await acme.ask(acme.admin, choosing.candidates, *words)
    assert [each.reason for each in seen] == ["ended"]


async def test_two_tickets_at_once_find_one_default_agreement(acme: Party) -> None:
    given = body()
    late = replace(given.calendars[0], definition={"week": {"sat": [["10:00", "14:00"]]}})
    calendars = (late, *given.calendars[1:])
    gold = await templates.published(acme, body(calendars=calendars))
    await acme.ask(acme.anna, default_agreement.choose_template, gold.template_id)
    await warm(Work(acme.tenant), Work(acme.tenant))
    found = await asyncio.gather(*(chosen(acme, "2026-02-02T09:00") for _ in range(2)))
    assert len(set(found)) == 1
    assert found[0].standing == "default_agreement"
    assert len(await acme.ask(acme.admin, default_agreement.offered, acme.tenant)) == 1


async def test_it_is_amended_by_its_template_alone_and_earns_no_credits(acme: Party) -> None:
    step = Clause("resolution", Decimal(95), steps=(Step(Decimal(95), Decimal(5)),))
    content = replace(body().content, credits=Schedule("service_fee", (step,)))
    gold = await templates.published(acme, body(content=content))
    await acme.ask(acme.anna, default_agreement.choose_template, gold.template_id)
    await chosen(acme, "2026-02-02T09:00")
    (only,) = await acme.ask(acme.admin, default_agreement.offered, acme.tenant)
    assert (only.offered, only.content.credits) == (True, None)
    with pytest.raises(WrongState, match="template"):
        await acme.ask(acme.anna, agreement.amend, only.agreement_id)
    assert await acme.ask(acme.admin, default_agreement.offered, acme.tenant) == [only]


async def test_its_hours_are_the_clients_own(acme: Party) -> None:
    gold = await templates.published(acme)
    await acme.ask(acme.anna, default_agreement.choose_template, gold.template_id)
    pinned = await chosen(acme, "2026-02-02T09:00")
    assert pinned.calendar_version_id == known(acme.tenant, "cv", "office")
    async with db.open(Work(acme.tenant)):
        count = "SELECT count(*) FROM calendar_version WHERE tenant_id = $1"
        assert await db.value(count, acme.tenant) == 2


async def test_a_contract_without_an_agreement_in_force_is_named_and_says_so(acme: Party) -> None:
    async with world.acting(acme.tenant):
        await db.execute("UPDATE contract SET ends_on = NULL WHERE tenant_id = $1", acme.tenant)
        await db.execute(
            "UPDATE agreement_version SET effective_from = $2 WHERE tenant_id = $1",
            *(acme.tenant, datetime(2027, 1, 1, tzinfo=UTC)),
        )
    pinned = await chosen(acme, "2026-02-02T09:00")
    assert (pinned.contract_id, pinned.agreement_version_id, pinned.standing) == (
        known(acme.tenant, "contract"),
        None,
        "no_agreement",
    )
    (only,) = await acme.ask(acme.admin, choosing.candidates, acme.tenant, "incident")
    assert only.reason == "no_version"


async def test_who_may_choose_it_and_what(acme: Party) -> None:
    draft_only = await acme.ask(acme.anna, templates.template.create, f"T {ids.new()}", body())
    refused: list[tuple[UUID, type[Exception]]] = [
        (draft_only.template_id, WrongState),
        (ids.new(), NotFound),
    ]
    for template_id, refusal in refused:
        with pytest.raises(refusal):
            await acme.ask(acme.anna, default_agreement.choose_template, template_id)
    with pytest.raises(Forbidden):
        await acme.ask(acme.admin, default_agreement.chosen)
    with pytest.raises(NotFound):
        await acme.ask(acme.admin, default_agreement.offered, acme.tenant + 1)
    assert (await chosen(acme, "2026-02-02T09:00")).standing == "no_contract"
